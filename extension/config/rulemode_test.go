package config

import (
	"reflect"
	"strings"
	"testing"

	"weir/inspect"
)

func TestAWordForARuleThatCannotBeReadIsMonitorAndTheRestHolds(t *testing.T) {
	type rules = []inspect.RuleMode
	sqs := map[string]inspect.Mode{"sqs": inspect.ModeMonitor}
	for text, want := range map[string]struct {
		mode   inspect.Mode
		modes  map[string]inspect.Mode
		rules  rules
		reason string
	}{
		"annotate,sqs=monitor,rule:942100=blok":      {"annotate", sqs, rules{{Rule: 942100, Mode: "monitor"}}, `"rule:942100=blok"`},
		"annotate,rule:942100=,sqs=monitor":          {"annotate", sqs, rules{{Rule: 942100, Mode: "monitor"}}, "in monitor"},
		"annotate,tag:attack-sqli,sqs=monitor":       {"annotate", sqs, rules{{Tag: "attack-sqli", Mode: "monitor"}}, "has no mode"},
		"annotate,sqs=monitor,rule:1=off,rule:1=off": {"annotate", sqs, rules{{Rule: 1, Mode: "monitor"}}, "named twice"},
		"annotate,sqs=monitor,rule:x=off,tag:a=off":  {"annotate", sqs, rules{{Tag: "a", Mode: "off"}}, "a rule is its id"},
		"annotate,sqs=monitor,rule:0=off,tag:=off":   {"annotate", sqs, nil, "a tag is a word"},
		"blok,sqs=monitor,rule:942100=off":           {"monitor", sqs, rules{{Rule: 942100, Mode: "off"}}, `"blok" is none of`},
		"rule:942100=monitor":                        {"monitor", map[string]inspect.Mode{}, rules{{Rule: 942100, Mode: "monitor"}}, "no word for all"},
	} {
		c, problems := read(map[string]string{"WEIR_MODE": text})
		if c.Mode != want.mode || !reflect.DeepEqual(c.Modes, want.modes) || !reflect.DeepEqual(c.RuleModes, want.rules) {
			t.Errorf("%s: got %s %v %v, want %s %v %v", text, c.Mode, c.Modes, c.RuleModes, want.mode, want.modes, want.rules)
		}
		if watched := strings.HasPrefix(want.reason, "a "); c.Unread.Watched[""] != watched { // nobody knows what it is about
			t.Errorf("%s: the function is watched: %t", text, !watched)
		}
		if len(problems) != 1 || problems[0].Name != "WEIR_MODE" || !strings.Contains(problems[0].Reason, want.reason) || strings.Contains(problems[0].Reason, "\n") {
			t.Errorf("%s: got %v, want one problem that says %s in one line", text, problems, want.reason)
		}
	}
}

func TestModesOfRulesAreShownAsTheyAreWritten(t *testing.T) {
	const text = "monitor,sqs=off,tag:attack-sqli=block,rule:942100=annotate"
	c, problems := read(map[string]string{"WEIR_MODE": text})
	if len(problems) != 0 {
		t.Fatal(problems)
	}
	for _, s := range c.Settings() {
		if s.Name == "WEIR_MODE" && (s.Value != text || s.From != Given) {
			t.Errorf("got %+v, want %s", s, text)
		}
	}
	if got := c.Inspect(nil).RuleModes; len(got) != 2 {
		t.Errorf("the inspector is told %v", got)
	}
}
