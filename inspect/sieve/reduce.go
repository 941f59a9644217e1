package sieve

import (
	"bytes"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// lowercase lowers every character that has a lower case, in Unicode too. A byte that is no UTF-8 becomes U+FFFD.
func lowercase(dst, src []byte) ([]byte, bool) {
	first := slices.IndexFunc(src, func(c byte) bool { return 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf })
	if first < 0 {
		return src, false
	}
	start := len(dst)
	dst = append(dst, src[:first]...)
	for i := first; i < len(src); {
		c := src[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		dst = utf8.AppendRune(dst, unicode.ToLower(r))
		i += size
	}
	return dst, !bytes.Equal(dst[start:], src)
}

// length makes a decimal number of a text: how many bytes it has.
func length(dst, src []byte) ([]byte, bool) { return strconv.AppendInt(dst, int64(len(src)), 10), true }

func removeNulls(dst, src []byte) ([]byte, bool) {
	if bytes.IndexByte(src, 0) < 0 {
		return src, false
	}
	for _, c := range src {
		if c != 0 {
			dst = append(dst, c)
		}
	}
	return dst, true
}

// removeWhitespace removes Unicode's white space. A byte that is no UTF-8 becomes U+FFFD, which it does not report.
func removeWhitespace(dst, src []byte) ([]byte, bool) {
	first := slices.IndexFunc(src, func(c byte) bool { return c >= utf8.RuneSelf || isSpace(c) })
	if first < 0 {
		return src, false
	}
	dst = append(dst, src[:first]...)
	changed := false
	for i := first; i < len(src); {
		c := src[i]
		if c < utf8.RuneSelf {
			if isSpace(c) {
				changed = true
			} else {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if unicode.IsSpace(r) {
			changed = true
		} else {
			dst = utf8.AppendRune(dst, r)
		}
		i += size
	}
	return dst, changed
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// compressWhitespace makes one blank of every run of white space of Latin-1, and of the byte 0xA0 by itself.
func compressWhitespace(dst, src []byte) ([]byte, bool) {
	if isCompressed(src) {
		return src, false
	}
	changed, inside := false, false
	for i := 0; i < len(src); {
		r, size := rune(src[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(src[i:])
		}
		if r < utf8.RuneSelf && isSpace(byte(r)) || r == 0x85 || r == 0xa0 || src[i] == 0xa0 {
			if !inside {
				dst = append(dst, ' ')
			}
			changed = changed || inside || r != ' '
			inside = true
		} else {
			dst = append(dst, src[i:i+size]...)
			inside = false
		}
		i += size
	}
	return dst, changed
}

// isCompressed says that a text of ASCII has no white space but blanks, and no two of them side by side.
func isCompressed(src []byte) bool {
	before := byte(0)
	for _, c := range src {
		if c >= utf8.RuneSelf || isSpace(c) && (c != ' ' || before == ' ') {
			return false
		}
		before = c
	}
	return true
}

// cmdLine reads a text as a careless shell would: quotes, backslashes and carets vanish, commas and semicolons are white
// space, white space is one blank and none before "/" and "(", letters are lower case.
func cmdLine(dst, src []byte) ([]byte, bool) {
	changed, space := false, false
	start := len(dst)
	for _, c := range src {
		if 'a' <= c && c <= 'z' { // as most are
			dst = append(dst, c)
			space = false
			continue
		}
		switch c {
		case '"', '\'', '\\', '^':
			changed = true
			continue
		case ' ', ',', ';', '\t', '\r', '\n':
			changed = changed || space || c != ' '
			if !space {
				dst = append(dst, ' ')
				space = true
			}
			continue
		case '/', '(':
			if space && len(dst) > start {
				dst = dst[:len(dst)-1]
				changed = true
			}
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
			changed = true
		}
		dst = append(dst, c)
		space = false
	}
	if !changed {
		return src, false
	}
	return dst, true
}

// replaceComments makes a blank of every C comment, open ones included.
func replaceComments(dst, src []byte) ([]byte, bool) {
	changed := false
	for {
		begin := bytes.Index(src, []byte("/*"))
		if begin < 0 {
			break
		}
		changed = true
		dst = append(append(dst, src[:begin]...), ' ')
		src = src[begin+2:]
		end := bytes.Index(src, []byte("*/"))
		if end < 0 {
			return dst, true
		}
		src = src[end+2:]
	}
	if !changed {
		return src, false
	}
	return append(dst, src...), true
}

// commentMarks are what removeCommentsChar removes, longer marks before those that they begin with.
var commentMarks = [][]byte{[]byte("/*"), []byte("*/"), []byte("<!--"), []byte("-->"), []byte("--"), []byte("#")}

func removeCommentsChar(dst, src []byte) ([]byte, bool) {
	first := firstComment(src)
	if first == len(src) {
		return src, false
	}
	dst = append(dst, src[:first]...)
	changed := false
next:
	for i := first; i < len(src); {
		switch src[i] {
		case '/', '*', '<', '-', '#':
			for _, m := range commentMarks {
				if bytes.HasPrefix(src[i:], m) {
					i += len(m)
					changed = true
					continue next
				}
			}
		}
		dst = append(dst, src[i])
		i++
	}
	if !changed {
		return src, false
	}
	return dst, true
}

// firstComment is a place before which there is no comment mark: where two symbols of one stand together, or one does alone.
func firstComment(src []byte) int {
	for i, c := range src {
		switch c {
		case '#', '*':
			return max(i-1, 0)
		case '-', '!':
			if i > 0 && (src[i-1] == '-' || src[i-1] == '<') {
				return i - 1
			}
		}
	}
	return len(src)
}

// erased are the symbols without which rules for disguised shell words are looked at. It must be the generator's.
const erased = `"'()[\^`

// erase leaves the symbols of erased out. No rule asks for it: it is a way to look for their words.
func erase(dst, src []byte) ([]byte, bool) {
	for _, c := range src {
		switch c {
		case '"', '\'', '(', ')', '[', '\\', '^':
		default:
			dst = append(dst, c)
		}
	}
	return dst, true
}
