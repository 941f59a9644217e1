package corpus

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// inspected judges all attacks that are in an event, and calls with each verdict.
func inspected(t *testing.T, options inspect.Options, with func(Case, inspect.Verdict)) {
	t.Helper()
	options.Mode, options.Budget, options.Explain = inspect.ModeMonitor, 10*time.Minute, true
	inspector := inspect.New(options)
	if problem, err := inspector.Wait(); problem != nil || err != nil {
		t.Fatal(errors.Join(problem, err))
	}
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Outside != "" {
			continue
		}
		event, err := c.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: c.ID, Payload: event})
		with(c, v)
	}
}

// Whoever writes what --explain says into WEIR_EXCLUDE hears no more of these findings, whatever source and field they are of.
func TestWhatExplainSaysToExcludeSilencesEveryAttack(t *testing.T) {
	var options inspect.Options
	matches, parts := 0, 0
	inspected(t, inspect.Options{}, func(_ Case, v inspect.Verdict) {
		for _, m := range v.Matches {
			x := inspect.Silencing(v.Source, m)
			if !slices.Contains(options.Exclude, x) {
				options.Exclude = append(options.Exclude, x)
			}
			matches++
			if m.Part != "" {
				parts++
			}
			if !strings.Contains(m.Text, m.Part) {
				t.Errorf("rule %d: the part %q is not in %q", m.Rule, m.Part, m.Text)
			}
		}
	})
	if matches < 100 || parts < matches/2 {
		t.Errorf("%d matches, %d with the part that matched", matches, parts)
	}
	inspected(t, options, func(c Case, v inspect.Verdict) {
		for _, m := range v.Matches {
			t.Errorf("%s: rule %d in %s is still there", c.ID, m.Rule, m.Field)
		}
	})
}
