package decoders

import (
	"bytes"
	"unicode/utf8"
)

// strings reads what stands between quotation marks of one kind, for both kinds: whatever opens a string and whatever closes
// one, each string is among them. YAML doubles apostrophes in strings.
func (s *splitter) strings() bool {
	for _, mark := range [...]byte{'"', '\''} {
		if bytes.IndexByte(s.r.data, mark) < 0 {
			continue
		}
		if !s.between(mark, false) || mark == '\'' && bytes.Contains(s.r.data, []byte("''")) && !s.between(mark, true) {
			return false
		}
	}
	return true
}

// between reads the pieces between one kind of marks, which escapes leave alone. If doubled marks stand for themselves, of an
// odd number of them in a row the first one opens a string behind white space and signs, and elsewhere the last one closes it.
func (s *splitter) between(mark byte, doubled bool) bool {
	data, start, escaped, twice := s.r.data, 0, false, false
	for i := 0; i <= len(data); i++ {
		behind, pairs := i+1, 0
		switch {
		case i == len(data):
		case data[i] == '\\':
			escaped = true
			i++
			continue
		case data[i] != mark:
			continue
		case doubled:
			for behind < len(data) && data[behind] == mark {
				behind++
			}
			n, opens := behind-i, i == 0 || bytes.IndexByte([]byte(" \t\r\n{[(,:="), data[i-1]) >= 0
			if opens { // the pairs behind the opening mark belong to the string
				behind, pairs = i+1, (n-1)/2*2
				break
			}
			twice = twice || n > 1
			i = behind - 1
			if n%2 == 0 {
				continue
			}
		}
		text, ok := data[start:min(i, len(data))], true
		switch {
		case escaped:
			ok = s.unescaped(text)
		case twice:
			ok = s.undoubled(text, mark)
		default:
			ok = s.piece(text)
		}
		if !ok {
			return false
		}
		start, escaped, twice = behind, false, pairs > 0
		i = behind - 1 + pairs
	}
	return true
}

// unescaped reads a piece with its escapes undone as JavaScript and Python do it.
func (s *splitter) unescaped(text []byte) bool {
	if !s.w.x.affords(len(text)) {
		return true
	}
	out := appendUnescapedString(s.w.x.buffer(), text)
	ok := s.piece(out)
	s.w.x.release(out)
	return ok
}

func appendUnescapedString(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if text[i] != '\\' || i+1 == len(text) {
			dst = append(dst, text[i])
			i++
			continue
		}
		switch c := text[i+1]; {
		case c == 'x' && i+3 < len(text) && hexValue(text[i+2]) >= 0 && hexValue(text[i+3]) >= 0:
			dst = utf8.AppendRune(dst, hexValue(text[i+2])<<4|hexValue(text[i+3]))
			i += len(`\x27`)
		case c == 'u' && i+2 < len(text) && text[i+2] == '{':
			r, n := rune(0), i+3
			for n < len(text) && n < i+9 && hexValue(text[n]) >= 0 {
				r = r<<4 | hexValue(text[n])
				n++
			}
			dst = utf8.AppendRune(dst, r)
			i = min(n+1, len(text))
		case c == 'u':
			r, n := unescapeRune(text[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
		case c == '\n': // the string goes on in the next line
			i += 2
		default:
			dst = append(dst, spelled[c])
			i += 2
		}
	}
	return dst
}
