package decoders

import (
	"bytes"
	"encoding/binary"
	"iter"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON is the raw text of one valid JSON value: its bytes alias the document, so that a document can be read without
// being copied and edited without being written anew. The nil JSON stands for a value that is not there; every method
// accepts it.
type JSON []byte

// maxNesting bounds how deep a text may nest and still be read as JSON. Go's, Python's and Java's own parsers give up
// at 10,000 or before; a text that goes deeper is read as plain text.
const maxNesting = 10_000

// ParseJSON returns the single JSON value that text consists of, without surrounding white space and byte order mark.
// It is as strict as the parsers of the runtimes together are: what one of them accepts is accepted (raw control
// characters in strings, NaN and Infinity as Python reads them, any bytes for characters). One pass, no recursion; the
// only allocation is one bit of state per level beyond 64.
func ParseJSON(text []byte) (JSON, bool) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	text = trimSpace(text)
	if len(text) == 0 {
		return nil, false
	}
	if end := scanValue(text); end == len(text) {
		return JSON(text), true
	}
	return nil, false
}

// Kind is the first byte of the value: '{', '[', '"', 't', 'f', 'n', '-' or a digit ('N' and 'I' for Python's NaN and
// Infinity); 0 for a value that is not there.
func (j JSON) Kind() byte {
	if len(j) == 0 {
		return 0
	}
	return j[0]
}

// IsObject says whether the value is an object.
func (j JSON) IsObject() bool { return j.Kind() == '{' }

// IsArray says whether the value is an array.
func (j JSON) IsArray() bool { return j.Kind() == '[' }

// IsString says whether the value is a string.
func (j JSON) IsString() bool { return j.Kind() == '"' }

// Members yields the members of an object in order, duplicates included: each name as a raw JSON string, and its
// value. It yields nothing for other values.
func (j JSON) Members() iter.Seq2[JSON, JSON] {
	return func(yield func(name, value JSON) bool) {
		if !j.IsObject() {
			return
		}
		for i := skipSpace(j, 1); i < len(j) && j[i] != '}'; {
			nameEnd := skipValue(j, i)
			start := skipSpace(j, skipSpace(j, nameEnd)+1)
			end := skipValue(j, start)
			if !yield(j[i:nameEnd:nameEnd], j[start:end:end]) {
				return
			}
			i = skipSpace(j, end)
			if i < len(j) && j[i] == ',' {
				i = skipSpace(j, i+1)
			}
		}
	}
}

// Elements yields the elements of an array in order. It yields nothing for other values.
func (j JSON) Elements() iter.Seq2[int, JSON] {
	return func(yield func(int, JSON) bool) {
		if !j.IsArray() {
			return
		}
		n := 0
		for i := skipSpace(j, 1); i < len(j) && j[i] != ']'; n++ {
			end := skipValue(j, i)
			if !yield(n, j[i:end:end]) {
				return
			}
			i = skipSpace(j, end)
			if i < len(j) && j[i] == ',' {
				i = skipSpace(j, i+1)
			}
		}
	}
}

// Get follows member names downwards. Of members with the same name it takes the last, as the runtimes' parsers do. It
// returns nil if a name is missing.
func (j JSON) Get(names ...string) JSON {
	for _, want := range names {
		var found JSON
		for name, value := range j.Members() {
			if name.Equal(want) {
				found = value
			}
		}
		if found == nil {
			return nil
		}
		j = found
	}
	return j
}

// At returns the element of an array at index i, or nil.
func (j JSON) At(i int) JSON {
	for n, value := range j.Elements() {
		if n == i {
			return value
		}
	}
	return nil
}

// Len counts the elements of an array, or the members of an object.
func (j JSON) Len() int {
	n := 0
	for range j.Elements() {
		n++
	}
	for range j.Members() {
		n++
	}
	return n
}

// Text returns the characters of a JSON string. Without escapes they alias the document; otherwise they are appended
// to dst, which may be nil. It returns nil for other values.
func (j JSON) Text(dst []byte) []byte { return j.TextIn(&dst) }

// TextIn is Text in the memory of room, which is kept there if it was used: what aliases the document must not be written to.
func (j JSON) TextIn(room *[]byte) []byte {
	if !j.IsString() || len(j) < 2 {
		return nil
	}
	raw := j[1 : len(j)-1]
	if i := bytes.IndexByte(raw, '\\'); i >= 0 {
		*room = unescape((*room)[:0], raw)
		return *room
	}
	return raw[:len(raw):len(raw)]
}

// spelled are the characters that escapes of two bytes stand for: themselves, if nothing else is said. Of 'u' it is none.
var spelled = spellings()

func spellings() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
	}
	table['b'], table['f'], table['n'], table['r'], table['t'], table['u'] = '\b', '\f', '\n', '\r', '\t', 0
	return table
}

