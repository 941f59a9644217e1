package source

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"weir/decoders"
)

// made is an event made of parts, so that a test can say what has to be left of it.
type made struct {
	source  Batch
	head    string // all before the records
	tail    string // all behind them
	records []string
	ids     []string // what batchItemFailures calls each record, in JSON; nil if there are no reports
	groups  []int    // how many records each group has; nil if there are no groups
}

// text writes the event with the records that keep says.
func (m made) text(keep func(n int) bool) string {
	if m.groups == nil {
		var kept []string
		for n, record := range m.records {
			if keep(n) {
				kept = append(kept, record)
			}
		}
		return m.head + "[" + strings.Join(kept, ",") + "]" + m.tail
	}
	var groups []string
	n := 0
	for g, size := range m.groups {
		var kept []string
		for range size {
			if keep(n) {
				kept = append(kept, m.records[n])
			}
			n++
		}
		if len(kept) > 0 {
			groups = append(groups, fmt.Sprintf("\"t-%d\" : [%s]", g, strings.Join(kept, ",")))
		}
	}
	return m.head + "{" + strings.Join(groups, ",") + "}" + m.tail
}

func every(int) bool { return true }

// noise is a member that a correct edit does not touch: numbers that a float would spoil, nulls, space, escapes.
func noise(r *rand.Rand) string {
	return []string{
		`"n":12345678901234567890.10`, `"x" : null`, "\"s\":\"\\u00e9 \\\" ] }\"", `"o":{ "a":[ ] }`, `"f":1e-7`,
	}[r.IntN(5)]
}

// samplesOfBatches makes an event of each source of batches, of random records.
func samplesOfBatches(r *rand.Rand) []made {
	size := 1 + r.IntN(6)
	list := func(s Batch, head, tail string, write func(n int) (record, id string)) made {
		m := made{source: s, head: head, tail: tail}
		for n := range size {
			record, id := write(n)
			m.records = append(m.records, record)
			if id != "" {
				m.ids = append(m.ids, id)
			}
		}
		return m
	}
	spaced := func() string { return "{ " + noise(r) + ",\n" + noise(r) + ", " }
	outer := func(name string) string { return " {" + noise(r) + ` , "` + name + `" : ` }
	data := base64.StdEncoding.EncodeToString([]byte(fmt.Sprint("record ", r.Uint64())))
	kinesis := func(n int) (string, string) {
		return spaced() + fmt.Sprintf(`"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7%d","data":%q}}`, n, data), fmt.Sprintf(`"7%d"`, n)
	}
	dynamo := func(n int) (string, string) {
		return spaced() + fmt.Sprintf(`"eventSource":"aws:dynamodb","dynamodb":{"SequenceNumber":"7%d","NewImage":{"a":{"S":"b"}}}}`, n), fmt.Sprintf(`"7%d"`, n)
	}
	windowTail := `,"window":{},"state":{"a": 1.0},"isFinalInvokeForWindow":false}`
	events := []made{
		list(Kinesis{}, outer("Records"), "}", kinesis),
		list(DynamoDB{}, outer("Records"), ","+noise(r)+"}", dynamo),
		list(KinesisWindow{}, outer("Records"), windowTail, kinesis),
		list(DynamoDBWindow{}, outer("Records"), windowTail, dynamo),
		list(ActiveMQ{}, outer("messages"), `,"eventSource":"aws:mq"}`, func(int) (string, string) {
			return spaced() + fmt.Sprintf(`"data":%q}`, data), ""
		}),
		list(DocumentDB{}, outer("events"), `,"eventSource":"aws:docdb"}`, func(int) (string, string) {
			return spaced() + `"event":{"fullDocument":{"$where":"1"}}}`, ""
		}),
		list(Pipes{}, "\n", " ", func(n int) (string, string) {
			return spaced() + fmt.Sprintf(`"eventSource":"aws:sqs","messageId":"m%d","body":%q}`, n, data), fmt.Sprintf(`"m%d"`, n)
		}),
		list(Kafka{}, outer("records"), `,"eventSource":"aws:kafka"}`, func(n int) (string, string) {
			id := fmt.Sprintf(`{"partition":"t-%d","offset":%d}`, n/2, n)
			return spaced() + fmt.Sprintf(`"topic":"t","partition":%d,"offset":%d,"value":%q}`, n/2, n, data), id
		}),
		list(RabbitMQ{}, outer("rmqMessagesByQueue"), `,"eventSource":"aws:rmq"}`, func(int) (string, string) {
			return spaced() + fmt.Sprintf(`"data":%q,"basicProperties":{"headers":{"h":{"bytes":[1,-2]}}}}`, data), ""
		}),
	}
	for i, m := range events {
		if m.source == Batch(Kafka{}) || m.source == Batch(RabbitMQ{}) {
			for left := size; left > 0; left -= 2 {
				events[i].groups = append(events[i].groups, min(left, 2))
			}
		}
	}
	return events
}

