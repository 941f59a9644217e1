package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"weir/test/request"
)

// choice says how an event is made of an attack. Each number chooses from a table, and goes round behind its end.
type choice struct {
	attack, pad, place uint8
	chain              [3]uint8 // encodings, innermost first; the first of the table is none
}

// wrapping is what a choice comes to.
type wrapping struct {
	attack attack
	pad    pad
	chain  []encoding
	place  place
}

// pad is what stands around an attack, inside of all encodings.
type pad struct{ before, after string }

// around is the text with the pad.
func (p pad) around(text string) string { return p.before + text + p.after }

// joining are pads that may make another text of an attack.
var joining = []pad{{}, {"hello ", " and goodbye"}, {"=", "="}}

// pads are harmless. What is judged does not depend on a byte beside it.
var pads = []pad{
	{},
	{"hello ", " and goodbye"},
	{"\x01", ""},
	{"", "\x02\x03"},
	{"\x00", "\x00"},
	{"\x7f\x1b[1m", "\x1b[0m"},
	{"\n\t ", "\r\n"},
	{"\ufeff", ""},
	{"\u200b", "\u00a0"},
	{"caf\u00e9 \u65e5\u672c ", " \U0001f600"},
	{"=", "="},
	{"100% ", " 5%"},
}

// place is one place of an event that takes a text.
type place struct {
	name string
	line bool // takes a line of printable text only, and no long one
	bare bool // takes no encoding but percent signs: a word of Base64 is a word of the header's own syntax, which nobody decodes
	// event makes the event around the text.
	event func(text string) ([]byte, error)
}

// apart are places that are left out, with the reason.
var apart = map[string]string{
	"cwlogs-data":           "lines of a log tell of attacks that somebody else has stopped",
	"appsync-auth-document": "a document of GraphQL is code, which may hold commands, statements and paths",

	"lambda-edge-path":          "functions at the edge have no extensions: such an event is read as direct, without the syntax of paths",
	"lambda-edge-last-segment":  "the same",
	"lambda-edge-cookie":        "the same, without the syntax of cookies",
	"http-v2-path":              "the front end has undone %2F, so that a text with slashes is more segments than one",
	"http-v2-last-segment":      "the same",
	"function-url-path":         "the same",
	"function-url-last-segment": "the same",
}

// carriedPlaces are the places that the matrix has.
func carriedPlaces() []place {
	var list []place
	for _, c := range slices.Concat(carriers, rareCarriers()) {
		if apart[c.name] == "" {
			list = append(list, place{c.name, c.line, false, Case{ID: c.name, Event: c.event, Wire: c.wire}.with})
		}
	}
	return list
}

// with is the case's event with another payload.
func (c Case) with(text string) ([]byte, error) {
	c.Payload = text
	return c.Bytes()
}

// requestPlaces are where a request takes a text: for each of the sources of requests one place.
var requestPlaces = []struct {
	name string
	line bool
	bare bool
	make func(r *request.Request, text string)
}{
	{"query", false, false, func(r *request.Request, text string) { r.Query = "page=2&q=" + url.QueryEscape(text) }},
	{"query-name", false, false, func(r *request.Request, text string) { r.Query = escapeAll(text) + "=1" }},
	{"path", false, false, func(r *request.Request, text string) { r.Path = "/items/" + url.PathEscape(text) + "/view" }},
	{"last-segment", false, false, func(r *request.Request, text string) { r.Path = "/items/" + url.PathEscape(text) }},
	{"cookie", false, false, func(r *request.Request, text string) { header(r, "Cookie", "theme=dark; last="+escapeAll(text)) }},
	{"header", true, false, func(r *request.Request, text string) { header(r, "X-Tenant", text) }},
	{"agent", true, true, func(r *request.Request, text string) { r.Header[1].Value = text }},
	{"language", true, true, func(r *request.Request, text string) { header(r, "Accept-Language", text) }},
	{"form", false, false, func(r *request.Request, text string) {
		body(r, "application/x-www-form-urlencoded", "step=2&note="+url.QueryEscape(text))
	}},
	{"json", false, false, func(r *request.Request, text string) { body(r, "application/json", `{"note":`+jsonText(text)+`}`) }},
	{"json-deep", false, false, func(r *request.Request, text string) {
		body(r, "application/json", `{"a":[{"b":{"c":[1,{"d":`+jsonText(text)+`}]}}]}`)
	}},
	{"json-string", false, false, func(r *request.Request, text string) { body(r, "application/json", jsonText(text)) }},
	{"json-utf-16", false, false, func(r *request.Request, text string) {
		body(r, "application/json; charset=utf-16", withMark(`{"note":`+jsonText(text)+`}`))
	}},
	{"text", false, false, func(r *request.Request, text string) { body(r, "text/plain; charset=utf-8", text) }},
	{"multipart", false, false, func(r *request.Request, text string) {
		body(r, "multipart/form-data; boundary=b1", form(`name="note"`, text))
	}},
}

