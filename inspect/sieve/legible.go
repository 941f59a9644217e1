package sieve

import "math/bits"

// inBase64 is what a text stands for as Base64, as far as is worth knowing. It is found out when it is first asked for.
type inBase64 struct {
	known   bool
	legible int    // characters that stand together in it at most
	mask    uint64 // its classes
}

// mayHoldBase64 says that a step which reads Base64, the node's own or one below, may make of a text what is legible
// enough to match, and has the symbols for it. All nodes that are asked about with one in share a step.
func (w *walk) mayHoldBase64(n *node, text []byte, in *inBase64) bool {
	s := &w.transform[n.step]
	if !s.base64 && !s.unspaces {
		return true // other steps are taken where there is an escape, which may stand for anything
	}
	if !in.known {
		*in = w.readBase64(text, s.unspaces)
	}
	switch {
	case in.legible < n.legible:
		return false
	case s.base64:
		return n.here.meets(in.mask)
	}
	for c := n.children; c != 0; c &= c - 1 {
		below := &w.nodes[bits.TrailingZeros64(uint64(c))]
		if below.base64 && (!w.transform[below.step].base64 || below.here.meets(in.mask)) {
			return true
		}
	}
	return false
}

// readBase64 finds out what a text stands for, or a text without its white space. It reads as base64Decode does, and makes
// nothing.
func (t *tables) readBase64(text []byte, unspaced bool) inBase64 {
	in := inBase64{known: true}
	var l legible
	group, n := 0, 0
	add := func(c byte) {
		in.mask |= t.bit[c]
		l.add(c)
		in.legible = max(in.legible, l.together)
	}
	for _, c := range text {
		v := int(base64Values[c])
		if v < 0 {
			if c == '\r' || c == '\n' || unspaced && isSpace(c) {
				continue
			}
			if unspaced && c >= 0x80 {
				return inBase64{known: true, legible: len(text), mask: whatever} // white space, perhaps
			}
			break
		}
		group = group<<6 | v
		if n++; n < 4 {
			continue
		}
		add(byte(group >> 16))
		add(byte(group >> 8))
		add(byte(group))
		group, n = 0, 0
	}
	if n >= 2 {
		group <<= 6 * (4 - n)
		add(byte(group >> 16))
	}
	if n == 3 {
		add(byte(group >> 8))
	}
	if in.mask&t.high != 0 {
		in.mask |= t.letters // which foreign ones may stand for
	}
	return in
}

// legible counts the characters that stand together at the end of a text, or might if what no step takes away were not
// between them: control characters, and bytes that are no UTF-8. Other steps may take white space of any kind away. Of
// what is not ASCII it may count too many.
type legible struct {
	together int
	last     position // of the last byte
}

// position is where a byte stands in a character that is not ASCII.
type position uint8

const (
	outside position = iota
	first
	further
)

func (l *legible) add(c byte) {
	broken := l.last == first // but for a further byte now
	switch {
	case c >= 0x80 && c < 0xc0 && l.last != outside:
		l.together++
		l.last = further
		return
	case c >= 0x80 && c < 0xc2, c >= 0xf5, c < ' ' && !isSpace(c), c == 0x7f:
		l.together, l.last = 0, outside
		return
	}
	if broken {
		l.together = 0
	}
	if c >= 0xc2 {
		l.last = first
		return
	}
	l.together++
	l.last = outside
}
