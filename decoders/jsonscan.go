package decoders

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// scanValue checks that text starts with a JSON value and returns its end, or -1.
func scanValue(text []byte) int {
	var s scanner
	return s.value(text, 0)
}

// scanner checks values, and measures them while it does. It keeps the kind of each open bracket on a stack of bits
// instead of recursing, so that nesting costs no stack.
type scanner struct {
	stack bitStack
	size  Size
}

// value checks that a value stands at i, white space aside, and returns its end, or -1.
func (s *scanner) value(text []byte, i int) int {
	bottom := s.stack.depth
	for {
		// A value is due here.
		i = skipSpace(text, i)
		if i >= len(text) {
			return -1
		}
		switch c := text[i]; c {
		case '{', '[':
			s.size.depth = max(s.size.depth, s.stack.depth+1)
			i = skipSpace(text, i+1)
			if i < len(text) && text[i] == c+2 { // '}' and ']' are two behind their openings
				i++
				break
			}
			if s.stack.depth >= maxNesting {
				return -1
			}
			s.stack.push(c == '{')
			if c == '{' {
				if i = scanName(text, i); i < 0 {
					return -1
				}
			}
			continue
		default:
			if i = scanScalar(text, i); i < 0 {
				return -1
			}
		}
		if i = s.end(text, i, bottom); i < 0 || s.stack.depth == bottom {
			return i
		}
	}
}

// end goes on behind a value: it closes brackets down to bottom, or up to a comma and the name that may follow it.
func (s *scanner) end(text []byte, i, bottom int) int {
	for s.stack.depth > bottom {
		i = skipSpace(text, i)
		if i >= len(text) {
			return -1
		}
		inObject := s.stack.top()
		if text[i] == ',' {
			s.size.commas++
			if inObject {
				return scanName(text, i+1)
			}
			return i + 1
		}
		if inObject && text[i] != '}' || !inObject && text[i] != ']' {
			return -1
		}
		s.stack.pop()
		i++
	}
	return i
}

// scanName checks for a member's name and its colon, and returns the index behind them, or -1.
func scanName(text []byte, i int) int {
	i = skipSpace(text, i)
	if i >= len(text) || text[i] != '"' {
		return -1
	}
	if i = scanString(text, i); i < 0 {
		return -1
	}
	i = skipSpace(text, i)
	if i >= len(text) || text[i] != ':' {
		return -1
	}
	return i + 1
}

// scanString checks the escapes of the string at i, and returns its end, or -1.
func scanString(text []byte, i int) int {
	for i++; ; {
		i = skipPlain(text, i)
		if i+1 >= len(text) || text[i] == '"' {
			break
		}
		switch text[i+1] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			i += 2
		case 'u':
			if _, ok := hex4(text[i:]); !ok {
				return -1
			}
			i += 6
		default:
			return -1
		}
	}
	if i >= len(text) || text[i] != '"' {
		return -1
	}
	return i + 1
}

// shortRun and longRun are how many bytes skipPlain looks at eight by eight, which is fastest for most strings, and how many
// at once after that: a search that went further each time could be made to take quadratic time.
const (
	shortRun = 64
	longRun  = 512
)

// skipPlain returns where the first quote or backslash stands at or behind i, or the text's length.
func skipPlain(text []byte, i int) int {
	for end := i + shortRun; i <= len(text)-8; i += 8 {
		if i >= end {
			return skipLong(text, i)
		}
		if at := marked(binary.LittleEndian.Uint64(text[i:])); at != 0 {
			return i + bits.TrailingZeros64(at)/8
		}
	}
	for i < len(text) && text[i] != '"' && text[i] != '\\' {
		i++
	}
	return i
}

// skipLong is skipPlain for long runs.
func skipLong(text []byte, i int) int {
	for i < len(text) {
		chunk := text[i:min(i+longRun, len(text))]
		size := len(chunk)
		if n := bytes.IndexByte(chunk, '"'); n >= 0 {
			chunk = chunk[:n]
		}
		if n := bytes.IndexByte(chunk, '\\'); n >= 0 {
			chunk = chunk[:n]
		}
		if i += len(chunk); len(chunk) < size {
			break
		}
	}
	return i
}

// marked sets the highest bit of the first byte of the word that is a quote or a backslash, and maybe those of bytes behind
// it: of bytes of ASCII only a zero turns negative when one is subtracted.
func marked(word uint64) uint64 {
	const ones = 0x0101010101010101
	quotes, backslashes := word^ones*'"', word^ones*'\\'
	return ((quotes - ones) | (backslashes - ones)) &^ word & (ones << 7)
}

// equal sets the highest bit of each byte of the word that is c, and of no other.
func equal(word uint64, c byte) uint64 {
	const ones, lows = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f
	other := word ^ ones*uint64(c)
	return ^((other&lows + lows) | other | lows)
}

// words are the values that are words; the last three are Python's.
var words = [...]string{"true", "false", "null", "NaN", "Infinity", "-Infinity"}

// scanScalar checks the string, number or word at i, and returns its end, or -1.
func scanScalar(text []byte, i int) int {
	if text[i] == '"' {
		return scanString(text, i)
	}
	end := skipScalar(text, i)
	token := text[i:end]
	for _, w := range words {
		if string(token) == w {
			return end
		}
	}
	if validNumber(token) {
		return end
	}
	return -1
}

// validNumber follows the grammar of RFC 8259 section 6.
func validNumber(s []byte) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	n := digits(s)
	if n == 0 || n > 1 && s[0] == '0' {
		return false
	}
	s = s[n:]
	if len(s) > 0 && s[0] == '.' {
		n = digits(s[1:])
		if n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if len(s) > 0 && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		n = digits(s)
		return n > 0 && n == len(s)
	}
	return len(s) == 0
}

func digits(s []byte) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// bitStack is a stack of booleans: 64 levels need no allocation.
type bitStack struct {
	depth int
	low   uint64
	high  []uint64
}

func (b *bitStack) push(v bool) {
	if b.depth > 0 && b.depth%64 == 0 {
		b.high = append(b.high, b.low)
		b.low = 0
	}
	b.low <<= 1
	if v {
		b.low |= 1
	}
	b.depth++
}

func (b *bitStack) top() bool { return b.low&1 == 1 }

func (b *bitStack) pop() {
	b.low >>= 1
	b.depth--
	if b.depth > 0 && b.depth%64 == 0 {
		b.low = b.high[len(b.high)-1]
		b.high = b.high[:len(b.high)-1]
	}
}
