package source

import (
	"bytes"

	"weir/decoders"
)

// eachCookie yields the names and the values in a Cookie header that a rule may mind. A value in quotation marks may hold
// the semicolons that part cookies: it is read both ways.
func (r *request) eachCookie(header []byte) {
	closed := true // a quotation mark that begins a value may have one that ends it
	for rest := header; len(rest) > 0 && !r.done; {
		var cookie []byte
		cookie, rest, _ = bytes.Cut(rest, []byte(";"))
		name, value, _ := bytes.Cut(bytes.TrimSpace(cookie), []byte("="))
		r.under(decoders.Step{Key: name})
		if !unreadable(name) {
			r.emit(Field{Path: r.here, Target: Cookie, IsName: true, Value: name})
		}
		if !unreadable(value) {
			r.emit(Field{Path: r.here, Target: Cookie, Value: value})
		}
		if closed && len(rest) > 0 && len(value) > 0 && value[0] == '"' && quotedEnd(value) < 0 {
			whole := header[len(header)-len(rest)-1-len(value):]
			if end := quotedEnd(whole); end > 0 {
				r.emit(Field{Path: r.here, Target: Cookie, Value: whole[:end]})
			} else {
				closed = false
			}
		}
		r.leave(1)
	}
}

// quotedEnd returns the end of the text in quotation marks that a text begins with, or -1. A backslash takes the next sign along.
func quotedEnd(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}
