package engine

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental"
	"github.com/corazawaf/coraza/v3/types"

	"weir/inspect/rules"
)

func TestPlainRules(t *testing.T) {
	const points = `setvar:'tx.sql_injection_score=+%{tx.critical_anomaly_score}',setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'`
	for _, c := range []struct {
		targets, actions string
		want             bool
	}{
		{"ARGS", "phase:2,block," + points, true},
		{"REQUEST_COOKIES|!REQUEST_COOKIES:/__utm/|ARGS_NAMES|ARGS|XML:/*", "phase:2,block,capture,t:none,t:lowercase,logdata:'%{TX.0}',severity:'CRITICAL'," + points, true},
		{"ARGS_POST", "phase:2,pass,log", true},
		{"REQUEST_COOKIES", "phase:2,block", false},
		{"ARGS|ARGS_POST", "phase:2,block", false},
		{"ARGS|!ARGS:a", "phase:2,block", false},
		{"ARGS:a", "phase:2,block", false},
		{"&ARGS", "phase:2,block", false},
		{"ARGS|ARGS_COMBINED_SIZE", "phase:2,block", false},
		{"ARGS|MATCHED_VARS", "phase:2,block", false},
		{"ARGS|TX:a", "phase:2,block", false},
		{"ARGS", "block", false},
		{"ARGS", "phase:1,block", false},
		{"ARGS", "phase:2,deny", false},
		{"ARGS", "phase:2,nolog,pass", false},
		{"ARGS", "phase:2,block,chain", false},
		{"ARGS", "phase:2,block,multiMatch", true},
		{"ARGS", "phase:2,block,skipAfter:END", false},
		{"ARGS", "phase:2,block,ctl:ruleRemoveById=2", false},
		{"ARGS", "phase:2,block,setvar:'tx.a=1'", false},
		{"ARGS", "phase:2,block,setvar:'tx.a_score=5'", false},
		{"ARGS", "phase:2,block,setvar:'tx.a_score=+5'", false},
		{"ARGS", "phase:2,block,setvar:'tx.a_score=+%{tx.1}'", false},
		{"ARGS", "phase:2,block,setvar:'tx.a=+%{tx.critical_anomaly_score}'", false},
		{"ARGS", "phase:2,block,setvar:'ip.a_score=+%{tx.critical_anomaly_score}'", false},
		{"ARGS", "phase:2,block,unheard:of", false},
	} {
		if line := `SecRule ` + c.targets + ` "@rx a" "id:1,` + c.actions + `"`; isPlain(line) != c.want {
			t.Errorf("%s: %v", line, !c.want)
		}
	}
	if isPlain(`SecAction "id:1,phase:2,pass"`) {
		t.Error("an action is no rule about values")
	}
}

func TestARuleWhoseTargetsChangeIsNotPlain(t *testing.T) {
	files := fstest.MapFS{"@owasp_crs/REQUEST-942-A.conf": &fstest.MapFile{Data: []byte(`SecRule ARGS "@rx a" "id:942001,phase:2,block"
SecRule ARGS "@rx a" "id:942002,phase:2,block"
SecRuleUpdateTargetById 942001 "!ARGS:a"
SecRuleUpdateTargetById 942002 "!REQUEST_COOKIES:a"
`)}}
	c, err := readCatalogue(files, ruleFiles)
	if err != nil || len(c.entries) != 4 || c.entries[0].plain || !c.entries[1].plain || c.entries[2].plain {
		t.Errorf("%+v, %v", c, err)
	}
}

