package engine

import (
	"fmt"
	"slices"
	"testing"
)

// narrowedTo asks about the attacks, each with the rule that must find it, and the rules of byValue for the others.
func narrowedTo(t *testing.T, request *Request, byValue func(value int) []int) []string {
	t.Helper()
	var values []Value
	suspects := &Suspects{}
	for i, a := range attacks {
		// Names may be repeated.
		values = append(values, Value{"a", a.text})
		suspects.Rules = append(suspects.Rules, a.rule)
		suspects.ByValue = append(suspects.ByValue, byValue(i))
	}
	matches, err := engineAt(t, 1).Evaluate(t.Context(), request, values, suspects)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range matches {
		out = append(out, fmt.Sprint(m.Rule, " ", m.Value, m.Variable))
	}
	slices.Sort(out)
	return out
}

func TestARuleLooksAtTheValuesThatItMayMatch(t *testing.T) {
	var want []string
	for i, a := range attacks {
		want = append(want, fmt.Sprint(a.rule, " ", i))
	}
	slices.Sort(want)
	own := func(value int) []int { return []int{attacks[value].rule} }
	if found := narrowedTo(t, nil, own); !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	// Nothing hides the request's own arguments, and a form, whose arguments are where the values are, leaves it at all values.
	found := narrowedTo(t, get("/?a=1'+OR+1%3d1--+"), own)
	want = append(want, "942100 -1ARGS:a")
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("with a query found %q, want %q", found, want)
	}
	found = narrowedTo(t, post("application/x-www-form-urlencoded", "a=1'+OR+1%3d1--+"), own)
	for _, w := range want {
		if !slices.Contains(found, w) {
			t.Errorf("with a form found %q, want %q among them", found, w)
		}
	}
}

func TestARuleDoesNotLookAtOtherValues(t *testing.T) {
	found := narrowedTo(t, nil, func(int) []int { return []int{} })
	if len(found) > 0 {
		t.Errorf("no value may match, but found %q", found)
	}
}

func TestNarrowingIsWorthItsCost(t *testing.T) {
	several, one := []int{1, 2, 3, 4, 5}, []int{1}
	for name, c := range map[string]struct {
		byValue [][]int
		worth   bool
	}{
		"nothing is known":             {nil, false},
		"a value":                      {[][]int{one}, false},
		"values for the same rules":    {[][]int{several, several, several, several}, false},
		"values for one rule of five":  {[][]int{one, {2}, {3}, {4}, {5}}, true},
		"two values for one rule each": {[][]int{one, {2}}, false},
	} {
		if worth := worthNarrowing(&Suspects{Rules: several, ByValue: c.byValue}); worth != c.worth {
			t.Errorf("%s: %v", name, worth)
		}
	}
}
