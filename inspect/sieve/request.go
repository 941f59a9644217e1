package sieve

import (
	"net/url"
	"strconv"
	"strings"
)

// Request is what rules look at in an HTTP request without a body, as it is given to the engine.
type Request struct {
	Method   string
	URI      string // path and query
	Protocol string
	Headers  []Header
}

// Header is one header line.
type Header struct{ Name, Value string }

// MayMatchRequest says whether an active rule may match the request, which has no body, or whose body is not given to
// the engine. False promises what MayMatch promises: an evaluation of the request, with or without values that are held
// back, finds nothing. If the user has rules of his own, every request may match.
func (s *Sieve) MayMatchRequest(r *Request) bool {
	if s.pass || s.requests {
		return true
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	return w.mayMatchRequest(r)
}

// SuspectRequest adds the rules that may match the request to the suspects, and says whether there are any.
func (s *Sieve) SuspectRequest(r *Request, suspects *Suspects) bool {
	if s.pass || s.requests {
		suspects.all = true
		return true
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	w.suspects, w.any = suspects, false
	w.mayMatchRequest(r)
	return w.any
}

func (w *walk) mayMatchRequest(r *Request) bool {
	q := read(r)
	for i := range w.checks {
		w.effort = leastEffort
		if !w.fires(&w.checks[i], q) {
			continue
		}
		if w.suspects == nil {
			return true
		}
		w.note(w.checks[i].rule)
	}
	for _, t := range q.texts {
		w.input = append(w.input[:0], t.text...)
		if w.mayMatch(w.input, w.kindOf(t)) {
			return true
		}
	}
	return false
}

// request is a request taken apart as the engine does it.
type request struct {
	texts []placed
	kept  []template // what the links of the check at hand kept
}

// placed is a text with its place: a variable, and its key if it has one.
type placed struct{ kind, key, text string }

// kindOf is the kind of a text, of which headers that rules ask for by name have their own.
func (t *tables) kindOf(p placed) uint8 {
	if p.kind == "header" {
		if k, ok := t.kinds["header:"+p.key]; ok {
			return k
		}
	}
	return t.kinds[p.kind]
}

func read(r *Request) *request {
	q := &request{texts: make([]placed, 0, 16+4*len(r.Headers))}
	add := func(kind, key, text string) { q.texts = append(q.texts, placed{kind, key, text}) }
	add("method", "", r.Method)
	add("protocol", "", r.Protocol)
	add("raw uri", "", r.URI)
	add("line", "", r.Method+" "+r.URI+" "+r.Protocol)
	q.readURI(r.URI, add)
	for _, h := range r.Headers {
		name := h.Name
		if name == "" {
			name = "_" // as the engine names it
		}
		add("header name", "", name)
		lower := strings.ToLower(name)
		add("header", lower, h.Value)
		if lower == "cookie" {
			readCookies(h.Value, add)
		}
	}
	return q
}

// readURI takes a URI apart. One that is no URI is cut at its first "?".
func (q *request) readURI(uri string, add func(kind, key, text string)) {
	uri, _, _ = strings.Cut(uri, "#")
	path, query, _ := strings.Cut(uri, "?")
	whole := uri
	if u, err := url.ParseRequestURI(uri); err == nil {
		path, query, whole = u.Path, u.RawQuery, u.String()
	}
	add("uri", "", whole)
	add("path", "", path)
	base := path
	if cut := strings.LastIndexAny(path, `/\`); cut >= 0 && cut+1 < len(path) {
		base = path[cut+1:]
	}
	add("base", "", base)
	add("query", "", query)
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if name = unescapeQuery(name); name == "" {
			name = "_"
		}
		add("query name", "", name)
		add("query value", name, unescapeQuery(value))
	}
}

// unescapeQuery undoes %HH and "+", and leaves what is neither.
func unescapeQuery(text string) string {
	if strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '+') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '+' {
			c = ' '
		}
		if c == '%' && i+2 < len(text) {
			if high, low := unhex(text[i+1]), unhex(text[i+2]); high >= 0 && low >= 0 {
				c = byte(high<<4 | low)
				i += 2
			}
		}
		out = append(out, c)
	}
	return string(out)
}

func readCookies(line string, add func(kind, key, text string)) {
	isEdge := func(r rune) bool { return r <= ' ' || r == 0x7f }
	for line != "" {
		var pair string
		pair, line, _ = strings.Cut(line, ";")
		name, value, _ := strings.Cut(strings.TrimFunc(pair, isEdge), "=")
		name, value = strings.TrimFunc(name, isEdge), strings.TrimFunc(value, isEdge)
		if name == "" && value == "" {
			continue
		}
		if name == "" {
			name = "_"
		}
		add("cookie name", "", name)
		add("cookie", name, value)
	}
}

// placeOf are the kinds of text that the engine's variables hold.
var placeOf = map[string]string{
	"REQUEST_METHOD": "method", "REQUEST_PROTOCOL": "protocol", "REQUEST_LINE": "line", "REQUEST_URI": "uri",
	"REQUEST_URI_RAW": "raw uri", "REQUEST_FILENAME": "path", "REQUEST_BASENAME": "base", "QUERY_STRING": "query",
	"REQUEST_HEADERS": "header", "REQUEST_HEADERS_NAMES": "header name", "REQUEST_COOKIES": "cookie",
	"REQUEST_COOKIES_NAMES": "cookie name", "ARGS": "query value", "ARGS_GET": "query value", "ARGS_NAMES": "query name",
	"ARGS_GET_NAMES": "query name",
}

// fixed are variables whose text is the same for every request without a body.
var fixed = map[string]string{
	"REQUEST_BODY": "", "REQUEST_BODY_LENGTH": "0", "REQBODY_ERROR": "0", "MULTIPART_STRICT_ERROR": "0",
}

// processors are the body readers that a content type may choose. That no rule chooses JSON's is the generator's word.
var processors = []string{"", "URLENCODED", "MULTIPART", "XML"}

// absent are variables that hold nothing without a body.
var absent = map[string]bool{
	"FILES": true, "FILES_NAMES": true, "MULTIPART_PART_HEADERS": true, "XML": true, "ARGS_POST": true, "ARGS_POST_NAMES": true,
}

// each calls f with every text of a target. It says whether these are all, as far as the request goes: of a variable
// that may have been set elsewhere, or that is not known, nobody knows.
func (q *request) each(t *target, setters []target, f func(text string)) (known bool) {
	if t.name == "TX" {
		return q.eachKept(t, setters, f)
	}
	n := 0
	place, isPlace := placeOf[t.name]
	text, isFixed := fixed[t.name]
	switch {
	case isFixed:
		n++
		if !t.count {
			f(text)
		}
	case absent[t.name]:
	case t.name == "REQBODY_PROCESSOR" && !t.count:
		for _, name := range processors {
			f(name)
		}
	case !isPlace:
		return false
	default:
		for _, p := range q.texts {
			// A key that is an expression stands for all.
			if p.kind == place && (t.key == "" || t.key[0] == '/' || strings.EqualFold(p.key, t.key)) {
				n++
				if !t.count {
					f(p.text)
				}
			}
		}
		if t.count && t.key != "" && t.key[0] == '/' && n > 0 {
			return false
		}
	}
	if t.count {
		f(strconv.Itoa(n))
	}
	return true
}

// eachKept is for the variables that rules set.
func (q *request) eachKept(t *target, setters []target, f func(text string)) (known bool) {
	for i := range setters {
		there := false
		if !q.each(&setters[i], nil, func(string) { there = true }) || there {
			return false
		}
	}
	if t.count {
		return false
	}
	key := strings.ToLower(t.key)
	if _, err := strconv.Atoi(key); err == nil {
		return false // what an expression captured
	}
	if t.isSet {
		f(t.value)
	}
	prefix, isExpression := strings.CutPrefix(key, "/")
	prefix = strings.TrimRight(strings.TrimPrefix(prefix, "^"), "/*.")
	for _, k := range q.kept {
		if k.name == key || isExpression && strings.HasPrefix(k.name, prefix) {
			f(k.text)
		}
	}
	return true
}
