package source

import (
	"bytes"

	"weir/decoders"
)

// queryForm says how an event carries the query.
type queryForm uint8

const (
	// queryRaw: rawQueryString as the client sent it, and a map with decoded values, repeated ones joined by commas.
	queryRaw queryForm = iota
	// queryDecoded: two maps with decoded names and values.
	queryDecoded
	// queryUndecoded: one of two maps, with names and values as the client sent them.
	queryUndecoded
)

// The outer members that hold the query.
var (
	keyQuery      = decoders.Step{Key: []byte("queryStringParameters")}
	keyMultiQuery = decoders.Step{Key: []byte("multiValueQueryStringParameters")}
	keyRawQuery   = decoders.Step{Key: []byte("rawQueryString")}
	keySnakeQuery = decoders.Step{Key: []byte("query_string_parameters")}
)

// formHint declares the percent-encoding of forms.
var formHint = decoders.Hint{Encodings: []decoders.Encoding{decoders.Form}}

// maxRemembered and maxCompared bound how many values of one reading of a request, and of how many bytes, are compared
// with another reading, to leave copies out. Requests through API Gateway have at most 10 KB of request line and
// headers; past the bounds copies are looked at twice, which costs time and nothing else.
const (
	maxRemembered = 64
	maxCompared   = 4 << 10
)

// pair is a name and a value, as raw JSON strings or as parts of a raw query.
type pair struct{ name, value []byte }

func (r *request) remember(name, value []byte) {
	if len(r.pairs) < maxRemembered && len(value) <= maxCompared {
		r.pairs = append(r.pairs, pair{name, value})
	}
}

func (r *request) remembered(name, value []byte) bool {
	for _, p := range r.pairs {
		if bytes.Equal(p.name, name) && bytes.Equal(p.value, value) {
			return true
		}
	}
	return false
}

// rawQuery returns rawQueryString without the one "?" that some of AWS's own examples begin it with, in a scratch of its
// own if it had to be unescaped.
func (r *request) rawQuery() []byte {
	return bytes.TrimPrefix(r.e.Get("rawQueryString").TextIn(&r.raw), []byte("?"))
}

// queryMap is a map of arguments, and where it stands.
type queryMap struct {
	at     decoders.Step
	values decoders.JSON
}

// queryMaps returns the map that the URI is made of, and the other one: the map with all values goes before the map
// with the last ones.
func (r *request) queryMaps() (chosen, other queryMap) {
	if r.snake {
		return queryMap{keySnakeQuery, r.e.Get("query_string_parameters")}, queryMap{}
	}
	multi := queryMap{keyMultiQuery, r.e.Get("multiValueQueryStringParameters")}
	single := queryMap{keyQuery, r.e.Get("queryStringParameters")}
	if multi.values.IsObject() && multi.values.Len() > 0 {
		return multi, single
	}
	return single, multi
}

// queryFields yields the arguments one by one, in every reading that a handler may take.
func (r *request) queryFields() {
	r.pairs = r.pairs[:0]
	if r.query == queryRaw {
		r.rawFields()
		return
	}
	hint := decoders.Hint{}
	if r.query == queryUndecoded {
		hint = formHint
	}
	chosen, other := r.queryMaps()
	r.eachPair(chosen.at, chosen.values, func(name, value decoders.JSON) {
		r.remember(name, value)
		r.argument(r.nameText(name), r.text(value), hint)
	})
	r.eachPair(other.at, other.values, func(name, value decoders.JSON) {
		if !r.remembered(name, value) {
			r.emitName(name)
			r.emit(Field{Path: r.here, Value: r.text(value), Hint: hint})
		}
	})
	r.coverObjects(chosen.values, other.values)
}

// rawFields yields the raw query's arguments, and what the map of decoded values says otherwise.
func (r *request) rawFields() {
	raw := r.e.Get("rawQueryString")
	r.under(keyRawQuery)
	r.arguments(r.rawQuery())
	r.leave(1)
	if raw.IsString() {
		r.cover(raw)
	}
	values := r.e.Get("queryStringParameters")
	r.eachPair(keyQuery, values, func(name, value decoders.JSON) {
		nameText, text := r.nameText(name), r.text(value)
		for _, p := range r.pairs {
			if formEqual(p.name, nameText) && formEqual(p.value, text) {
				return
			}
		}
		r.emitName(name)
		r.emit(Field{Path: r.here, Value: r.text(value)})
	})
	r.coverObjects(values)
}

// arguments yields the arguments of a query as the client sent it, under the walker's path.
func (r *request) arguments(query []byte) {
	for len(query) > 0 && !r.done {
		var argument []byte
		argument, query, _ = bytes.Cut(query, []byte("&"))
		if len(argument) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(argument, []byte("="))
		r.remember(name, value)
		r.under(decoders.Step{Key: name})
		r.argument(name, value, formHint)
		r.leave(1)
	}
}

func (r *request) coverObjects(values ...decoders.JSON) {
	for _, v := range values {
		if v.IsObject() {
			r.cover(v)
		}
	}
}

// argument yields the name and the value of an argument that the URI carries. A separator that is hidden by one more
// encoding makes further arguments in frameworks that decode the query before they split it.
func (r *request) argument(name, value []byte, hint decoders.Hint) {
	if !unreadable(name) {
		r.emit(Field{Path: r.here, Target: Query, IsName: true, Value: name, Hint: hint})
	}
	r.emit(Field{Path: r.here, Target: Query, Value: value, Hint: hint})
	if i, _ := separatorIn(value); i < 0 {
		return
	}
	for rest := value; len(rest) > 0 && !r.done; {
		piece := rest
		if i, n := separatorIn(rest); i >= 0 {
			piece, rest = rest[:i], rest[i+n:]
		} else {
			rest = nil
		}
		if i, n := hidden(piece, '=', "%3d"); i >= 0 {
			r.emit(Field{Path: r.here, IsName: true, Value: piece[:i], Hint: hint})
			piece = piece[i+n:]
		}
		r.emit(Field{Path: r.here, Value: piece, Hint: hint})
	}
}

// unreadable says that a text has no reading but itself: too short for a guess at Base64 (16 characters), and without
// anything that another encoding would need.
func unreadable(name []byte) bool { return len(name) == 0 || consists(name, 15, "_-") }

func separatorIn(text []byte) (at, length int) { return hidden(text, '&', "%26") }

// hidden finds the first c or its percent-encoding, in lower case.
func hidden(text []byte, c byte, encoded string) (at, length int) {
	for i, b := range text {
		if b == c {
			return i, 1
		}
		if b == '%' && len(text)-i >= 3 && text[i+1] == encoded[1] && lower(text[i+2]) == encoded[2] {
			return i, 3
		}
	}
	return -1, 0
}

// formEqual says whether raw, its form encoding undone, is text. A "%" without two digits stands for itself.
func formEqual(raw, text []byte) bool {
	i := 0
	for ; i < len(raw) && len(text) > 0; i++ {
		c := raw[i]
		switch {
		case c == '+':
			c = ' '
		case c == '%' && escapes(raw[i:]):
			c = hexValue(raw[i+1])<<4 | hexValue(raw[i+2])
			i += 2
		}
		if c != text[0] {
			return false
		}
		text = text[1:]
	}
	return i == len(raw) && len(text) == 0
}
