package sieve

import (
	"bytes"
	"slices"
	"strconv"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// utf8ToUnicode writes every character outside ASCII as %uHHHH. A byte that is no UTF-8 counts as U+FFFD.
func utf8ToUnicode(dst, src []byte) ([]byte, bool) {
	first := slices.IndexFunc(src, func(c byte) bool { return c >= utf8.RuneSelf })
	if first < 0 {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	for i := first; i < len(src); {
		if src[i] < utf8.RuneSelf {
			dst = append(dst, src[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(src[i:])
		i += size
		dst = append(dst, '%', 'u')
		for limit := rune(0x1000); limit > r && limit > 1; limit >>= 4 {
			dst = append(dst, '0')
		}
		dst = strconv.AppendUint(dst, uint64(r), 16)
	}
	return dst, true
}

// urlDecodeUni undoes %HH, %uHHHH and "+". Of %uHHHH one byte remains: the ASCII character that Windows takes for it,
// or its lower byte.
func (t *tables) urlDecodeUni(dst, src []byte) ([]byte, bool) {
	first := bytes.IndexByte(src, '%')
	if plus := bytes.IndexByte(src, '+'); plus >= 0 && (first < 0 || plus < first) {
		first = plus
	}
	if first < 0 {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	changed := false
	for i := first; i < len(src); {
		c, size := src[i], 1
		switch {
		case c == '+':
			c = ' '
			changed = true
		case c != '%':
			plain := i + 1
			for plain < len(src) && src[plain] != '%' && src[plain] != '+' {
				plain++
			}
			dst = append(dst, src[i:plain]...)
			i = plain
			continue
		case i+1 < len(src) && src[i+1]|0x20 == 'u':
			if code, n := hexDigits(src[i+2:], 4); n == 4 {
				c, size = t.bestFit(code), 6
				changed = true
			} else {
				dst = append(dst, '%')
				c, size = src[i+1], 2
			}
		default:
			if code, n := hexDigits(src[i+1:], 2); n == 2 {
				c, size = byte(code), 3
				changed = true
			}
		}
		dst = append(dst, c)
		i += size
	}
	return dst, changed
}

// bestFit is the byte that stands for a code point below 0x10000.
func (t *tables) bestFit(code int) byte {
	if i, found := slices.BinarySearchFunc(t.fits, uint16(code), func(f fit, c uint16) int { return int(f.code) - int(c) }); found {
		return t.fits[i].to
	}
	return byte(code)
}

// htmlEntityDecode undoes character references, as the package does that the engine uses: the standard library's leaves some
// alone which have no semicolon. It reports a change if the length changed.
func htmlEntityDecode(dst, src []byte) ([]byte, bool) {
	and := bytes.IndexByte(src, '&')
	if and < 0 {
		return src, false
	}
	start, length := len(dst), len(src)
	dst = slices.Grow(dst, length)
	for ; and >= 0; and = bytes.IndexByte(src, '&') {
		dst = append(dst, src[:and]...)
		src = src[and:]
		end := 1
		for end < len(src) && inReference[src[end]] != 0 {
			end++
		}
		if end == 1 {
			dst = append(dst, '&')
		} else {
			dst = append(dst, html.UnescapeString(string(src[:end]))...)
		}
		src = src[end:]
	}
	dst = append(dst, src...)
	return dst, len(dst)-start != length
}

// inReference are the bytes of which a character reference consists, besides the first.
var inReference = setOf("#;0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

// jsDecode undoes the escapes of JavaScript. Of \uHHHH and \u{H…} the lower byte remains, full-width forms become ASCII.
func jsDecode(dst, src []byte) ([]byte, bool) {
	first := bytes.IndexByte(src, '\\')
	if first < 0 {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	changed := false
	for i := first; i < len(src); {
		if src[i] != '\\' || i+1 == len(src) {
			plain := untilBackslash(src, i)
			dst = append(dst, src[i:plain]...)
			i = plain
			continue
		}
		c, size := jsEscape(src[i+1:])
		dst = append(dst, c)
		i += 1 + size
		changed = true
	}
	return dst, changed
}

// untilBackslash is the place of the first backslash behind a place, or the end.
func untilBackslash(text []byte, i int) int {
	if n := bytes.IndexByte(text[i+1:], '\\'); n >= 0 {
		return i + 1 + n
	}
	return len(text)
}

// jsEscape reads what stands behind a backslash, of which there is at least one byte.
func jsEscape(s []byte) (c byte, size int) {
	if s[0] == 'u' && len(s) > 1 && s[1] == '{' {
		if code, n := hexDigits(s[2:], 6); n > 0 && 2+n < len(s) && s[2+n] == '}' {
			c = byte(code)
			if 0xff01 <= code && code <= 0xff5e {
				c += 0x20
			}
			return c, n + 3
		}
	}
	if s[0] == 'u' {
		if code, n := hexDigits(s[1:], 4); n == 4 {
			c = byte(code)
			if code>>8 == 0xff && 0 < c && c < 0x5f {
				c += 0x20
			}
			return c, 5
		}
	}
	if s[0] == 'x' {
		if code, n := hexDigits(s[1:], 2); n == 2 {
			return byte(code), 3
		}
	}
	if code, n := octalDigits(s, 3); n > 0 {
		if n == 3 && s[0] > '3' {
			code, n = code>>3, 2
		}
		return byte(code), n
	}
	c, _ = control(s[0])
	return c, 1
}

// cssDecode undoes the escapes of CSS: up to six hexadecimal digits and one white space behind them, or a character
// that stands for itself. It reports a change wherever there is a backslash.
func cssDecode(dst, src []byte) ([]byte, bool) {
	first := bytes.IndexByte(src, '\\')
	if first < 0 {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	for i := first; i < len(src); i++ {
		if src[i] != '\\' {
			plain := untilBackslash(src, i)
			dst = append(dst, src[i:plain]...)
			i = plain - 1
			continue
		}
		if i++; i == len(src) {
			break
		}
		code, n := hexDigits(src[i:], 6)
		switch {
		case n == 0 && src[i] == '\n':
		case n == 0:
			dst = append(dst, src[i])
		default:
			if code == 0 {
				code = utf8.RuneError
			}
			if 0xff01 <= code && code <= 0xff5e {
				code -= 0xfee0
			}
			dst = utf8.AppendRune(dst, rune(code))
			i += n - 1
			if i+1 < len(src) && bytes.IndexByte([]byte(whiteSpace), src[i+1]) >= 0 {
				i++
			}
		}
	}
	return dst, true
}

// escapeSeqDecode undoes the escapes of C. A backslash before anything else vanishes.
func escapeSeqDecode(dst, src []byte) ([]byte, bool) {
	first := bytes.IndexByte(src, '\\')
	if first < 0 {
		return src, false
	}
	dst = append(slices.Grow(dst, len(src)), src[:first]...)
	changed := false
	for i := first; i < len(src); {
		if src[i] != '\\' || i+1 == len(src) {
			plain := untilBackslash(src, i)
			dst = append(dst, src[i:plain]...)
			i = plain
			continue
		}
		changed = true
		i++
		c, isControl := control(src[i])
		size := 1
		if !isControl {
			if code, n := hexDigits(src[i+1:], 2); n == 2 && src[i]|0x20 == 'x' {
				c, size = byte(code), 3
			} else if code, n := octalDigits(src[i:], 3); n > 0 {
				c, size = byte(code), n
			}
		}
		dst = append(dst, c)
		i += size
	}
	return dst, changed
}

// base64Decode decodes up to the first byte that is not of the standard alphabet; line breaks are passed over. It
// always reports a change.
func base64Decode(dst, src []byte) ([]byte, bool) {
	if len(src) == 0 {
		return src, true
	}
	if len(src) > keepRoom {
		dst = slices.Grow(dst, len(src)/4*3+3) // at once: what a long text outgrows step by step is as much again
	}
	bits, n := 0, 0
	for _, c := range src {
		if c == '\r' || c == '\n' {
			continue
		}
		v := int(base64Values[c])
		if v < 0 {
			break
		}
		bits = bits<<6 | v
		if n++; n == 4 {
			dst = append(dst, byte(bits>>16), byte(bits>>8), byte(bits))
			bits, n = 0, 0
		}
	}
	switch n {
	case 2:
		dst = append(dst, byte(bits>>4))
	case 3:
		dst = append(dst, byte(bits>>10), byte(bits>>2))
	}
	return dst, true
}

// base64Values are what characters of Base64 stand for, -1 for all others.
var base64Values = func() (values [256]int8) {
	for c := range values {
		values[c] = -1
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		values[c] = int8(i)
	}
	return values
}()
