package inspect

import (
	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// prototype notices members that lie inside of each other as constructor and prototype: where a handler in JavaScript merges
// such a document into an object of its own, every object gets what is in it. One name by itself says nothing, so that no
// rule on values can see it.
func (r *reading) prototype(f *source.Field, v *decoders.View) {
	if reachesPrototype(f.Path) || reachesPrototype(v.Path) {
		r.notice(rules.Prototype, f, v)
	}
}

func reachesPrototype(path decoders.Path) bool {
	for i := 1; i < len(path); i++ {
		if string(path[i].Key) == "prototype" && string(path[i-1].Key) == "constructor" {
			return true
		}
	}
	return false
}
