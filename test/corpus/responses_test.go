package corpus

import (
	"slices"
	"testing"
)

func TestLeaksInResponsesAreFound(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	results, err := JudgeResponses(cases)
	if err != nil || len(results) < 2 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		if !r.Found || r.Verdict.Fault != "" {
			t.Errorf("%s: %+v", r.ID, r.Verdict)
		}
	}
}

// telling are harmless events that hold logs, traces and programs. As events they pass; whoever answers with them lets slip
// what the rules for responses look for, or is a tool for people who may see it, and excludes the rules.
var telling = []string{
	"bus-code-snippet-php", "bus-stepfunctions-status", "log-node-unhandled", "log-mysql-error", "log-powershell-4104",
	"log-go-panic", "ci-job-shell-script", "java-stack-trace-record", "kafka-python-traceback",
	"destination-failed-node", "aws-glue-job", "subscription-app-kinesis", "subscription-app-firehose",
}

func TestWhatHonestPeopleWriteIsNoLeakWhenItIsAnswered(t *testing.T) {
	results, err := JudgeHonestAnswers()
	if err != nil || len(results) < 100 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results {
		if r.Found != slices.Contains(telling, r.ID) || r.Verdict.Fault != "" {
			t.Errorf("%s: score %d, rules %v, fault %q: %.200q", r.ID, r.Verdict.Score, rulesOf(r.Verdict), r.Verdict.Fault, r.Payload)
		}
	}
}
