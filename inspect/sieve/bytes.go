package sieve

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// In hostile text every few symbols are of another kind, and a branch that goes another way than it was expected to takes as long as
// a dozen bytes. So the loops over all of a text ask tables about its bytes, write each of them, and go on by one or by none.

// byteSet has 1 for its members, and 0 for others.
type byteSet [256]uint8

func setOf(members string) *byteSet {
	s := &byteSet{}
	for i := range len(members) {
		s[members[i]] = 1
	}
	return s
}

// appendWithout appends a text without the bytes of a set.
func appendWithout(dst, src []byte, without *byteSet) []byte {
	start := len(dst)
	dst = slices.Grow(dst, len(src))
	out, n := dst[start:start+len(src)], 0
	for _, c := range src {
		out[n] = c
		n += 1 - int(without[c])
	}
	return dst[:start+n]
}

// lower are bytes with the letters of ASCII made small.
var lower = func() (lower [256]byte) {
	for c := range lower {
		lower[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			lower[c] += 'a' - 'A'
		}
	}
	return lower
}()

// appendLower appends a text with the letters of ASCII made small.
func appendLower(dst, src []byte) []byte {
	start := len(dst)
	dst = slices.Grow(dst, len(src))[:start+len(src)]
	for i, c := range src {
		dst[start+i] = lower[c]
	}
	return dst
}

// Words of eight bytes that are all the same.
const (
	ones  = 0x0101010101010101
	lows  = 0x7f * ones
	highs = 0x80 * ones
)

// asciiLength is how many bytes of ASCII a text begins with.
func asciiLength(text []byte) int {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		if found := binary.LittleEndian.Uint64(text[i:]) & highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(text) && text[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// hasCapitals says that a text has capital letters of ASCII.
func hasCapitals(text []byte) bool {
	i := 0
	for ; i+8 <= len(text); i += 8 {
		word := binary.LittleEndian.Uint64(text[i:])
		if word&highs != 0 {
			break
		}
		if (word+(0x80-'A')*ones)&^(word+(0x7f-'Z')*ones)&highs != 0 {
			return true
		}
	}
	for _, c := range text[i:] {
		if 'A' <= c && c <= 'Z' {
			return true
		}
	}
	return false
}
