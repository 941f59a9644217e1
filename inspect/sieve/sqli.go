package sieve

import (
	"bytes"
	"unicode/utf8"
)

// sqlWords are the words that mean something to libinjection.
type sqlWords struct {
	set    wordSet     // every word that is not just a name
	words  []string    // those of one word, in order: what they are, and the word
	begin  [257]uint16 // where the words begin that begin with a byte
	prints string      // the fingerprints of texts without quotes, in order, each filled up to printLength with blanks
}

func (s *sqlWords) read(r *reader) {
	for _, m := range [...]meaning{tells, tellsWith, tellsToo, means} {
		for range r.number() {
			s.set.add(r.text(), m)
		}
	}
	s.words = make([]string, r.number())
	for i := range s.words {
		s.words[i] = r.text()
		s.begin[int(s.words[i][2])+1] = uint16(i + 1)
	}
	for c := range s.begin[1:] {
		s.begin[c+1] = max(s.begin[c+1], s.begin[c])
	}
	s.prints = r.bytes(r.number() * printLength)
}

// meaning is what a word is to libinjection. Without a word that tells, or two that tell together, and without
// punctuation that SQL needs, a text is no injection.
type meaning uint8

const (
	means     meaning = 1 << iota // it is not just a name
	tells                         // it tells by itself
	tellsWith                     // it is the longest word of a phrase that tells
	tellsToo                      // it is another word of such a phrase
)

// wordSet are words, in small letters, with their meanings, as a Bloom filter of one hash: it may take another word for
// one of them. A meaning takes four bits.
type wordSet [1 << 11]uint64

func (k *wordSet) add(word string, m meaning) {
	h := uint32(0)
	for i := range len(word) {
		h = hashed(h, word[i])
	}
	n := slotOf(h)
	k[n>>4] |= uint64(m) << (n & 15 * 4)
}

// of is all that a word may mean.
func (k *wordSet) of(word []byte) meaning {
	h := uint32(0)
	for _, c := range word {
		h = hashed(h, c)
	}
	return k.at(h)
}

// at is all that a word with a hash may mean.
func (k *wordSet) at(h uint32) meaning {
	n := slotOf(h)
	return meaning(k[n>>4]>>(n&15*4)) & 15
}

func hashed(h uint32, c byte) uint32 { return (h ^ uint32(c|0x20)) * 0x01000193 }

// slotOf is where a hash stands in the set.
func slotOf(h uint32) uint32 { return h * 0x9e3779b1 >> 17 }

// mayBeSQL says that libinjection may find an injection in the text. It reads a text as tokens, folds some away, and looks
// the types of the first five up in a list of fingerprints. So none is found where no token can be of a type that every
// fingerprint needs one of, or where the first
// five are just names, or are such that it knows no fingerprint of them.
func (s *sqlWords) mayBeSQL(text []byte) bool {
	return !isOneToken(text) && s.tells(text) && !s.isAddress(text) && !s.beginsPlainly(text) && !s.printsNothing(text)
}

// isOneToken says that a text is one word or one number, which is one token. No fingerprint of such is as short.
func isOneToken(text []byte) bool {
	digits := 0
	for _, c := range text {
		if !isWordByte[c] {
			return false
		}
		if c <= '9' {
			digits++
		}
	}
	return digits == len(text) || text[0] > '9'
}

// isAddress says that a text is the address of a mailbox which is a name and a variable to libinjection, and has no
// fingerprint: words that it does not know with dots between them, an @, and words with dots.
func (s *sqlWords) isAddress(text []byte) bool {
	at := bytes.IndexByte(text, '@')
	if at <= 0 || '0' <= text[0] && text[0] <= '9' {
		return false
	}
	start := 0
	for i, c := range text {
		switch {
		case i < at && c == '.', i == at:
			if i == start || s.set.of(text[start:i])&means != 0 {
				return false
			}
			start = i + 1
		case c >= utf8.RuneSelf, !isWordByte[c] && c != '.':
			return false
		}
	}
	return start < len(text)
}

