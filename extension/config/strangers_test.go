package config

import (
	"reflect"
	"strings"
	"testing"

	"weir/inspect"
)

func TestAnEntryForARuleThatIsNotThereIsLikeOneThatCannotBeRead(t *testing.T) {
	type watched = map[string]bool
	function := watched{"": true}
	for value, want := range map[string]struct {
		watched watched
		reasons string // parted by |
		shown   string
	}{
		"WEIR_EXCLUDE=942100;tag:attack-sqli@sqs":              {nil, "", "942100;tag:attack-sqli@sqs"},
		"WEIR_EXCLUDE=7000001;tag:mine":                        {nil, "", "7000001;tag:mine"},
		"WEIR_EXCLUDE=942100;999999":                           {function, `"999999": no rule answers to the id 999999`, "942100"},
		"WEIR_EXCLUDE=942100;999999@sqs:body":                  {watched{"sqs": true}, `"999999@sqs:body": no rule answers`, "942100"},
		"WEIR_EXCLUDE=tag:attack-sqly@sqs":                     {watched{"sqs": true}, `"attack-sqly"; did you mean attack-sqli?`, ""},
		"WEIR_EXCLUDE=94210@sqs;94210@s3":                      {watched{"sqs": true, "s3": true}, "94210@sqs|94210@s3", ""},
		"WEIR_MODE=block,rule:942100=off":                      {nil, "", "block,rule:942100=off"},
		"WEIR_MODE=block,rule:999999=monitor":                  {function, `"rule:999999=monitor": no rule answers to the id 999999`, "monitor"},
		"WEIR_MODE=block,tag:attack-sqly=off,rule:7000001=off": {function, "did you mean attack-sqli?", "monitor,rule:7000001=off"},
	} {
		name, text, _ := strings.Cut(value, "=")
		c, problems := read(map[string]string{name: text})
		if len(problems) > 0 {
			t.Fatalf("%s: %v", value, problems)
		}
		problems = c.CheckRules([]string{`SecAction "id:7000001,phase:1,pass,tag:'mine'"`})
		if !reflect.DeepEqual(c.Unread.Watched, want.watched) {
			t.Errorf("%s: %v is watched, want %v", value, c.Unread.Watched, want.watched)
		}
		if wrong := want.reasons != ""; wrong != (len(problems) == 1) || wrong != (len(problems) > 0) {
			t.Errorf("%s: problems %+v", value, problems)
		}
		for _, p := range problems {
			if p.Name != name || p.Value != text || p.Allowed == "" || !strings.HasSuffix(p.Holds, "hold") && !strings.HasSuffix(p.Holds, "holds") {
				t.Errorf("%s: %+v", value, p)
			}
			for reason := range strings.SplitSeq(want.reasons, "|") {
				if !strings.Contains(p.Reason, reason) {
					t.Errorf("%s: %s, want %s", value, p.Reason, reason)
				}
			}
		}
		for _, s := range c.Settings() {
			if s.Name == name && (s.Value != want.shown || (s.From == Unreadable) != (want.reasons != "")) {
				t.Errorf("%s is shown as %+v, want %s", value, s, want.shown)
			}
		}
	}
}

func TestResponsesAreWatchedWithAFunctionWhoseRulesAreNotThere(t *testing.T) {
	c, _ := read(map[string]string{"WEIR_RESPONSES": "block", "WEIR_EXCLUDE": "999999"})
	if c.CheckRules(nil); c.Responses != inspect.ResponsesMonitor || c.Unread.Responses != "block" {
		t.Errorf("%s, asked %s", c.Responses, c.Unread.Responses)
	}
}
