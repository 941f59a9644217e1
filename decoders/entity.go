package decoders

import "bytes"

// An entity is a part of a multipart body, or a mail: header lines, an empty line, content (RFC 2045 section 2.4).

// startsHeader says whether data begins with a header line: a token and a colon.
func startsHeader(data []byte) bool {
	for i, c := range data {
		switch {
		case c == ':':
			return i > 0
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-':
		default:
			return false
		}
	}
	return false
}

// cutHeaders splits an entity at its first empty line. Without one all of it is content, unless it begins as a header.
func cutHeaders(data []byte) (headers, body []byte) {
	for i := 0; i < len(data); {
		n := bytes.IndexByte(data[i:], '\n')
		if n < 0 {
			break
		}
		line := bytes.TrimSuffix(data[i:i+n], []byte("\r"))
		if len(line) == 0 {
			return data[:i], data[i+n+1:]
		}
		i += n + 1
	}
	if startsHeader(data) {
		return data, nil
	}
	return nil, data
}

// nextHeader cuts the first header off, with the lines that continue it.
func nextHeader(headers []byte) (name, value, rest []byte) {
	end := 0
	for {
		n := bytes.IndexByte(headers[end:], '\n')
		if n < 0 {
			end = len(headers)
			break
		}
		end += n + 1
		if end >= len(headers) || headers[end] != ' ' && headers[end] != '\t' {
			break
		}
	}
	name, value, _ = bytes.Cut(headers[:end], []byte(":"))
	return trimSpace(name), trimSpace(value), headers[end:]
}

// header returns the value of the first header of that name, or nil.
func header(headers []byte, want string) []byte {
	for len(headers) > 0 {
		var name, value []byte
		name, value, headers = nextHeader(headers)
		if bytes.EqualFold(name, []byte(want)) {
			return value
		}
	}
	return nil
}

// nextParameter cuts the next "; name=value" off a header's value. Quotes around the value are taken away.
func nextParameter(value []byte) (name, text, rest []byte) {
	i := bytes.IndexByte(value, ';')
	if i < 0 {
		return nil, nil, nil
	}
	name, rest, _ = bytes.Cut(value[i+1:], []byte("="))
	name, rest = trimSpace(name), bytes.TrimLeft(rest, " \t")
	if len(rest) == 0 || rest[0] != '"' {
		end := bytes.IndexByte(rest, ';')
		if end < 0 {
			end = len(rest)
		}
		return name, trimSpace(rest[:end]), rest[end:]
	}
	for end := 1; end < len(rest); end++ {
		switch rest[end] {
		case '\\':
			end++ // browsers do not escape, and then a backslash stands before no quote
		case '"':
			return name, rest[1:end], rest[end+1:]
		}
	}
	return name, rest[1:], nil
}

// disposition returns the field name of a part, and whether the part is a file: by a file's name, as those do who take
// forms apart.
func disposition(headers []byte) (field []byte, file bool) {
	for rest := header(headers, "Content-Disposition"); len(rest) > 0; {
		var name, text []byte
		name, text, rest = nextParameter(rest)
		if field == nil && bytes.EqualFold(name, []byte("name")) {
			field = text
		}
		name, _, _ = bytes.Cut(name, []byte("*"))
		file = file || bytes.EqualFold(name, []byte("filename"))
	}
	return field, file
}

// readEntity reads the headers of an entity, the names in them, and its content as they declare it.
func (w *walk) readEntity(headers, body []byte, inner reading) bool {
	for rest := headers; len(rest) > 0; {
		var name, value []byte
		name, value, rest = nextHeader(rest)
		if !w.x.countName() {
			break
		}
		if !w.readHeader(name, value, inner) {
			return false
		}
	}
	inner.contentType = string(header(headers, "Content-Type"))
	inner.data = body
	_, file := disposition(headers)
	inner.bytes = file
	transfer := header(headers, "Content-Transfer-Encoding")
	var e Encoding
	var decode decodeFunc
	switch {
	case bytes.EqualFold(transfer, []byte("base64")):
		e, decode = Base64, decodeLenient
	case bytes.EqualFold(transfer, []byte("quoted-printable")):
		e, decode = Quoted, decodeQuoted
	default:
		return w.member(inner)
	}
	out, _ := w.x.undo(e, decode, body)
	w.via = append(w.via, e)
	inner.data = out
	inner.bytes = inner.bytes || e.yieldsBytes()
	ok := w.member(inner)
	w.via = w.via[:len(w.via)-1]
	w.x.release(out)
	return ok
}

// readHeader reads a header's value and the names in its parameters. The two headers that describe the content are
// read for their names only: the rest of them is a matter between programs.
func (w *walk) readHeader(name, value []byte, inner reading) bool {
	w.path = append(w.path, Step{Key: name})
	defer func() { w.path = w.path[:len(w.path)-1] }()
	if !bytes.EqualFold(name, []byte("Content-Disposition")) && !bytes.EqualFold(name, []byte("Content-Type")) {
		inner.data = value
		return w.member(inner)
	}
	inner.name = true
	var pieces []byte // RFC 2231 section 3: filename*0, filename*1 …
	for rest := value; len(rest) > 0; {
		var key, text []byte
		key, text, rest = nextParameter(rest)
		if bytes.EqualFold(key, []byte("boundary")) && bytes.EqualFold(name, []byte("Content-Type")) {
			continue
		}
		if !w.x.countName() {
			break
		}
		if i := bytes.IndexByte(key, '*'); i >= 0 && i+1 < len(key) {
			if !w.x.affords(len(text)) {
				break
			}
			pieces = append(pieces, text...)
		}
		inner.data = bytes.ReplaceAll(text, []byte(`\"`), []byte(`"`))
		if !w.readName(inner, key) {
			return false
		}
	}
	inner.data = pieces
	return w.readName(inner, []byte("*"))
}

// readName reads a name, and where its parameter may hold one (RFC 2231 section 4: "filename*", "filename*0*") also what
// stands behind its charset and language, in that charset. The percent signs in it are undone as in any text.
func (w *walk) readName(name reading, parameter []byte) bool {
	if !w.member(name) {
		return false
	}
	if len(parameter) == 0 || parameter[len(parameter)-1] != '*' {
		return true
	}
	charset, text := cutCharset(name.data)
	name.data = text
	if !w.member(name) {
		return false
	}
	if !undoesCharset(charset) {
		return true
	}
	return w.decodeAs(name, URL, decodeURL, func(parent reading, e Encoding, out []byte) bool {
		return w.descend(parent, reading{data: out, contentType: "; charset=" + charset, name: true}, e)
	})
}

// cutCharset returns what stands behind a charset and a language in apostrophes, either of which may be missing, or nil, and
// the charset.
func cutCharset(text []byte) (charset string, value []byte) {
	for i := range 2 {
		end := bytes.IndexByte(text, '\'')
		if end < 0 || bytes.ContainsFunc(text[:end], func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			return "", nil
		}
		if i == 0 {
			charset = string(text[:min(end, maxCharset)])
		}
		text = text[end+1:]
	}
	return charset, text
}

// maxCharset is how long the name of a charset may be that is looked at, in bytes: those that are undone have eight or fewer.
const maxCharset = 40
