package config

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

func TestTheInspectorIsToldEverySettingOfItsOwn(t *testing.T) {
	c, problems := read(map[string]string{
		"WEIR_MODE": "monitor,sqs=block", "WEIR_PARANOIA": "2", "WEIR_THRESHOLD": "9", "WEIR_EXCLUDE": "942100",
		"WEIR_BATCH": "fail", "WEIR_ASYNC": "swallow", "WEIR_BLOCK_STATUS": "451", "WEIR_BLOCK_BODY": "no",
		"WEIR_BLOCK_HEADERS": "A: b", "WEIR_ON_LIMIT": "pass", "WEIR_ON_FAULT": "closed", "WEIR_BUDGET": "2s",
		"WEIR_LOG_EXCERPTS": "true", "WEIR_CONFIRM": "off", "WEIR_LIMITS": "keys=7", "WEIR_RESPONSES": "block", "WEIR_RESPONSE_THRESHOLD": "8",
		"WEIR_PORT": "8123", "WEIR_RUNTIME_API": "127.0.0.1:9100",
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	o := c.Inspect([]string{"SecRule"})
	want := inspect.Options{
		Mode: "monitor", Modes: map[string]inspect.Mode{"sqs": "block"}, Paranoia: 2, Threshold: 9,
		Responses: "block", ResponseThreshold: 8,
		Exclude: []inspect.Exclusion{{Rule: 942100}}, Rules: []string{"SecRule"}, Ports: []int{8123, 9100}, PassLimits: true, FaultClosed: true, Unconfirmed: true,
		Limits: limitsOf(func(l *inspect.Limits) { l.Keys = 7 }),
		Budget: 2 * time.Second, Batch: map[string]source.BatchMode{"": "fail"},
		Async: map[string]source.AsyncMode{"": "swallow"}, Status: 451, Body: "no",
		Header: []source.Pair{{Name: "A", Value: "b"}}, Excerpts: true,
	}
	if !reflect.DeepEqual(o, want) {
		t.Errorf("got  %+v\nwant %+v", o, want)
	}
	c, _ = read(map[string]string{"WEIR_BUDGET": "50%"})
	if o := c.Inspect(nil); o.BudgetShare != 0.5 || o.Budget != 0 {
		t.Errorf("got budget %v and share %v, want the share 0.5", o.Budget, o.BudgetShare)
	}
}

func TestAnExclusionIsReadAsItIsShown(t *testing.T) {
	match := inspect.Match{Rule: 942100, Field: `Records[0].body → a@b:c;d\.e[3]. f`}
	for _, name := range []string{"sqs", "rest-v1", "cognito:PreSignUp_SignUp", "pipes:aws:sqs"} {
		want := inspect.Silencing(name, match)
		if want.Source != name {
			t.Errorf("for %s, %s names another source", name, want)
		}
		env := map[string]string{"WEIR_EXCLUDE": want.String()}
		c, problems := FromEnv(func(name string) string { return env[name] }, nil, source.SettingNames())
		if len(problems) > 0 || !reflect.DeepEqual(c.Exclude, []inspect.Exclusion{want}) {
			t.Errorf("%s: read as %+v, want %+v; problems %v", want, c.Exclude, want, problems)
		}
	}
}

func TestAWrongNameBehindAColonIsNamedWithThoseThatThereAre(t *testing.T) {
	for value, want := range map[string]string{
		"1@pipes:aws:sq:*body":           `there is no event source "pipes:aws:sq"; did you mean pipes:aws:sqs?`,
		"1@cognito:PreSignUp:*":          `there is no event source "cognito:PreSignUp"; its names are cognito:PreSignUp_AdminCreateUser, cognito:PreSignUp_ExternalProvider, cognito:PreSignUp_SignUp`,
		"1@cognito:PreSignUp_SignOp":     `there is no event source "cognito:PreSignUp_SignOp"; did you mean cognito:PreSignUp_SignUp?`,
		"1@cognito:PreSignIn_SignIn:*":   `there is no event source "cognito:PreSignIn_SignIn"`,
		"1@sqs:PreSignUp_SignUp:request": "",
	} {
		env := map[string]string{"WEIR_EXCLUDE": value}
		_, problems := FromEnv(func(name string) string { return env[name] }, nil, source.SettingNames())
		switch {
		case want == "" && len(problems) > 0, want != "" && (len(problems) != 1 || !strings.Contains(problems[0].Reason, want)):
			t.Errorf("%s: %+v, want %q", value, problems, want)
		}
	}
}

func TestTheExamplesOfTheDocumentAreGood(t *testing.T) {
	text, err := os.ReadFile("../../docs/CONFIGURATION.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile(`(?m)^(WEIR_\w+)=(.*)$`).FindAllStringSubmatch(string(text), -1)
	if len(examples) < 5 {
		t.Fatalf("got %d examples, want all", len(examples))
	}
	for _, e := range examples {
		getenv := func(name string) string { return map[string]string{e[1]: e[2]}[name] }
		c, problems := FromEnv(getenv, []string{e[0]}, source.Names())
		if len(problems) > 0 || !c.given[e[1]] {
			t.Errorf("%s: %v", e[0], problems)
		}
	}
}
