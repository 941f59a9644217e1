package sieve

import (
	"slices"
	"unicode/utf8"
)

// alphabet divides characters into classes that an expression does not tell apart.
type alphabet struct {
	classes int
	ascii   [256]uint8 // the class of a byte that is a character; the number of classes for others
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

// set is a set of classes.
type set [4]uint64

func (s *set) has(class uint8) bool { return s[class>>6]>>(class&63)&1 != 0 }

// readAlphabet reads the classes of a program's characters, and its sets. In a program of bytes, every byte is a
// character.
func readAlphabet(r *reader, ofBytes bool) (alphabet, []set) {
	var a alphabet
	n := r.number()
	a.first, a.class = make([]rune, n), make([]uint8, n)
	last := rune(0)
	for i := range n {
		last += rune(r.number())
		a.first[i], a.class[i] = last, uint8(r.number())
	}
	a.classes = r.number()
	a.kinds = make([]kind, a.classes)
	for i := range a.kinds {
		a.kinds[i] = kind(r.number())
	}
	sets := make([]set, r.number())
	for i := range sets {
		class := 0
		for range r.number() {
			class += r.number()
			for range r.number() {
				sets[i][class>>6] |= 1 << (class & 63)
				class++
			}
		}
	}
	for b := range a.ascii {
		a.ascii[b] = uint8(a.classes)
		if ofBytes || b < utf8.RuneSelf {
			a.ascii[b] = a.classOf(rune(b))
		}
	}
	return a, sets
}

// columns are the classes, and one more if some bytes are no characters by themselves: nothing is ever known of that.
func (a *alphabet) columns() int { return int(slices.Max(a.ascii[:])) + 1 }

// classAt is the class of the character with which a text, which has one, begins, and its length.
func (a *alphabet) classAt(text []byte) (class uint8, size int) {
	if class = a.ascii[text[0]]; int(class) < a.classes {
		return class, 1
	}
	r, size := utf8.DecodeRune(text)
	return a.classOf(r), size
}

// classOf is the class of any character.
func (a *alphabet) classOf(r rune) uint8 {
	n, found := slices.BinarySearch(a.first, r)
	if !found {
		n--
	}
	return a.class[n]
}