// someOf returns some of 0 to n-1, ascending and at least one.
func someOf(r *rand.Rand, n int) []int {
	var some []int
	for i := range n {
		if r.IntN(3) == 0 {
			some = append(some, i)
		}
	}
	if some == nil {
		some = []int{r.IntN(n)}
	}
	return some
}

func eachRandomBatch(t *testing.T, test func(t *testing.T, m made, e Event, bad []int)) {
	r := rand.New(rand.NewPCG(3, 7))
	for range 200 {
		for _, m := range samplesOfBatches(r) {
			e := Parse([]byte(m.text(every)))
			if s, ambiguous := Recognise(e); s != Source(m.source) || ambiguous {
				t.Fatalf("%s is taken for %s", e.Payload, s.Name())
			}
			test(t, m, e, someOf(r, len(m.records)))
		}
	}
}

func TestJustTheBadRecordsAreGoneAndTheRestIsByteForByteTheSame(t *testing.T) {
	eachRandomBatch(t, func(t *testing.T, m made, e Event, bad []int) {
		outcome := m.source.Without(e, bad, testNote, Policy{Batch: BatchFilter})
		if len(bad) == len(m.records) {
			if reply, ok := outcome.(Reply); !ok || !reply.Swallows || bytes.Contains(reply.Payload, []byte("itemIdentifier")) {
				t.Fatalf("%s: nothing is left, and %+v", m.source.Name(), outcome)
			}
			return
		}
		want := m.text(func(n int) bool { return !slices.Contains(bad, n) })
		forward, ok := outcome.(Forward)
		if !ok || string(forward.Payload) != want || forward.Merge != nil || forward.Reported {
			t.Fatalf("%s without %v:\n%s\nwant\n%s", m.source.Name(), bad, forward.Payload, want)
		}
	})
}

func TestEveryRecordIsHandledOrReportedOnceInTheModeReport(t *testing.T) {
	eachRandomBatch(t, func(t *testing.T, m made, e Event, bad []int) {
		if m.ids == nil {
			return
		}
		var kept, answer string
		switch outcome := m.source.Without(e, bad, testNote, Policy{Batch: BatchReport}).(type) {
		case Forward:
			kept = string(outcome.Payload)
			own := ""
			if record := strings.Index(kept, m.records[0]); record >= 0 {
				own = `{"itemIdentifier":"of the handler"}`
			}
			answer = string(outcome.Merge([]byte(`{ "state":{"b":2}, "batchItemFailures" : [` + own + `] }`)))
			if !strings.HasPrefix(answer, `{ "state":{"b":2}, "batchItemFailures" : [`+own) || !outcome.Reported {
				t.Fatalf("the handler's own words change: %s", answer)
			}
		case Reply:
			answer = string(outcome.Payload)
			if outcome.Swallows {
				t.Fatal("what comes back counts as swallowed")
			}
		default:
			t.Fatalf("%T", outcome)
		}
		for n, record := range m.records {
			handled, reported := strings.Count(kept, record[:len(record)-1]), strings.Count(answer, `"itemIdentifier":`+m.ids[n]+`}`)
			if handled+reported != 1 || slices.Contains(bad, n) && handled > 0 {
				t.Fatalf("%s without %v: record %d is handled %d times and reported %d times", m.source.Name(), bad, n, handled, reported)
			}
		}
	})
}

