package sieve

import "math/bits"

// mayHoldBase64 says that a step which reads Base64, the node's own or one below, may make of a text what is legible
// enough to match, and has the symbols for it.
func (w *walk) mayHoldBase64(n *node, text []byte) bool {
	switch s := &w.transform[n.step]; {
	case s.base64:
		legible, mask := w.readBase64(text, n.legible, false)
		return legible && n.here.meets(mask)
	case s.unspaces:
		legible, mask := w.readBase64(text, n.legible, true)
		if !legible {
			return false
		}
		for c := n.children; c != 0; c &= c - 1 {
			below := &w.nodes[bits.TrailingZeros64(uint64(c))]
			if below.base64 && (!w.transform[below.step].base64 || below.here.meets(mask)) {
				return true
			}
		}
		return false
	}
	return true // other steps are taken where there is an escape, which may stand for anything
}

// readBase64 says whether so many characters may stand together in what a text of Base64 stands for, or a text without its
// white space, and which classes are in that. It reads as base64Decode does, and makes nothing.
func (t *tables) readBase64(text []byte, atLeast int, unspaced bool) (isLegible bool, mask uint64) {
	var l legible
	group, n, longest := 0, 0, 0
	add := func(c byte) {
		mask |= 1 << (t.class[c] & 63)
		l.add(c)
		longest = max(longest, l.together)
	}
	for _, c := range text {
		v := int(base64Values[c])
		if v < 0 {
			if c == '\r' || c == '\n' || unspaced && isSpace(c) {
				continue
			}
			if unspaced && c >= 0x80 {
				return true, whatever // white space, perhaps
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
	if mask&t.high != 0 {
		mask |= t.letters // which foreign ones may stand for
	}
	return longest >= atLeast, mask
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
