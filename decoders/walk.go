package decoders

import (
	"bytes"
	"hash/maphash"
	"slices"
)

// walk goes through the readings of one value, deepest first. All its methods return false once nobody wants more.
type walk struct {
	x     *Expander
	yield func(View) bool
	path  Path
	via   Via

	// seen holds prints of the texts read between a document's member and here, so that two ways to the same text
	// are one view. base is where the present member's begin.
	seen []uint64
	base int

	splits int // texts cut into pieces on the way here
	whole  int // steps of the path to the first of them
	// dialect says that the document is one of lenient JSON in a text. It may be a program as well: its names are no parameter's, and
	// what it has too much of is no parser's trouble.
	dialect bool

	format Format // as View has it

	documents
}

// keepRoom is how many elements of its lists a walk keeps for the next invocation, in numbers: what honest documents need.
const keepRoom = 1 << 10

// forget lets go of the value that was read last: of its bytes, and of the memory that few others will need.
func (w *walk) forget() {
	if max(cap(w.path), cap(w.via), cap(w.seen), cap(w.open), cap(w.names)) > keepRoom {
		*w = walk{x: w.x}
		return
	}
	clear(w.path[:cap(w.path)])
	w.path = w.path[:0]
}

// maxSeen bounds the prints that are compared: a value has few readings, and one with more is read twice at worst.
const maxSeen = 64

// seed makes prints that a sender cannot foresee.
var seed = maphash.MakeSeed()

// reading is a text on its way down.
type reading struct {
	data        []byte
	contentType string // as declared for the text; "" if nothing is
	level       int    // encodings undone and documents entered so far, but for declared encodings
	declared    bool
	plain       bool
	name        bool
	instruction bool       // of XML, or its document type, with marks by which it looks like another document
	simple      bool       // as View has it
	bytes       bool       // nothing says that it is text: it came out of Base64 or a compression, or is a file
	guessed     bool       // and it may have come out of no Base64 at all
	opaque      bool       // as View has it
	file        fileReader // of a known format, in which nothing else is looked for; nil if it is none
	around      []byte     // the text without its data URIs, if it has any
	wraps       bool       // it is Base64 of a file of a known format, and nothing else
	final       bool       // a limit has been reached: the text is shown, and nothing is looked for in it
}

// start undoes the declared encodings and reads what comes out of them.
func (w *walk) start(value []byte, hint Hint) {
	w.path, w.via, w.seen, w.base, w.splits, w.dialect = w.path[:0], w.via[:0], w.seen[:0], 0, 0, false
	w.format = ""
	w.documents = documents{open: w.open[:0], names: w.names[:0]}
	data, rest := w.undoDeclared(value, hint.Encodings)
	r := reading{data: data, contentType: hint.ContentType, declared: true, plain: true}
	r.bytes = hint.Bytes || w.cameAsBytes()
	if w.read(&r) {
		w.readUndeclared(rest)
	}
	if len(hint.Encodings) > 0 && !sameBytes(data, value) {
		w.x.release(data)
	}
}

func sameBytes(a, b []byte) bool { return len(a) > 0 && len(b) > 0 && &a[0] == &b[0] }

// doubt is a text that a handler may read instead of the one that the declaration leads to.
type doubt struct {
	data   []byte
	via    int   // how many encodings have been undone on the way to it
	failed codec // what could not be undone: its partial or lenient readings are meant, not data itself
}

// undoDeclared undoes encodings as long as it can. The second result is what else a handler may read: the text
// before the last encoding, if that encoding could not be undone, or if the text does not look encoded at all.
func (w *walk) undoDeclared(value []byte, encodings []Encoding) ([]byte, doubt) {
	data := value
	var other doubt
	for i, e := range encodings {
		if e == Zip {
			continue // an archive is read as a document, by its magic number
		}
		if i >= w.x.limits.Depth {
			w.x.cut(CutDepth, e)
			break
		}
		c, known := codecOf(e)
		if !known {
			w.x.cut(CutUndecoded, e)
			break
		}
		out, err := w.x.undo(e, c.decode, data)
		if err != nil {
			w.x.release(out)
			// A gateway that decompressed the body may leave the header: then the body is text.
			if c.compresses && packed(data) == "" && IsText(data) {
				other = doubt{data, len(w.via), c}
				continue
			}
			if e != Base64 || i+1 < len(encodings) {
				w.x.cut(CutUndecoded, e)
			} // else all that any decoder makes of it is read: nothing is left out
			return data, doubt{data, len(w.via), c}
		}
		if c.compresses && IsText(data) {
			other = doubt{data: data, via: len(w.via)}
		} else if len(w.via) > 0 && len(other.data) == 0 {
			w.x.release(data)
		}
		w.via = append(w.via, e)
		data = out
	}
	return data, other
}

