package source

import (
	"bytes"

	"weir/decoders"
)

// index is a list of an object's members, duplicates included, that need not be looked for again.
type index struct {
	members []member
	signs   uint64 // of the members' names: most names that sources ask for are not there, and this says so at once
}

type member struct{ name, value decoders.JSON }

// indexed lists the members of an object in the memory of room, unless there are more than maxOuter. It lists nothing of
// other values. An index that lists nothing of too many members may have any name.
func indexed(room []member, object decoders.JSON) (list index, crowded bool) {
	list.members = room[:0]
	for name, value := range object.Members() {
		if len(list.members) == maxOuter {
			return index{members: list.members[:0], signs: ^uint64(0)}, true
		}
		list.members = append(list.members, member{name, value})
		list.signs |= signOf(name)
	}
	return list, false
}

// get returns the value of a name: the last one, if there are several, or nil.
func (x *index) get(name string) decoders.JSON {
	if x.signs&sign(name) == 0 {
		return nil
	}
	for i := len(x.members) - 1; i >= 0; i-- {
		if x.members[i].name.Equal(name) {
			return x.members[i].value
		}
	}
	return nil
}

// sign is one bit of 64 for a name, by its length and both of its ends. Different names may have the same.
func sign[T string | decoders.JSON](name T) uint64 {
	n := len(name)
	if n == 0 {
		return 1
	}
	return 1 << ((uint(n) + 5*uint(name[0]) + 11*uint(name[n-1])) % 64)
}

// signOf is the sign of a raw name, or all signs if the name has escapes, and may spell anything.
func signOf(name decoders.JSON) uint64 {
	if bytes.IndexByte(name, '\\') >= 0 {
		return ^uint64(0)
	}
	return sign(name[1 : len(name)-1])
}
