package engine_test

import (
	"strings"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

func TestResponsesAreJudgedByTheRulesThatAreAskedFor(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	const sql = `<p>You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version</p>`
	for _, c := range []struct {
		name     string
		response engine.Response
		suspects []int
		rule     int // 0: none
		score    int
		text     string
	}{
		{"an error of a database", engine.Response{Status: 200, Body: sql}, []int{951230}, 951230, 5, "You have an error in your SQL syntax;"},
		{"the same, and nobody asks", engine.Response{Status: 200, Body: sql}, []int{951240}, 0, 0, ""},
		{"a listing", engine.Response{Status: 200, Body: "<title>Index of /</title><h1>Index of /</h1>"}, []int{950130}, 950130, 4, "<title>Index of /</title><h1>Index of"},
		{"a chain that ends with the body", engine.Response{Status: 500, Body: "Server Error in '/' Application"}, []int{954130}, 954130, 4, ""},
		{"and one whose status does not fit", engine.Response{Status: 404, Body: "Server Error in '/' Application"}, []int{954130}, 0, 0, ""},
		{"words", engine.Response{Status: 200, Body: "hello"}, []int{950130, 951230, 953120}, 0, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			matches, err := e.EvaluateResponse(t.Context(), c.response, c.suspects)
			if err != nil {
				t.Fatal(err)
			}
			if c.rule == 0 {
				if len(matches) != 0 {
					t.Errorf("matches %+v", matches)
				}
				return
			}
			if len(matches) != 1 || matches[0].Rule != c.rule || matches[0].Score != c.score {
				t.Fatalf("matches %+v", matches)
			}
			if c.text != "" && matches[0].Text != c.text {
				t.Errorf("text %q", matches[0].Text)
			}
		})
	}
}

func TestALevelHasItsRulesForResponses(t *testing.T) {
	for level, want := range map[int]int{1: 0, 2: 1} {
		e, err := engine.New(engine.Options{Paranoia: level, Setup: rules.Setup(), Files: rules.Files()})
		if err != nil {
			t.Fatal(err)
		}
		matches, err := e.EvaluateResponse(t.Context(), engine.Response{Status: 503, Body: "unavailable"}, []int{950100})
		if err != nil || len(matches) != want {
			t.Errorf("level %d: %+v, %v", level, matches, err)
		}
	}
}

func TestRulesForResponsesAreListed(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	list, err := e.ResponseRules()
	if err != nil || len(list) < 40 {
		t.Fatalf("%d rules, %v", len(list), err)
	}
	for _, r := range list {
		if r.ID < 950000 || r.ID > 956999 || !strings.Contains(strings.Join(r.Tags, " "), "OWASP_CRS") {
			t.Errorf("%+v", r)
		}
	}
}
