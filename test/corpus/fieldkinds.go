package corpus

import (
	"bytes"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// requestPart stands for the kinds of what is judged as a part of a request, by all rules: path, query, headers and cookies.
const requestPart = "(part of a request)"

// ByKind returns the kinds of the fields that an event has, those of AWS's own among them, and says of each whether the
// matches in such fields alone reach the threshold. What an event inside of a field says of kinds does not count here.
func ByKind(event []byte, v inspect.Verdict) map[string]bool {
	parsed := source.Parse(event)
	src, _ := source.Recognise(parsed)
	kinds, scores := map[string]string{}, map[string]int{} // by path, by kind
	blocked := map[string]bool{}
	for f := range src.Fields(parsed) {
		kind := kindOf(f)
		if len(f.Value) > 0 {
			kinds[f.Path.String()] = kind
			blocked[kind] = false
		}
	}
	for _, m := range v.Matches {
		longest, kind := -1, requestPart
		for path, k := range kinds {
			if len(path) > longest && strings.HasPrefix(m.Field, path) {
				longest, kind = len(path), k
			}
		}
		scores[kind] += m.Score
		blocked[kind] = scores[kind] >= Threshold
	}
	return blocked
}

// UnknownKind is the kind of the fields of which only the user knows what they hold.
var UnknownKind = source.Unknown.String()

func kindOf(f source.Field) string {
	if f.Target != source.Argument && f.Target != source.Body {
		return requestPart
	}
	return f.Kind.String()
}

// FieldKind returns the kind of the field that an attack stands in; "unknown" if it stands in none as it was sent.
func FieldKind(c Case) (string, error) {
	event, err := c.Bytes()
	if err != nil {
		return "", err
	}
	after, before, err := c.encoded(c.Payload)
	if err != nil {
		return "", err
	}
	parsed := source.Parse(event)
	src, _ := source.Recognise(parsed)
	for f := range src.Fields(parsed) {
		if bytes.Contains(f.Value, []byte(after)) || bytes.Contains(f.Value, []byte(before)) {
			return kindOf(f), nil
		}
	}
	return UnknownKind, nil
}
