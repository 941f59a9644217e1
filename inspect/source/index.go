package source

import (
	"bytes"
	"iter"

	"weir/decoders"
)

// index is a list of an object's members, duplicates included, that need not be looked for again.
type index struct {
	members []decoders.Member
	signs   uint64 // of the members' names: most names that sources ask for are not there, and this says so at once
	first   *byte  // of the object; nil if it is not listed
}

// indexed lists the members of an object in the memory of room, unless there are more than maxOuter: then an index that lists
// none may have any name. It lists nothing of other values.
func indexed(room []decoders.Member, object decoders.JSON) (list index, crowded bool) {
	members := room[:0]
	for name, value := range object.Members() {
		if len(members) == maxOuter {
			return index{members: members[:0], signs: ^uint64(0)}, true
		}
		members = append(members, decoders.Member{Name: name, Value: value})
	}
	return indexOf(object, members), false
}

// indexOf is the index of a value that has these members.
func indexOf(object decoders.JSON, members []decoders.Member) index {
	list := index{members: members}
	if object.IsObject() {
		list.first = &object[0]
	}
	for i := range members {
		list.signs |= signOf(members[i].Name)
	}
	return list
}

// get returns the value of a name: the last one, if there are several, or nil.
func (x *index) get(name string) decoders.JSON {
	if x.signs&sign(name) == 0 {
		return nil
	}
	for i := len(x.members) - 1; i >= 0; i-- {
		if x.members[i].Name.Equal(name) {
			return x.members[i].Value
		}
	}
	return nil
}

// of returns the index of a part of the event, or nil.
func (e *Event) of(object decoders.JSON) *index {
	if len(object) == 0 {
		return nil
	}
	p, first := e.parts(), &object[0]
	switch first {
	case p.headers.first:
		return &p.headers
	case p.inner.first:
		return &p.inner
	case p.multi.first:
		return &p.multi
	}
	return nil
}

// members yields the members of a part of the event as decoders.JSON does, without looking for them again if they are listed.
func (e *Event) members(object decoders.JSON) iter.Seq2[decoders.JSON, decoders.JSON] {
	return func(yield func(name, value decoders.JSON) bool) {
		x := e.of(object)
		if x == nil {
			object.Members()(yield)
			return
		}
		for i := range x.members {
			if m := &x.members[i]; !yield(m.Name, m.Value) {
				return
			}
		}
	}
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