// tells says that a token may be of a telling type. Those of words are known by the words, and those of phrases by two of
// their words, which need not stand together, since what is between them may be folded away: of punctuation brackets,
// quotes, semicolons, variables, comments and logical operators tell.
func (s *sqlWords) tells(text []byte) bool {
	seen := meaning(0)
	for i := 0; i < len(text); {
		c := text[i]
		if isWordByte[c] {
			m, end := s.meaningAt(text, i)
			if m&tells != 0 || m&tellsWith != 0 && seen&tellsToo != 0 || m&tellsToo != 0 && seen&tellsWith != 0 {
				return true
			}
			seen |= m
			i = end
			continue
		}
		if tellsAt(text, i) {
			return true
		}
		i++
	}
	return false
}

// tellsAt says that the punctuation at a place may begin, or complete, a token that tells.
func tellsAt(text []byte, i int) bool {
	previous := byte(0)
	if i > 0 {
		previous = text[i-1]
	}
	switch c := text[i]; c {
	case '-', '&', '|': // --, &&, ||
		return c == previous
	case '*': // the beginning of a comment
		return previous == '/'
	case '$': // $$ and $name$ quote in PostgreSQL; $5 is a number
		end := i + 1
		for end < len(text) && ('a' <= text[end]|0x20 && text[end]|0x20 <= 'z') {
			end++
		}
		return end < len(text) && text[end] == '$'
	default:
		return telling[c]
	}
}

// telling are the other bytes that may be, or begin, a token that tells.
var telling = [256]bool{'(': true, ')': true, '\'': true, '"': true, '`': true, '@': true, '#': true, ';': true, '\\': true}

// longestMixed is the longest run of letters and digits that is taken apart, when it begins with a digit: 1union is a
// number and a word, and where the number ends is not worth knowing.
const longestMixed = 32

// meaningAt is what the run of letters and digits that begins at a place may mean, or the words in it, and where it ends.
func (s *sqlWords) meaningAt(text []byte, start int) (m meaning, end int) {
	digits := start
	for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' {
		digits++
	}
	h, all := uint32(0), byte(0)
	for end = digits; end < len(text) && isWordByte[text[end]]; end++ {
		h = hashed(h, text[end])
		all |= text[end]
	}
	switch {
	case end == digits:
		return 0, end
	case all >= utf8.RuneSelf && hasForeignCapital(text[digits:end]), digits > start && end-start > longestMixed:
		return tells, end
	case digits == start:
		return s.set.at(h), end
	}
	for i := digits; i < end; i++ {
		if text[i] > '9' {
			m |= s.set.of(text[i:end])
		}
	}
	return m, end
}

// hasForeignCapital says that a word has a letter outside of ASCII whose capital is one of ASCII: libinjection compares
// words in capitals.
func hasForeignCapital(word []byte) bool {
	for i, c := range word {
		if i > 0 && (c == 0xb1 && word[i-1] == 0xc4 || c == 0xbf && word[i-1] == 0xc5) { // U+0131 and U+017F
			return true
		}
	}
	return false
}

// beginsPlainly says that the text begins with five names, and does so, but for what is a string then, if it is read as
// the inside of a quotation: libinjection does that where there are quotes.
func (s *sqlWords) beginsPlainly(text []byte) bool {
	if !s.plain(text, 5) {
		return false
	}
	for _, quote := range [...]byte{'\'', '"'} {
		if i := bytes.IndexByte(text, quote); i >= 0 && (text[i-1] == '\\' || !s.plain(text[i+1:], 4)) {
			return false
		}
	}
	return true
}

// plain says that a text begins with n words that are just names, each with white space behind it.
func (s *sqlWords) plain(text []byte, n int) bool {
	for ; n > 0; n-- {
		end := 0
		for end < len(text) && isWordByte[text[end]] && text[end] < 0x80 {
			end++
		}
		if end == 0 || end == len(text) || !isSpace(text[end]) || '0' <= text[0] && text[0] <= '9' || s.set.of(text[:end])&means != 0 {
			return false
		}
		for end < len(text) && isSpace(text[end]) {
			end++
		}
		text = text[end:]
	}
	return true
}

// isWordByte are the bytes of words. 0xA0 is white space to libinjection, also within a character.
var isWordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_' || c >= 0x80 && c != 0xa0
	}
	return is
}()