// readUndeclared reads what a handler may see that does not do as the declaration says, or does it leniently.
func (w *walk) readUndeclared(d doubt) {
	w.via = w.via[:min(d.via, len(w.via))]
	r := reading{data: d.data, bytes: w.cameAsBytes()}
	switch {
	case d.data == nil:
	case d.failed.decode == nil:
		w.descend(reading{}, r, "")
	case d.failed.encoding == Base64:
		for _, decode := range lenientBase64 {
			if !w.decodeAs(r, Base64, decode, w.derive) {
				return
			}
		}
	case d.failed.compresses:
		out, _ := w.x.undo(d.failed.encoding, d.failed.decode, d.data)
		w.derive(r, d.failed.encoding, out)
		w.x.release(out)
	}
}

// decodeAs undoes an encoding that somebody has recognised, and lets then read the outcome.
func (w *walk) decodeAs(r reading, e Encoding, decode decodeFunc, then func(reading, Encoding, []byte) bool) bool {
	out, err := w.x.undo(e, decode, r.data)
	ok := err != nil || then(r, e, out)
	w.x.release(out)
	return ok
}

// derive reads what undoing an encoding made of parent.
func (w *walk) derive(parent reading, e Encoding, text []byte) bool {
	return w.descend(parent, reading{data: text, name: parent.name, bytes: parent.bytes || e.yieldsBytes()}, e)
}

// descend reads child, unless it has been read before or is too deep.
func (w *walk) descend(parent, child reading, e Encoding) bool {
	if len(child.data) == 0 || bytes.Equal(parent.data, child.data) || w.sawBefore(parent.data, child.data) {
		return true
	}
	child.level = parent.level + 1
	if child.level > w.x.limits.Depth {
		w.x.cut(CutDepth, e)
		return true
	}
	if e != "" {
		w.via = append(w.via, e)
		defer func() { w.via = w.via[:len(w.via)-1] }()
	}
	return w.read(&child)
}

// tooDeep says that a document may not be entered any more, and notes it.
func (w *walk) tooDeep(r reading) bool {
	if r.level >= w.x.limits.Depth {
		w.x.cut(CutDepth, "")
		return true
	}
	return false
}

func (w *walk) sawBefore(parent, child []byte) bool {
	if len(w.seen) == w.base && parent != nil {
		w.seen = append(w.seen, maphash.Bytes(seed, parent))
	}
	print := maphash.Bytes(seed, child)
	if slices.Contains(w.seen[w.base:], print) {
		return true
	}
	if len(w.seen)-w.base < maxSeen {
		w.seen = append(w.seen, print)
	}
	return false
}

// member reads a part of a document, to which path leads already. Its prints are its own: the same text in two members
// is two views.
func (w *walk) member(m reading) bool {
	if len(m.data) == 0 {
		return true
	}
	base := w.base
	w.base = len(w.seen)
	ok := w.read(&m)
	w.seen = w.seen[:w.base]
	w.base = base
	return ok
}

// read yields a text, and then everything that it may hold.
func (w *walk) read(r *reading) bool {
	if w.x.late(len(r.data)) {
		return false
	}
	if r.final {
		return w.emit(r, noJSON)
	}
	if r.contentType == "" && (len(r.data) == 0 || !beginsJSON[r.data[0]]) {
		t := traitsOf(r.data)
		r.simple = t.simple()
		w.recognise(r)
		r.around = w.aroundURIs(r)
		ok := w.emitText(r) && w.guess(r, t)
		w.x.release(r.around)
		return ok
	}
	kind, size := w.jsonKind(r)
	if kind == jsonDocument {
		r.data = jsonText(r.data)
	}
	if (kind == noJSON || kind == jsonPrefix) && !isTextual(r.contentType) {
		w.recognise(r)
	}
	if kind == noJSON && r.contentType == "" {
		r.around = w.aroundURIs(r)
		ok := w.emitText(r) && w.guess(r, traitsOf(r.data))
		w.x.release(r.around)
		return ok
	}
	if !w.emit(r, kind) {
		return false
	}
	if r.contentType != "" {
		if ok, done := w.readDeclared(*r, kind); !ok || done {
			return ok
		}
	}
	if kind != noJSON {
		if ok := w.readJSON(*r, kind, size) && w.leave(r, kind); !ok || kind != jsonPrefix {
			return ok
		}
	}
	return w.guess(r, traitsOf(r.data))
}

