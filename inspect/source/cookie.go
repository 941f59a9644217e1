package source

import (
	"bytes"

	"weir/decoders"
)

// eachCookie yields the names and the values in a Cookie header that a rule may mind. A value in quotation marks may hold
// the semicolons that part cookies: it is read both ways.
func (w *walker) eachCookie(header []byte, target Target) {
	closed := true // a quotation mark that begins a value may have one that ends it
	for rest := header; len(rest) > 0 && !w.done; {
		cookie, after, _ := bytes.Cut(rest, []byte(";"))
		name, value, _ := bytes.Cut(bytes.TrimSpace(cookie), []byte("="))
		w.under(decoders.Step{Key: name})
		if !unreadable(name) {
			w.emit(Field{Path: w.here, Target: target, IsName: true, Value: name})
		}
		if !unreadable(value) {
			w.emit(Field{Path: w.here, Target: target, Value: value})
		}
		if closed && len(after) > 0 && len(value) > 0 && value[0] == '"' && bytes.IndexByte(name, '"') < 0 && quotedEnd(value) < 0 {
			whole := rest[bytes.IndexByte(rest, '"'):]
			if end := quotedEnd(whole); end > 0 {
				w.emit(Field{Path: w.here, Target: target, Value: whole[:end]})
			} else {
				closed = false
			}
		}
		w.leave(1)
		rest = after
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
