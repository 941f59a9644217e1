package decoders

import "bytes"

// readForm reads the names and values of application/x-www-form-urlencoded (URL Standard, section 5.1), each with its
// percent-encoding undone. Nothing is malformed there. Between the pairs stands separator.
func (w *walk) readForm(r reading, separator byte, declared bool) bool {
	if w.tooDeep(r) {
		return true
	}
	inner := reading{level: r.level + 1, plain: declared}
	for rest := r.data; len(rest) > 0; {
		pair, after, _ := cutByte(rest, separator)
		if len(pair) > 0 && !w.x.countName() {
			return w.tooMuch(rest)
		}
		rest = after
		if separator == ';' {
			pair = trimSpace(pair)
		}
		if len(pair) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(pair, []byte("="))
		if !w.readField(inner, name, value) {
			return false
		}
	}
	return true
}

// readField reads one name and its value. Their undecoded forms stand in the whole text, which has been read.
func (w *walk) readField(inner reading, name, value []byte) bool {
	key, _ := w.x.undo(Form, decodeForm, name)
	if key == nil {
		key = []byte{} // a step without a key is an index
	}
	w.path = append(w.path, Step{Key: key, Enter: true})
	inner.name = true
	ok := w.readFormText(inner, name, key)
	if ok {
		inner.name = false
		text, _ := w.x.undo(Form, decodeForm, value)
		ok = w.readFormText(inner, value, text)
		w.x.release(text)
	}
	w.path = w.path[:len(w.path)-1]
	w.x.release(key)
	return ok
}

// readFormText reads a decoded name or value. Base64 that was not encoded for a form has lost its "+" by then: for it the
// text is read with "+" as a plus, too.
func (w *walk) readFormText(m reading, raw, text []byte) bool {
	m.data = text
	if bytes.Equal(raw, text) {
		return w.member(m)
	}
	w.via = append(w.via, Form)
	ok := w.member(m)
	w.via = w.via[:len(w.via)-1]
	if !ok || bytes.IndexByte(raw, '+') < 0 {
		return ok
	}
	return w.decodeAs(reading{data: raw, level: m.level - 1, name: m.name}, URL, decodeURL, func(_ reading, e Encoding, out []byte) bool {
		w.via = append(w.via, e)
		ok := w.readBase64(&reading{data: out, level: m.level, name: m.name}, traitsOf(out))
		w.via = w.via[:len(w.via)-1]
		return ok
	})
}

// sniffForm reads a text as a form that nobody declared: fields with harmless names, all with "=", at least two. Values may
// hold raw spaces and lines, as parsers allow, but for lists of cookies, whose values are forms. Semicolons part the pairs for
// older parsers, and where a program says so; then the values matter only if one may hide another.
func (w *walk) sniffForm(r *reading, t traits) bool {
	if t&equals == 0 || isForm(r.contentType) {
		return true
	}
	cookies := t&semicolon != 0 && bytes.Contains(r.data, []byte("; "))
	if t&ampersand != 0 && !cookies && looksLikeForm(r.data, '&') && !w.readForm(*r, '&', false) {
		return false
	}
	return t&semicolon == 0 || t&(quoting|percent) == 0 || !looksLikeForm(r.data, ';') || w.readForm(*r, ';', false)
}

func looksLikeForm(data []byte, separator byte) bool {
	inName, length, pairs := true, 0, 0
	for _, c := range data {
		switch {
		case c == separator:
			if inName {
				return false
			}
			inName, length = true, 0
		case !inName:
		case c == '=':
			if length == 0 {
				return false
			}
			inName = false
			pairs++
		case c == ' ' && length == 0 && separator == ';': // as between cookies
		case c <= ' ', notInName[c]:
			return false
		default:
			length++
		}
	}
	return pairs > 1 && (!inName || separator == ';' && length == 0)
}

// notInName are the characters that the names of fields do not have in markup, links and prose.
var notInName = [256]bool{'<': true, '>': true, '"': true, '\'': true, '/': true, '?': true, '(': true, ';': true}

// cutByte is bytes.Cut at one byte.
func cutByte(data []byte, separator byte) (before, after []byte, found bool) {
	if i := bytes.IndexByte(data, separator); i >= 0 {
		return data[:i], data[i+1:], true
	}
	return data, nil, false
}
