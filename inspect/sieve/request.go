package sieve

import (
	"strconv"
	"strings"
	"unsafe"
)

// Request is what rules look at in an HTTP request, as it is given to the engine.
type Request struct {
	Method   string
	URI      string // path and query
	Protocol string
	Headers  []Header
	Body     []byte // what the engine is given to read by itself
}

// Header is one header line.
type Header struct{ Name, Value string }

// MayMatchRequest says whether an active rule may match the request. False promises what MayMatch promises: an evaluation
// of the request, with or without values that are held back, finds nothing. If the user has rules of his own, every
// request may match.
func (s *Sieve) MayMatchRequest(r *Request) bool {
	if s.pass || s.requests {
		return true
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	return w.mayMatchRequest(r)
}

// ProvesHeader says that no active rule matches the name or the value of a header where it stands. Rules that look at several
// parts of a request may match it all the same.
func (s *Sieve) ProvesHeader(name, value []byte) bool {
	if s.pass || s.requests || len(name) == 0 {
		return false
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	kind := w.placeKind[atHeader]
	if number := w.headerOf(lowerName(stringOf(name))); number != 0 {
		kind = w.headerKinds[number-1].kind
	}
	return !w.mayMatch(value, kind) && !w.mayMatch(name, w.placeKind[atHeaderName])
}

// SuspectRequest adds the rules that may match the request to the suspects, and says whether there are any.
func (s *Sieve) SuspectRequest(r *Request, suspects *Suspects) bool {
	return s.SuspectRest(r, nil, suspects)
}

// SuspectRest is SuspectRequest where ProvesHeader is known to hold of some headers, by their indexes.
func (s *Sieve) SuspectRest(r *Request, proven []bool, suspects *Suspects) bool {
	if s.pass || s.requests {
		suspects.all = true
		return true
	}
	w := suspects.begin(s)
	w.request.proven = proven
	w.mayMatchRequest(r)
	w.request.proven = nil
	return w.any
}

func (w *walk) mayMatchRequest(r *Request) bool {
	q := &w.request
	q.read(r, w.tables)
	defer q.clear()
	if q.unclear {
		if w.suspects != nil {
			w.suspects.all, w.any = true, true
		}
		return true
	}
	for i := range w.checks {
		if !w.checks[i].mayFire(q.has) || !w.fires(&w.checks[i], q) {
			continue
		}
		if w.suspects == nil {
			return true
		}
		w.note(w.checks[i].rule)
	}
	for at, list := range q.texts {
		for i := range list {
			if list[i].proven {
				continue
			}
			kind, text := w.kindOf(place(at), &list[i]), bytesOf(list[i].text)
			if w.mayMatch(text, kind) {
				return true
			}
		}
	}
	return false
}

// bytesOf is a text as bytes, which nobody changes, without copying it.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }

// request is a request taken apart as the engine does it.
type request struct {
	texts   [places][]placed
	has     slots     // where there are some
	proven  []bool    // of the headers
	broken  bool      // a reader of bodies may give up on the body, or find fault with it
	unclear bool      // what the engine reads in the body is not known
	length  string    // of the body; "" if the engine's reader may not tell
	kept    []kept    // what the links of the check at hand kept
	room    []byte    // where its texts stand
	found   []placed  // of these, what a target looks at
	number  [1]placed // a count, as a text
	lists   [2][]placed
}

func (q *request) add(at place, key, text string) {
	q.texts[at] = append(q.texts[at], placed{key: key, text: text})
	q.has |= slotAt(at)
}

// keepTexts is how many texts of a kind there is room for that is kept for the next request.
const keepTexts = 1 << 10

// clear forgets the request, and keeps the room.
func (q *request) clear() {
	for i := range q.texts {
		clear(q.texts[i])
		if q.texts[i] = q.texts[i][:0]; cap(q.texts[i]) > keepTexts {
			q.texts[i] = nil
		}
	}
	clear(q.kept[:cap(q.kept)])
	clear(q.found[:cap(q.found)])
	q.kept, q.found, q.number, q.lists = q.kept[:0], q.found[:0], [1]placed{}, [2][]placed{}
}

func (q *request) read(r *Request, t *tables) {
	q.has, q.broken, q.unclear, q.length = 0, false, false, "0"
	q.add(atMethod, "", r.Method)
	q.add(atProtocol, "", r.Protocol)
	q.add(atRawURI, "", r.URI)
	q.add(atLine, "", r.Method+" "+r.URI+" "+r.Protocol)
	q.readURI(r.URI)
	for i, h := range r.Headers {
		proven := i < len(q.proven) && q.proven[i]
		name := h.Name
		if name == "" {
			name = "_" // as the engine names it
		}
		key := lowerName(name)
		q.has |= slotAt(atHeaderName)
		q.texts[atHeaderName] = append(q.texts[atHeaderName], placed{text: name, proven: proven})
		q.addHeader(placed{key, h.Value, t.headerOf(key), proven})
		if key == "cookie" {
			q.readCookies(h.Value)
		}
	}
	if len(r.Body) > 0 {
		q.has |= slotAt(atBody)
		q.readBody(r)
	}
}

func (q *request) addHeader(p placed) {
	q.texts[atHeader] = append(q.texts[atHeader], p)
	if q.has |= slotAt(atHeader); p.header != 0 {
		q.has |= slotOfHeader(p.header)
	}
}

// of returns the texts of a target, which may have other keys. It says whether these are all, as far as the request goes:
// of a variable that may have been set elsewhere, or that is not known, nobody knows. They are valid until the next call.
func (q *request) of(t *target, setters []target) (lists [][]placed, known bool) {
	if t.name == "TX" {
		return q.ofKept(t, setters)
	}
	if t.count {
		n := 0
		for _, at := range t.places {
			for i := range q.texts[at] {
				if t.fits(&q.texts[at][i]) {
					n++
				}
			}
		}
		// How many an expression stands for is not known, unless there are none.
		return q.one(strconv.Itoa(n)), t.places != nil && (n == 0 || t.key == "" || t.key[0] != '/')
	}
	switch {
	case t.places != nil:
		for i, at := range t.places {
			q.lists[i] = q.texts[at]
		}
		return q.lists[:len(t.places)], true
	case t.name == "REQUEST_BODY":
		if len(q.texts[atBody]) == 0 {
			return q.one(""), true
		}
		q.lists[0] = q.texts[atBody]
		return q.lists[:1], true
	case t.name == "REQUEST_BODY_LENGTH":
		return q.one(q.length), q.length != ""
	case t.name == "REQBODY_ERROR", t.name == "MULTIPART_STRICT_ERROR":
		return q.one("0"), !q.broken
	case t.name == "REQBODY_PROCESSOR":
		q.lists[0] = processors
		return q.lists[:1], true
	case t.name == "XML":
		q.lists[0], q.lists[1] = q.texts[atXmlText], q.texts[atXmlAttribute]
		return q.lists[:2], true
	}
	return nil, false
}

// processors are the body readers that a content type may choose. That no rule chooses JSON's is the generator's word.
var processors = []placed{{}, {text: "URLENCODED"}, {text: "MULTIPART"}, {text: "XML"}, {text: "RAW"}}

// one is a list of one text that any key fits.
func (q *request) one(text string) [][]placed {
	q.number[0] = placed{text: text}
	q.lists[0] = q.number[:]
	return q.lists[:1]
}

// ofKept is for the variables that rules set.
func (q *request) ofKept(t *target, setters []target) (lists [][]placed, known bool) {
	for i := range setters {
		if !q.lacks(&setters[i]) {
			return nil, false
		}
	}
	if t.count || isNumber(t.key) {
		return nil, false // what an expression captured
	}
	found := q.found[:0]
	if t.isSet {
		found = append(found, placed{key: t.key, text: t.value})
	}
	prefix, isExpression := strings.CutPrefix(t.key, "/")
	prefix = strings.TrimRight(strings.TrimPrefix(prefix, "^"), "/*.")
	for _, k := range q.kept {
		if k.name == t.key || isExpression && strings.HasPrefix(k.name, prefix) {
			found = append(found, placed{key: t.key, text: k.text})
		}
	}
	q.found, q.lists[0] = found, found
	return q.lists[:1], true
}

func isNumber(key string) bool {
	return key != "" && strings.Trim(key, "0123456789") == ""
}

// lacks says that the request has nothing that a target looks at.
func (q *request) lacks(t *target) bool {
	lists, known := q.of(t, nil)
	if !known || t.count {
		return false
	}
	for _, list := range lists {
		for i := range list {
			if t.fits(&list[i]) {
				return false
			}
		}
	}
	return true
}
