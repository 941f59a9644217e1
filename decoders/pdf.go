package decoders

import (
	"bytes"
	"slices"
	"strconv"
)

// pdfMagic begins a PDF (ISO 32000-2, section 7.5.2).
var pdfMagic = []byte("%PDF-")

// isPDF says that bytes are a PDF: they begin as one, and have objects.
func isPDF(data []byte) bool {
	return bytes.HasPrefix(data, pdfMagic) && bytes.Contains(data, []byte(" obj")) && bytes.Contains(data, []byte("endobj"))
}

// pdfReader is the reading of one PDF: of the actions in it, of what its metadata say, of files in it, and of what stands between or
// behind its objects. Its pages are no text.
type pdfReader struct {
	w       *walk
	r       *reading
	scripts []int // numbers of objects that hold JavaScript
}

// maxScripts is how many streams of JavaScript are read. A form has some tens.
const maxScripts = 256

func (w *walk) readPDF(r *reading) bool {
	p := pdfReader{w: w, r: r}
	outer := w.format
	w.format = PDF
	ok := p.objects(p.object)
	if ok && len(p.scripts) > 0 {
		ok = p.objects(p.script)
	}
	w.format = outer
	return ok
}

// pdfObject is an object with a number: what stands before its stream, and that, if it has any.
type pdfObject struct {
	number  int
	head    []byte
	stream  []byte
	outside []byte // what stands before the object and belongs to none
}

// objects goes through the objects in the order of the bytes, as programs do that repair files. The last has no head: it is what stands
// behind all others.
func (p *pdfReader) objects(tell func(*pdfObject) bool) bool {
	data := p.r.data
	ends := keywords{data: data, word: []byte("endobj")}
	streams := keywords{data: data, word: []byte("stream")}
	for i := 0; ; {
		if p.w.x.late(0) {
			return false
		}
		at := bytes.Index(data[i:], []byte(" obj"))
		if at < 0 {
			return tell(&pdfObject{outside: data[i:]})
		}
		begin, number := objectNumber(data[i : i+at])
		o := pdfObject{number: number, outside: data[i : i+begin]}
		body := i + at + len(" obj")
		end, next := ends.from(body), 0
		if s := streams.from(body); s < end {
			o.head = data[body:s]
			from := s + len("stream")
			n := bytes.Index(data[from:], []byte("endstream"))
			if n < 0 {
				n = len(data) - from
			}
			o.stream, next = bytes.TrimLeft(data[from:from+n], "\r\n"), min(len(data), from+n+len("endstream"))
			if end = ends.from(next); len(trimSpace(data[next:end])) == 0 {
				next = end
			}
		} else {
			o.head, next = data[body:end], end
		}
		if bytes.HasPrefix(data[next:], ends.word) {
			next += len(ends.word)
		}
		if !p.w.x.countName() || !tell(&o) {
			return false
		}
		i = next
	}
}

// keywords finds the places of a word, ascending. It looks at each byte once.
type keywords struct {
	data, word []byte
	at         int // of the last place that was found
	found      bool
}

// from returns the first place at or behind i, or the end.
func (k *keywords) from(i int) int {
	if k.found && i <= k.at {
		return k.at
	}
	n := bytes.Index(k.data[i:], k.word)
	k.found, k.at = true, i+n
	if n < 0 {
		k.at = len(k.data)
	}
	return k.at
}

// objectNumber reads the two numbers before "obj", and returns where they begin.
func objectNumber(text []byte) (begin, number int) {
	digits := func(i int) int {
		for i > 0 && '0' <= text[i-1] && text[i-1] <= '9' {
			i--
		}
		return i
	}
	generation := digits(len(text))
	end := len(bytes.TrimRight(text[:generation], " \r\n\t"))
	begin = digits(end)
	number, _ = strconv.Atoi(string(text[begin:end]))
	return begin, number
}

// object reads an object.
func (p *pdfReader) object(o *pdfObject) bool {
	if !p.between(o.outside) || !p.syntax(o.head) {
		return false
	}
	if len(o.stream) == 0 {
		return true
	}
	w, name := p.w, func(n string) bool { return bytes.Contains(o.head, []byte(n)) }
	switch {
	case name("/ObjStm"):
		return p.decoded(o, p.syntax)
	case name("/EmbeddedFile"):
		return p.decoded(o, func(file []byte) bool {
			w.format = ""
			ok := w.readPiece(p.r, file)
			w.format = PDF
			return ok
		})
	}
	return w.readCompressed(p.r, o.stream)
}

// between reads what belongs to no object: comments, tables of places, trailers. There is nothing else in an honest file.
func (p *pdfReader) between(text []byte) bool {
	for _, word := range []string{"xref", "trailer", "startxref"} {
		if n := bytes.Index(text, []byte(word)); n >= 0 {
			end := bytes.LastIndex(text, []byte("%%EOF"))
			if end < n {
				end = len(text)
			}
			return p.foreign(text[:n]) && p.syntax(text[n:end]) && p.foreign(bytes.TrimPrefix(text[end:], []byte("%%EOF")))
		}
	}
	return p.foreign(text)
}

// foreign reads what is no PDF.
func (p *pdfReader) foreign(text []byte) bool {
	p.w.format = ""
	ok := p.w.readPiece(p.r, trimSpace(text))
	p.w.format = PDF
	return ok
}

// script reads a stream that holds JavaScript, as if it stood where it is named.
func (p *pdfReader) script(o *pdfObject) bool {
	if len(o.stream) == 0 || !slices.Contains(p.scripts, o.number) {
		return true
	}
	return p.decoded(o, func(code []byte) bool {
		return !p.w.x.affords(len(code)) || p.show(slices.Concat([]byte("/S /JavaScript /JS ("), code, []byte(")")))
	})
}

// decoded reads what a stream's filters make of it. What has another filter is for programs that show pictures.
func (p *pdfReader) decoded(o *pdfObject, then func([]byte) bool) bool {
	const maxFilters = 4
	data, w := o.stream, p.w
	var owned []byte
	defer func() { w.x.release(owned) }()
	_, filters, _ := bytes.Cut(o.head, []byte("/Filter"))
	for range maxFilters {
		at := bytes.IndexByte(filters, '/')
		if at < 0 || len(trimSpace(bytes.Trim(filters[:at], "[ \r\n\t"))) > 0 {
			break // another key, or the end
		}
		filters = filters[at+1:]
		decode := pdfFilter(filters)
		if decode == nil {
			break
		}
		out, _ := w.x.undo("", decode, data)
		w.x.release(owned)
		data, owned = out, out
		filters = bytes.TrimLeft(filters, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
	}
	return then(data)
}

// pdfFilter returns the decoder of a filter by its name, or nil.
func pdfFilter(name []byte) decodeFunc {
	switch {
	case bytes.HasPrefix(name, []byte("FlateDecode")), bytes.HasPrefix(name, []byte("Fl")):
		return decodeZlib
	case bytes.HasPrefix(name, []byte("ASCIIHexDecode")), bytes.HasPrefix(name, []byte("AHx")):
		return func(dst, src []byte, q quota) ([]byte, error) {
			start := len(dst)
			return within(appendHex(dst, src), start, q.limit)
		}
	}
	return nil
}

// show shows a piece of the file's own syntax.
func (p *pdfReader) show(text []byte) bool {
	return p.w.member(reading{level: p.r.level + 1, name: p.r.name, data: text, final: true})
}
