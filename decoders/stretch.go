package decoders

import (
	"iter"
	"unicode/utf8"
)

// minStretch is the length from which text between bytes that are none is worth a look. Of random bytes two in five pass
// for text: sixteen in a row occur once in a megabyte or two, where a rule that looks for as little as a quote and an "or"
// finds fault with one picture in twenty; twenty in a row once in fifty megabytes. Attacks in files are longer: a shell in
// PHP takes twenty.
const minStretch = 20

// Stretches yields what of data a rule for text can be asked about: all of a text and of a serialised object, and of other
// bytes (a picture, an archive, what only looked like an encoding) the stretches of text between them. It takes time in
// proportion to data, and what it yields aliases data.
func Stretches(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if isObject(data) || IsText(data) {
			yield(data)
			return
		}
		for start, i := 0, 0; i <= len(data); {
			n := 0
			if i < len(data) {
				n = textLen(data[i:])
			}
			if n > 0 {
				i += n
				continue
			}
			if i-start >= minStretch && !yield(data[start:i:i]) {
				return
			}
			i++
			start = i
		}
	}
}

// textLen is the length of the character of text that data begins with, or 0. Vertical tabs, form feeds and the no-break
// space of Latin-1 count, because databases take them for white space.
func textLen(data []byte) int {
	switch c := data[0]; {
	case c == 0xa0, '\t' <= c && c <= '\r', ' ' <= c && c < 0x7f:
		return 1
	case c < utf8.RuneSelf:
		return 0
	}
	r, n := utf8.DecodeRune(data)
	if r == utf8.RuneError && n == 1 {
		return 0
	}
	return n
}