func header(r *request.Request, name, value string) {
	r.Header = append(r.Header, request.Pair{Name: name, Value: value})
}

func body(r *request.Request, kind, text string) {
	r.Method, r.Body = "POST", text
	header(r, "Content-Type", kind)
}

// frontEnds are the sources of requests.
var frontEnds = strings.Fields("rest-v1 http-v1 http-v2 function-url alb lattice-v1 lattice-v2 lambda-edge")

// places are all of them.
func allPlaces() []place {
	list := carriedPlaces()
	for _, p := range requestPlaces {
		for _, source := range frontEnds {
			if apart[source+"-"+p.name] != "" {
				continue
			}
			list = append(list, place{source + "-" + p.name, p.line, p.bare, func(text string) ([]byte, error) {
				r := &request.Request{Method: "GET", Path: "/items", Header: []request.Pair{
					{Name: "Host", Value: "shop.example.com"}, {Name: "User-Agent", Value: "curl/8.5.0"},
				}}
				p.make(r, text)
				r.Forward()
				event, err := r.Event(source)
				if err != nil {
					return nil, err
				}
				return json.Marshal(event)
			}})
		}
	}
	return list
}

// noisy is an encoding in which a rule finds every text, so that it is no news there.
const noisy = "data-uri"

// innermost are encodings that add something to the text, so that they hide an attack and no other encoding, with the reason.
var innermost = map[string]string{
	"stray":        "words before a text in Base64, or before a document, make it a text like any other",
	"word":         "so does the space that does not break behind it",
	"word-q":       "so does the space that does not break behind it",
	"mail-subject": "so does the space that does not break behind it",
}

// percentSigns are the encodings that a header of negotiation may have, and names those that are the name of a file, which
// is a line.
var (
	percentSigns = strings.Fields("url-twice percent percent-twice percent-u form")
	names        = strings.Fields("part-name mail-name mail-name-star zip-name")
)

// errNoWay says that no sender has a text like that at such a place.
var errNoWay = errors.New("not a way into a function")

const (
	// longestLine is how long a header may be, in bytes: front ends refuse longer ones.
	longestLine = 8 << 10

	// leastBase64 is the shortest text, in bytes, that Base64 hides: most words of 16 characters are Base64 too, and a short
	// text is taken for it if no control characters come of it.
	leastBase64 = 24

	// mostSteps is how many encodings are inside each other at most: with what a place has of its own, eight levels are the
	// limit, which has tests of its own.
	mostSteps = 6
)

// event is the event with the text in the attack's place, wrapped. It is errNoWay for what is legitimately not readable.
func (w wrapping) event(text string) ([]byte, error) {
	text = w.pad.around(text)
	depth := 0
	for i, e := range w.chain {
		if e.name == noisy || i > 0 && innermost[e.name] != "" || w.place.bare && !slices.Contains(percentSigns, e.name) ||
			slices.Contains(names, e.name) && strings.ContainsFunc(text, isControl) {
			return nil, errNoWay
		}
		if depth += len(e.wire); depth > mostSteps {
			return nil, errNoWay
		}
		for _, step := range e.wire {
			if strings.HasPrefix(step, "base64") && len(text) < leastBase64 {
				return nil, errNoWay
			}
			var err error
			if text, err = encode(step, text); err != nil {
				return nil, fmt.Errorf("%s: step %q: %w", w, step, err)
			}
		}
	}
	if strings.HasPrefix(w.place.name, "lattice-v2-query") && strings.Contains(text, "+") {
		return nil, errNoWay // decoded or not is nowhere documented: the sign is a space here
	}
	if w.place.line && (len(text) > longestLine || strings.ContainsFunc(text, isControl)) {
		return nil, errNoWay
	}
	return w.place.event(text)
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func (w wrapping) String() string {
	var names []string
	for _, e := range w.chain {
		names = append(names, e.name)
	}
	return fmt.Sprintf("%s %q in %s at %s", w.attack.name, w.pad, strings.Join(names, ", "), w.place.name)
}
