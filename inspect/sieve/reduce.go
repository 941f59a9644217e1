package sieve

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// lowercase lowers every character that has a lower case, in Unicode too. A byte that is no UTF-8 becomes U+FFFD.
func lowercase(dst, src []byte) ([]byte, bool) {
	if slices.IndexFunc(src, func(c byte) bool { return 'A' <= c && c <= 'Z' || c >= utf8.RuneSelf }) < 0 {
		return src, false
	}
	start := len(dst)
	for rest := src; len(rest) > 0; {
		n := asciiLength(rest)
		dst = appendLower(dst, rest[:n])
		for rest = rest[n:]; len(rest) > 0 && rest[0] >= utf8.RuneSelf; {
			r, size := utf8.DecodeRune(rest)
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
			rest = rest[size:]
		}
	}
	return dst, !bytes.Equal(dst[start:], src)
}

// length makes a decimal number of a text: how many bytes it has.
func length(dst, src []byte) ([]byte, bool) { return strconv.AppendInt(dst, int64(len(src)), 10), true }

func removeNulls(dst, src []byte) ([]byte, bool) {
	null := bytes.IndexByte(src, 0)
	if null < 0 {
		return src, false
	}
	dst = slices.Grow(dst, len(src))
	for ; null >= 0; null = bytes.IndexByte(src, 0) {
		dst = append(dst, src[:null]...)
		src = src[null+1:]
	}
	return append(dst, src...), true
}

// removeWhitespace removes Unicode's white space. A byte that is no UTF-8 becomes U+FFFD, which it does not report.
func removeWhitespace(dst, src []byte) ([]byte, bool) {
	if slices.IndexFunc(src, func(c byte) bool { return c >= utf8.RuneSelf || isSpace(c) }) < 0 {
		return src, false
	}
	changed := false
	for len(src) > 0 {
		n, before := asciiLength(src), len(dst)
		dst = appendWithout(dst, src[:n], spaces)
		changed = changed || len(dst) < before+n
		for src = src[n:]; len(src) > 0 && src[0] >= utf8.RuneSelf; {
			r, size := utf8.DecodeRune(src)
			if unicode.IsSpace(r) {
				changed = true
			} else {
				dst = utf8.AppendRune(dst, r)
			}
			src = src[size:]
		}
	}
	return dst, changed
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

var spaces = setOf(whiteSpace)

// compressWhitespace makes one blank of every run of white space of Latin-1, and of the byte 0xA0 by itself.
func compressWhitespace(dst, src []byte) ([]byte, bool) {
	if isCompressed(src) {
		return src, false
	}
	start := len(dst)
	dst = slices.Grow(dst, len(src))
	out, n := dst[start:start+len(src)], 0
	inside := uint8(0)
	for i := 0; i < len(src); {
		c := src[i]
		if c < utf8.RuneSelf {
			space := spaces[c]
			out[n] = c&(space-1) | ' '*space
			n += 1 - int(inside&space)
			inside = space
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		if r == 0x85 || r == 0xa0 || c == 0xa0 {
			out[n] = ' '
			n += 1 - int(inside)
			inside = 1
		} else {
			n += copy(out[n:], src[i:i+size])
			inside = 0
		}
		i += size
	}
	dst = dst[:start+n]
	return dst, !bytes.Equal(dst[start:], src)
}

// isCompressed says that a text of ASCII has no white space but blanks, and no two of them side by side.
func isCompressed(src []byte) bool {
	i, before := 0, uint8(0)
	for ; i+8 <= len(src); i += 8 {
		word := binary.LittleEndian.Uint64(src[i:])
		if word&highs|(word-' '*ones)&^word&highs != 0 {
			break // not ASCII, or a control character
		}
		other := word ^ ' '*ones
		blanks := ^(other + lows) & highs // a bit for each
		if blanks&(blanks<<8|uint64(before)<<7) != 0 {
			return false
		}
		before = uint8(blanks >> 63)
	}
	for ; i < len(src); i++ {
		is := blankness[src[i]]
		if is&(before|otherSpace) != 0 {
			return false
		}
		before = is
	}
	return true
}

const (
	aBlank     = 1
	otherSpace = 2 // and what is not ASCII, which may be white space
)

var blankness = func() (is [256]byte) {
	for c := range is {
		if c >= utf8.RuneSelf || isSpace(byte(c)) {
			is[c] = otherSpace
		}
	}
	is[' '] = aBlank
	return is
}()

// cmdLine reads a text as a careless shell would: quotes, backslashes and carets vanish, commas and semicolons are white
// space, white space is one blank and none before "/" and "(", letters are lower case.
func cmdLine(dst, src []byte) ([]byte, bool) {
	start := len(dst)
	dst = slices.Grow(dst, len(src))
	out, n := dst[start:start+len(src)], 0
	space := uint8(0) // 1 if one was written last
	for _, c := range src {
		s := shell[c]
		if s.kind == 0 {
			out[n] = s.as
			n++
			space = 0
			continue
		}
		blank, joins, vanishes := s.kind&1, s.kind>>1&1, s.kind>>2
		n -= int(space & joins)
		out[n] = s.as
		n += int(1 - vanishes - space&blank)
		space = blank | space&vanishes
	}
	dst = dst[:start+n]
	if bytes.Equal(dst[start:], src) {
		return src, false
	}
	return dst, true
}

// shell is what is written for a byte in a command line, and what it is there: 1 is white space, 2 takes the white space before it away,
// 4 vanishes, and 0 is none of these.
var shell = func() (shell [256]struct{ as, kind uint8 }) {
	blank, joins, vanish := setOf(" ,;\t\r\n"), setOf("/("), setOf(`"'\^`)
	for c := range shell {
		s := &shell[c]
		s.as, s.kind = lower[c], blank[c]|joins[c]<<1|vanish[c]<<2
		if blank[c] != 0 {
			s.as = ' '
		}
	}
	return shell
}()

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

// removeCommentsChar removes the marks of comments.
func removeCommentsChar(dst, src []byte) ([]byte, bool) {
	first := firstComment(src)
	if first == len(src) {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	changed := false
	for i := first; i < len(src); {
		plain := i
		for plain < len(src) && beginsComment[src[plain]] == 0 {
			plain++
		}
		dst = append(dst, src[i:plain]...)
		if i = plain; i == len(src) {
			break
		}
		if n := commentMark(src[i:]); n > 0 {
			i += n
			changed = true
			continue
		}
		dst = append(dst, src[i])
		i++
	}
	if !changed {
		return src, false
	}
	return dst, true
}

var beginsComment = setOf("/*<-#")

// commentMark is the length of the mark that a text begins with, or 0.
func commentMark(text []byte) int {
	for _, m := range [...]string{"#", "/*", "*/", "<!--", "-->", "--"} { // longer marks before those that they begin with
		if len(text) >= len(m) && string(text[:len(m)]) == m {
			return len(m)
		}
	}
	return 0
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
func erase(dst, src []byte) ([]byte, bool) { return appendWithout(dst, src, erasedBytes), true }

var erasedBytes = setOf(erased)
