package sieve

import "math/bits"

// A text that holds much of what rules look for takes long to scan. manyHeld is how many conditions make it such a text, and
// fewMissing how many links can be run instead in about the time.
const (
	manyHeld   = 16
	fewMissing = 13
)

// expects says that a text is not worth scanning: most conditions of the links that look at it, at or below some nodes,
// held for the text that it follows from. All of them are then taken to hold. Where nothing but the condition is asked of a
// text, it has to have held.
func (w *walk) expects(at nodes) bool {
	if w.held < manyHeld {
		return false
	}
	missing := w.belowAny(at).and(w.only).without(w.found[w.depth-1])
	return !missing.meets(&w.conditions) && missing.count() <= fewMissing
}

// belowAny are the links that look at some nodes, or below.
func (t *tables) belowAny(at nodes) parts {
	var below parts
	for ; at != 0; at &= at - 1 {
		below = below.or(t.nodes[bits.TrailingZeros64(uint64(at))].below)
	}
	return below
}

// under are the parts of those links.
func (t *tables) under(at nodes) parts {
	under := t.belowAny(at)
	for p := len(t.links); p < len(t.partOf); p++ {
		if under.has(t.partOf[p]) {
			under.add(uint16(p))
		}
	}
	return under
}
