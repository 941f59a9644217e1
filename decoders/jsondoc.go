package decoders

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// jsonKind says what a text is as JSON.
type jsonKind uint8

const (
	noJSON       jsonKind = iota
	jsonString            // one string: a text in quotes
	jsonDocument          // one object or array
	jsonLines             // several values in a row, objects or arrays first
	jsonPrefix            // objects or arrays, and then something else
)

// documents is what a walk knows of the JSON documents it is in. They share their stacks: an inner one stands on top.
type documents struct {
	open  []container
	names []uint64 // prints of the names in the open objects
	// known holds prints of names that have been yielded. The members of a list of records repeat their names, and a
	// name that was looked at once need not be looked at again.
	known [64]uint64
}

// container is an open object or array.
type container struct {
	object bool
	names  int // where its names begin
}

// jsonKind looks at the first character, and checks the whole text only if that promises JSON. The size is of the first value.
func (w *walk) jsonKind(r *reading) (jsonKind, Size) {
	if len(r.data) == 0 || !beginsJSON[r.data[0]] {
		return noJSON, Size{}
	}
	text := jsonText(r.data)
	if len(text) == 0 || text[0] != '{' && text[0] != '[' && text[0] != '"' {
		return noJSON, Size{}
	}
	var s scanner
	end := s.value(text, 0)
	if end < 0 || w.tooDeep(*r) {
		return noJSON, Size{}
	}
	switch {
	case text[0] == '"' && end == len(text):
		return jsonString, s.size
	case text[0] == '"':
		return noJSON, Size{}
	case end == len(text):
		return jsonDocument, s.size
	}
	for end < len(text) {
		n := scanValue(text[end:])
		if n < 0 {
			return jsonPrefix, s.size
		}
		end += n
	}
	return jsonLines, s.size
}

// beginsJSON tells the first bytes of what jsonKind looks for, and of what jsonText takes away.
var beginsJSON = [256]bool{'{': true, '[': true, '"': true, ' ': true, '\n': true, '\t': true, '\r': true, '\xef': true}

func jsonText(data []byte) []byte { return trimSpace(bytes.TrimPrefix(data, utf8BOM)) }

// readJSON reads the strings and names of what jsonKind has found.
func (w *walk) readJSON(r reading, kind jsonKind, size Size) bool {
	plain := r.plain && isJSON(r.contentType)
	inner := reading{level: r.level + 1, plain: plain}
	text := jsonText(r.data)
	switch kind {
	case jsonDocument:
		return w.readDocument(text, size, inner, true)
	case jsonString:
		buf := w.x.buffer()
		child := reading{data: w.unquote(text, &buf), plain: plain, name: r.name}
		ok := w.descend(r, child, "")
		w.x.release(buf)
		return ok
	}
	for i := 0; len(text) > 0; i++ {
		var s scanner
		end := s.value(text, 0)
		if end < 0 {
			break
		}
		start := skipSpace(text, 0)
		if !w.x.countName() {
			return w.tooMuch(text[start:])
		}
		w.path = append(w.path, Step{Index: i, Enter: true})
		ok := w.readElement(JSON(text[start:end:end]), s.size, inner)
		w.path = w.path[:len(w.path)-1]
		if !ok {
			return false
		}
		text = text[skipSpace(text, end):]
	}
	return true
}

// readElement reads one of several values in a row.
func (w *walk) readElement(value JSON, size Size, inner reading) bool {
	if value.IsObject() || value.IsArray() {
		r := inner
		r.data = value
		return w.emit(&r, jsonDocument) && w.readDocument(value, size, inner, false) && w.leave(&r, jsonDocument)
	}
	if !value.IsString() {
		return true
	}
	buf := w.x.buffer()
	inner.data = w.unquote(value, &buf)
	ok := w.member(inner)
	w.x.release(buf)
	return ok
}

// readDocument reads the names and strings of an object or array, which must be valid, in one pass and without
// recursion. inner is what each of them is read as; enter says that the document stood as text in its parent.
func (w *walk) readDocument(doc JSON, size Size, inner reading, enter bool) bool {
	if !w.dialect && w.x.limits.mayExceed(doc, size) {
		for _, reason := range w.x.limits.Excesses(doc) {
			w.x.cut(reason, "")
		}
	}
	root, bottom, names := len(w.path), len(w.open), len(w.names)
	buf := w.x.buffer()
	ok := w.readMembers(doc, inner, enter, &buf)
	w.x.release(buf)
	w.path, w.open, w.names = w.path[:root], w.open[:bottom], w.names[:names]
	return ok
}

