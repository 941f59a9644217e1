package source

// SettingNames are the names by which settings know sources: Names, and all that a Namer tells its events by.
func SettingNames() []string {
	names := Names()
	for _, s := range All {
		if n, ok := s.(Namer); ok {
			names = append(names, n.NamesOf()...)
		}
	}
	return names
}
