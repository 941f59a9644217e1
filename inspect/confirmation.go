package inspect

import (
	"slices"
	"strings"

	"weir/inspect/confirm"
	"weir/inspect/engine"
)

// confirmed returns the matches that count: those whose text does what the rule fears, in some reading, and those of which that cannot
// be said in time. The others are noted as denied.
func (r *reading) confirmed(matches []engine.Match, request *engine.Request) []engine.Match {
	if r.inspector.options.Unconfirmed || len(matches) == 0 {
		return matches
	}
	began := r.inspector.now()
	end := r.time.end(began)
	late, asker := false, confirm.Asker{}
	stop := func() bool {
		late = late || !r.inspector.now().Before(end)
		return late
	}
	matches = slices.DeleteFunc(matches, func(m engine.Match) bool {
		if late || !confirm.Asked(m.Rule) {
			return false
		}
		reason, denied := r.denied(m, request, &asker, stop)
		if denied {
			r.deny(m, request, reason)
		}
		return denied
	})
	r.time.exactly(began, r.inspector.now())
	return matches
}

// denied asks about every text that the match may be about. It is denied if each of them is.
func (r *reading) denied(m engine.Match, request *engine.Request, asker *confirm.Asker, stop func() bool) (reason string, denied bool) {
	texts, name := r.textsOf(m, request)
	if len(texts) == 0 && m.Text != "" && confirm.Near(m.Rule) {
		texts = []string{m.Text} // of a value that is encoded badly: these rules undo percent signs only
	}
	from := r.originOf(m, request)
	for _, text := range texts {
		if len(text) > maxDoubted {
			return "", false
		}
		reason, denied = asker.Denied(confirm.Match{
			Rule: m.Rule, Text: text, Place: placeOf(from), Kind: r.kindIn(from).String(), Name: name, Stop: stop,
		})
		if !denied {
			return "", false
		}
	}
	return reason, denied
}

// textsOf returns the texts that a match may be about, and the name that they stand under. Parameters that are repeated are read one by
// one and joined, as frameworks read them. There are none if that is not known.
func (r *reading) textsOf(m engine.Match, request *engine.Request) (texts []string, name string) {
	if m.Value >= 0 {
		text := r.portion.values[m.Value].Text
		return []string{text}, lastStep(r.portion.origins[m.Value].field)
	}
	if request == nil {
		return nil, ""
	}
	variable, key, _ := strings.Cut(m.Variable, ":")
	name = strings.ToLower(key)
	switch variable {
	case "ARGS_NAMES", "ARGS_GET_NAMES", "ARGS_POST_NAMES", "REQUEST_COOKIES_NAMES", "REQUEST_HEADERS_NAMES":
		return []string{key}, ""
	case "ARGS", "ARGS_GET", "ARGS_POST":
		if found := r.sole.argument(key, request); !found.bad {
			return withJoined(found.values), name
		}
	case "REQUEST_COOKIES":
		return withJoined(r.sole.cookie(key, request).values), name
	case "REQUEST_HEADERS":
		for _, h := range request.Headers {
			if strings.EqualFold(h.Name, key) {
				texts = append(texts, h.Value)
			}
		}
		return withJoined(texts), name
	case "REQUEST_URI", "REQUEST_URI_RAW", "REQUEST_LINE":
		return []string{request.URI}, ""
	case "REQUEST_FILENAME", "REQUEST_BASENAME":
		path, _, _ := strings.Cut(request.URI, "?")
		return []string{path}, ""
	case "QUERY_STRING":
		_, query, _ := strings.Cut(request.URI, "?")
		return []string{query}, ""
	case "FILES", "FILES_NAMES":
		return []string{m.Text}, ""
	case "XML", "REQUEST_XML":
		if len(request.Body) > maxDoubted { // nobody reads it, and each match would copy it twice
			return []string{string(request.Body)}, ""
		}
		return []string{string(request.Body), withoutTags(string(request.Body))}, ""
	case "REQUEST_BODY":
		return []string{string(request.Body)}, ""
	}
	return nil, ""
}

// withoutTags is the text of a document of XML, a blank in the place of each tag.
func withoutTags(document string) string {
	var b strings.Builder
	for document != "" {
		text, rest, found := strings.Cut(document, "<")
		b.WriteString(text)
		if !found {
			break
		}
		b.WriteByte(' ')
		_, document, _ = strings.Cut(rest, ">")
	}
	return b.String()
}

// withJoined adds to several texts what they are together. Frameworks put a comma between them; some handlers put nothing.
func withJoined(texts []string) []string {
	if len(texts) > 1 {
		texts = append(slices.Clone(texts), strings.Join(texts, ","), strings.Join(texts, ""))
	}
	return texts
}

// deny notes a match that does not count.
func (r *reading) deny(m engine.Match, request *engine.Request, reason string) {
	from := r.originOf(m, request)
	denial := Denial{Match: Match{
		Rule: m.Rule, Message: m.Message, Severity: m.Severity, Tags: m.Tags, Record: r.record, Field: from.field,
		Kind: r.kindIn(from).String(), Via: from.via,
	}, Reason: reason}
	if o := &r.inspector.options; o.Excerpts || o.Explain {
		denial.Text, denial.Part = m.Text, m.Part
	}
	r.findings.deny(denial)
}

// placeOf tells where a text stands by the path of its field.
func placeOf(from origin) confirm.Place {
	field := from.part
	if field == "" {
		field = from.field
	}
	first, _, _ := strings.Cut(field, ".")
	first, _, _ = strings.Cut(first, "[")
	switch first {
	case "headers", "multiValueHeaders":
		return confirm.Header
	case "cookies":
		return confirm.Cookie
	case "path", "rawPath", "pathParameters", "requestContext":
		return confirm.Path
	case "query", "rawQueryString", "queryStringParameters", "multiValueQueryStringParameters":
		return confirm.Query
	case "arguments":
		return confirm.Form
	}
	if from.binary {
		return confirm.File
	}
	return confirm.Value
}

// lastStep is the last name of a field's path, in lower case.
func lastStep(field string) string {
	return strings.ToLower(field[strings.LastIndexAny(field, ".→ ")+1:])
}
