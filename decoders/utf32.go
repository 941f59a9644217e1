package decoders

import (
	"encoding/binary"
	"unicode/utf8"
)

func decodeUTF32LE(dst, src []byte, q quota) ([]byte, error) {
	return appendUTF32(dst, src, binary.LittleEndian, q)
}

func decodeUTF32BE(dst, src []byte, q quota) ([]byte, error) {
	return appendUTF32(dst, src, binary.BigEndian, q)
}

// appendUTF32 reads characters of four bytes, without the mark. What is no character is U+FFFD, and what is less at the end
// is dropped.
func appendUTF32(dst, src []byte, order binary.ByteOrder, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src)/4, q.limit)
	for i := 0; i+4 <= len(src); i += 4 {
		c := order.Uint32(src[i:])
		if i == 0 && c == 0xfeff {
			continue
		}
		dst = utf8.AppendRune(dst, rune(min(c, utf8.MaxRune+1)))
		if len(dst)-start > q.limit {
			return dst[:start+max(q.limit, 0)], errLimit
		}
	}
	return dst, nil
}
