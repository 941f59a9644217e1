package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// findings are the lines about findings, in order. It ends the environment.
func (f function) findings() (list []map[string]any) {
	for _, line := range f.lines() {
		var members map[string]any
		if json.Unmarshal([]byte(line.Text), &members) == nil && members["weir"] == "finding" {
			list = append(list, members)
		}
	}
	return list
}

// What cannot be read watches what it is about, and says so in the lines about settings, the start and the finding. What refuses is
// the rest.
func TestAValueThatCannotBeReadWatchesWhatItIsAbout(t *testing.T) {
	attack, message := functionURL("id="+injectionQS), batch(sqsRecords(injection, "hello")...)
	for _, c := range []struct {
		env     map[string]string
		request string // the mode of a request, with what was asked for behind a blank if that is another
		message string // the same of a message
	}{
		{map[string]string{"WEIR_MODE": "blok,sqs=block"}, "monitor blok", "block"},
		{map[string]string{"WEIR_MODE": "block,sqs=blok"}, "block", "monitor blok"},
		{map[string]string{"WEIR_MODE": "block,sqss=monitor"}, "block", "monitor"},
		{map[string]string{"WEIR_THRESHOLD": "five"}, "monitor block", "monitor block"},
		{map[string]string{"WEIR_EXCLUDE": "sqli"}, "monitor block", "monitor block"},
		{map[string]string{"WEIR_EXCLUDE": "sqli@sqs"}, "block", "monitor block"},
		{map[string]string{"WEIR_EXCLUDE": "999999"}, "monitor block", "monitor block"},
		{map[string]string{"WEIR_EXCLUDE": "tag:attack-sqly@sqs"}, "block", "monitor block"},
		{map[string]string{"WEIR_MODE": "block,rule:999999=monitor"}, "monitor block", "monitor block"},
		{map[string]string{"WEIR_LIMITS": "depth=deep"}, "monitor block", "monitor block"},
		{map[string]string{"WEIR_SOURCES": "queues", "WEIR_REQUIRE_AUTH": "yes", "WEIR_ON_LIMIT": "let", "WEIR_ON_FAULT": "shut"}, "block", "block"},
		{map[string]string{"WEIR_LOG": "loud", "WEIR_BATCH": "fial", "WEIR_BLOCK_STATUS": "no", "WEIR_QUARANTINE": "queue"}, "block", "block"},
	} {
		f := attach(t, "echo", c.env)
		f.call(attack)
		f.call(message)
		line := f.line("settings")
		if line == nil || line["level"] != "error" || line["ConfigErrors"] != float64(len(c.env)) {
			t.Errorf("%v: the line about settings: %v", c.env, line)
		}
		findings := f.findings()
		passes := map[string]string{"request": c.request, "message": c.message}
		for n, finding := range findings {
			what := []string{"request", "message"}[min(n, 1)]
			mode, asked, _ := strings.Cut(passes[what], " ")
			said, _ := finding["mode_asked"].(string)
			if finding["mode"] != mode || said != asked {
				t.Errorf("%v: %s in mode %v, asked %q; want %s, %q", c.env, what, finding["mode"], said, mode, asked)
			}
			if passed := finding["action"] == "pass"; passed != (mode == "monitor") {
				t.Errorf("%v: %s in mode %s: %v", c.env, what, mode, finding["action"])
			}
		}
		if n := len(findings); n != 2 {
			t.Errorf("%v: %d findings", c.env, n)
		}
		start := f.line("start")
		if mode, asked, watched := strings.Cut(c.request, " "); watched && c.message == c.request && (start["mode"] != mode || start["mode_asked"] != asked) {
			t.Errorf("%v: the line at the start: %v", c.env, start)
		}
		f.end()
	}
}

func TestWordsInOtherSpellingsHoldAndAreSaid(t *testing.T) {
	attack := functionURL("id=" + injectionQS)
	for value, want := range map[string]string{"Monitor": "monitor", `"monitor"`: "monitor", " ' Monitor '": "monitor", "BLOCK": "block"} {
		f := attach(t, "echo", map[string]string{"WEIR_MODE": value})
		f.call(attack)
		if line := f.line("finding"); line["mode"] != want || line["mode_asked"] != nil {
			t.Errorf("%q: %v", value, line)
		}
		line := f.line("settings")
		if warnings, _ := line["warnings"].([]any); len(warnings) != 1 || line["level"] != "warn" || line["ConfigErrors"] != nil {
			t.Errorf("%q: the line about settings: %v", value, line)
		}
		f.end()
	}
	f := attach(t, "echo", map[string]string{"WEIR_MODE": `"OFF"`})
	f.call(attack)
	f.sawOnly(attack)
	f.expectSteps(f.polls(), "runtime next 200", "runtime response 202", "runtime next")
	if line := f.line("start"); line["mode"] != "off" {
		t.Errorf("the line at the start: %v", line)
	}
}

func TestAClosedStartIsSpeltInAnyCase(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_THRESHOLD": "five", "WEIR_ON_FAULT": `"Closed"`})
	if r := f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{}); !strings.HasPrefix(r.ErrorType, "Extension.") {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.sawOnly()
}

func TestANameInSourcesIsThatOfTheQueueOrBucket(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_SOURCES": "sqs=my-queue,s3=uploads-bucket"})
	events := []string{batch(sqsRecords("hello")...), s3("photos/cat.png")}
	for _, event := range events {
		f.call(event)
	}
	other := strings.ReplaceAll(events[0], "my-queue", "your-queue")
	if r := f.Invoke([]byte(other), lambdatest.InvokeOptions{}); r.ErrorType == "" {
		t.Errorf("another queue's message passes: %s", r.Payload)
	}
	f.sawOnly(events...)
	if line := f.line("settings"); line != nil && line["level"] == "error" {
		t.Errorf("log line %v", line)
	}
}
