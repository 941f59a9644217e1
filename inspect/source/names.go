package source

// SettingNames are the names by which settings know sources: Names, and for each Namer its name with a colon, behind
// which a word of its events may follow.
func SettingNames() []string {
	names := Names()
	for _, s := range All {
		if _, ok := s.(Namer); ok {
			names = append(names, s.Name()+":")
		}
	}
	return names
}
