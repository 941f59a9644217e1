package secret

import (
	"bytes"
	"iter"
)

// Clean returns text with mark in the place of each credential in it, and how many there were. The result is text itself
// if there are none.
func Clean(text []byte, mark string) (clean []byte, count int) { return CleanUntil(nil, text, mark) }

// CleanUntil is Clean for texts that may be long: once stop says that there is no time for more, what it returns is not to be used. Stop is
// asked about every millisecond of a whole core; nil never stops.
func CleanUntil(stop func() bool, text []byte, mark string) (clean []byte, count int) {
	copied := 0
	for from, to := range InUntil(stop, text) {
		clean = append(append(clean, text[copied:from]...), mark...)
		copied = to
		count++
	}
	if count == 0 {
		return text, 0
	}
	return append(clean, text[copied:]...), count
}

// In yields where credentials stand in a text, from left to right: values behind a name and a sign, as in queries, cookies,
// headers and JSON; the credentials of an Authorization header; and tokens, keys and passwords of URLs by their shape. It
// takes time in proportion to the text.
func In(text []byte) iter.Seq2[int, int] { return InUntil(nil, text) }

// stopEvery is how many bytes are read between two questions to stop. Each takes up to sixty nanoseconds of a whole core.
const stopEvery = 16 << 10

// InUntil is In that ends once stop says that there is no time for more.
func InUntil(stop func() bool, text []byte) iter.Seq2[int, int] {
	return func(yield func(from, to int) bool) {
		s := scanner{text: text, code: carriesCode(text)}
		ask := stopEvery
		for i := 0; i < len(text); {
			if i >= ask {
				if ask = i + stopEvery; stop != nil && stop() {
					return
				}
			}
			from, to, next := s.at(i)
			if to > from && !yield(from, to) {
				return
			}
			i = next
		}
	}
}

// carriesCode says that a code in the text is OAuth's (RFC 6749 section 4.1), and not that of a country.
func carriesCode(text []byte) bool {
	return bytes.Contains(text, []byte("code=")) && (bytes.Contains(text, []byte("grant_type=")) || bytes.Contains(text, []byte("state=")))
}

// scanner goes through a text once.
type scanner struct {
	text []byte
	code bool // "code" is a name of a credential
	done int  // the end of the credential before
}

// at looks at one place of the text. It returns the credential there, if from is less than to, and where to go on. It reads
// a bounded number of bytes beyond the credential and before the place.
func (s *scanner) at(i int) (from, to, next int) {
	switch c := s.text[i]; {
	case c == '-':
		from, to = i, privateKey(s.text, i)
	case c == ':' && bytes.HasPrefix(s.text[i:], []byte("://")):
		from, to = password(s.text, i)
	}
	if to <= from {
		from, to = s.value(i)
	}
	if to <= from && isWord(s.text[i]) {
		if from, to = credentials(s.text, i); to <= from {
			from, to = i, shaped(s.text, i)
		}
	}
	if to <= from {
		return 0, 0, i + 1
	}
	s.done = to
	return from, to, to
}

// value returns the value whose sign stands at i, if what is before names a credential.
func (s *scanner) value(i int) (from, to int) {
	text := s.text
	from = i + 1
	switch {
	case text[i] == '=' || text[i] == ':':
	case text[i] == '%' && i+2 < len(text) && text[i+1] == '3' && (lower(text[i+2]) == 'd' || lower(text[i+2]) == 'a'):
		from = i + len("%3d")
	default:
		return 0, 0
	}
	name := s.before(i)
	if len(name) == 0 || !Named("", name) && !(s.code && name == "code") && !(name == "sig" && text[i] == '=') {
		return 0, 0
	}
	for from < len(text) && (text[from] == ' ' || text[from] == '\t' || text[from] == '>' && text[from-1] == '=') {
		from++
	}
	return from, valueEnd(text, from, whole(name))
}

// before is the name that ends before i, without a quotation mark and blanks behind it.
func (s *scanner) before(i int) string {
	end := i
	for end > s.done && i-end < 4 && bytes.IndexByte([]byte("\"'\\ \t"), s.text[end-1]) >= 0 {
		end--
	}
	if bytes.HasSuffix(s.text[:end], []byte("%22")) {
		end -= len("%22")
	}
	start := end
	for start > s.done && end-start <= maxName && (isWord(s.text[start-1]) || s.text[start-1] == '.' || s.text[start-1] == '-') {
		start--
	}
	return string(s.text[start:end])
}

// whole says that a name is that of a header whose value goes to the end of the line.
func whole(name string) bool {
	n := squash(name)
	return n == "authorization" || n == "proxyauthorization" || n == "cookie" || n == "setcookie"
}

// valueEnd is the end of the value that begins at i.
func valueEnd(text []byte, i int, line bool) int {
	if i >= len(text) {
		return i
	}
	escaped := text[i] == '\\' && i+1 < len(text) && text[i+1] == '"'
	switch {
	case escaped:
		return closing(text, i+2, `\"`)
	case text[i] == '"':
		return closing(text, i+1, `"`)
	case text[i] == '\'':
		return closing(text, i+1, `'`)
	}
	stops := " \t\r\n&;,\"'<>"
	if line {
		stops = "\r\n\"'<>&"
	}
	for n, c := range text[i:] {
		if bytes.IndexByte([]byte(stops), c) >= 0 || c == '\\' && n > 0 && i+n+1 < len(text) && bytes.IndexByte([]byte(`"nr`), text[i+n+1]) >= 0 {
			return i + n
		}
	}
	return len(text)
}

// closing is the place behind the closing quotation mark, or the end of the line where there is none.
func closing(text []byte, i int, mark string) int {
	for ; i < len(text); i++ {
		switch {
		case bytes.HasPrefix(text[i:], []byte(mark)):
			return i + len(mark)
		case text[i] == '\\':
			i++
		case text[i] == '\n':
			return i
		}
	}
	return len(text)
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
