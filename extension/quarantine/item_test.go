package quarantine

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// message is a message of SQS.
func message(id, body, receipt, count string) string {
	return fmt.Sprintf(`{"messageId":%q,"receiptHandle":%q,"body":%q,"attributes":{"ApproximateReceiveCount":%q},"eventSource":"aws:sqs",`+
		`"eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:orders"}`, id, receipt, body, count)
}

func batch(messages ...string) []byte {
	return []byte(`{"Records":[` + strings.Join(messages, ",") + `]}`)
}

func sqsVerdict(action inspect.Action, records int, bad ...int) inspect.Verdict {
	v := inspect.Verdict{Incident: "5b0c2a52e1", Source: "sqs", Mode: "block", Action: action, Score: 5, Records: records, Bad: bad}
	for _, b := range bad {
		v.Matches = append(v.Matches, inspect.Match{
			Rule: 942100 + b, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Record: b, Field: fmt.Sprintf("Records[%d].body", b), Via: "base64",
		})
	}
	return v
}

var three = batch(message("id-0", "good", "r", "1"), message("id-1", "bad", "r", "1"), message("id-2", "bad too", "r", "1"))

func TestWhatIsLostIsTakenAndNothingElse(t *testing.T) {
	invocation := source.Invocation{Payload: three}
	without := []byte(`{"Records":[]}`)
	for _, test := range []struct {
		name    string
		verdict inspect.Verdict
		outcome source.Outcome
		want    []int // -1 is the whole event
	}{
		{"a clean event", inspect.Verdict{Source: "sqs", Action: inspect.Pass, Records: 3}, source.Forward{Payload: three}, nil},
		{"an event with a note", sqsVerdict(inspect.Annotate, 3, 1), source.Forward{Payload: without}, nil},
		{"two records of three", sqsVerdict(inspect.Filter, 3, 1, 2), source.Forward{Payload: without}, []int{1, 2}},
		{"records that come back", sqsVerdict(inspect.Filter, 3, 1, 2), source.Forward{Payload: without, Reported: true}, nil},
		{"all records", sqsVerdict(inspect.Block, 3, 0, 1, 2), source.Reply{Swallows: true}, []int{0, 1, 2}},
		{"all records, reported", sqsVerdict(inspect.Block, 3, 0, 1, 2), source.Reply{}, nil},
		{"a batch that is at fault as a whole", sqsVerdict(inspect.Block, 3), source.Reply{Swallows: true}, []int{whole}},
		{"a batch that is at fault as a whole and in a record", sqsVerdict(inspect.Block, 3, 1), source.Reply{Swallows: true}, []int{whole}},
		{"a batch that fails", sqsVerdict(inspect.Block, 3, 1), source.Fail{Type: source.Blocked}, nil},
		{"a request", inspect.Verdict{Source: "rest-v1", Action: inspect.Block}, source.HTTP{Status: 403}, nil},
		{"a swallowed event", inspect.Verdict{Source: "eventbridge", Action: inspect.Block}, source.Reply{Swallows: true}, []int{whole}},
		{"an answer that somebody waits for", inspect.Verdict{Source: "lex-v2", Action: inspect.Block}, source.Reply{}, nil},
		{"a report to a third party", inspect.Verdict{Source: "cfn", Action: inspect.Block}, source.Put{}, nil},
		{"a last event of a window, without its records", sqsVerdict(inspect.Block, 3, 0, 1, 2), source.Forward{Payload: without}, []int{0, 1, 2}},
		{"an event that is refused and passes all the same", sqsVerdict(inspect.Block, 3, 0, 1, 2), source.Forward{Payload: three}, nil},
	} {
		var got []int
		for _, item := range Taken(invocation, test.verdict, test.outcome, nil) {
			got = append(got, item.Record)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

func TestARecordHasItsIdAndTheSameHashAtEveryDelivery(t *testing.T) {
	take := func(payload []byte, bad ...int) []Item {
		return Taken(source.Invocation{Payload: payload}, sqsVerdict(inspect.Filter, 9, bad...), source.Forward{}, nil)
	}
	first := take(three, 1, 2)
	if first[0].ID != "id-1" || first[1].ID != "id-2" {
		t.Errorf("got the ids %q and %q", first[0].ID, first[1].ID)
	}
	again := take(batch(message("id-1", "bad", "another receipt", "2")), 0)
	if again[0].SHA256 != first[0].SHA256 {
		t.Error("the hash is another at the second delivery")
	}
	if first[0].SHA256 == first[1].SHA256 || len(first[0].SHA256) != 64 {
		t.Errorf("the hashes are %s and %s", first[0].SHA256, first[1].SHA256)
	}
	other := take(batch(message("id-1", "bad!", "r", "1")), 0)
	if other[0].SHA256 == first[0].SHA256 {
		t.Error("another body has the same hash")
	}
}

func TestAnIdIsWhatLooksLikeOne(t *testing.T) {
	for record, want := range map[string]string{
		`{"messageId":"a-b"}`:                                    "a-b",
		`{"Sns":{"MessageId":"c"}}`:                              "c",
		`{"eventID":"shardId-000:4957"}`:                         "shardId-000:4957",
		`{"topic":"orders","partition":0,"offset":15,"value":1}`: "orders/0/15",
		`{"topic":"orders","offset":15}`:                         "",
		`{"messageId":"<script>"}`:                               "",
		`{"messageId":"<script>","id":"x"}`:                      "x",
		`{"messageId":{"a":1}}`:                                  "",
		`{"messageId":""}`:                                       "",
		`{"id":"` + strings.Repeat("a", maxID+1) + `"}`:          "",
		`["x"]`: "",
	} {
		if got := idOf([]byte(record)); got != want {
			t.Errorf("%s: got %q, want %q", record, got, want)
		}
	}
}

// Whoever makes a record that takes long to prepare gets no more of the invocation's time than its part.
func TestWhatIsLostIsPreparedAsLongAsThereIsTime(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	q := New(Options{Place: Place{Queue: "https://sqs.eu-west-1.amazonaws.com/1/q"}, Now: func() time.Time {
		now = now.Add(10 * time.Millisecond)
		return now
	}})
	for name, body := range map[string]string{
		"a long text":  strings.Repeat("a=b ", 1<<20),
		"many strings": strings.Repeat(`{\"a\":\"hello\"},`, 1<<14) + "1",
		"packed":       bombIn(t),
	} {
		payload := []byte(`{"Records":[{"messageId":"1","eventSource":"aws:sqs","body":"[` + body + `]"},{"messageId":"2","eventSource":"aws:sqs","body":"hello"}]}`)
		inv := source.Invocation{Payload: payload, Deadline: now.Add(time.Second)}
		v := sqsVerdict(inspect.Filter, 2, 0, 1)
		begun := now
		items := q.Taken(inv, v, source.Forward{})
		if took := now.Sub(begun); took > 300*time.Millisecond {
			t.Errorf("%s: it took %v of a second", name, took)
		}
		if len(items) != 2 || items[0].ID != "1" || items[0].SHA256 != "" || items[1].ID != "2" {
			t.Errorf("%s: %+v", name, items)
		}
		if _, err := q.Keep(t.Context(), inv, v, items); err == nil {
			t.Errorf("%s: nobody learns that it was not kept", name)
		}
		inv.Deadline = time.Time{}
		if items := q.Taken(inv, v, source.Forward{}); items[0].SHA256 == "" {
			t.Errorf("%s: with all the time that it takes, it is not prepared", name)
		}
	}
}

// bombIn is a compressed text in Base64 of which decoders make much.
func bombIn(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for n := range 200_000 {
		if _, err := fmt.Fprintf(w, "line %d, a=b and so on\n", n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return `\"` + base64.StdEncoding.EncodeToString(b.Bytes()) + `\"`
}
