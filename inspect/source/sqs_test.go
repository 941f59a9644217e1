package source

import (
	"fmt"
	"strings"
	"testing"
)

// batch writes messages m0, m1, …, one per group name, of a FIFO queue if fifo.
func batch(fifo bool, groups ...string) Event {
	arn := "arn:aws:sqs:eu-west-1:1:q"
	if fifo {
		arn += ".fifo"
	}
	records := make([]string, len(groups))
	for i, g := range groups {
		records[i] = fmt.Sprintf(
			`{"messageId":"m%d","body":"","eventSource":"aws:sqs","eventSourceARN":%q,"attributes":{"MessageGroupId":%q}}`, i, arn, g)
	}
	return Parse([]byte(`{"Records":[` + strings.Join(records, ",") + `]}`))
}

// ids returns the ids that text mentions, in order.
func ids(text []byte) string {
	var out []string
	for part := range strings.SplitSeq(string(text), `"`) {
		if len(part) == 2 && part[0] == 'm' {
			out = append(out, part)
		}
	}
	return strings.Join(out, " ")
}

func TestReportedMessagesComeBackAndTheRestIsHandled(t *testing.T) {
	for _, c := range []struct {
		name          string
		event         Event
		bad           []int
		left, failing string
	}{
		{"of a standard queue, just they", batch(false, "g", "g", "h"), []int{0}, "m1 m2", "m0"},
		{"of a FIFO queue, with the later ones of their group", batch(true, "g", "h", "g", "h"), []int{0}, "m1 m3", "m0 m2"},
		{"of a FIFO queue, without the earlier ones", batch(true, "g", "g", "g"), []int{1}, "m0", "m1 m2"},
		{"of two groups", batch(true, "g", "h", "g", "i"), []int{0, 1}, "m3", "m0 m1 m2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			forward, ok := SQS{}.Without(c.event, c.bad, testNote, Policy{Batch: BatchReport}).(Forward)
			if !ok || ids(forward.Payload) != c.left {
				t.Fatalf("the handler gets %s", forward.Payload)
			}
			if got := forward.Merge(nil); ids(got) != c.failing {
				t.Errorf("reported: %s", got)
			}
		})
	}
}

func TestReportedMessagesJoinThoseOfTheHandler(t *testing.T) {
	merge := SQS{}.Without(batch(false, "", ""), []int{0}, testNote, Policy{Batch: BatchReport}).(Forward).Merge
	const ours = `{"itemIdentifier":"m0"}`
	for _, c := range []struct{ name, answer, want string }{
		{"nothing", "", `{"batchItemFailures":[` + ours + `]}`},
		{"white space", " \n", `{"batchItemFailures":[` + ours + `]}`},
		{"null", "null", `{"batchItemFailures":[` + ours + `]}`},
		{"an empty text", `""`, `{"batchItemFailures":[` + ours + `]}`},
		{"an object without a list", `{ "x":1 }`, `{ "x":1,"batchItemFailures":[` + ours + `] }`},
		{"an empty object", `{}`, `{"batchItemFailures":[` + ours + `]}`},
		{"a list that is null", `{"batchItemFailures":null}`, `{"batchItemFailures":[` + ours + `]}`},
		{"an empty list", `{"batchItemFailures":[]}`, `{"batchItemFailures":[` + ours + `]}`},
		{"a list", `{"batchItemFailures":[{"itemIdentifier":"m1"}],"a":1}`, `{"batchItemFailures":[{"itemIdentifier":"m1"},` + ours + `],"a":1}`},
		{"a failure of the whole batch, by its shape", `{"batchItemFailures":"x"}`, `{"batchItemFailures":"x"}`},
		{"a failure of the whole batch, by its text", `not JSON`, `not JSON`},
		{"another value", `[1]`, `[1]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := merge([]byte(c.answer)); string(got) != c.want {
				t.Errorf("%s", got)
			}
		})
	}
}

func TestNoPartialReportIsMadeUnlessItIsDeclared(t *testing.T) {
	for _, policy := range []Policy{{}, {Batch: BatchFilter}} {
		forward, ok := SQS{}.Without(batch(false, "", ""), []int{1}, testNote, policy).(Forward)
		if !ok || forward.Merge != nil || ids(forward.Payload) != "m0" {
			t.Errorf("%q: %+v", policy.Batch, forward)
		}
	}
	if _, ok := (SQS{}).Without(batch(false, "", ""), []int{1}, testNote, Policy{Batch: BatchFail}).(Fail); !ok {
		t.Error("in the mode fail the batch does not fail")
	}
}

func TestAMessageWithoutIdFailsTheBatchItWouldBeReportedIn(t *testing.T) {
	for _, id := range []string{`""`, `null`, `7`} {
		e := Parse([]byte(`{"Records":[{"body":"","eventSource":"aws:sqs","messageId":` + id + `},{"body":"","eventSource":"aws:sqs"}]}`))
		if _, ok := (SQS{}).Without(e, []int{0}, testNote, Policy{Batch: BatchReport}).(Fail); !ok {
			t.Errorf("id %s is reported", id)
		}
	}
}

func TestANoteGoesToTheMessagesAtFaultOnly(t *testing.T) {
	note := testNote
	note.Bad = []int{1}
	e := Parse((SQS{}).Annotate(batch(false, "", "", ""), note))
	for n, record := range records(e).Elements() {
		if got := record.Get("messageAttributes", noteName) != nil; got != (n == 1) {
			t.Errorf("message %d has a note: %v", n, got)
		}
	}
}

func TestSomeRecordsOfANotificationOfS3(t *testing.T) {
	e := Parse([]byte(`{"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"m0"}}},{"eventSource":"aws:s3","s3":{"object":{"key":"m1"}}}]}`))
	if f, ok := (S3{}).Without(e, []int{0}, testNote, Policy{}).(Forward); !ok || ids(f.Payload) != "m1" {
		t.Errorf("%+v", f)
	}
	if r, ok := (S3{}).Without(e, []int{0, 1}, testNote, Policy{Async: AsyncSwallow}).(Reply); !ok || string(r.Payload) != "{}" {
		t.Errorf("%+v", r)
	}
	if _, ok := (S3{}).Without(e, []int{0, 1}, testNote, Policy{Async: AsyncError}).(Fail); !ok {
		t.Error("nothing left, and no error")
	}
	if _, ok := (S3{}).Without(e, []int{0}, testNote, Policy{Batch: BatchFail}).(Fail); !ok {
		t.Error("in the mode fail the notification does not fail")
	}
}
