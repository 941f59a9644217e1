package decoders

import "unicode/utf8"

// hasOverlong says whether data holds a character in more bytes than UTF-8 allows: "%c0%af" for a slash. Text in GBK or Big5
// may do so too.
func hasOverlong(data []byte) bool {
	for i, c := range data {
		if traitOf[c]&long != 0 {
			if _, n := overlong(data[i:]); n > 0 {
				return true
			}
		}
	}
	return false
}

// decodeOverlong replaces overlong sequences by the characters that careless decoders read there.
func decodeOverlong(dst, src []byte, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src), q.limit)
	for i := 0; i < len(src); {
		if r, n := overlong(src[i:]); n > 0 {
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		dst = append(dst, src[i])
		i++
	}
	return within(dst, start, q.limit)
}

// overlong reads an overlong sequence at the start of s, and returns its length, or 0.
func overlong(s []byte) (rune, int) {
	var n int
	var least rune // the first character that deserves so many bytes
	switch s[0] {
	case 0xc0, 0xc1:
		n, least = 2, 0x80
	case 0xe0:
		n, least = 3, 0x800
	case 0xf0:
		n, least = 4, 0x10000
	case 0xf8:
		n, least = 5, 0x200000
	case 0xfc:
		n, least = 6, 0x4000000
	default:
		return 0, 0
	}
	if len(s) < n {
		return 0, 0
	}
	r := rune(s[0] & (0xff >> (n + 1)))
	for _, c := range s[1:n] {
		if c&0xc0 != 0x80 {
			return 0, 0
		}
		r = r<<6 | rune(c&0x3f)
	}
	if r >= least {
		return 0, 0
	}
	return r, n
}

// readOverlong reads a text as decoders do that count no bytes, such as Java's DataInput and Perl's unpack.
func (w *walk) readOverlong(r *reading, t traits) bool {
	return t&long == 0 || !hasOverlong(r.data) || w.decodeAs(*r, Overlong, decodeOverlong, w.derive)
}

// isOverlongText says whether bytes hold overlong sequences, and begin as text if they are read as readOverlong does.
func isOverlongText(data []byte) bool {
	data = data[:min(len(data), minBulk)]
	if !hasOverlong(data) {
		return false
	}
	var room [minBulk]byte // decoding makes no text longer
	out, _ := decodeOverlong(room[:0], data, quota{limit: len(room)})
	return IsText(out)
}
