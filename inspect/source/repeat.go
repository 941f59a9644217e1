package source

import "weir/decoders"

// Repeats says whether an object anywhere in the event, but for documents that are text in it, names a member twice.
// Handlers differ in which of the two they read; both are fields. It takes one pass over what is no text of the event's
// own, and memory for the names of the objects that are open at a time.
func (e Event) Repeats() bool {
	if e.crowded || !e.Root.IsObject() {
		return repeatsIn(e.Root)
	}
	for _, m := range e.outer.members {
		if kind := m.value.Kind(); (kind == '{' || kind == '[') && repeatsIn(m.value) {
			return true
		}
	}
	return e.Duplicates
}

// repeatsIn says whether an object in a value, or the value itself, names a member twice.
func repeatsIn(value decoders.JSON) bool {
	names := make([]uint64, 0, 64) // of the objects that are open, one behind the other
	starts := make([]int, 0, 32)   // where each object's names begin; -1 for an array
	due := false                   // a member's name is due
	for i := 0; i < len(value); i++ {
		switch value[i] {
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
			end := skipString(value, i)
			if due {
				names = append(names, exactHash(value[i:end]))
				due = false
			}
			i = end - 1
		}
	}
	return false
}
