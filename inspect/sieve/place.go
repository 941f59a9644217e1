package sieve

import (
	"slices"
	"strings"
)

// place is where in a request a text stands, as far as rules tell places apart.
type place uint8

const (
	atPostValue place = iota // an argument in the body, or a value on its own
	atQueryValue
	atQueryName
	atPostName
	atCookie
	atCookieName
	atHeaderName
	atHeader
	atURI
	atRawURI
	atLine
	atPath
	atBase
	atQuery
	atMethod
	atProtocol
	atBody
	atFile // the name of a file that is uploaded
	atFileName
	atPartHeader
	atXmlText
	atXmlAttribute
	places // their number
)

// placeNames are the generator's names for them.
var placeNames = [places]string{
	"value", "query value", "query name", "post name", "cookie", "cookie name", "header name", "header", "uri", "raw uri", "line", "path",
	"base", "query", "method", "protocol", "body", "file", "file name", "part header", "xml text", "xml attribute",
}

// placesOf are the places of the texts that the engine's variables hold.
var placesOf = map[string][]place{
	"REQUEST_METHOD": {atMethod}, "REQUEST_PROTOCOL": {atProtocol}, "REQUEST_LINE": {atLine}, "REQUEST_URI": {atURI},
	"REQUEST_URI_RAW": {atRawURI}, "REQUEST_FILENAME": {atPath}, "REQUEST_BASENAME": {atBase}, "QUERY_STRING": {atQuery},
	"REQUEST_HEADERS": {atHeader}, "REQUEST_HEADERS_NAMES": {atHeaderName}, "REQUEST_COOKIES": {atCookie},
	"REQUEST_COOKIES_NAMES": {atCookieName}, "ARGS": {atQueryValue, atPostValue}, "ARGS_GET": {atQueryValue}, "ARGS_POST": {atPostValue},
	"ARGS_NAMES": {atQueryName, atPostName}, "ARGS_GET_NAMES": {atQueryName}, "ARGS_POST_NAMES": {atPostName}, "FILES": {atFile},
	"FILES_NAMES": {atFileName}, "MULTIPART_PART_HEADERS": {atPartHeader},
}

// placed is a text, with its key in small letters if it has one.
type placed struct {
	key, text string
	header    uint8 // the number of the header whose value it is; see headerOf
	proven    bool  // no rule that looks at it alone matches it
}

// target is what a link of a check looks at.
type target struct {
	name, key string
	places    []place // that the variable's texts stand at; nil if they do at none
	header    uint8   // the number of the only header it looks at, if it has one
	any       bool    // the key is an expression, which stands for every key
	count     bool    // the number of its texts
	except    bool
	isSet     bool   // the set-up gives it a value
	value     string // this one
}

func (t *tables) readTargets(r *reader) []target {
	out := make([]target, r.number())
	for i := range out {
		flags := r.number()
		o := target{
			name: r.text(), key: r.text(), value: r.text(),
			count: flags&1 != 0, except: flags&2 != 0, isSet: flags&4 != 0,
		}
		o.key = strings.ToLower(o.key) // the engine tells no keys apart by case
		o.places = placesOf[o.name]
		if o.any = o.key == "" || o.key[0] == '/'; !o.any && o.name == "REQUEST_HEADERS" {
			o.header = t.headerOf(o.key)
		}
		out[i] = o
	}
	return out
}

// fits says that the target looks at a text, of those at its places.
func (t *target) fits(p *placed) bool {
	switch {
	case t.any:
		return true
	case t.header != 0:
		return t.header == p.header
	}
	return t.key == p.key
}

// kindOf is the kind of a text at a place. Headers that rules ask for by name have kinds of their own.
func (t *tables) kindOf(at place, p *placed) uint8 {
	if p.header != 0 {
		return t.headerKinds[p.header-1].kind
	}
	return t.placeKind[at]
}

// headerKind is a header that rules ask for by name.
type headerKind struct {
	name string
	kind uint8
}

// readKinds reads the kinds of text.
func (t *tables) readKinds(r *reader) {
	t.parts = make([]parts, r.number())
	t.wants = make([]want, len(t.parts))
	for i := range t.parts {
		name := r.text()
		if h, isHeader := strings.CutPrefix(name, "header:"); isHeader {
			t.headerKinds = append(t.headerKinds, headerKind{h, uint8(i)})
			for len(t.headersOf) <= len(h) {
				t.headersOf = append(t.headersOf, nil)
			}
			t.headersOf[len(h)] = append(t.headersOf[len(h)], uint8(len(t.headerKinds)))
		} else if at := slices.Index(placeNames[:], name); at >= 0 {
			t.placeKind[at] = uint8(i)
		}
	}
}