// What is told of a plain rule is what Coraza has read of it: no text need be known that matches the rule.
func TestMatchesOfPlainRulesSayWhatCorazaReads(t *testing.T) {
	e := engineAt(t, 4)
	config := coraza.NewWAFConfig().WithRootFS(rules.Files())
	for _, read := range append(e.preamble(), text{body: "Include " + crs}, text{body: "Include " + own}) {
		config = config.WithDirectives(read.body)
	}
	known := make(map[int]types.RuleMetadata) // the first link of each rule
	_, err := coraza.NewWAF(experimental.WAFConfigWithRuleObserver(config, func(r types.RuleMetadata) {
		if _, seen := known[r.ID()]; !seen && r.SecMark() == "" {
			known[r.ID()] = r
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.catalogue()
	if err != nil {
		t.Fatal(err)
	}
	plain := 0
	for _, at := range c.entries {
		if !at.plain {
			continue
		}
		plain++
		m, err := e.matchOf(c, at)
		r, found := known[at.id]
		if err != nil || !found {
			t.Errorf("rule %d: %v, and Coraza has it: %v", at.id, err, found)
			continue
		}
		said := readText(r.Raw())
		if m.Rule != at.id || m.Deny || said.denies || m.Message != said.message || m.Severity != strings.ToUpper(r.Severity().String()) ||
			!slices.Equal(m.Tags, r.Tags()) || len(said.links) != 1 || m.Score != said.links[0].usual() {
			t.Errorf("rule %d: %+v, and Coraza reads %s, %v, %s", at.id, m, r.Severity(), r.Tags(), r.Raw())
		}
	}
	if plain < 200 {
		t.Errorf("only %d rules are plain", plain)
	}
}

// What is certain is told without Coraza, unless something else may have a say.
func TestWhoIsAskedAboutWhatIsCertain(t *testing.T) {
	const rule = 932999
	text := `SecRule ARGS "@rx b" "id:932999,phase:2,block,msg:'A b',severity:'WARNING',tag:'x',setvar:'tx.inbound_anomaly_score_pl1=+%{tx.warning_anomaly_score}'"`
	value := []Value{{Name: "v", Text: "a"}} // so that only who does not look finds anything
	certain := func() *Suspects {
		return &Suspects{Rules: []int{rule}, ByValue: [][]int{{rule}}, Certain: [][]int{{rule}}}
	}
	for name, c := range map[string]struct {
		options Options
		request *Request
		change  func(*Suspects)
		told    bool
	}{
		"values alone":    {told: true},
		"a request":       {request: skeleton},
		"and it is clean": {request: skeleton, change: func(s *Suspects) { s.ValuesOnly = true }, told: true},
		"but rules go by it": {request: skeleton, change: func(s *Suspects) { s.ValuesOnly = true }, options: Options{
			Setup: `SecRule REQUEST_METHOD "@streq GET" "id:1010899,phase:1,pass,nolog,ctl:ruleRemoveById=932999"`,
		}},
		"rules of the user":  {options: Options{Rules: []string{`SecAction "id:1,phase:1,pass,nolog"`}}},
		"parts are wanted":   {options: Options{Parts: true}},
		"points of its own":  {options: Options{Setup: `SecAction "id:1010899,phase:1,pass,nolog,setvar:'tx.warning_anomaly_score=1'"`}},
		"nothing is certain": {change: func(s *Suspects) { s.Certain = [][]int{nil} }},
		"one value is not":   {change: func(s *Suspects) { s.ByValue, s.Certain = [][]int{{rule}, {rule}}, [][]int{nil, {rule}} }},
		"the last is not":    {change: func(s *Suspects) { s.ByValue, s.Certain = [][]int{{rule}, {rule}}, [][]int{{rule}, nil} }},
		"no value is named":  {change: func(s *Suspects) { s.ByValue, s.Certain = [][]int{nil}, [][]int{nil} }},
	} {
		c.options.Files = fstest.MapFS{"@owasp_crs/REQUEST-932-A.conf": &fstest.MapFile{Data: []byte(text + "\n")}}
		e, err := New(c.options)
		if err != nil {
			t.Fatal(name, err)
		}
		asked := certain()
		if c.change != nil {
			c.change(asked)
		}
		matches, err := e.Evaluate(context.Background(), c.request, append(value, value...)[:len(asked.ByValue)], asked)
		if err != nil || (len(matches) == 1) != c.told {
			t.Errorf("%s: %+v, %v", name, matches, err)
		}
		if c.told && (len(matches) != 1 || matches[0].Rule != rule || matches[0].Score != 3 || matches[0].Message != "A b" ||
			matches[0].Severity != "WARNING" || strings.Join(matches[0].Tags, ",") != "x") {
			t.Errorf("%s: %+v", name, matches)
		}
	}
}

// A catalogue of other files is of no use, and then Coraza is asked.
func TestNothingIsCertainByTheWrongCatalogue(t *testing.T) {
	rule := `SecRule ARGS "@rx b" "id:932999,phase:2,block"` + "\n"
	e, err := New(Options{
		Files:     fstest.MapFS{"@owasp_crs/REQUEST-932-A.conf": &fstest.MapFile{Data: []byte("# " + strings.Repeat("x", 80) + "\n" + rule)}},
		Catalogue: "@owasp_crs/REQUEST-932-A.conf\n0 46 932999 1 vp\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := &Suspects{Rules: []int{932999}, ByValue: [][]int{{932999}}, Certain: [][]int{{932999}}}
	if matches, _ := e.Evaluate(context.Background(), nil, []Value{{Name: "v", Text: "a"}}, asked); len(matches) > 0 {
		t.Errorf("%+v", matches)
	}
}