// recognise says of bytes whether they are a file of a known format, or no text at all.
func (w *walk) recognise(r *reading) {
	if !r.bytes || r.simple {
		return
	}
	if r.level < w.x.limits.Depth {
		r.file = fileOf(r.data)
	}
	r.opaque = r.file != nil || !isReadable(r.data)
}

// guess reads what a text may hold besides JSON.
func (w *walk) guess(r *reading, t traits) bool {
	switch {
	case t.numeric():
		return true
	case t.simple():
		return w.readBase64(r, t) && (r.wraps || isBulk(r.data, t) || w.readTokens(r, t) && w.readRuns(r, t) && w.readValues(*r, t))
	}
	return w.guessAll(r, t)
}

// guessAll tries everything, whatever there is to be found. With guessBytes this is the list of decoders.
func (w *walk) guessAll(r *reading, t traits) bool {
	if r.file != nil {
		return r.file(w, *r)
	}
	if !w.readPacked(r) || r.bytes && !w.guessBytes(*r) {
		return false
	}
	if r.opaque {
		return t&long == 0 || !isOverlongText(r.data) || w.readOverlong(r, t)
	}
	if ok := w.readBase64(r, t); !ok || r.wraps || isBulk(r.data, t) {
		return ok
	}
	return w.inTime(r) && w.readTokens(r, t) &&
		w.readCookie(r, t) &&
		w.readDataURIs(r, t) &&
		w.inTime(r) && w.sniffForm(r, t) &&
		w.sniffMIME(r, t) &&
		w.inTime(r) && w.sniffXML(r) &&
		w.readRuns(r, t) &&
		w.inTime(r) && w.readOverlong(r, t) &&
		w.inTime(r) && w.readValues(*r, t) &&
		w.inTime(r) && w.readURL(r.withoutURIs(), t) // the last, so that what is found before bears the shortest way
}

// inTime says that there is time for another look at a text. Each reads all of it.
func (w *walk) inTime(r *reading) bool { return !w.x.late(len(r.data)) }

// emit yields a reading. Bytes that somebody has only guessed, and that are no text, are shown to nobody.
func (w *walk) emit(r *reading, kind jsonKind) bool {
	return r.hidden() || w.yield(w.view(r, kind))
}

// hidden says that a text is shown to nobody.
func (r *reading) hidden() bool { return r.opaque && !r.declared }

// leave tells that all of a document has been read.
func (w *walk) leave(r *reading, kind jsonKind) bool {
	return kind != jsonDocument || w.x.Left == nil || r.hidden() || w.x.Left(w.view(r, kind))
}

// shown is the path of a view. The values of a text that nobody has declared as a document have the text's own: what is declared or
// excluded for the text holds for them.
func (w *walk) shown() Path {
	n := len(w.path)
	if w.splits > 0 {
		n = w.whole
	}
	return w.path[:n:n]
}

func (w *walk) view(r *reading, kind jsonKind) View {
	return View{
		Path:     w.shown(),
		Via:      w.via[:len(w.via):len(w.via)],
		Declared: r.declared,
		Plain:    r.plain,
		Name:     r.name,
		Document: kind == jsonDocument || kind == jsonLines,
		Rows:     kind == jsonLines,
		Simple:   r.simple,
		Opaque:   r.opaque,
		Format:   w.format,
		Data:     r.data,
	}
}

// readPacked undoes the encodings that a text's first bytes name, and UTF-7's.
func (w *walk) readPacked(r *reading) bool {
	var decode decodeFunc
	e := packed(r.data)
	switch e {
	case Gzip:
		decode = decodeGzip
	case Zlib:
		decode = decodeZlib
	case Zstd:
		decode = decodeZstd
	case Bzip2:
		decode = decodeBzip2
	case UTF16:
		decode = decodeUTF16
	case Zip:
		return w.readZip(r)
	default:
		if !startsUTF7(r.data) {
			return true
		}
		e, decode = UTF7, decodeUTF7
	}
	out, err := w.x.undo(e, decode, r.data)
	ok := true
	// Two bytes of magic may be chance: then only what decodes to its end, or to text, was meant.
	if weak := e == Zlib || e == UTF16; !weak || len(out) >= minInflated && IsText(out) || err == nil && (e == Zlib || IsText(out)) {
		ok = w.descend(*r, reading{data: out, contentType: r.contentType, name: r.name, bytes: e.yieldsBytes()}, e)
	}
	w.x.release(out)
	return ok
}
