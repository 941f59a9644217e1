package decoders

import "bytes"

// xmlReader is the reading of one XML document.
type xmlReader struct {
	w     *walk
	inner reading
	text  []byte // the characters since the last tag, references undone: comments and sections do not part them
	root  int    // length of the path outside
	depth int    // open elements
	// unbalanced says that an element was closed that had not been opened.
	unbalanced bool
}

// readXML reads the characters, the attributes' values, the declarations, comments and instructions of an XML document as texts. whole is
// false if it does not parse.
func (w *walk) readXML(r reading, declared bool) (ok, whole bool) {
	if w.tooDeep(r) {
		return true, true
	}
	x := xmlReader{w: w, inner: reading{level: r.level + 1, plain: declared}, text: w.x.buffer(), root: len(w.path)}
	s := xmlScanner{rest: bytes.TrimPrefix(r.data, utf8BOM)}
	ok = true
	for ok {
		before := s.rest
		t := s.next()
		if t.kind == xmlEnd {
			break
		}
		if t.kind != xmlOther && !w.x.countName() {
			s.rest, x.depth = nil, 0
			w.path = w.path[:x.root]
			ok = w.tooMuch(before)
			break
		}
		ok = x.read(t)
	}
	ok = ok && x.flush()
	w.path = w.path[:x.root]
	w.x.release(x.text)
	return ok, !s.broken && !x.unbalanced && x.depth == 0
}

func (x *xmlReader) read(t xmlToken) bool {
	switch t.kind {
	case xmlText:
		x.add(t.text, true)
	case xmlCDATA:
		x.add(t.text, false)
	case xmlComment, xmlProgram:
		m := x.inner
		m.data, m.instruction = trimSpace(t.text), t.kind == xmlProgram
		return x.w.member(m)
	case xmlDecl:
		return x.flush() && x.declaration(t.text)
	case xmlOpen, xmlEmpty:
		if !x.flush() {
			return false
		}
		x.open(t.name)
		ok := x.attributes(t.text)
		if t.kind == xmlEmpty {
			x.close()
		}
		return ok
	case xmlClose:
		ok := x.flush()
		x.close()
		return ok
	}
	return true
}

// open makes an element the path's last step, as long as the path is not deeper than a document may nest: below, its
// characters are read under their last ancestor that has one.
func (x *xmlReader) open(name []byte) {
	x.depth++
	if x.depth <= x.maxDepth() {
		x.w.path = append(x.w.path, Step{Key: name, Enter: x.depth == 1})
	}
}

func (x *xmlReader) close() {
	if x.depth == 0 {
		x.unbalanced = true
		return
	}
	if x.depth <= x.maxDepth() {
		x.w.path = x.w.path[:len(x.w.path)-1]
	}
	x.depth--
}

func (x *xmlReader) maxDepth() int { return nestingPerLevel * x.w.x.limits.Depth }

// add appends characters to those of the element at hand, unless there is no room for them.
func (x *xmlReader) add(text []byte, references bool) {
	switch {
	case !x.w.x.affords(len(text)):
	case references:
		x.text, _ = decodeReferences(x.text, text, quota{limit: len(text)})
	default:
		x.text = append(x.text, text...)
	}
}

// flush reads the characters gathered so far.
func (x *xmlReader) flush() bool {
	m := x.inner
	m.data = trimSpace(x.text)
	x.text = x.text[:0]
	return x.w.member(m)
}

// declaration reads a document type with its entities, and what numeric references in it hide.
func (x *xmlReader) declaration(text []byte) bool {
	m := x.inner
	m.data = text
	if !x.w.member(m) {
		return false
	}
	return x.w.decodeAs(m, "", decodeReferences, func(_ reading, _ Encoding, out []byte) bool {
		if bytes.Equal(out, text) {
			return true
		}
		m.data = out
		return x.w.member(m)
	})
}

func (x *xmlReader) attributes(text []byte) bool {
	for text = trimSpace(text); len(text) > 0; {
		var name, value []byte
		name, value, text = nextAttribute(text)
		if len(value) == 0 {
			continue
		}
		if !x.w.x.countName() {
			return true
		}
		if !x.attribute(name, value) {
			return false
		}
	}
	return true
}

func (x *xmlReader) attribute(name, value []byte) bool {
	w := x.w
	w.path = append(w.path, Step{Key: name})
	ok := w.decodeAs(reading{data: value}, "", decodeReferences, func(_ reading, _ Encoding, out []byte) bool {
		m := x.inner
		m.data = out
		return w.member(m)
	})
	w.path = w.path[:len(w.path)-1]
	return ok
}

// sniffXML reads a text that nobody declared as XML if it begins as a document, or as an element that is whole.
func (w *walk) sniffXML(r *reading) bool {
	if len(r.data) == 0 || r.data[0] != '<' && r.data[0] > ' ' && r.data[0] != utf8BOM[0] {
		return true
	}
	text := trimSpace(bytes.TrimPrefix(r.data, utf8BOM))
	if len(text) < 4 || text[0] != '<' || isXML(r.contentType) || r.instruction {
		return true
	}
	if !startsXML(text) && !isElement(text) {
		return true
	}
	ok, _ := w.readXML(reading{data: text, level: r.level}, false)
	return ok
}

func startsXML(text []byte) bool {
	for _, start := range []string{"<?xml", "<!DOCTYPE"} {
		if len(text) > len(start) && bytes.EqualFold(text[:len(start)], []byte(start)) {
			return true
		}
	}
	return false
}

// isElement says whether every tag of a text is closed again, and nothing stands outside of the first element.
func isElement(text []byte) bool {
	s := xmlScanner{rest: text}
	for depth := 0; ; {
		t := s.next()
		switch t.kind {
		case xmlEnd:
			return false
		case xmlOpen:
			depth++
		case xmlClose:
			depth--
		}
		if depth <= 0 {
			return depth == 0 && !s.broken && len(s.rest) == 0 && (t.kind == xmlClose || t.kind == xmlEmpty)
		}
	}
}
