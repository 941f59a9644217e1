package source

import (
	"bytes"
	"testing"
)

// The rule set is stopped only where SES waits for the answer, and by the one word that does so.
func TestAMailIsStoppedOnlyWhereSomebodyWaits(t *testing.T) {
	mail := func(action string) Event {
		return Parse([]byte(`{"Records":[{"eventSource":"aws:ses","ses":{"receipt":{"action":` + action + `}}}]}`))
	}
	const stop = `reply {"disposition":"STOP_RULE_SET"}`
	const fail = "fail Function.Blocked: Request blocked (incident 4f1c2a9e-0001)"
	for _, c := range []struct{ action, swallowed, failed string }{
		{`{"invocationType":"RequestResponse"}`, stop, stop},
		{`{"invocationType":"Event"}`, "reply {}", fail},
		{`{"type":"S3"}`, "reply {}", fail},
		{`null`, "reply {}", fail},
	} {
		if got := outcomeText(SES{}.Refuse(mail(c.action), testNote, Policy{Async: AsyncSwallow})); got != c.swallowed {
			t.Errorf("%s, swallowed: %s", c.action, got)
		}
		if got := outcomeText(SES{}.Refuse(mail(c.action), testNote, Policy{Async: AsyncError})); got != c.failed {
			t.Errorf("%s, failed: %s", c.action, got)
		}
	}
}

// Handlers in .NET and Go read members in another case too, so a note is taken out of those as well.
func TestNotesInMailsAreFoundWhateverTheCase(t *testing.T) {
	e := Parse([]byte(`{"records":[{"SES":{"Mail":{"HEADERS":[{"Name":"X-Weir-Note","value":"v=1"},{"name":"To"}]}}}],
		"Records":[{"ses":{"mail":{"headers":[{"name":"x_weir_note"}],"Headers":[{"NAME":"x-weir-note"}]}}}]}`))
	want := []byte(`{"records":[{"SES":{"Mail":{"HEADERS":[{"name":"To"}]}}}],
		"Records":[{"ses":{"mail":{"headers":[],"Headers":[]}}}]}`)
	if got := (SES{}).Strip(e); !bytes.Equal(got, want) {
		t.Errorf("%s", got)
	}
	annotated := Parse((SES{}).Annotate(e, testNote))
	if n := annotated.Get("Records").At(0).Get("ses", "mail", "headers").Len(); n != 1 || bytes.Count(annotated.Payload, []byte(noteName)) != 1 {
		t.Errorf("%s", annotated.Payload)
	}
	for _, payload := range []string{`{"Records":[{"ses":{"mail":{"headers":{}}}}]}`, `{"Records":[{"ses":{}}]}`, `{"Records":7}`, `[]`} {
		if got := (SES{}).Annotate(Parse([]byte(payload)), testNote); got != nil {
			t.Errorf("a place for a note in %s: %s", payload, got)
		}
	}
}
