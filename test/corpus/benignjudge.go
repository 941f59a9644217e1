package corpus

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// BenignResult is what became of a benign event.
type BenignResult struct {
	Benign
	Verdict inspect.Verdict
	Rules   []int // that add to the score
	Blocked bool  // the score reaches the threshold
}

// JudgeHonest inspects benign events, as Weir does by default but in mode monitor and without hurry, for a user who has
// declared what the entries declare.
func JudgeHonest(cases []Benign, paranoia int) ([]BenignResult, error) {
	inspectors := map[string]*inspect.Inspector{} // by what is declared
	var results []BenignResult
	for _, b := range cases {
		inspector := inspectors[b.Declared]
		if inspector == nil {
			fields, err := b.fields()
			if err != nil {
				return nil, err
			}
			if inspector, err = inspectorAt(paranoia, fields...); err != nil {
				return nil, err
			}
			inspectors[b.Declared] = inspector
		}
		event, err := b.Bytes()
		if err != nil {
			return nil, err
		}
		v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: b.ID, Payload: event})
		scoring := v
		scoring.Matches = slices.DeleteFunc(slices.Clone(v.Matches), func(m inspect.Match) bool { return m.Score == 0 })
		results = append(results, BenignResult{Benign: b, Verdict: v, Rules: rulesOf(scoring), Blocked: v.Score >= threshold})
	}
	return results, nil
}

// declaration is what a clause of Declared looks like.
var declaration = regexp.MustCompile(`^([a-z0-9-]+):(\S+)=([a-z]+)$`)

// fields is what an entry declares.
func (b Benign) fields() ([]inspect.FieldKind, error) {
	if b.Declared == "" {
		return nil, nil
	}
	var list []inspect.FieldKind
	for clause := range strings.SplitSeq(b.Declared, ";") {
		parts := declaration.FindStringSubmatch(clause)
		if parts == nil {
			return nil, fmt.Errorf("%s declares %q", b.ID, clause)
		}
		kind, ok := source.KindOf(parts[3])
		if !ok || parts[1] != SourceOf(b.Case) {
			return nil, fmt.Errorf("%s declares %q: no such kind, or another source", b.ID, clause)
		}
		list = append(list, inspect.FieldKind{Source: parts[1], Field: parts[2], Kind: kind})
	}
	return list, nil
}

// Bare returns the events as a user has them who declares nothing.
func Bare(cases []Benign) []Benign {
	bare := slices.Clone(cases)
	for i := range bare {
		bare[i].Declared = ""
	}
	return bare
}

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
		kind := f.Kind.String()
		if f.Target != source.Argument && f.Target != source.Body {
			kind = requestPart
		}
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
		blocked[kind] = scores[kind] >= threshold
	}
	return blocked
}
