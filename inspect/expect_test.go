package inspect

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
	"weir/inspect/source"
)

func TestWhatIsNotExpectedIsRefusedAsDirect(t *testing.T) {
	clean := queue("hello")
	for _, c := range []struct {
		expect []Expectation
		passes bool
	}{
		{nil, true},
		{[]Expectation{{Source: "sqs"}}, true},
		{[]Expectation{{Source: "sns"}, {Source: "sqs", ID: "arn:aws:sqs:*:my-queue"}}, true},
		{[]Expectation{{Source: "sqs", ID: "arn:aws:sqs:*:other"}}, false},
		{[]Expectation{{Source: "http-v2"}}, false},
	} {
		options := patient()
		options.Expect = c.expect
		v, outcome := judge(t, options, clean)
		if _, failed := outcome.(source.Fail); failed == c.passes || (v.Action == Pass) != c.passes {
			t.Errorf("%v: %s, %T", c.expect, v.Action, outcome)
		}
		if found := slices.Contains(ids(v), rules.UnexpectedSource); found == c.passes {
			t.Errorf("%v: rules %v", c.expect, ids(v))
		}
	}
	// One record of another queue is enough.
	options := patient()
	options.Expect = []Expectation{{Source: "sqs", ID: "*:my-queue"}}
	mixed := strings.Replace(queue("one", "two"), "my-queue", "their-queue", 1)
	if v, _ := judge(t, options, mixed); v.Action != Block {
		t.Errorf("a record of another queue: %s", v.Action)
	}
	// It counts whatever the threshold is.
	options.Threshold = 100
	if v, _ := judge(t, options, mixed); v.Action != Block {
		t.Errorf("with a threshold of 100: %s", v.Action)
	}
}

func TestARequestWithoutAnAuthorizersResultIsRefusedWhereOneIsRequired(t *testing.T) {
	options := patient()
	options.Auth = true
	anonymous := functionURL("/", "a=b", "text/plain", "", false)
	if v, _ := judge(t, options, anonymous); v.Action != Block || !slices.Contains(ids(v), rules.Unauthorised) {
		t.Errorf("anonymous: %s %v", v.Action, ids(v))
	}
	signed := strings.Replace(anonymous, `"accountId":"anonymous"`, `"accountId":"123456789012","authorizer":{"iam":{"userId":"AIDAEXAMPLE"}}`, 1)
	if v, _ := judge(t, options, signed); v.Action != Pass {
		t.Errorf("signed: %s %v", v.Action, ids(v))
	}
	if v, _ := judge(t, options, queue("hello")); v.Action != Pass {
		t.Errorf("a queue has no authorizer: %s", v.Action)
	}
}

func TestAWordForASourceWinsOverItsFamilyAndItsDefault(t *testing.T) {
	hook := source.Named("cognito")
	for _, c := range []struct {
		options Options
		want    Mode
	}{
		{Options{}, ModeBlock},
		{Options{Mode: ModeMonitor}, ModeMonitor},
		{Options{Modes: map[string]Mode{"cognito": ModeAnnotate}}, ModeAnnotate},
		{Options{Modes: map[string]Mode{"cognito": ModeAnnotate, "cognito:PreSignUp_SignUp": ModeOff}}, ModeOff},
		{Options{Mode: ModeOff}, ModeOff},
	} {
		if got := c.options.mode(hook, "cognito:PreSignUp_SignUp"); got != c.want {
			t.Errorf("%+v: %s, want %s", c.options, got, c.want)
		}
	}
	logs := source.Named("cwlogs") // its default is to monitor
	if got := (Options{}).mode(logs, "cwlogs"); got != ModeMonitor {
		t.Errorf("by default: %s", got)
	}
	if got := (Options{Modes: map[string]Mode{"cwlogs": ModeBlock}}).mode(logs, "cwlogs"); got != ModeBlock {
		t.Errorf("by an explicit word: %s", got)
	}
	if got := (Options{Mode: ModeOff}).mode(logs, "cwlogs"); got != ModeOff {
		t.Errorf("off: %s", got)
	}
}

func TestExcludingAFamilyExcludesItsEvents(t *testing.T) {
	if !(Exclusion{Rule: 1, Source: "cognito"}).covers("cognito:PreSignUp_SignUp", Match{Rule: 1}) {
		t.Error("the family is not covered")
	}
	options := patient()
	options.Exclude = []Exclusion{{Rule: 942100, Source: "function-url", Field: "query.id"}}
	v, _ := judge(t, options, functionURL("/", "id="+url.QueryEscape("1' or '1'='1"), "text/plain", "", false))
	if slices.Contains(ids(v), 942100) {
		t.Errorf("rules %v", ids(v))
	}
}
