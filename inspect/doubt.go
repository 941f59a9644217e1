package inspect

import (
	"net/url"
	"slices"
	"strings"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// maxDoubted is the longest text that is looked at again, in bytes: taking what is harmless out of a text costs as much as
// many rules do, and who makes a text suspicious throughout could make that a second.
const maxDoubted = 64 << 10

// doubted returns the indexes of those matches, ascending, that are gone once what is harmless is taken out of the text
// that matched: the rule is asked again about the rest. What cannot be asked in time stays a match.
func (r *reading) doubted(matches []engine.Match, request *engine.Request) []int {
	var again []engine.Value
	var asked []int // index into matches, for every value
	var suspects []int
	bytes := 0
	began := r.inspector.now()
	end := r.time.end(began)
	for n, m := range matches {
		text, ok := r.matched(m, request)
		if !ok || len(text) > maxDoubted || !r.inspector.now().Before(end) {
			continue
		}
		rest := rules.WithoutHarmless(m.Rule, text, m.Value < 0)
		if rest == text || len(again) == maxPortionValues || len(again) > 0 && bytes+len(rest) > maxPortionBytes {
			continue
		}
		bytes += len(rest)
		again = append(again, engine.Value{Name: "rest", Text: rest})
		asked = append(asked, n)
		if !slices.Contains(suspects, m.Rule) {
			suspects = append(suspects, m.Rule)
		}
	}
	r.time.spend(r.inspector.now().Sub(began))
	if len(asked) == 0 {
		return nil
	}
	found, err := r.ask(nil, again, &engine.Suspects{Rules: suspects})
	if err != nil {
		return nil
	}
	var gone []int
	for at, n := range asked {
		stays := func(f engine.Match) bool { return f.Value == at && f.Rule == matches[n].Rule }
		if !slices.ContainsFunc(found, stays) {
			gone = append(gone, n)
		}
	}
	return gone
}

// matched returns the text that a rule matched, as it was before the rule's transformations.
func (r *reading) matched(m engine.Match, request *engine.Request) (string, bool) {
	if m.Value >= 0 {
		return r.portion.values[m.Value].Text, true
	}
	if request == nil {
		return "", false
	}
	name, key, _ := strings.Cut(m.Variable, ":")
	switch name {
	case "ARGS_NAMES", "ARGS_GET_NAMES", "ARGS_POST_NAMES":
		return key, true
	case "ARGS", "ARGS_GET", "ARGS_POST":
		_, query, _ := strings.Cut(request.URI, "?")
		body := request.Body
		if !slices.ContainsFunc(request.Headers, isFormType) {
			body = nil
		}
		return onlyOne(key, query, body)
	case "REQUEST_COOKIES":
		return onlyCookie(key, request.Headers)
	}
	return "", false
}

// isFormType says whether a header is a content type that names a form.
func isFormType(h engine.Header) bool {
	return strings.EqualFold(h.Name, "Content-Type") && mediaType(h.Value) == form
}

// onlyOne returns the value of the argument that a request has by this name, if it has
// one alone.
func onlyOne(name, query string, body []byte) (string, bool) {
	var values []string
	for _, pairs := range []string{query, string(body)} {
		for pair := range strings.SplitSeq(pairs, "&") {
			key, value, _ := strings.Cut(pair, "=")
			if key, err := url.QueryUnescape(key); err != nil || !strings.EqualFold(key, name) {
				continue
			}
			text, err := url.QueryUnescape(value)
			if err != nil {
				return "", false
			}
			values = append(values, text)
		}
	}
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}

// onlyCookie is onlyOne for a cookie. Its escapes are undone, as the rules do it, if that leaves none.
func onlyCookie(name string, headers []engine.Header) (string, bool) {
	var values []string
	for _, h := range headers {
		if !strings.EqualFold(h.Name, "Cookie") {
			continue
		}
		for pair := range strings.SplitSeq(h.Value, ";") {
			if key, value, _ := strings.Cut(pair, "="); strings.EqualFold(strings.TrimSpace(key), name) {
				values = append(values, value)
			}
		}
	}
	if len(values) != 1 {
		return "", false
	}
	text, err := url.PathUnescape(values[0])
	return text, err == nil && !strings.Contains(text, "%")
}
