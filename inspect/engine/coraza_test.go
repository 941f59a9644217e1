package engine

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"weir/inspect/rules"
)

func TestABrokenRuleTextIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		texts []string
		says  []string
	}{
		"a directive that does not exist": {[]string{"SecRuleEngine On", "SecNonsense 1"}, []string{"rule text 2"}},
		"an expression that does not compile": {
			[]string{"SecRule ARGS \"@rx a\" \"id:7,phase:2,pass\"\nSecRule ARGS \"@rx (\" \"id:8,phase:2,pass\""},
			[]string{"rule text 1", "after rule 7"},
		},
		"an id twice": {[]string{`SecRule ARGS "a" "id:942100,phase:2,pass"`}, []string{"rule text 1", "942100"}},
		"an operator that asks the network": {
			[]string{`SecRule REMOTE_ADDR "@rbl list.example" "id:7,phase:2,pass"`}, []string{"rule text 1", "@rbl"},
		},
		"an operator that runs a program": {
			[]string{`SecRule FILES_TMPNAMES "!@inspectFile /bin/check" "id:7,phase:2,pass"`}, []string{"rule text 1", "@inspectFile"},
		},
		"an operator that reads a schema": {
			[]string{`SecRule REQUEST_BODY "@validateSchema schema.json" "id:7,phase:2,pass"`}, []string{"rule text 1", "@validateSchema"},
		},
		"an open line":             {[]string{"SecRule ARGS \"a\" \\\n"}, []string{"rule text 1", "middle of a line"}},
		"an open chain":            {[]string{`SecRule ARGS "a" "id:7,phase:2,pass,chain"`, `SecRule ARGS "b" "t:none"`}, []string{"rule text 1", "chain"}},
		"a chain that breaks off":  {[]string{"SecRule ARGS \"a\" \"id:7,phase:2,pass,chain\"\nSecMarker X"}, []string{"rule text 1", "chain"}},
		"a long line":              {[]string{"SecAction \"id:7,phase:2,pass\"\n# " + strings.Repeat("x", maxLine)}, []string{"rule text 1", "line 2"}},
		"an unknown file":          {[]string{"Include missing.conf"}, []string{"rule text 1"}},
		"a rule that is not there": {[]string{`SecRuleUpdateTargetById 5 "!ARGS:a"`}, []string{"rule text 1"}},
	} {
		_, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: c.texts})
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: error %q does not say %q", name, err, says)
			}
		}
	}
}

func TestAnEngineWithoutTheCoreRuleSetIsRefused(t *testing.T) {
	for name, o := range map[string]Options{
		"no files":      {Setup: rules.Setup()},
		"no rule files": {Files: fstest.MapFS{"@owasp_crs/README": {}}},
		"paranoia 5":    {Paranoia: 5, Files: rules.Files()},
		"paranoia -1":   {Paranoia: -1, Files: rules.Files()},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestABrokenSetUpIsAnErrorWhenRulesAreAskedFor(t *testing.T) {
	e, err := New(Options{Files: rules.Files(), Setup: "SecNonsense"})
	if err != nil {
		t.Fatal(err)
	}
	for _, suspects := range []*Suspects{nil, {Rules: []int{942100}}} {
		if err := e.Prepare(t.Context(), nil, suspects); err == nil || !strings.Contains(err.Error(), "the set-up") {
			t.Errorf("%v: %v", suspects, err)
		}
	}
}

func TestRulesAreListed(t *testing.T) {
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: []string{
		`SecRule ARGS "a" "id:7,phase:2,pass,tag:'mine',msg:'Mine'"`,
	}})
	if err != nil {
		t.Fatal(err)
	}
	byID := map[int]Rule{}
	for _, r := range listed(t, e) {
		if r.ID == 0 || internal(r.ID) {
			t.Errorf("rule %d is listed", r.ID)
		}
		byID[r.ID] = r
	}
	if r := byID[7]; r.Message != "Mine" || !slices.Equal(r.Tags, []string{"mine"}) {
		t.Errorf("rule 7: %+v", r)
	}
	if r := byID[942100]; r.Message != "SQL Injection Attack Detected via libinjection" || !slices.Contains(r.Tags, "attack-sqli") {
		t.Errorf("rule 942100: %+v", r)
	}
	if len(byID) < 200 {
		t.Errorf("only %d rules", len(byID))
	}
}

func listed(t *testing.T, e *Engine) []Rule {
	t.Helper()
	list, err := e.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Without compiling, the same rules are listed as with.
func TestTheTextsTellWhatIsCompiled(t *testing.T) {
	with, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: []string{"SecMarker X"}})
	if err != nil {
		t.Fatal(err)
	}
	compiled, told := listed(t, with), listed(t, engineAt(t, 1))
	byID := func(a, b Rule) int { return a.ID - b.ID }
	slices.SortFunc(compiled, byID)
	slices.SortFunc(told, byID)
	if !slices.EqualFunc(compiled, told, func(a, b Rule) bool {
		return a.ID == b.ID && a.Message == b.Message && slices.Equal(a.Tags, b.Tags)
	}) {
		t.Errorf("%d rules are compiled, %d are told:\n%v\n%v", len(compiled), len(told), compiled, told)
	}
}

func TestMessagesHoldNothingOfTheRequest(t *testing.T) {
	for _, r := range listed(t, engineAt(t, 4)) {
		if strings.Contains(r.Message, "%{") {
			t.Errorf("rule %d: %q", r.ID, r.Message)
		}
	}
	matches := evaluate(t, engineAt(t, 1), get("/", Header{"Proxy", "x"}))
	i := slices.IndexFunc(matches, func(m Match) bool { return m.Rule == 920450 })
	if i < 0 || matches[i].Message != "HTTP header is restricted by policy" {
		t.Errorf("matches: %+v", matches)
	}
}
