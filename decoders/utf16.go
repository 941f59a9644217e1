package decoders

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF16 undoes UTF-16 in the byte order of its mark. Without one it takes the order that makes more characters
// Latin ones; [walk.readCharset] tries both. Half a character at the end is dropped, as decoders do.
func decodeUTF16(dst, src []byte, q quota) ([]byte, error) {
	switch {
	case len(src) >= 2 && src[0] == 0xff && src[1] == 0xfe:
		return appendUTF16(dst, src[2:], 0, q)
	case len(src) >= 2 && src[0] == 0xfe && src[1] == 0xff:
		return appendUTF16(dst, src[2:], 1, q)
	}
	even, odd := 0, 0
	for i := 0; i+1 < len(src); i += 2 {
		if src[i] == 0 {
			even++
		}
		if src[i+1] == 0 {
			odd++
		}
	}
	if even > odd {
		return appendUTF16(dst, src, 1, q)
	}
	return appendUTF16(dst, src, 0, q)
}

func decodeUTF16LE(dst, src []byte, q quota) ([]byte, error) {
	return appendUTF16(dst, bytes.TrimPrefix(src, []byte("\xff\xfe")), 0, q)
}

func decodeUTF16BE(dst, src []byte, q quota) ([]byte, error) {
	return appendUTF16(dst, bytes.TrimPrefix(src, []byte("\xfe\xff")), 1, q)
}

// appendUTF16 reads pairs of bytes whose low half stands at index low. A lone surrogate is U+FFFD.
func appendUTF16(dst, src []byte, low int, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src)/2, q.limit)
	unit := func(i int) rune { return rune(src[i+1-low])<<8 | rune(src[i+low]) }
	for i := 0; i+1 < len(src); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			pair := rune(utf8.RuneError)
			if i+3 < len(src) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if pair != utf8.RuneError {
				i += 2
			}
			r = pair
		}
		dst = utf8.AppendRune(dst, r)
		if len(dst)-start > q.limit {
			return dst[:start+max(q.limit, 0)], errLimit
		}
	}
	return dst, nil
}
