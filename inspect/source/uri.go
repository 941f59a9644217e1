package source

import (
	"bytes"

	"weir/decoders"
)

// buildURI writes path and query into the scratch, as the client sent them or as near as the event allows. Only what
// cannot stand in a request line is escaped: rules look for the rest.
func (r *request) buildURI(path decoders.JSON) {
	uri := r.uri[:0]
	if path.IsString() {
		uri = appendPath(uri, r.text(path), r.decodedPath)
	} else {
		uri = append(uri, '/')
	}
	if r.query == queryRaw {
		if raw := r.rawQuery(); len(raw) > 0 {
			uri = appendLegal(append(uri, '?'), raw)
		}
		r.uri = uri
		return
	}
	separator := byte('?')
	chosen, _ := r.queryMaps()
	add := func(name, value decoders.JSON) {
		uri = append(uri, separator)
		separator = '&'
		if r.query == queryDecoded {
			uri = appendArgument(uri, r.nameText(name), true)
			uri = appendArgument(append(uri, '='), r.text(value), false)
		} else {
			uri = appendLegal(uri, r.nameText(name))
			uri = appendLegal(append(uri, '='), r.text(value))
		}
	}
	for name, value := range chosen.values.Members() {
		if value.IsString() {
			add(name, value)
		}
		for _, element := range value.Elements() {
			if element.IsString() {
				add(name, element)
			}
		}
	}
	r.uri = uri
}

// pathFields yields the path, its segments, and what the gateway has taken out of it.
func (r *request) pathFields() {
	path := r.e.at(r.path)
	if path.IsString() {
		text := r.text(path)
		r.emit(Field{Path: r.path, Kind: Path, Target: URLPath, Value: text})
		if rest := r.withoutStage(text); rest != nil {
			r.emit(Field{Path: r.path, Kind: Path, Target: URLPath, Value: rest})
		}
		r.segments(r.path, URLPath, text)
	}
	if staged := r.e.Get("requestContext", "path"); r.isStaged(staged, path) {
		r.cover(staged)
	}
	parameters := r.e.Get("pathParameters")
	r.eachPair(keyParameters, parameters, func(name, value decoders.JSON) {
		if !unreadable(r.nameText(name)) {
			r.emitName(name)
		}
		f := Field{Path: r.here, Kind: Path, Target: URLPath, Value: r.text(value)}
		if len(path) > maxCompared || !bytes.Contains(path, value[1:len(value)-1]) {
			f.Kind, f.Target = Unknown, Argument // decoded, or no part of the path at all
		}
		r.emit(f)
	})
	r.coverObjects(parameters)
}

// segments yields the pieces of a path between its slashes that a rule may mind: what a handler looks up by is one of them.
func (w *walker) segments(at decoders.Path, target Target, path []byte) {
	for rest := bytes.Trim(path, "/"); len(rest) > 0 && !w.done; {
		segment, after, _ := bytes.Cut(rest, []byte("/"))
		if !unreadable(segment) && len(segment) < len(path)-1 {
			w.emit(Field{Path: at, Kind: Path, Target: target, Value: segment})
		}
		rest = after
	}
}

// withoutStage returns the path behind the stage's name, or nil if the path does not begin with one. Rules that are
// anchored at the root of an application need it.
func (r *request) withoutStage(path []byte) []byte {
	stage := r.e.Get("requestContext", "stage")
	if !r.stagedPath || !stage.IsString() || len(path) < 2 {
		return nil
	}
	rest, found := bytes.CutPrefix(path[1:], r.nameText(stage))
	if !found || len(rest) == 0 || rest[0] != '/' {
		return nil
	}
	return rest
}

// isStaged says whether value is the path with the stage's name before it, as REST APIs repeat it.
func (r *request) isStaged(value, path decoders.JSON) bool {
	if !value.IsString() || !path.IsString() {
		return false
	}
	stage := r.e.Get("requestContext", "stage")
	rest, found := bytes.CutSuffix(value, path[1:])
	if !found || len(rest) < 2 || !stage.IsString() {
		return false
	}
	return rest[1] == '/' && bytes.Equal(rest[2:], stage[1:len(stage)-1]) && wellFormed([]byte("stage"), rest[2:])
}

// escapes says whether text begins with "%" and two hexadecimal digits.
func escapes(text []byte) bool { return len(text) >= 3 && hexadecimal(text[1:3]) }

func hexValue(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return lower(c) - 'a' + 10
}

// appendPath appends a path, escaping what would end it or cannot stand in a request line. In a decoded path a "%"
// without two digits means itself, and is escaped too.
func appendPath(dst, path []byte, decoded bool) []byte {
	for i, c := range path {
		if illegal(c) || c == '?' || c == '%' && decoded && !escapes(path[i:]) {
			dst = appendEscaped(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return dst
}

// appendLegal appends a query or a part of it, escaping what cannot stand in a request line.
func appendLegal(dst, query []byte) []byte {
	for _, c := range query {
		if illegal(c) {
			dst = appendEscaped(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return dst
}

// appendArgument appends a decoded name or value so that decoding gives it again.
func appendArgument(dst, text []byte, name bool) []byte {
	for _, c := range text {
		if illegal(c) || c >= 0x80 || c == '%' || c == '&' || c == '+' || c == ';' || c == '=' && name {
			dst = appendEscaped(dst, c)
		} else {
			dst = append(dst, c)
		}
	}
	return dst
}

// illegal says whether a byte cannot stand in a request line, or would end the URI.
func illegal(c byte) bool { return c <= ' ' || c == 0x7f || c == '#' }

func appendEscaped(dst []byte, c byte) []byte {
	return append(dst, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
}