func TestAllThatFollowsAReportedRecordComesBackWithIt(t *testing.T) {
	stream := `{"Records":[`
	for n := range 4 {
		stream += fmt.Sprintf(`{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"%d"}},`, n)
	}
	forward, ok := Kinesis{}.Without(Parse([]byte(stream[:len(stream)-1]+"]}")), []int{2}, testNote, Policy{Batch: BatchReport}).(Forward)
	if want := `{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"3"}]}`; !ok || string(forward.Merge(nil)) != want {
		t.Errorf("of a shard: %s", forward.Payload)
	}
	topics := Parse([]byte(`{"eventSource":"aws:kafka","records":{
		"t-0":[{"topic":"t","partition":0,"offset":1},{"topic":"t","partition":0,"offset":2}],
		"t-1":[{"topic":"t","partition":1,"offset":9}]}}`))
	forward, ok = Kafka{}.Without(topics, []int{0}, testNote, Policy{Batch: BatchReport}).(Forward)
	if !ok || Kafka.Records(Kafka{}, Parse(forward.Payload)) != 1 || bytes.Contains(forward.Payload, []byte("t-0")) {
		t.Errorf("of a partition: %s", forward.Payload)
	}
}

func TestRecordsWithoutAnIdentifierFailTheBatchTheyWouldBeReportedIn(t *testing.T) {
	for _, text := range []string{
		`{"Records":[{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":7}},{"eventSource":"aws:kinesis","kinesis":{}}]}`,
		`{"eventSource":"aws:kafka","records":{"t-0":[{"topic":"t","partition":0,"offset":"1"},{}]}}`,
		`{"eventSource":"aws:kafka","records":{"t-0":[{"topic":"t","partition":-1,"offset":1},{}]}}`,
		`{"eventSource":"aws:kafka","records":{"t-0":[{"topic":7,"partition":0,"offset":1},{}]}}`,
		`[{"eventSource":"aws:sqs","messageId":""},{"eventSource":"aws:sqs"}]`,
	} {
		e := Parse([]byte(text))
		s, _ := Recognise(e)
		if outcome, ok := s.(Batch).Without(e, []int{0}, testNote, Policy{Batch: BatchReport}).(Fail); !ok {
			t.Errorf("%s: %+v", text, outcome)
		}
	}
}

func TestAGroupThatWasEmptyStaysAndOneThatLosesAllGoes(t *testing.T) {
	e := Parse([]byte(`{"eventSource":"aws:rmq","rmqMessagesByQueue":{"a":[ ], "b":[{"data":"1"}] ,"c":{"0":{"data":"2"},"1":{"data":"3"}}, "d":7,"e":[{"data":"4"}]}}`))
	for _, c := range []struct {
		bad  []int
		want string
	}{
		{[]int{0}, `{"a":[ ], "c":{"0":{"data":"2"},"1":{"data":"3"}}, "d":7,"e":[{"data":"4"}]}`},
		{[]int{1}, `{"a":[ ], "b":[{"data":"1"}] ,"c":{"1":{"data":"3"}}, "d":7,"e":[{"data":"4"}]}`},
		{[]int{0, 1, 2}, `{"a":[ ], "d":7,"e":[{"data":"4"}]}`},
		{[]int{0, 2, 3}, `{"a":[ ], "c":{"0":{"data":"2"}}, "d":7}`},
	} {
		forward, ok := RabbitMQ{}.Without(e, c.bad, testNote, Policy{}).(Forward)
		if want := `{"eventSource":"aws:rmq","rmqMessagesByQueue":` + c.want + `}`; !ok || string(forward.Payload) != want {
			t.Errorf("without %v: %s", c.bad, forward.Payload)
		}
	}
}

