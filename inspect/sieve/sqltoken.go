package sieve

import (
	"bytes"
	"strings"
)

// sqlToken is what a word, a number or a sign is to libinjection.
type sqlToken struct {
	kind  byte // its type, as a capital
	known bool // it is a word that is more than just a name
	first bool // phrases begin with it
	later bool // or go on with it
	in    bool // it is the keyword "in", which becomes a name before what is no bracket
	unary bool // it is a sign that may stand before a number
}

// isValue says that it is a name, a number or a variable.
func (t *sqlToken) isValue() bool { return t.kind == 'N' || t.kind == '1' || t.kind == 'V' }

// next reads a token. Where there is no more, or one that is not known, it says so.
func (f *sqlFold) next(t *sqlToken) {
	*t = sqlToken{}
	text := f.rest
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	if f.rest = text; len(text) == 0 {
		f.more = false
		return
	}
	switch c := text[0]; {
	case isSQLSign[c]:
		f.sign(t)
	case '0' <= c && c <= '9' || c == '.':
		f.number(t)
	default:
		f.word(t)
	}
}

// isSQLSign are the signs that are known by themselves. Two dashes, and a stroke with a star, begin comments; a colon may
// begin an operator, and is one at the end.
var isSQLSign = [256]bool{',': true, ';': true, ':': true, '(': true, ')': true, '+': true, '-': true, '/': true}

func (f *sqlFold) sign(t *sqlToken) {
	c, second := f.rest[0], byte(0)
	if len(f.rest) > 1 {
		second = f.rest[1]
	}
	f.rest = f.rest[1:]
	t.kind = c
	switch c {
	case '+', '-', '/':
		t.kind, t.unary = 'O', c != '/'
		f.lost = f.lost || c == '-' && second == '-' || c == '/' && second == '*'
	case ':':
		f.lost = f.lost || second == ':' || second == '=' || len(f.rest) == 0
	}
}

// number reads digits and a dot. What stands behind them must not be a letter, which may belong to the number.
func (f *sqlFold) number(t *sqlToken) {
	text, end, digits := f.rest, 0, 0
	for dot := false; end < len(text) && ('0' <= text[end] && text[end] <= '9' || text[end] == '.' && !dot); end++ {
		if dot = dot || text[end] == '.'; text[end] != '.' {
			digits++
		}
	}
	t.kind, f.rest = '1', text[end:]
	f.lost = f.lost || digits == 0 || end < len(text) && text[end] != '.' && text[end] != '_' && !endsToken(text[end])
}

// endsToken says that words and numbers end before a byte.
func endsToken(c byte) bool { return isSpace(c) || isSQLSign[c] }

// longestKeyword is longer than any word that libinjection knows.
const longestKeyword = 32

// word reads a word. It is not known of words that libinjection treats in ways of its own.
func (f *sqlFold) word(t *sqlToken) {
	text, end := f.rest, 0
	for end < len(text) && (isWordByte[text[end]] || text[end] == '.') {
		end++
	}
	word := text[:end]
	f.rest = text[end:]
	switch {
	case end == 0, end < len(text) && !endsToken(text[end]), end >= longestKeyword, hasForeignCapital(word):
		f.lost = true
		return
	}
	t.kind = 'N'
	dot := bytes.IndexByte(word, '.')
	if dot < 0 {
		dot = end
	}
	entry, found := f.words.find(word[:dot])
	switch {
	case found && dot < end:
		f.lost = true // it ends at the dot; also what is in the table with a dot in it begins with one of its words
	case found:
		t.known, t.kind, t.first, t.later = true, entry[0], entry[1]&1 != 0, entry[1]&2 != 0
		t.in = t.kind == 'K' && entry[2:] == "in"
		f.lost = f.lost || !strings.Contains(knownKinds, string(t.kind))
	}
}

// find finds a word in the table, without allocating for it.
func (s *sqlWords) find(word []byte) (entry string, found bool) {
	if len(word) == 0 || s.set.of(word)&means == 0 {
		return "", false
	}
	var room [longestKeyword]byte
	lower := room[:len(word)]
	for i, c := range word {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	low, high := int(s.begin[lower[0]]), int(s.begin[int(lower[0])+1])
	for low < high {
		middle := (low + high) / 2
		switch order := bytes.Compare(bytesOf(s.words[middle][2:]), lower); {
		case order == 0:
			return s.words[middle], true
		case order < 0:
			low = middle + 1
		default:
			high = middle
		}
	}
	return "", false
}

// knownKinds are the types of words that are folded in no ways of their own.
const knownKinds = "NKFEUBV&"
