package source

// Repeats says whether an object anywhere in the event, but for documents that are text in it, names a member twice.
// Handlers differ in which of the two they read; both are fields. It takes one pass, and memory for the names of the
// objects that are open at a time.
func (e Event) Repeats() bool {
	names := make([]uint64, 0, 64) // of the objects that are open, one behind the other
	starts := make([]int, 0, 32)   // where each object's names begin; -1 for an array
	due := false                   // a member's name is due
	for i := 0; i < len(e.Root); i++ {
		switch e.Root[i] {
		case '{':
			starts = append(starts, len(names))
			due = true
		case '[':
			starts = append(starts, -1)
			due = false
		case '}', ']':
			if begin := starts[len(starts)-1]; begin >= 0 {
				if repeats(names[begin:]) {
					return true
				}
				names = names[:begin]
			}
			starts = starts[:len(starts)-1]
			due = false
		case ',':
			due = len(starts) > 0 && starts[len(starts)-1] >= 0
		case '"':
			end := skipString(e.Root, i)
			if due {
				names = append(names, exactHash(e.Root[i:end]))
				due = false
			}
			i = end - 1
		}
	}
	return false
}
