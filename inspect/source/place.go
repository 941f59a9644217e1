package source

import (
	"slices"

	"weir/decoders"
)

// place returns where in the payload the value at the end of names stands, or -1: at tells what it is, and not where.
func (e Event) place(names decoders.Path) int {
	at, value := e.start, e.Root
	for _, step := range names {
		value = value.Get(string(step.Key))
		next := -1
		for _, it := range items(e.Payload, at) {
			if it.holds(e.Payload, value) {
				next = it.value
			}
		}
		if next < 0 {
			return -1
		}
		at = next
	}
	return at
}

// withoutAt returns the event without the items in bad of the array or object at the end of names, byte for byte
// otherwise, and how many are left.
func withoutAt(e Event, names decoders.Path, bad []int) (payload []byte, left int) {
	at := e.place(names)
	if at < 0 {
		return e.Payload, 0
	}
	x := edits{text: e.Payload}
	x.rewrite(at, func(n int, _ item) bool {
		_, drop := slices.BinarySearch(bad, n)
		if !drop {
			left++
		}
		return drop
	}, "")
	return x.apply(), left
}
