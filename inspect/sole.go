package inspect

import (
	"bytes"
	"io"
	"mime"
	parts "mime/multipart"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"weir/inspect/engine"
)

// sole knows the arguments and cookies of one request by their names. Each of them may match many rules, so that the request is taken
// apart once.
type sole struct {
	request            *engine.Request // that is known
	arguments, cookies map[string]named
}

// named is what stands under a name.
type named struct {
	values []string
	bad    bool // some cannot be read
}

// sole returns the value, if there is one alone.
func (n named) sole() (string, bool) {
	if len(n.values) != 1 || n.bad {
		return "", false
	}
	return n.values[0], true
}

// argument returns what a request has for arguments of this name.
func (s *sole) argument(name string, request *engine.Request) named {
	s.know(request)
	if s.arguments == nil {
		s.arguments = make(map[string]named)
		_, query, _ := strings.Cut(request.URI, "?")
		addPairs(s.arguments, query)
		if slices.ContainsFunc(request.Headers, isFormType) {
			addPairs(s.arguments, string(request.Body))
		}
		for _, h := range request.Headers {
			if strings.EqualFold(h.Name, "Content-Type") {
				addParts(s.arguments, h.Value, request.Body)
			}
		}
	}
	return s.arguments[folded(name)]
}

// cookie is argument for cookies.
func (s *sole) cookie(name string, request *engine.Request) named {
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
	return s.cookies[folded(name)]
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

// addParts adds the parts of a form, as the engine reads them. Files are no arguments to it; here they make those that share their name
// unknown. Behind an error nothing is an argument to the engine either.
func addParts(all map[string]named, contentType string, body []byte) {
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return
	}
	form := parts.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return
		}
		value, err := io.ReadAll(part)
		add(all, part.FormName(), string(value), err != nil)
	}
}

func add(all map[string]named, name, value string, bad bool) {
	name = folded(name)
	known := all[name]
	all[name] = named{append(known.values, value), bad || known.bad}
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
