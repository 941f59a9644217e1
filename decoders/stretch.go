package decoders

import (
	"math"
	"unicode/utf8"
)

// Between bytes that are no text may stand some that are: the strings of a binary message, a comment in a picture. They are
// worth a look from the length at which chance hardly makes them: of random bytes two in five pass for text, so that of so
// many stretches the 2.5th part is one character longer. The rules find fault with one in eighty of random stretches (measured
// for 8 to 20 characters), which makes one wrong verdict in some thousands of random messages, and in some ten thousands of
// random texts that nobody but us took for Base64. In short messages attacks of seven characters are long enough, in large
// files those of twenty: a shell in PHP takes that much.
const (
	minStretch = 7
	maxStretch = 25

	bytesOdds = 125    // of so many random values one has a stretch that is looked at
	guessOdds = 10_000 // the same, of values that are no Base64, and of those that are longer than fewBytes
	fewBytes  = 4 << 10
)

// leastStretch is the length from which stretches are looked at where there are so many.
func leastStretch(stretches, odds int) int {
	length := 1 + math.Log(float64(odds*max(stretches, 1)))/math.Log(2.5)
	return min(max(int(length), minStretch), maxStretch)
}

// nextStretch returns the bounds of the next stretch of text at or behind i, or twice the length of data.
func nextStretch(data []byte, i int) (start, end int) {
	for i < len(data) && textLen(data[i:]) == 0 {
		i++
	}
	start = i
	for i < len(data) {
		n := textLen(data[i:])
		if n == 0 {
			break
		}
		i += n
	}
	return start, i
}

// measureStretches returns the length of the longest stretch, and that from which they are looked at.
func measureStretches(data []byte, odds int) (longest, least int) {
	stretches, length := 0, 0
	for i := 0; i < len(data); { // without calls for single bytes: every identifier that may be Base64 comes by
		n := int(textLens[data[i]])
		if n > 1 {
			n = wideTextLen(data[i:])
		}
		if n == 0 {
			length = 0
			i++
			continue
		}
		if length == 0 {
			stretches++
		}
		length += n
		longest = max(longest, length)
		i += n
	}
	if longest < minStretch {
		return longest, minStretch
	}
	return longest, leastStretch(stretches, odds)
}

func holdsStretch(data []byte, odds int) bool {
	longest, least := measureStretches(data, odds)
	return longest >= least
}

// readStretches reads the text between bytes that are none, each as a text of its own. It takes time in proportion to data.
func (w *walk) readStretches(r reading) bool {
	if r.simple || !r.opaque && rubbish(r.data, 0) == 0 {
		return true
	}
	odds := bytesOdds
	if r.guessed || len(r.data) > fewBytes {
		odds = guessOdds
	}
	longest, least := measureStretches(r.data, odds)
	return longest < least || w.readStretchesFrom(r, least)
}

// readStretchesFrom reads the stretches from some length on.
func (w *walk) readStretchesFrom(r reading, least int) bool {
	for start, end := nextStretch(r.data, 0); start < len(r.data); start, end = nextStretch(r.data, end) {
		if end-start < least || w.sawBefore(r.data, r.data[start:end]) {
			continue
		}
		if !w.x.countName() {
			return true
		}
		if !w.member(reading{data: r.data[start:end:end], level: r.level, name: r.name}) {
			return false
		}
	}
	return true
}

// textLen is the length of the character of text that data begins with, or 0. Vertical tabs, form feeds and the no-break
// space of Latin-1 count, because databases take them for white space.
func textLen(data []byte) int {
	if n := textLens[data[0]]; n <= 1 {
		return int(n)
	}
	return wideTextLen(data)
}

// textLens are the lengths by the first byte; what is more than 1 depends on those that follow.
var textLens = func() (table [256]uint8) {
	for c := range table {
		switch {
		case c == 0xa0, '\t' <= c && c <= '\r', ' ' <= c && c < 0x7f:
			table[c] = 1
		case 0xc2 <= c && c <= 0xf4:
			table[c] = 2
		}
	}
	return table
}()

func wideTextLen(data []byte) int {
	r, n := utf8.DecodeRune(data)
	if r == utf8.RuneError && n == 1 {
		return 0
	}
	return n
}
