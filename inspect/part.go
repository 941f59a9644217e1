package inspect

import (
	"bytes"

	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/source"
)

// A handler reads a header, a cookie or a piece of the path as it reads an argument, so that each of them is judged twice: in its place,
// by the rules for the parts of a request, and as a value, in every reading. What a rule matches both ways counts once.

// isValue says that a part of the request is a value, too. The Cookie header is one cookie by cookie.
func isValue(f *source.Field) bool {
	switch f.Target {
	case source.Header:
		return string(f.Name) != "cookie"
	case source.URLPath, source.Cookie:
		return true
	}
	return false
}

// partName is the name by which findings in the request itself know the part that a field is, or is a piece of; "" if it is none. What
// is excluded or declared for the part holds for its values.
func partName(f *source.Field) string {
	switch f.Target {
	case source.Header:
		return partPath("headers", bytes.ToLower(f.Name))
	case source.Cookie:
		return partPath("cookies", f.Path[len(f.Path)-1].Key)
	case source.URLPath:
		return "path"
	}
	return ""
}

// ownName says that a part has a name of its own, as a parameter of the path has.
func ownName(f *source.Field) bool {
	return f.Target == source.URLPath && string(f.Path[0].Key) == "pathParameters"
}

func partPath(part string, name []byte) string {
	return decoders.Path{{Key: []byte(part)}, {Key: name}}.String()
}

// partMatch is a match in a part of the request.
type partMatch struct {
	record, rule int
	part         string
}

// countParts notes which of some matches are in the request itself: what its values say in the same words is no more.
func (r *reading) countParts(matches []engine.Match, request *engine.Request, counts func(int) bool) {
	for n, m := range matches {
		if from := r.originOf(m, request); from.request && counts(n) {
			r.countPart(partMatch{r.record, m.Rule, from.field}, false)
		}
	}
}

func (r *reading) countPart(match partMatch, asValue bool) {
	if _, known := r.counted[match]; known {
		return
	}
	if r.counted == nil {
		r.counted = make(map[partMatch]bool)
	}
	r.counted[match] = asValue
}

// repeated says that a match in a part was counted already. A rule may match a part in several of the engine's variables, and each of
// these counts; of its values one does, and none beside the request.
func (r *reading) repeated(m engine.Match, from origin) bool {
	match := partMatch{r.record, m.Rule, from.part}
	if from.request {
		return r.counted[partMatch{r.record, m.Rule, from.field}]
	}
	if from.part == "" {
		return false
	}
	_, known := r.counted[match]
	r.countPart(match, true)
	return known
}
