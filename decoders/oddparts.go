package decoders

import "bytes"

// readOddParts reads a multipart body as lenient readers do: requests-toolbelt and others part it wherever the boundary
// stands, also behind the closing delimiter, and for Python's email and Werkzeug a carriage return alone ends a line. Only
// parts that most readers do not see are read.
func (w *walk) readOddParts(r reading, boundary []byte) bool {
	inner := reading{level: r.level + 1}
	for start, i, wasOdd, closed := 0, 0, false, false; start < len(r.data); i++ {
		end, behind, odd := len(r.data), len(r.data), false
		if n := bytes.Index(r.data[start:], boundary); n >= 0 {
			end = start + n
			behind = end + len(boundary)
			next, last := delimiterAt(r.data, end, behind)
			odd = closed || next < 0
			closed = closed || last
		}
		if i > 0 && (wasOdd || odd) {
			if !w.x.countEntry("") {
				return w.tooMuch(r.data[start:])
			}
			if !w.readPart(oddPart(r.data[start:end:end]), i, inner) {
				return false
			}
		}
		start, wasOdd = behind, odd
	}
	return true
}

// oddPart takes what belongs to delimiters away from what stands between two boundaries.
func oddPart(data []byte) []byte {
	data = trimLineEnd(bytes.TrimSuffix(data, []byte("--")))
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("--")), " \t")
	if line, rest := cutLine(data); len(line) == 0 {
		return rest
	}
	return data
}

// cutLine cuts data behind its first line, which ends with CR LF or with either of them.
func cutLine(data []byte) (line, rest []byte) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0:
		return data, nil
	case data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n':
		return data[:i], data[i+2:]
	}
	return data[:i], data[i+1:]
}

// trimLineEnd takes one line end away.
func trimLineEnd(data []byte) []byte {
	if n := len(data); n > 0 && data[n-1] == '\n' {
		return bytes.TrimSuffix(data[:n-1], []byte("\r"))
	}
	return bytes.TrimSuffix(data, []byte("\r"))
}

// hasLoneReturn says whether a carriage return stands before something else than a line feed.
func hasLoneReturn(data []byte) bool {
	for {
		i := bytes.IndexByte(data, '\r')
		if i < 0 || i+1 == len(data) {
			return false
		}
		if data[i+1] != '\n' {
			return true
		}
		data = data[i+2:]
	}
}

// cutHeadersAnyhow is cutHeaders for readers that take a carriage return alone for the end of a line. In the headers it
// returns each line ends with a line feed.
func cutHeadersAnyhow(data []byte) (headers, body []byte) {
	for rest := data; len(rest) > 0; {
		var line []byte
		if line, rest = cutLine(rest); len(line) == 0 {
			return headers, rest
		}
		headers = append(append(headers, line...), '\n')
	}
	if startsHeader(data) {
		return headers, nil
	}
	return nil, data
}
