package source

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The batches of this file want an answer for every record, those that the handler never saw among them: what comes out
// is tried with random batches, random bad records and random answers.

// answered is such a batch: how its event is written, and how a handler answers a record.
type answered struct {
	source Batch
	event  func(records []string) string
	record func(n int, text string) string
	answer func(elements []string) string
	said   func(n int, text string) string // what the handler says of record n
	ours   func(n int) string              // what is said for it
	// inPlace: the answer's elements stand in the order of the records; otherwise ours come at the end.
	inPlace bool
}

var answeredBatches = []answered{
	{
		source: AppSyncBatch{},
		event:  func(records []string) string { return " [\n" + strings.Join(records, " ,\t") + "\n] " },
		record: func(_ int, text string) string {
			return `{"arguments":{"a":` + text + `},"info":{"fieldName":"f","parentTypeName":"P"}}`
		},
		answer:  func(elements []string) string { return "\n[ " + strings.Join(elements, " , ") + " ]" },
		said:    func(n int, text string) string { return fmt.Sprintf(`{"n": %d, "text":%s}`, n, text) },
		ours:    func(int) string { return "null" },
		inPlace: true,
	},
	{
		source: AppSyncEvents{},
		event: func(records []string) string {
			return `{"info":{"channelNamespace":{},"operation":"PUBLISH"},"events":[` + strings.Join(records, ", ") + ` ] , "stash":{}}`
		},
		record: func(n int, text string) string { return fmt.Sprintf(`{"payload": %s,"id":"m%d"}`, text, n) },
		answer: func(elements []string) string { return `{ "events" : [` + strings.Join(elements, ",") + `], "a":1.0}` },
		said:   func(n int, text string) string { return fmt.Sprintf(`{"id":"m%d","payload":%s}`, n, text) },
		ours: func(n int) string {
			return fmt.Sprintf(`{"id":"m%d","error":"Request blocked (incident 4f1c2a9e-0001)"}`, n)
		},
	},
	{
		source: S3Batch{},
		event: func(records []string) string {
			return `{"invocationSchemaVersion":"2.0","invocationId":"i","job":{"id":"j"},"tasks":[` + strings.Join(records, " , ") + `]}`
		},
		record: func(n int, text string) string { return fmt.Sprintf(`{"taskId":"m%d", "s3Key":%s}`, n, text) },
		answer: func(elements []string) string {
			return `{"invocationSchemaVersion":"2.0","invocationId":"i","treatMissingKeysAs":"TemporaryFailure","results":[` + strings.Join(elements, " ,") + `]}`
		},
		said: func(n int, text string) string {
			return fmt.Sprintf(`{"taskId":"m%d","resultCode":"Succeeded","resultString":%s}`, n, text)
		},
		ours: func(n int) string {
			return fmt.Sprintf(`{"taskId":"m%d","resultCode":"PermanentFailure","resultString":"Request blocked (incident 4f1c2a9e-0001)"}`, n)
		},
	},
}

func TestEveryRecordOfABatchIsAnsweredOnceWhateverIsTakenOut(t *testing.T) {
	const seed = 7
	random := rand.New(rand.NewPCG(seed, seed))
	texts := []string{`""`, `"a,b"`, `"]}"`, `"\\\""`, `"\u005d"`, `"é "`, `"12345678901234567890"`}
	text := func() string { return texts[random.IntN(len(texts))] }
	for _, b := range answeredBatches {
		for range 300 {
			var records, kept, elements []string
			var bad []int
			saidOf := map[int]string{}
			for n := range 1 + random.IntN(6) {
				record := b.record(n, text())
				records = append(records, record)
				if random.IntN(2) == 0 {
					bad = append(bad, n)
					continue
				}
				kept = append(kept, record)
				saidOf[n] = b.said(n, text())
				elements = append(elements, saidOf[n])
			}
			e := Parse([]byte(b.event(records)))
			if got, _ := Recognise(e); got.Name() != b.source.Name() || b.source.Records(e) != len(records) {
				t.Fatalf("recognised as %s with %d records: %s", got.Name(), b.source.Records(e), e.Payload)
			}
			outcome := b.source.Without(e, bad, testNote, Policy{})
			if len(kept) == 0 {
				if _, forwarded := outcome.(Forward); forwarded {
					t.Fatalf("%s: nothing is left, and the handler gets it: %s", b.source.Name(), e.Payload)
				}
				continue
			}
			forward := outcome.(Forward)
			left := Parse(forward.Payload)
			if got := list(b.source, left); !slices.Equal(got, kept) || !sameOutside(e.Payload, forward.Payload, records) {
				t.Fatalf("%s: without %v of %s the handler gets %s", b.source.Name(), bad, e.Payload, forward.Payload)
			}
			answer := b.answer(elements)
			merged := forward.Merge([]byte(answer))
			want := wanted(b, len(records), bad, saidOf)
			if got := answerList(b.source, merged); !slices.Equal(got, want) || !sameOutside([]byte(answer), merged, slices.Concat(elements, want)) {
				t.Fatalf("%s: without %v the answer %s becomes %s, want %v", b.source.Name(), bad, answer, merged, want)
			}
			if len(bad) == 0 && string(merged) != answer {
				t.Fatalf("%s: nothing was taken out, and %s becomes %s", b.source.Name(), answer, merged)
			}
		}
	}
}

