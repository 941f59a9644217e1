package decoders

import "unicode/utf8"

// decodeURL undoes percent-encoding. "+" stays a plus. What is no valid sequence stays as it is, as in every lenient
// decoder; "%uXXXX", which only Microsoft's servers ever read, is a character as well.
func decodeURL(dst, src []byte, q quota) ([]byte, error) {
	return appendUnescaped(dst, src, '+', q)
}

// decodeForm undoes percent-encoding as forms use it: "+" is a space.
func decodeForm(dst, src []byte, q quota) ([]byte, error) {
	return appendUnescaped(dst, src, ' ', q)
}

func appendUnescaped(dst, src []byte, plus byte, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src), q.limit)
	for i := 0; i < len(src); {
		if len(dst)-start >= q.limit {
			out, _ := within(dst, start, q.limit)
			return out, errLimit
		}
		switch c := src[i]; c {
		case '+':
			dst = append(dst, plus)
			i++
		case '%':
			r, n := escape(src[i:])
			switch n {
			case 0:
				dst = append(dst, '%')
				i++
			case 3:
				dst = append(dst, byte(r))
			default:
				dst = utf8.AppendRune(dst, r)
			}
			i += n
		default:
			dst = append(dst, c)
			i++
		}
	}
	return within(dst, start, q.limit)
}

// escape reads the sequence at the start of s and returns its value and length: 3 for %XX, 6 for %uXXXX, 0 for neither.
func escape(s []byte) (rune, int) {
	if len(s) >= 3 {
		if h, l := hexValue(s[1]), hexValue(s[2]); h >= 0 && l >= 0 {
			return h<<4 | l, 3
		}
	}
	if len(s) < 6 || s[1] != 'u' && s[1] != 'U' {
		return 0, 0
	}
	var r rune
	for _, c := range s[2:6] {
		v := hexValue(c)
		if v < 0 {
			return 0, 0
		}
		r = r<<4 | v
	}
	return r, 6
}

func hexValue(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// readURL undoes percent-encoding by both rules, and goes on with what comes out of it as long as that changes: each
// round is a level of depth. The rules part where a text holds "+". One that is built to hold it at every level
// doubles its readings with each, which Depth and Expansion bound.
func (w *walk) readURL(r *reading, t traits) bool {
	if t&percent != 0 && hasEscape(r.data) && !w.decodeAs(*r, URL, decodeURL, w.derive) {
		return false
	}
	return t&plus == 0 || w.decodeAs(*r, Form, decodeForm, w.derive)
}

func hasEscape(data []byte) bool {
	for i, c := range data {
		if c == '%' {
			if _, n := escape(data[i:]); n > 0 {
				return true
			}
		}
	}
	return false
}
