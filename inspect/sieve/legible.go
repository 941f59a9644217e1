package sieve

import (
	"math/bits"
	"strings"
)

// inBase64 is what a text stands for as Base64, as far as is worth knowing. It is found out when it is first asked for.
type inBase64 struct {
	fewer   int    // so many characters do not stand together in it; 0 is nothing known
	known   bool   // all that follows
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
	if !in.known && (in.fewer == 0 || n.legible < in.fewer) {
		if text == nil {
			text = w.base64Long(s.unspaces)
		}
		*in = w.readBase64(text, s.unspaces, n.legible)
	}
	switch {
	case !in.known, in.legible < n.legible:
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

// readBase64 finds out what a text stands for, or a text without its white space. It reads as base64Decode does, makes nothing, and
// stops where what is left of the text is too short for as many characters as are asked for.
func (t *tables) readBase64(text []byte, unspaced bool, least int) inBase64 {
	var l legible
	mask, group, n := uint64(0), uint32(0), 0
	for i, c := range text {
		v := base64Values[c]
		if v < 0 {
			if c == '\r' || c == '\n' || unspaced && isSpace(c) {
				continue
			}
			if unspaced && c >= 0x80 {
				return inBase64{known: true, legible: len(text), mask: whatever} // white space, perhaps
			}
			break
		}
		group = group<<6 | uint32(v)
		if n++; n < 4 {
			continue
		}
		a, b, c := byte(group>>16), byte(group>>8), byte(group)
		mask |= t.bit[a] | t.bit[b] | t.bit[c]
		l = l.after(a).after(b).after(c)
		if n = 0; l.most < least && l.together+(len(text)-i)*3/4 < least {
			return inBase64{fewer: least}
		}
	}
	for group <<= 6 * (4 - n); n >= 2; n-- {
		c := byte(group >> 16)
		mask |= t.bit[c]
		l = l.after(c)
		group <<= 8
	}
	if mask&t.high != 0 {
		mask |= t.letters // which foreign ones may stand for
	}
	return inBase64{known: true, legible: l.most, mask: mask}
}

// legible counts the characters that stand together at the end of a text and are ASCII, or stand for a letter of it, or might if what no
// step takes away were not between them: control characters, other letters, and bytes that are no UTF-8. Steps may take white space
// of any kind away. Of what is not ASCII it may count too many.
type legible struct {
	together, most int
	last           uint8 // where the last byte stands in a character
}

// Where a byte stands, and what becomes of those that stand together before the next one.
const (
	outside = iota
	first   // of a character that is none of ASCII
	further

	more  = 4 // there is one more
	keeps = 8 // they still stand together
)

// after counts another byte.
func (l legible) after(c byte) legible {
	m := moves[l.last&3][kinds[c]&3]
	l.together = l.together&-int(m/keeps) + int(m/more&1)
	l.most = max(l.most, l.together)
	l.last = m % more
	return l
}

// What a byte may be in UTF-8.
const (
	aCharacter = iota // of ASCII, and legible
	aFirst            // of a character that is none of ASCII and may be white space, or stand for a letter
	aFurther
	aBreak // none of these
)

// firsts are the first bytes of the letters in foreign, and of Unicode's white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to
// U+205F and U+3000.
const firsts = "\xc4\xc5\xe2" + "\xc2\xe1\xe2\xe3"

var kinds = func() (kinds [256]uint8) {
	for i := range kinds {
		switch c := byte(i); {
		case c >= 0x80 && c < 0xc0:
			kinds[i] = aFurther
		case strings.IndexByte(firsts, c) >= 0:
			kinds[i] = aFirst
		case c >= 0x80, c < ' ' && !isSpace(c), c == 0x7f:
			kinds[i] = aBreak
		}
	}
	return kinds
}()

// moves are what the next byte does, for every place of the last one and every kind. A first byte that no further one follows breaks
// what is before it, and a further one that follows none is a break.
var moves = [4][4]uint8{
	outside: {aCharacter: keeps + more + outside, aFirst: keeps + first},
	first:   {aCharacter: more + outside, aFirst: first, aFurther: keeps + more + further},
	further: {aCharacter: keeps + more + outside, aFirst: keeps + first, aFurther: keeps + more + further},
}