// wanted are the elements of the answer.
func wanted(b answered, records int, bad []int, saidOf map[int]string) (elements []string) {
	var ours []string
	for n := range records {
		switch {
		case !slices.Contains(bad, n):
			elements = append(elements, saidOf[n])
		case b.inPlace:
			elements = append(elements, b.ours(n))
		default:
			ours = append(ours, b.ours(n))
		}
	}
	return append(elements, ours...)
}

// list returns the records of an event as they are written.
func list(s Batch, e Event) (out []string) {
	for _, record := range s.Each(e) {
		out = append(out, string(record))
	}
	return out
}

// answerList returns the elements of an answer as they are written.
func answerList(s Source, answer []byte) (out []string) {
	e := Parse(answer)
	elements := e.Root
	switch s.(type) {
	case AppSyncEvents:
		elements = e.Get("events")
	case S3Batch:
		elements = e.Get("results")
	}
	for _, element := range elements.Elements() {
		out = append(out, string(element))
	}
	return out
}

// sameOutside says whether two texts are the same but for the given pieces, and the commas and spaces between them.
func sameOutside(a, b []byte, pieces []string) bool {
	strip := func(text []byte) string {
		s := string(text)
		for _, piece := range pieces {
			s = strings.ReplaceAll(s, piece, "")
		}
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(", \n\t", r) {
				return -1
			}
			return r
		}, s)
	}
	return strip(a) == strip(b)
}

func TestAnswersThatAreNoneAreLeftToTheirReceiver(t *testing.T) {
	const failed = `{"errorMessage":"x","error":"y"}`
	for _, c := range []struct {
		batch answered
		left  []string // answers that stay as they are
	}{
		{answeredBatches[0], []string{`7`, `"x"`, `null`, `{}`, failed}},
		{answeredBatches[1], []string{`7`, `"x"`, failed}},
		{answeredBatches[2], []string{`7`, `"x"`, `null`}},
	} {
		b := c.batch
		e := Parse([]byte(b.event([]string{b.record(0, `"x"`), b.record(1, `"y"`)})))
		merge := b.source.Without(e, []int{1}, testNote, Policy{}).(Forward).Merge
		for _, answer := range c.left {
			if got := merge([]byte(answer)); string(got) != answer {
				t.Errorf("%s: %s becomes %s", b.source.Name(), answer, got)
			}
		}
		if got := merge(nil); !json.Valid(got) || strings.Contains(string(got), "m0") {
			t.Errorf("%s: nothing becomes %s", b.source.Name(), got)
		}
	}
}

// A list that is too short or too long must not become one of the right length: elements would be taken for other
// records' than the handler meant.
func TestAListOfTheWrongLengthStaysWrong(t *testing.T) {
	for _, c := range []struct {
		answer, want string
		bad          []int
	}{
		{`[]`, `[null,null]`, []int{0, 2}},
		{`[1]`, `[null,1,null]`, []int{0, 2}},
		{`[1,2]`, `[null,1,null,2]`, []int{0, 2}},
		{`[1,2,3]`, `[null,1,null,2,3]`, []int{0, 2}},
		{`[1]`, `[1,null,null]`, []int{1, 2}},
		{`[1]`, `[1,null]`, []int{5}},
		{`{"a":[]}`, `{"a":[]}`, []int{0}},
	} {
		if got := nullsAt([]byte(c.answer), c.bad); string(got) != c.want {
			t.Errorf("%s without %v: %s, want %s", c.answer, c.bad, got, c.want)
		}
	}
}

func TestAPublishersMessagesAreNotPassedOnByAnAnswerOfNothing(t *testing.T) {
	b := answeredBatches[1]
	e := Parse([]byte(b.event([]string{b.record(0, `"x"`), b.record(1, `"y"`)})))
	got := string(AppSyncEvents{}.Without(e, []int{1}, testNote, Policy{}).(Forward).Merge([]byte("null")))
	if got != `{"events":[`+b.ours(1)+`]}` {
		t.Errorf("%s", got)
	}
}

func TestBatchesThatAreToFailDoSo(t *testing.T) {
	for _, b := range answeredBatches {
		e := Parse([]byte(b.event([]string{b.record(0, `"x"`), b.record(1, `"y"`)})))
		outcome := b.source.Without(e, []int{0}, testNote, Policy{Batch: BatchFail})
		if forward, ok := outcome.(Forward); ok {
			t.Errorf("%s: the handler gets %s", b.source.Name(), forward.Payload)
		}
	}
}
