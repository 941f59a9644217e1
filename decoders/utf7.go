package decoders

import (
	"bytes"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF7 undoes UTF-7 (RFC 2152): "+" begins UTF-16 in Base64, which "-" or any character outside of Base64 ends. A
// byte order mark at the beginning is no part of the text.
func decodeUTF7(dst, src []byte, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src), q.limit)
	for i := 0; i < len(src); {
		if len(dst)-start > q.limit {
			break
		}
		if src[i] != '+' {
			dst = append(dst, src[i])
			i++
			continue
		}
		i++
		if i < len(src) && src[i] == '-' {
			dst = append(dst, '+')
			i++
			continue
		}
		dst, i = appendShifted(dst, src, i)
		if i < len(src) && src[i] == '-' {
			i++
		}
	}
	if bytes.HasPrefix(dst[start:], utf8BOM) {
		dst = slices.Delete(dst, start, start+len(utf8BOM))
	}
	return within(dst, start, q.limit)
}

// appendShifted reads the Base64 at i and returns the index behind it.
func appendShifted(dst, src []byte, i int) ([]byte, int) {
	var bits uint32
	var have int
	var high rune // a surrogate that waits for its other half
	for ; i < len(src); i++ {
		v := base64Value[src[i]]
		if v > 63 || src[i] == '-' || src[i] == '_' {
			break
		}
		bits = bits<<6 | uint32(v)
		have += 6
		if have < 16 {
			continue
		}
		have -= 16
		r := rune(bits >> have & 0xffff)
		switch {
		case high != 0:
			pair := utf16.DecodeRune(high, r)
			high = 0
			dst = utf8.AppendRune(dst, pair)
		case utf16.IsSurrogate(r):
			high = r
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst, i
}

// startsUTF7 recognises the byte order mark as UTF-7 writes it.
func startsUTF7(data []byte) bool {
	return len(data) > 4 && bytes.HasPrefix(data, []byte("+/v")) && bytes.IndexByte([]byte("89+/"), data[3]) >= 0
}