func TestTheStateOfAWindowIsRepeatedAndItsEndReachesTheHandler(t *testing.T) {
	event := func(records, state, final string) Event {
		return Parse([]byte(`{"Records":[` + records + `],"window":{},"eventSourceARN":"arn:aws:kinesis:eu-west-1:1:stream/s"` +
			state + `,"isFinalInvokeForWindow":` + final + `}`))
	}
	const record = `{"eventSource":"aws:kinesis","kinesis":{"sequenceNumber":"7"}}`
	for _, c := range []struct {
		name   string
		e      Event
		policy Policy
		want   string
	}{
		{"goes on", event(record, `,"state":{"a": 1}`, "false"), Policy{}, `reply {"state":{"a": 1},"batchItemFailures":[]}`},
		{"goes on without a state", event(record, ``, "false"), Policy{}, `reply {"state":{},"batchItemFailures":[]}`},
		{"goes on without records", event(``, `,"state":{"a": 1}`, "false"), Policy{}, `reply {"state":{"a": 1},"batchItemFailures":[]}`},
		{
			"goes on, with a report",
			event(record, `,"state":{"a": 1}`, "false"),
			Policy{Batch: BatchReport},
			`reply {"state":{"a": 1},"batchItemFailures":[{"itemIdentifier":"7"}]}`,
		},
		{"goes on with a state of no parser", event(record, `,"state":{"a":NaN}`, "false"), Policy{}, outcomeText(blocked(testNote))},
		{
			"ends",
			event(record, `,"state":{"a": 1}`, "true"),
			Policy{},
			"forward " + string(event(``, `,"state":{"a": 1}`, "true").Payload),
		},
		{"ends without records", event(``, ``, "true"), Policy{}, "forward " + string(event(``, ``, "true").Payload)},
		{"fails as it is told", event(record, ``, "true"), Policy{Batch: BatchFail}, outcomeText(blocked(testNote))},
	} {
		t.Run(c.name, func(t *testing.T) {
			outcome := KinesisWindow{}.Refuse(c.e, testNote, c.policy)
			if got := outcomeText(outcome); got != c.want {
				t.Errorf("%s\nwant\n%s", got, c.want)
			}
		})
	}
	final := KinesisWindow{}.Refuse(event(record, ``, "true"), testNote, Policy{Batch: BatchReport}).(Forward)
	if got := string(final.Merge([]byte(`{"state":{"b":2}}`))); got != `{"state":{"b":2},"batchItemFailures":[{"itemIdentifier":"7"}]}` {
		t.Errorf("the end of a window reports %s", got)
	}
}

func TestAPipeIsNamedAfterItsSource(t *testing.T) {
	for text, want := range map[string]string{
		`[{"eventSource":"aws:sqs"}]`:                                       "pipes:aws:sqs",
		`[{"eventSource":"SelfManagedKafka"}]`:                              "pipes:SelfManagedKafka",
		`[{"eventSource":"aws:s3"}]`:                                        "pipes",
		`[{"eventSource":"aws:sqs"},{"eventSource":"aws:kinesis"}]`:         "pipes",
		`{"Records":[{"eventSource":"aws:sqs","body":"no pipe's at all"}]}`: "pipes",
	} {
		if got := (Pipes{}).NameOf(Parse([]byte(text))); got != want {
			t.Errorf("%s is named %s", text, got)
		}
	}
}

func TestAListOfBytesIsReadAsTheTextThatItSpells(t *testing.T) {
	for list, want := range map[string]string{
		`[]`: "", `{}`: "", `[ 118 ,-36,0, 127,-128,255 ]`: "v\xdc\x00\x7f\x80\xff", `{"0":104, "1":105}`: "hi",
		`[[97]]`: "-", `[97,]`: "-", `[256]`: "-", `[-129]`: "-", `[1.0]`: "-", `[1e1]`: "-", `[97,"x"]`: "-", `[null]`: "-", `["97"]`: "-",
		`{"a":97}`: "-", `{"":97}`: "-", `{"0":"x"}`: "-", `{"0":97,"x":1}`: "-", `[1000]`: "-", `[-]`: "-", `[97`: "-", `{"0`: "-", `{"0":`: "-",
	} {
		text, length := spelt(decoders.JSON(list), nil)
		if length == 0 {
			text = []byte("-")
		} else if length != len(list) {
			t.Errorf("%s has the length %d", list, length)
		}
		if string(text) != want {
			t.Errorf("%s spells %q", list, text)
		}
	}
}
