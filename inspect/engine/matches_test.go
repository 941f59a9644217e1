package engine

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// Of the values that are the same part of a request the first counts alone: which one that is must not be a matter of chance.
func TestMatchesOfARuleStandInTheOrderOfTheValues(t *testing.T) {
	e := engineAt(t, 1)
	var values []Value
	for i := range 8 {
		values = append(values, Value{Name: fmt.Sprintf("body.%d", i), Text: "1' union select password from users-- "})
	}
	request := get("/items?q=1%27%20union%20select%20password%20from%20users--%20")
	for range 5 {
		matches := evaluate(t, e, request, values...)
		if len(matches) < len(values) {
			t.Fatal(ids(matches))
		}
		for len(matches) > 0 {
			n := slices.IndexFunc(matches, func(m Match) bool { return m.Rule != matches[0].Rule })
			if n < 0 {
				n = len(matches)
			}
			if !slices.IsSortedFunc(matches[:n], func(a, b Match) int { return cmp.Compare(a.Value, b.Value) }) {
				t.Errorf("rule %d: %+v", matches[0].Rule, matches[:n])
			}
			matches = matches[n:]
		}
	}
}
