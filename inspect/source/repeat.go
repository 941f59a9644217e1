package source

import (
	"bytes"
	"slices"

	"weir/decoders"
)

// Repeats says whether an object anywhere in the event, but for documents that are text in it, names a member twice.
// Handlers differ in which of the two they read; both are fields. It takes one pass over what is no text of the event's
// own, and memory for the names of the objects that are open at a time.
func (e Event) Repeats() bool {
	if e.crowded || !e.Root.IsObject() {
		return repeatsIn(e.Root)
	}
	for _, m := range e.parts().outer.members {
		if kind := m.Value.Kind(); kind != '{' && kind != '[' {
			continue
		}
		if x := e.of(m.Value); x != nil && x.repeats() || x == nil && repeatsIn(m.Value) {
			return true
		}
	}
	return e.Duplicates
}

// repeats is repeatsIn for the object.
func (x *index) repeats() bool {
	seen, escaped := uint64(0), x.signs == ^uint64(0)
	for i := range x.members {
		m := &x.members[i]
		s := signOf(m.Name)
		if seen&s != 0 && isNamed(x.members[:i], m.Name, escaped) {
			return true
		}
		seen |= s
		if kind := m.Value.Kind(); (kind == '{' || kind == '[') && repeatsIn(m.Value) {
			return true
		}
	}
	return false
}

// isNamed says whether one of the members has the name. With escaped set there may be escapes in them.
func isNamed(members []decoders.Member, name decoders.JSON, escaped bool) bool {
	return slices.ContainsFunc(members, func(m decoders.Member) bool {
		return bytes.Equal(m.Name, name) || escaped && bytes.Equal(m.Name.Text(nil), name.Text(nil))
	})
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
