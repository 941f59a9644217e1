package sieve

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// alphabet divides characters into classes that an expression does not tell apart.
type alphabet struct {
	classes int
	ascii   [256]uint8 // the class of a byte that is a character
	first   []rune     // where a run of characters of one class begins, ascending
	class   []uint8    // the class of each run
	kinds   []kind     // by class
}

// kind is what assertions ask about a character.
type kind uint8

const (
	isBreak kind = 1 << iota
	isWord
)

// notASCII in alphabet.ascii says that the byte is no character by itself.
const notASCII = 0xff

// set is a set of classes.
type set [4]uint64

func (s *set) has(class uint8) bool { return s[class>>6]>>(class&63)&1 != 0 }

// newAlphabet divides the characters by the sets that an expression uses, given as pairs of first and last characters.
// It returns the sets again, of classes.
func newAlphabet(ranges [][]rune, ofBytes bool) (alphabet, []set) {
	// Assertions tell line breaks and the letters of words apart.
	cuts := []rune{0, '\n', '\n' + 1, '0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1, utf8.RuneSelf}
	for _, r := range ranges {
		for i := 0; i < len(r); i += 2 {
			cuts = append(cuts, r[i], r[i+1]+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var a alphabet
	sets := make([]set, len(ranges))
	known := make(map[string]uint8)
	for _, c := range cuts {
		if c > unicode.MaxRune {
			break
		}
		// Characters are alike if the same sets have them, and assertions see the same in them.
		like := make([]byte, 1, 1+len(ranges))
		like[0] = byte(kindOf(c))
		for _, r := range ranges {
			b := byte(0)
			if inRanges(r, c) {
				b = 1
			}
			like = append(like, b)
		}
		class, old := known[string(like)]
		if !old {
			class = uint8(len(known))
			if class == notASCII {
				panic("sieve: an expression tells too many characters apart")
			}
			known[string(like)] = class
			a.kinds = append(a.kinds, kindOf(c))
			for i := range sets {
				if like[1+i] == 1 {
					sets[i][class>>6] |= 1 << (class & 63)
				}
			}
		}
		a.first = append(a.first, c)
		a.class = append(a.class, class)
	}
	a.classes = len(known)
	for b := range a.ascii {
		a.ascii[b] = notASCII
		if ofBytes || b < utf8.RuneSelf {
			a.ascii[b] = a.classOf(rune(b))
		}
	}
	return a, sets
}

// classOf is the class of any character.
func (a *alphabet) classOf(r rune) uint8 {
	n, found := slices.BinarySearch(a.first, r)
	if !found {
		n--
	}
	return a.class[n]
}

func kindOf(r rune) kind {
	switch {
	case r == '\n':
		return isBreak
	case '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', r == '_':
		return isWord
	}
	return 0
}

func inRanges(ranges []rune, r rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}
