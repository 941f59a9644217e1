package decoders

import "bytes"

// A text may be in a format that nobody declared: rows of cells, lines of "name: value", documents behind a line of junk, a
// dialect of JSON. A handler that reads it judges each value alone, and so must the rules: a quotation mark in front, which
// belongs to another value, would change what they see behind it. So a text that holds one and looks like such a format is
// also read value by value.

// maxSplits is how often a text is cut into pieces on one way: lines may hold rows of cells in a string. Each time costs a few
// times the text's length.
const maxSplits = 2

// minValue is the length of the shortest piece that is read: an attack takes a quotation mark and a word.
const minValue = 4

// readValues reads the pieces of a text. What a limit of depth leaves of them has been read in the whole.
func (w *walk) readValues(r reading, t traits) bool {
	if t&quoting == 0 || r.name || w.splits == maxSplits || len(r.data) < 2*minValue || r.level >= w.x.limits.Depth ||
		r.bytes && rubbish(r.data, 0) > 0 {
		return true
	}
	braced := bytes.IndexByte(r.data, '{') >= 0 || bytes.IndexByte(r.data, '[') >= 0
	if !braced && t&newline == 0 && bytes.IndexByte(r.data, ',') < 0 || r.instruction || startsXML(trimSpace(r.data)) {
		return true
	}
	if w.splits++; w.splits == 1 {
		w.whole = len(w.path)
	}
	s := splitter{w: w, r: r}
	ok := (t&newline == 0 || s.documents() && s.pairs()) && s.rows(t&newline != 0) && (!braced || s.dialects())
	w.splits--
	return ok
}

// splitter cuts one text into pieces.
type splitter struct {
	w *walk
	r reading

	at             int  // up to here quotation marks are counted
	single, double bool // whether a mark of the kind is left open there
	full           bool // a limit leaves the other pieces
}

// piece reads one piece, unless it says nothing alone that it does not say in the whole: words and numbers without any mark.
func (s *splitter) piece(data []byte) bool {
	data = trimSpace(data)
	if len(data) < minValue || len(data) == len(s.r.data) {
		return true
	}
	if t := traitsOf(data); t&quoting == 0 && (t.simple() || t.numeric()) {
		return true
	}
	if s.full = s.full || !s.w.x.countName(); s.full { // the whole has been read
		return true
	}
	return s.w.descend(s.r, reading{data: data[:len(data):len(data)]}, "")
}

// fromStart lets value count from the text's beginning.
func (s *splitter) fromStart() { s.at, s.single, s.double = 0, false, false }

// value reads a piece that is a part of the text, unless quotation marks are in pairs before it and none is in it: then it says in the
// whole what it says alone. It begins at that index, or a mark or a name before it.
func (s *splitter) value(data []byte, at int) bool {
	for ; s.at < at; s.at++ {
		switch s.r.data[s.at] {
		case '\'':
			s.single = !s.single
		case '"':
			s.double = !s.double
		}
	}
	if !s.single && !s.double && bytes.IndexByte(data, '\'') < 0 && bytes.IndexByte(data, '"') < 0 {
		return true
	}
	return s.piece(data)
}

// documents reads the lines that are JSON, among others that are not.
func (s *splitter) documents() bool {
	for rest := s.r.data; len(rest) > 0; {
		var line []byte
		line, rest = cutLine(rest)
		if line = trimSpace(line); len(line) == 0 || line[0] != '{' && line[0] != '[' {
			continue
		}
		if _, is := ParseJSON(line); is && !s.piece(line) {
			return false
		}
	}
	return true
}

// dialects reads the documents of lenient JSON that parsers find: those of JSON5, JavaScript, Python or YAML take the whole text, a log
// or a callback has words in front of the document and more behind it.
func (s *splitter) dialects() bool {
	last := -1
	for _, start := range [...]int{0, bytes.IndexByte(s.r.data, '{'), bytes.IndexByte(s.r.data, '[')} {
		if start == last || start < 0 || !beginsLenient(s.r.data[start:]) {
			continue
		}
		last = start
		if !s.w.readFirst(s.r, s.r.data[start:]) {
			return false
		}
	}
	return true
}

// readFirst reads the document of lenient JSON with which a text begins, if one does.
func (w *walk) readFirst(r reading, text []byte) bool {
	strict, err := w.x.undo("", appendFirst, text)
	defer w.x.release(strict)
	var s scanner
	if err != nil || s.value(strict, 0) != len(strict) {
		return true
	}
	before := w.dialect
	w.dialect = true
	ok := w.readDocument(strict, s.size, reading{level: r.level + 1, plain: r.plain}, true)
	w.dialect = before
	return ok
}

// pairs reads the values of lines that each name one: INI files and properties, YAML without depth, events of a server.
func (s *splitter) pairs() bool {
	lines, found := 0, 0
	for rest := s.r.data; len(rest) > 0; {
		var line []byte
		if line, rest = cutLine(rest); len(trimSpace(line)) == 0 {
			continue
		}
		if lines++; isRemark(line) {
			continue
		}
		if valueOf(line) == nil {
			return true
		}
		found++
	}
	if found == 0 || lines < 2 {
		return true
	}
	s.fromStart()
	for rest := s.r.data; len(rest) > 0; {
		at := len(s.r.data) - len(rest)
		var line []byte
		if line, rest = cutLine(rest); isRemark(line) {
			continue
		}
		value := trimSpace(valueOf(line))
		if n := len(value); n > 1 && (value[0] == '\'' || value[0] == '"') && value[n-1] == value[0] {
			value = value[1 : n-1]
		}
		if !s.value(value, at) {
			return false
		}
	}
	return true
}

// isRemark says whether a line is a comment or the head of a section.
func isRemark(line []byte) bool {
	line = trimSpace(line)
	return len(line) > 0 && (line[0] == '#' || line[0] == ';' || line[0] == '[' && line[len(line)-1] == ']')
}

// valueOf returns what stands behind a line's name, or behind its hyphen, or nil if there is neither.
func valueOf(line []byte) []byte {
	line = bytes.TrimLeft(line, " \t")
	if len(line) > 1 && line[0] == '-' && line[1] == ' ' {
		return line[2:]
	}
	for i, c := range line {
		switch {
		case c == '=' || c == ':':
			if i == 0 {
				return nil
			}
			return line[i+1:]
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == '-', c == '.':
		case c == ' ' && i+2 < len(line) && (line[i+1] == '=' || line[i+1] == ':'):
		default:
			return nil
		}
	}
	return nil
}
