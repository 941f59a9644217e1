package decoders

import "bytes"

// readMultipart reads the parts of a multipart body (RFC 2046 section 5.1, RFC 7578). whole is false if the delimiters
// do not add up: nothing, or not everything, has been read then.
func (w *walk) readMultipart(r reading, boundary []byte, declared bool) (ok, whole bool) {
	if w.tooDeep(r) {
		return true, true
	}
	if len(boundary) == 0 {
		boundary = leadingBoundary(r.data)
	}
	if len(boundary) == 0 {
		return true, false
	}
	d := delimiters{boundary: boundary}
	inner := reading{level: r.level + 1, plain: declared}
	before, rest, last := d.cut(r.data)
	if rest != nil && !w.readAround(before, inner) {
		return false, true
	}
	for i := 0; rest != nil && !last; i++ {
		var part []byte
		left := rest
		part, rest, last = d.cut(rest)
		if !w.x.countEntry("") {
			return w.tooMuch(left), true
		}
		if !w.readPart(part, i, inner) {
			return false, true
		}
	}
	if last && !w.readAround(rest[len("--"):], inner) {
		return false, true
	}
	if d.odd || last && bytes.Contains(rest, boundary) {
		return w.readOddParts(r, boundary), last
	}
	return true, last
}

// readAround reads the text before the first delimiter, or behind the last one: some readers take it for a part.
func (w *walk) readAround(text []byte, inner reading) bool {
	inner.data, inner.plain = trimSpace(text), false
	return w.member(inner)
}

// leadingBoundary returns the boundary of a body that begins with a delimiter line and a part's header.
func leadingBoundary(data []byte) []byte {
	line, rest := cutLine(data)
	line = bytes.TrimRight(line, " \t")
	if len(line) < 3 || string(line[:2]) != "--" || len(line) > 2+maxBoundary || !startsHeader(rest) {
		return nil
	}
	return line[2:]
}

// maxBoundary bounds a boundary that nobody declared. RFC 2046 section 5.1.1 allows 70 characters.
const maxBoundary = 100

// delimiters finds the lines that part a body, as most readers do.
type delimiters struct {
	boundary []byte
	odd      bool // the boundary stands where only some readers see a delimiter
}

// cut returns what stands before and behind the next delimiter line, and whether it is the closing one. Without a
// delimiter everything stands before, and behind is nil.
func (d *delimiters) cut(data []byte) (before, behind []byte, last bool) {
	for from := 0; ; {
		i := bytes.Index(data[from:], d.boundary)
		if i < 0 {
			return data, nil, false
		}
		i += from
		from = i + len(d.boundary)
		if next, last := delimiterAt(data, i, from); next >= 0 {
			return trimLineEnd(data[:i-2]), data[next:len(data):len(data)], last
		}
		d.odd = true
	}
}

// delimiterAt says where the line ends whose delimiter has its boundary between two indexes, or -1 if most readers see no
// delimiter there. Of the closing one nothing behind the boundary belongs to it.
func delimiterAt(data []byte, start, end int) (next int, last bool) {
	if start < 2 || string(data[start-2:start]) != "--" || start > 2 && data[start-3] != '\n' {
		return -1, false
	}
	if bytes.HasPrefix(data[end:], []byte("--")) {
		return end, true
	}
	// Only white space may follow on the delimiter's line: else it is the beginning of a longer boundary.
	for i := end; i < len(data) && isSpace(data[i]); i++ {
		if data[i] == '\n' {
			return i + 1, false
		}
	}
	return -1, false
}

// readPart reads one part: its names, its headers and its content.
func (w *walk) readPart(part []byte, index int, inner reading) bool {
	headers, body := cutHeaders(part)
	if !w.readPartOf(headers, body, index, inner) {
		return false
	}
	if !hasLoneReturn(headers) {
		return true
	}
	inner.plain = false
	headers, body = cutHeadersAnyhow(part)
	return w.readPartOf(headers, body, index, inner)
}

func (w *walk) readPartOf(headers, body []byte, index int, inner reading) bool {
	name, _ := disposition(headers)
	step := Step{Index: index, Enter: true}
	if name != nil {
		step.Key = name
	}
	w.path = append(w.path, step)
	ok := w.readEntity(headers, body, inner)
	w.path = w.path[:len(w.path)-1]
	return ok
}

// sniffMIME reads a text that nobody declared as a mail or as a multipart body, if it begins like one. The encoded words
// of a mail are undone header by header, those of any other text wherever they stand.
func (w *walk) sniffMIME(r *reading, t traits) bool {
	if t&newline == 0 || isMultipart(r.contentType) {
		return w.readWords(r, t)
	}
	if boundary := leadingBoundary(r.data); boundary != nil {
		ok, _ := w.readMultipart(*r, boundary, false)
		return ok
	}
	if !startsHeader(r.data) {
		return w.readWords(r, t)
	}
	headers, body := cutHeaders(r.data)
	if hasLoneReturn(headers) {
		headers, body = cutHeadersAnyhow(r.data)
	}
	if header(headers, "MIME-Version") == nil && header(headers, "Content-Type") == nil {
		return w.readWords(r, t)
	}
	return w.tooDeep(*r) || w.readEntity(headers, body, reading{level: r.level + 1})
}
