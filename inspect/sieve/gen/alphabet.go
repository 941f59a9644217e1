package main

import "math/bits"

// The sieve reads text folded: letters are lower case, a line break is a line break, all other white space is a blank,
// every byte of a character outside ASCII is one symbol. A condition on folded text is weaker than one on the text itself, so it stays necessary.
//
// Symbols fall into 64 classes, one bit each in a mask of what occurs in a text.
const (
	classDigit   = 26 // 0 to 25 are the letters
	classMarks   = 27 // to 58: the 32 punctuation marks of ASCII
	classBlank   = 59
	classControl = 60
	classHigh    = 61 // a byte of 0x80 or more
	classNull    = 62
	classBreak   = 63
)

// high stands in folded text for any byte outside ASCII.
const high = 0x80

// foldOf and classOf are the alphabet; the sieve is given them with its tables.
var foldOf, classOf = alphabet()

func alphabet() (fold, class [256]byte) {
	mark := byte(classMarks)
	for i := range 256 {
		c := byte(i)
		fold[i] = c
		switch {
		case 'A' <= c && c <= 'Z':
			fold[i] = c + 'a' - 'A'
			class[i] = c - 'A'
		case 'a' <= c && c <= 'z':
			class[i] = c - 'a'
		case '0' <= c && c <= '9':
			class[i] = classDigit
		case c == '\n' || c == '\r':
			fold[i] = '\n'
			class[i] = classBreak
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			fold[i] = ' '
			class[i] = classBlank
		case c == 0:
			class[i] = classNull
		case c < ' ' || c == 0x7f:
			class[i] = classControl
		case c >= 0x80:
			fold[i] = high
			class[i] = classHigh
		default:
			class[i] = mark
			mark++
		}
	}
	return fold, class
}

// symbolOf numbers the folded symbols by which literals are looked up, in six bits. Unlike classes, they tell digits apart,
// which long numbers would otherwise make the most common keys; for that, some signs share a number.
var symbolOf = func() (symbols [256]byte) {
	const digits, others = 26, 26 + 10
	next := 0
	for i := range symbols {
		switch c := foldOf[i]; {
		case 'a' <= c && c <= 'z':
			symbols[i] = c - 'a'
		case '0' <= c && c <= '9':
			symbols[i] = digits + c - '0'
		case c == byte(i):
			symbols[i] = byte(others + next%(64-others))
			next++
		}
	}
	for i := range symbols {
		symbols[i] = symbols[foldOf[i]]
	}
	return symbols
}()

// mask is a set of classes.
type mask uint64

func maskOf(text string) mask {
	var m mask
	for i := range len(text) {
		m |= 1 << classOf[text[i]]
	}
	return m
}

// frequency is about how often a folded symbol occurs in text that people and programs write. Nothing depends on it
// but which of several sound conditions is chosen.
func frequency(c byte) float64 {
	const letters = "etaoinshrdlcumwfgypbvkjxqz"
	switch {
	case 'a' <= c && c <= 'z':
		for i := range len(letters) {
			if letters[i] == c {
				return 0.1 * float64(27-i) * float64(27-i) / (27 * 27)
			}
		}
	case '0' <= c && c <= '9':
		return 0.006
	}
	switch c {
	case ' ':
		return 0.15
	case '.', ',':
		return 0.012
	case '-', '_', '/', ':', '"', '\'':
		return 0.005
	case '(', ')', '=', '&', '?', ';', '@':
		return 0.0015
	case high:
		return 0.004
	}
	return 0.0004
}

// textLength is the length of text that likelihoods are estimated for.
const textLength = 30

// likelihood estimates how often a text holds the literal and all classes of the mask.
func likelihood(c clause) float64 {
	p := 1.0
	if c.literal != "" {
		p = textLength
		for i := range len(c.literal) {
			p *= symbolFrequency[c.literal[i]]
		}
		p = min(1, p)
	}
	for m := c.mask &^ maskOf(c.literal); m != 0; m &= m - 1 {
		p *= min(1, textLength*classFrequency[bits.TrailingZeros64(uint64(m))])
	}
	return p
}

var symbolFrequency, classFrequency = func() (symbols [256]float64, classes [64]float64) {
	for i := range 256 {
		symbols[i] = frequency(byte(i))
		if foldOf[i] == byte(i) {
			classes[classOf[i]] += symbols[i]
		}
	}
	return symbols, classes
}()
