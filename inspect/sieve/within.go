package sieve

import (
	"encoding/binary"
	"strings"
)

// within is a list in which a text may stand. Most texts do not, which their first four bytes tell, or their last.
type within struct {
	list  string
	fours [64]uint64 // a bit for every four bytes that stand together in the list
}

func newWithin(list string) *within {
	w := &within{list: list}
	for i := 0; i+4 <= len(list); i++ {
		n := fourOf(bytesOf(list[i:]))
		w.fours[n>>6] |= 1 << (n & 63)
	}
	return w
}

// fourOf is the number of a text's first four bytes, below the number of bits.
func fourOf(text []byte) uint32 { return binary.LittleEndian.Uint32(text) * 0x9e3779b1 >> 20 }

func (w *within) matches(text []byte, _ *int) bool {
	if n := len(text); n >= 4 && (!w.hasFour(text) || !w.hasFour(text[n-4:])) {
		return false
	}
	return strings.Contains(w.list, stringOf(text))
}

func (w *within) hasFour(text []byte) bool {
	n := fourOf(text)
	return w.fours[n>>6]>>(n&63)&1 != 0
}
