package sieve

import "bytes"

// printLength is how many tokens a fingerprint has at most. One more may be read to tell what the last one is.
const printLength = 5

// sqlFold folds the tokens of a text as libinjection does, as far as they are words, numbers, commas, colons, semicolons,
// brackets and signs of arithmetic; other tokens it does not know. It gives up wherever what a token is depends on more than its type.
type sqlFold struct {
	words  *sqlWords
	rest   []byte // what is not read yet
	more   bool   // there may be something in it
	lost   bool   // what is folded is not known
	tokens [printLength + 1]sqlToken
	left   int // so many tokens stand as they are
	end    int // and so many have been read
}

// printsNothing says that a text without quotes has no fingerprint, as far as its first tokens are known.
func (s *sqlWords) printsNothing(text []byte) bool {
	if bytes.IndexByte(text, '\'') >= 0 || bytes.IndexByte(text, '"') >= 0 {
		return false
	}
	f := sqlFold{words: s, rest: text, more: true}
	f.fold()
	if f.lost {
		return false
	}
	print := [printLength]byte{' ', ' ', ' ', ' ', ' '}
	for i := range min(f.left, printLength) {
		print[i] = f.tokens[i].kind
	}
	return !s.hasPrint(print)
}

// hasPrint says that a fingerprint, filled up with blanks, is one of an injection.
func (s *sqlWords) hasPrint(print [printLength]byte) bool {
	want := printNumber(string(print[:]))
	low, high := 0, len(s.prints)/printLength
	for low < high {
		middle := (low + high) / 2
		switch at := printNumber(s.prints[middle*printLength:]); {
		case at == want:
			return true
		case at < want:
			low = middle + 1
		default:
			high = middle
		}
	}
	return false
}

// printNumber is the fingerprint that a text begins with, as a number in the same order.
func printNumber(text string) uint64 {
	_ = text[printLength-1]
	return uint64(text[0])<<32 | uint64(text[1])<<24 | uint64(text[2])<<16 | uint64(text[3])<<8 | uint64(text[4])
}

// fold reads and folds tokens until the fingerprint is certain.
func (f *sqlFold) fold() {
	for f.more { // opening brackets and signs at the beginning are left out
		if f.next(&f.tokens[0]); f.more && f.tokens[0].kind != '(' && !f.tokens[0].unary {
			break
		}
	}
	if !f.more {
		return
	}
	for f.end = 1; !f.lost; {
		if f.end >= printLength {
			f.startAgain()
		}
		if !f.more || f.left >= printLength {
			f.left = f.end
			return
		}
		if f.readTo(2); f.end-f.left < 2 {
			f.left = f.end
			continue
		}
		if f.foldTwo() {
			continue
		}
		if f.readTo(3); f.end-f.left < 3 {
			f.left = f.end
			continue
		}
		if !f.foldThree() {
			f.left++
		}
	}
}

// readTo reads until there are n tokens that have not been folded yet, if there is room.
func (f *sqlFold) readTo(n int) {
	for f.more && !f.lost && f.end <= printLength && f.end-f.left < n {
		if f.next(&f.tokens[f.end]); f.more {
			f.end++
		}
	}
}

// startAgain folds five tokens that are a calculation with one in brackets.
func (f *sqlFold) startAgain() {
	var kinds [printLength]byte
	for i := range kinds {
		kinds[i] = f.tokens[i].kind
	}
	switch string(kinds[:]) {
	case "1O(1)", "1,(1)", "NO(N)", "NO(1)", "1),(1", "N)O(N":
	default:
		return
	}
	if f.end > printLength {
		f.tokens[1], f.left, f.end = f.tokens[printLength], 1, 2
	} else {
		f.left, f.end = 0, 1
	}
}

// foldTwo folds the first two tokens that are not folded yet, and says whether there is reason to begin again with what
// is left.
func (f *sqlFold) foldTwo() bool {
	a, b := &f.tokens[f.left], &f.tokens[f.left+1]
	switch {
	case a.kind == ';' && b.kind == ';':
		f.end--
	case (a.kind == 'O' || a.kind == '&') && b.unary, a.kind == '(' && b.kind == '(', a.kind == ')' && b.kind == ')':
		f.end--
		f.left = 0
	case a.kind == '(' && b.unary:
		f.end--
		f.left = max(f.left-1, 0)
	case a.first && b.later, // they may be a phrase
		a.kind == ';' && b.kind == 'F',                                     // IF is no function there
		b.kind == '(' && (a.in || a.kind == 'F' || a.known && a.isValue()): // which of them are functions is not only their type's
		f.lost = true
	case a.in:
		a.in, a.kind = false, 'N'
	default:
		return false
	}
	return true
}

// foldThree is foldTwo for three tokens.
func (f *sqlFold) foldThree() bool {
	a, b, c := &f.tokens[f.left], &f.tokens[f.left+1], &f.tokens[f.left+2]
	switch {
	case a.kind == '1' && b.kind == 'O' && c.kind == '1', a.kind == 'O' && b.kind != '(' && c.kind == 'O',
		a.kind == '&' && c.kind == '&', a.isValue() && b.kind == ',' && c.isValue(),
		a.isValue() && b.kind == 'O' && c.isValue() && (a.kind == 'V' || c.kind != 'V'):
		f.end -= 2
		f.left = 0
	case b.unary && (a.kind == 'E' || a.kind == 'B' || a.kind == ',') && c.kind == '(',
		b.unary && (a.kind == 'K' || a.kind == 'E' || a.kind == 'B') && (c.isValue() || c.kind == 'F'),
		b.unary && a.kind == ',' && c.kind == 'F':
		*b = *c
		f.end--
		f.left = 0
	case b.unary && a.kind == ',' && c.isValue():
		*b = *c
		f.end -= 3
		f.left = 0
	default:
		return false
	}
	return true
}
