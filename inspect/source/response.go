package source

import (
	"bytes"
	"net/http"
	"strconv"

	"weir/decoders"
)

// MaxHead is how much of a response is kept and looked at, in bytes. What leaks, leaks early: an error page is nothing else,
// a trace and a dump of variables are a few kilobytes, and pages and answers of APIs are shorter. Each invocation under
// way has at most one such copy, and a function of 128 MB has one invocation at a time.
const MaxHead = 256 << 10

// Response is what a handler has answered, as far as it is known.
type Response struct {
	Head  []byte // the first bytes of the body, MaxHead at most
	Whole bool   // there are no more
	Error bool   // it was posted as an error
	// Flows says that the body is a stream for HTTP: a JSON prelude, eight NUL bytes, and the client's body.
	Flows bool
	// Stream says that it can only be ended: its beginning has gone out.
	Stream bool
	// Known is how many bytes of Head were looked at before, and were clean: of a stream that comes piece by piece.
	Known int
	// More says that Head will be given again, with more.
	More bool
}

// Answer is a response as its caller gets it.
type Answer struct {
	Status  int // 0 if there is none
	Body    []byte
	Hint    decoders.Hint
	Headers []Pair
}

// Read takes a response apart as its caller's front end does. A response that is cut is read as far as it goes.
func (c Caller) Read(r Response) Answer {
	switch {
	case r.Flows:
		return readStream(r.Head)
	case !c.client || r.Error || c.raw:
		return Answer{Body: r.Head}
	}
	text := r.Head
	if !r.Whole {
		text = completed(text)
	}
	e := Parse(text)
	status := e.Get("statusCode")
	if c.loose && status == nil {
		if e.Root.IsString() {
			return Answer{Status: http.StatusOK, Body: e.Root.Text(nil)}
		}
		return Answer{Status: http.StatusOK, Body: r.Head}
	}
	body := e.Get("body")
	if !e.Root.IsObject() || body != nil && body.Kind() != 'n' && !body.IsString() {
		// The front end will find fault with it, and who knows what that shows.
		return Answer{Status: http.StatusBadGateway, Body: r.Head}
	}
	a := Answer{Body: body.Text(nil)}
	a.readHead(e)
	if e.Get("isBase64Encoded").Kind() == 't' {
		a.Hint.Encodings = append([]decoders.Encoding{decoders.Base64}, a.Hint.Encodings...)
		a.Body = wholeQuads(a.Body, r.Whole)
	} else {
		a.Hint.Encodings = nil // text: the header is wrong, and a client could undo nothing
	}
	return a
}

// readHead reads status and headers, with what the headers declare about the body.
func (a *Answer) readHead(e Event) {
	status := e.Get("statusCode")
	if status.IsString() { // some front ends take "200" for 200
		status = status.Text(nil)
	}
	a.Status, _ = strconv.Atoi(string(status))
	for _, at := range [...]string{"headers", "multiValueHeaders"} {
		for name, value := range e.Get(at).Members() {
			if value.IsString() {
				a.header(name.String(), value.String())
			}
			for _, element := range value.Elements() {
				a.header(name.String(), element.String())
			}
		}
	}
	for _, cookie := range e.Get("cookies").Elements() {
		a.Headers = append(a.Headers, Pair{"Set-Cookie", cookie.String()})
	}
}

func (a *Answer) header(name, value string) {
	a.Headers = append(a.Headers, Pair{name, value})
	switch http.CanonicalHeaderKey(name) {
	case "Content-Type":
		a.Hint.ContentType = value
	case "Content-Encoding":
		for list := []byte(value); len(list) > 0 && len(a.Hint.Encodings) < maxCodings; {
			i := bytes.LastIndexByte(list, ',')
			if coding := codingOf(bytes.TrimSpace(list[i+1:])); coding != "" {
				a.Hint.Encodings = append(a.Hint.Encodings, coding)
			}
			list = list[:max(i, 0)]
		}
	}
}

// wholeQuads cuts Base64 that was cut in the middle to what can be decoded.
func wholeQuads(text []byte, whole bool) []byte {
	if whole {
		return text
	}
	return text[:len(text)/4*4]
}

// streamDelimiter parts the prelude of a stream from its body.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
var streamDelimiter = make([]byte, 8)

// readStream reads as much of a stream as there is. Until the prelude is whole there is no body.
func readStream(head []byte) Answer {
	prelude, body, found := bytes.Cut(head, streamDelimiter)
	if !found {
		return Answer{}
	}
	a := Answer{Body: body, Status: http.StatusOK}
	a.readHead(Parse(prelude))
	return a
}

// completed closes what is open in a JSON text that was cut, so that what is there can be read. What cannot be closed is
// returned as it is.
func completed(text []byte) []byte {
	var open []byte
	i := 0
	for i < len(text) {
		switch text[i] {
		case '{', '[':
			open = append(open, text[i]+2) // '}' and ']' are two behind their openings
		case '}', ']':
			if len(open) == 0 {
				return text
			}
			open = open[:len(open)-1]
		case '"':
			end := skipString(text, i)
			if end == len(text) && (end == i+1 || text[end-1] != '"' || oddSlashes(text[:end-1])) {
				return closed(text[:i], text[i:], open)
			}
			i = end
			continue
		}
		i++
	}
	return closed(text, nil, open)
}

// closed appends the end of a string that is cut, and then what closes the objects and arrays that are open.
func closed(text, cut, open []byte) []byte {
	if len(open) == 0 && cut == nil {
		return text
	}
	out := make([]byte, 0, len(text)+len(cut)+len(open)+1)
	out = append(out, text...)
	if cut != nil {
		if oddSlashes(cut) {
			cut = cut[:len(cut)-1]
		}
		if n := bytes.LastIndex(cut, []byte(`\u`)); n >= 0 && n+6 > len(cut) {
			cut = cut[:n]
		}
		out = append(append(out, cut...), '"')
	}
	for i := len(open) - 1; i >= 0; i-- {
		out = append(out, open[i])
	}
	return out
}

// oddSlashes says whether a text ends in an odd number of backslashes.
func oddSlashes(text []byte) bool {
	n := 0
	for n < len(text) && text[len(text)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}
