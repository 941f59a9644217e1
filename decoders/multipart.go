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
	_, rest, last := cutDelimiter(r.data, boundary)
	for i := 0; rest != nil && !last; i++ {
		var part []byte
		before := rest
		part, rest, last = cutDelimiter(rest, boundary)
		if !w.x.countEntry("") {
			return w.tooMuch(before), true
		}
		if !w.readPart(part, i, reading{level: r.level + 1, plain: declared}) {
			return false, true
		}
	}
	return true, last
}

// leadingBoundary returns the boundary of a body that begins with a delimiter line and a part's header.
func leadingBoundary(data []byte) []byte {
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimRight(line, "\r \t")
	if !ok || len(line) < 3 || string(line[:2]) != "--" || len(line) > 2+maxBoundary || !startsHeader(rest) {
		return nil
	}
	return line[2:]
}

// maxBoundary bounds a boundary that nobody declared. RFC 2046 section 5.1.1 allows 70 characters.
const maxBoundary = 100

// cutDelimiter returns what stands before and behind the next delimiter line, and whether it is the closing one.
// Without a delimiter everything stands before, and behind is nil.
func cutDelimiter(data, boundary []byte) (before, behind []byte, last bool) {
	for from := 0; ; {
		i := bytes.Index(data[from:], boundary)
		if i < 0 {
			return data, nil, false
		}
		i += from
		from = i + len(boundary)
		if i < 2 || string(data[i-2:i]) != "--" || i > 2 && data[i-3] != '\n' {
			continue
		}
		before = bytes.TrimSuffix(data[:i-2], []byte("\n"))
		before = bytes.TrimSuffix(before, []byte("\r"))
		tail := data[from:]
		if bytes.HasPrefix(tail, []byte("--")) {
			return before, tail, true
		}
		// Only white space may follow on the delimiter's line: else it is the beginning of a longer boundary.
		if line, rest, ok := bytes.Cut(tail, []byte("\n")); ok && len(trimSpace(line)) == 0 {
			return before, rest[:len(rest):len(rest)], false
		}
	}
}

// readPart reads one part: its names, its headers and its content.
func (w *walk) readPart(part []byte, index int, inner reading) bool {
	headers, body := cutHeaders(part)
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
func (w *walk) sniffMIME(r reading, t traits) bool {
	if t&newline == 0 || isMultipart(r.contentType) {
		return w.readWords(r, t)
	}
	if boundary := leadingBoundary(r.data); boundary != nil {
		ok, _ := w.readMultipart(r, boundary, false)
		return ok
	}
	if !startsHeader(r.data) {
		return w.readWords(r, t)
	}
	headers, body := cutHeaders(r.data)
	if header(headers, "MIME-Version") == nil && header(headers, "Content-Type") == nil {
		return w.readWords(r, t)
	}
	return w.tooDeep(r) || w.readEntity(headers, body, reading{level: r.level + 1})
}