func (w *walk) readMembers(doc JSON, inner reading, enter bool, buf *[]byte) bool {
	bottom := len(w.open)
	maxOpen := bottom + nestingPerLevel*w.x.limits.Depth
	named := false // a name is due
	for i := 0; i < len(doc); {
		switch c := doc[i]; c {
		case '{', '[':
			if len(w.open) == maxOpen {
				w.x.cut(CutDepth, "")
				end := skipValue(doc, i)
				if !w.tooMuch(doc[i:end]) {
					return false
				}
				i = end
				continue
			}
			w.open = append(w.open, container{c == '{', len(w.names)})
			w.path = append(w.path, Step{Enter: enter && len(w.open) == bottom+1})
			if named = c == '{'; beginsBytes(doc, i) && !w.readByteList(doc, i, inner) {
				return false
			}
		case '}', ']':
			w.closeContainer()
		case ',':
			named = w.open[len(w.open)-1].object
			if !named {
				w.path[len(w.path)-1].Index++
			}
		case ':':
			named = false
		case '"':
			end, plain := skipString(doc, i)
			if (named || !w.open[len(w.open)-1].object) && !w.x.countName() {
				w.path = w.path[:len(w.path)-(len(w.open)-bottom)]
				return w.tooMuch(doc[i:])
			}
			if !w.readString(doc[i:end:end], inner, named, plain, buf) {
				return false
			}
			i = end
			continue
		}
		i++
	}
	return true
}

// tooMuch reads the part of a document that a limit leaves: as one text.
func (w *walk) tooMuch(data []byte) bool { return w.member(reading{data: data, final: true}) }

// readString reads a name, and makes it the last step of the path, or a value. It is plain if it has no escapes.
func (w *walk) readString(s JSON, r reading, named, plain bool, buf *[]byte) bool {
	r.data = s[1 : len(s)-1 : len(s)-1]
	if !named {
		if !plain {
			r.data = w.unquote(s, buf)
		}
		return w.member(r)
	}
	if !plain { // the path keeps the name, so that it cannot share the buffer
		r.data = s.Text(nil)
	}
	r.name = true
	last := &w.path[len(w.path)-1]
	last.Key = r.data
	print := maphash.Bytes(seed, r.data)
	w.names = append(w.names, print)
	if slot := &w.known[slotOf(r.data)%uint(len(w.known))]; *slot != print && !w.dialect {
		*slot = print
		return w.member(r)
	}
	return true
}

// slotOf is where a name is remembered. It does not depend on the seed, so that the same document has the same views in every
// process; whoever makes names that drive each other out gains a second look at them.
func slotOf(name []byte) uint {
	n := uint(len(name))
	if n == 0 {
		return 0
	}
	return n + 3*uint(name[0]) + 7*uint(name[n/2]) + 13*uint(name[n-1])
}

// unquote returns the characters of a string: in place, or in buf if there are escapes.
func (w *walk) unquote(s JSON, buf *[]byte) []byte {
	raw := s[1 : len(s)-1]
	if bytes.IndexByte(raw, '\\') < 0 || !w.x.affords(len(raw)) {
		return raw
	}
	*buf = unescape((*buf)[:0], raw)
	return *buf
}

// closeContainer leaves an object or array, and notices names that an object had twice.
func (w *walk) closeContainer() {
	last := w.open[len(w.open)-1]
	if names := w.names[last.names:]; last.object && !w.dialect && hasTwice(names, 1<<63) {
		w.x.cut(CutDuplicates, "")
	}
	w.names = w.names[:last.names]
	w.open = w.open[:len(w.open)-1]
	w.path = w.path[:len(w.path)-1]
}

// hasTwice says that two prints are the same, and changes their order. The second argument is the highest bit in which they may
// differ: by it they are divided, until there are few enough to compare each with each.
func hasTwice(prints []uint64, bit uint64) bool {
	if len(prints) > 16 && bit > 0 {
		ones := 0 // where those begin that have the bit
		for i, p := range prints {
			prints[i], prints[ones] = prints[ones], p
			if p&bit == 0 {
				ones++
			}
		}
		return hasTwice(prints[:ones], bit>>1) || hasTwice(prints[ones:], bit>>1)
	}
	for i, p := range prints {
		if slices.Contains(prints[:i], p) {
			return true
		}
	}
	return false
}
