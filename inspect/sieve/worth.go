package sieve

import "math/bits"

// worthStep are the nodes of a step at or below which something may match. Of a long value the text is not there.
func (w *walk) worthStep(s *planStep, text []byte, length int, mask uint64) nodes {
	worth := nodes(0)
	var in inBase64
	found := &w.found[w.depth]
	for at := s.at; at != 0; at &= at - 1 {
		i := bits.TrailingZeros64(uint64(at))
		n := &w.nodes[i]
		switch {
		case length < n.least && !w.transform[n.step].lengthens || mask&n.touches == 0 && !found.meets(&n.below):
			// It is too short, or only the case changes at the node and below, and none of their conditions holds.
		case n.before.meets(mask), n.base64 && w.mayHoldBase64(n, text, &in):
			worth |= 1 << i
		}
	}
	return worth
}

// worthReading leaves out the nodes at and below which nothing matches so short a text of some classes.
func (w *walk) worthReading(at nodes, length int, mask uint64) nodes {
	for s := at; s != 0; s &= s - 1 {
		i := bits.TrailingZeros64(uint64(s))
		n := &w.nodes[i]
		base64Follows := n.base64 && !w.transform[n.step].base64
		if length < n.least || !base64Follows && !n.here.meets(mask) {
			at &^= 1 << i
		}
	}
	return at
}
