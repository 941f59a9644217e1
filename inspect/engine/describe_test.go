package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
)

func TestADescriptionSaysWhatTheRuleDoes(t *testing.T) {
	user := "# Orders are small.\nSecRule ARGS:n \"@gt 9\" \\\n    \"id:7,phase:2,deny,log,msg:'Too many',severity:'WARNING',chain\"\n" +
		"    SecRule ARGS:m \"@rx x\" \"setvar:'tx.inbound_anomaly_score_pl1=+7'\"\n"
	e, err := New(Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files(), Rules: []string{user}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := e.Describe()
	if err != nil {
		t.Fatal(err)
	}
	requests, err := e.Rules()
	if err != nil {
		t.Fatal(err)
	}
	responses, err := e.ResponseRules()
	if err != nil {
		t.Fatal(err)
	}
	points := map[string]int{"CRITICAL": 5, "ERROR": 4, "WARNING": 3, "NOTICE": 2}
	for _, d := range list {
		level := fmt.Sprint("paranoia-level/", d.Level)
		if d.ID != 7 && d.ID >= 900000 && !slices.Contains(d.Tags, level) {
			t.Errorf("rule %d: level %d, and the tags %v", d.ID, d.Level, d.Tags)
		}
		if !strings.Contains(d.Text, fmt.Sprint("id:", d.ID)) || d.Message == "" {
			t.Errorf("rule %d has another's text, or no message: %q", d.ID, d.Text)
		}
		if d.ID != 7 && d.Score != 0 && d.Score != points[d.Severity] {
			t.Errorf("rule %d is %s, and scores %d", d.ID, d.Severity, d.Score)
		}
	}
	// A selection leaves those out that skip others.
	if most := len(requests) + len(responses); len(list) < most-len(skips) || len(list) > most {
		t.Errorf("%d rules are described, of %d for requests and %d for responses", len(list), len(requests), len(responses))
	}
	last := list[len(list)-1]
	if last.ID != 7 || last.Severity != "WARNING" || last.Score != 7 || last.Level != 1 || last.Response || last.Text != strings.TrimSpace(user) {
		t.Errorf("the user's rule is described as %+v", last)
	}
}

func TestThePartThatMatchedIsToldOnlyWhereItIsWanted(t *testing.T) {
	for _, wanted := range []bool{false, true} {
		e, err := New(Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files(), Parts: wanted})
		if err != nil {
			t.Fatal(err)
		}
		values := []Value{{Name: "a", Text: "found within all: ../../etc/passwd"}, {Name: "b", Text: "x union select y from z: w"}}
		matches, err := e.Evaluate(context.Background(), nil, values, &Suspects{Rules: []int{930120, 942270}})
		if err != nil {
			t.Fatal(err)
		}
		parts := map[int]string{}
		for _, m := range matches {
			parts[m.Rule] = m.Part
		}
		want := map[int]string{930120: "", 942270: ""}
		if wanted {
			want = map[int]string{930120: "etc/passwd", 942270: "union select y from"}
		}
		for rule, part := range want {
			if got, matched := parts[rule]; !matched || got != part {
				t.Errorf("wanted %v, rule %d: matched %v, part %q, want %q", wanted, rule, matched, got, part)
			}
		}
	}
}
