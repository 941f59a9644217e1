package decoders

import "bytes"

// readCookie reads what frameworks put around the value of a cookie: quotation marks with escapes behind a backslash
// (RFC 2109 section 2.2; Python's http.cookies adds three octal digits), and the prefixes of Express: "j:" before JSON, and
// "s:" before a value that a dot and a signature follow.
func (w *walk) readCookie(r *reading, t traits) bool {
	if n := len(r.data); n < 3 || t&structured == 0 {
		return true
	}
	switch c, next := r.data[0], r.data[1]; {
	case c == '"':
		return w.readQuotedText(r)
	case next != ':':
	case c == 'j':
		return !beginsJSON[r.data[2]] || w.descend(*r, reading{data: r.data[2:], name: r.name}, "")
	case c == 's':
		if dot := bytes.LastIndexByte(r.data, '.'); dot > 2 {
			return w.descend(*r, reading{data: r.data[2:dot:dot], name: r.name}, "")
		}
	}
	return true
}

// readQuotedText reads a text between quotation marks, with none inside but behind a backslash.
func (w *walk) readQuotedText(r *reading) bool {
	last := 1
	for last < len(r.data) && r.data[last] != '"' {
		if r.data[last] == '\\' {
			last++
		}
		last++
	}
	if last != len(r.data)-1 {
		return true
	}
	inner := r.data[1:last:last]
	if bytes.IndexByte(inner, '\\') < 0 {
		return w.descend(*r, reading{data: inner, name: r.name}, "")
	}
	inside := *r
	inside.data = inner
	return w.decodeAs(inside, QuotedText, decodeQuotedText, w.derive)
}

// decodeQuotedText undoes a backslash before three octal digits or any other sign, as http.cookies does.
func decodeQuotedText(dst, src []byte, q quota) ([]byte, error) {
	start := len(dst)
	for i := 0; i < len(src); i++ {
		c := src[i]
		if c == '\\' && i+1 < len(src) {
			i++
			if c = src[i]; len(src)-i >= 3 && isOctal(c) && c <= '3' && isOctal(src[i+1]) && isOctal(src[i+2]) {
				c = (c-'0')<<6 | (src[i+1]-'0')<<3 | (src[i+2] - '0')
				i += 2
			}
		}
		if len(dst)-start >= q.limit {
			return dst, errLimit
		}
		dst = append(dst, c)
	}
	return dst, nil
}

func isOctal(c byte) bool { return '0' <= c && c <= '7' }
