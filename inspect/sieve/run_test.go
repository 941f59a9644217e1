package sieve

import (
	"regexp"
	"testing"
)

func TestRunsAreWhatTheExpressionCaptures(t *testing.T) {
	const expression = `(?sm)^[^;\s]+`
	whole, r := regexp.MustCompile(expression), runOf(expression)
	for text, want := range map[string]int{
		"": 0, ";": 0, " a": 0, "\na": 0, "é": 0, "text/é": 0, "a": 1, "text/plain": 10, "text/plain; charset=x": 10, "a\nb": 1, "a\xff": 0,
	} {
		n := r.length([]byte(text))
		if n != want {
			t.Errorf("%q begins with %d, not %d", text, n, want)
		}
		if at := whole.FindStringIndex(text); n > 0 && (at == nil || at[0] != 0 || at[1] != n) {
			t.Errorf("%q: %d are taken, the expression captures %v", text, n, at)
		}
	}
}

func TestOtherExpressionsAreNoRuns(t *testing.T) {
	for _, expression := range []string{"", "(", "^a+", "a+", "(?sm)[^;]+", "(?sm)^[^;]*", "(?sm)^[^;]+?", "(?sm)^([^;]+)", "(?sm)^[^;]+$", "(?s)^[^;]+", wholeText} {
		if runOf(expression) != nil {
			t.Errorf("%s is taken for a run", expression)
		}
	}
}
