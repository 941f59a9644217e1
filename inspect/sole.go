package inspect

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"weir/inspect/engine"
)

// sole knows the arguments and cookies of one request that are alone under their names. Each of them may match many rules, so that
// the request is taken apart once.
type sole struct {
	request            *engine.Request // that is known
	arguments, cookies map[string]named
}

// named is what stands under a name.
type named struct {
	value string
	bad   bool // there is more, or it cannot be read
}

// argument returns the value of the argument that a request has by this name, if it has one alone.
func (s *sole) argument(name string, request *engine.Request) (string, bool) {
	s.know(request)
	if s.arguments == nil {
		s.arguments = make(map[string]named)
		_, query, _ := strings.Cut(request.URI, "?")
		addPairs(s.arguments, query)
		if slices.ContainsFunc(request.Headers, isFormType) {
			addPairs(s.arguments, string(request.Body))
		}
	}
	found, is := s.arguments[folded(name)]
	return found.value, is && !found.bad
}

// cookie is argument for a cookie. Its escapes are undone, as the rules do it, if that leaves none.
func (s *sole) cookie(name string, request *engine.Request) (string, bool) {
	s.know(request)
	if s.cookies == nil {
		s.cookies = make(map[string]named)
		for _, h := range request.Headers {
			if !strings.EqualFold(h.Name, "Cookie") {
				continue
			}
			for pair := range strings.SplitSeq(h.Value, ";") {
				name, value, _ := strings.Cut(pair, "=")
				add(s.cookies, strings.TrimSpace(name), value, false)
			}
		}
	}
	found, is := s.cookies[folded(name)]
	if !is || found.bad {
		return "", false
	}
	return unescaped(found.value)
}

// know forgets what another request had.
func (s *sole) know(request *engine.Request) {
	if s.request != request {
		*s = sole{request: request}
	}
}

// addPairs adds the arguments of a query or a form.
func addPairs(all map[string]named, pairs string) {
	for pair := range strings.SplitSeq(pairs, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(name)
		if err != nil {
			continue
		}
		value, err = url.QueryUnescape(value)
		add(all, name, value, err != nil)
	}
}

func add(all map[string]named, name, value string, bad bool) {
	name = folded(name)
	_, more := all[name]
	all[name] = named{value, bad || more}
}

// folded is the same for names that differ in case alone, as strings.EqualFold has it.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

// isFormType says whether a header is a content type that names a form.
func isFormType(h engine.Header) bool {
	return strings.EqualFold(h.Name, "Content-Type") && mediaType(h.Value) == form
}
