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
		results = append(results, BenignResult{Benign: b, Verdict: v, Rules: rulesOf(scoring), Blocked: v.Score >= Threshold})
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