// unescape appends the characters of a string without its quotes. Eight bytes at a time are copied, of which those before the
// next escape are kept.
func unescape(dst, raw []byte) []byte {
	dst = slices.Grow(dst, len(raw))
	n := len(dst)
	dst = dst[:cap(dst)]
	for i := 0; i < len(raw); {
		for i <= len(raw)-8 && n <= len(dst)-8 {
			word := binary.LittleEndian.Uint64(raw[i:])
			binary.LittleEndian.PutUint64(dst[n:], word)
			at := bits.TrailingZeros64(marked(word)) / 8 // 8 if there is none
			i, n = i+at, n+at
			if at == 8 {
				continue
			}
			if i+1 == len(raw) || raw[i] != '\\' || spelled[raw[i+1]] == 0 {
				break
			}
			dst[n] = spelled[raw[i+1]]
			i, n = i+2, n+1
		}
		if i == len(raw) {
			break
		}
		dst, i = unescapeOne(dst[:n], raw, i)
		n = len(dst)
		dst = dst[:cap(dst)]
	}
	return dst[:n]
}

// unescapeOne appends the character that stands at i, and returns where the next one does. It leaves room for the rest.
func unescapeOne(dst, raw []byte, i int) ([]byte, int) {
	switch {
	case raw[i] != '\\', i+1 == len(raw): // a quote, which no valid string holds, stands for itself
		return append(dst, raw[i]), i + 1
	case raw[i+1] != 'u':
		return append(dst, spelled[raw[i+1]]), i + 2
	}
	r, n := unescapeRune(raw[i:])
	dst = utf8.AppendRune(dst, r)
	return slices.Grow(dst, len(raw)-i-n), i + n // of what is no escape it makes more than there was
}

// String returns the characters of a JSON string as a string of their own, and "" for other values.
func (j JSON) String() string { return string(j.Text(nil)) }

// Equal says whether the value is a JSON string with exactly these characters.
func (j JSON) Equal(text string) bool {
	if !j.IsString() {
		return false
	}
	raw := j[1 : len(j)-1]
	// An escape is longer than what it stands for, so that only a longer text has to be looked at for escapes.
	if len(raw) <= len(text) {
		return string(raw) == text && strings.IndexByte(text, '\\') < 0
	}
	return bytes.IndexByte(raw, '\\') >= 0 && string(unescape(nil, raw)) == text
}

// unescapeRune reads a \uXXXX escape, or a surrogate pair of two, at the start of raw. A lone surrogate is U+FFFD.
func unescapeRune(raw []byte) (rune, int) {
	r, ok := hex4(raw)
	if !ok {
		return utf8.RuneError, 2
	}
	if utf16.IsSurrogate(r) {
		if low, ok := hex4(raw[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 12
			}
		}
		return utf8.RuneError, 6
	}
	return r, 6
}

func hex4(raw []byte) (rune, bool) {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range raw[2:6] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(text []byte, i int) int {
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return i
}

func trimSpace(text []byte) []byte {
	text = text[skipSpace(text, 0):]
	for len(text) > 0 && isSpace(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

// skipValue returns the end of the value that starts at i, in a text that is known to be valid.
func skipValue(text []byte, i int) int {
	depth := 0
	for i < len(text) {
		switch text[i] {
		case '"':
			i = SkipString(text, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		default:
			if depth == 0 {
				return skipScalar(text, i)
			}
			i++
			continue
		}
		if depth <= 0 {
			return i
		}
	}
	return i
}

// SkipString returns the end of the string whose opening quote is at i, or -1 if it has none.
func SkipString(text []byte, i int) int {
	end, _ := skipString(text, i)
	return end
}

// skipString is SkipString that says whether the string is plain: without escapes.
func skipString(text []byte, i int) (end int, plain bool) {
	i = skipPlain(text, i+1)
	if i < len(text) && text[i] == '"' {
		return i + 1, true
	}
	return skipEscaped(text, i), false
}

// skipEscaped is SkipString from an escape on. A document in a string has one every few bytes, and each event of a queue is gone
// through several times: so it looks at eight bytes at once, whatever is in them.
func skipEscaped(text []byte, i int) (end int) {
	behind := uint64(0) // marks of the bytes behind backslashes
	for long := i + shortRun; i <= len(text)-8; i += 8 {
		word := binary.LittleEndian.Uint64(text[i:])
		quotes, backslashes := equal(word, '"'), equal(word, '\\')
		if quotes|backslashes == 0 {
			if behind = 0; i+8 >= long {
				i = skipLong(text, i+8) - 8
				long = i + 8 + shortRun
			}
			continue
		}
		if behind |= backslashes << 8; behind&backslashes != 0 {
			backslashes, behind = escapes(backslashes, behind&(1<<7))
		}
		if found := quotes &^ behind; found != 0 {
			return i + bits.TrailingZeros64(found)/8 + 1
		}
		if behind = backslashes >> 56; backslashes != 0 {
			long = i + 8 + shortRun
		}
	}
	for escaped := behind != 0; i < len(text); i++ {
		switch c := text[i]; {
		case escaped:
			escaped = false
		case c == '"':
			return i + 1
		case c == '\\':
			escaped = true
		}
	}
	return -1
}

// escapes keeps the marks of those of some backslashes that begin an escape, and marks the bytes behind them, of which the first
// may be one already.
func escapes(backslashes, behind uint64) (begin, escaped uint64) {
	for mark := uint64(1 << 7); mark != 0; mark <<= 8 {
		if backslashes&mark != 0 && behind&mark == 0 {
			begin |= mark
			behind |= mark << 8
		}
	}
	return begin, behind
}

func skipScalar(text []byte, i int) int {
	for i < len(text) {
		switch text[i] {
		case ',', ']', '}', ':', ' ', '\n', '\t', '\r', '"', '{', '[':
			return i
		}
		i++
	}
	return i
}
