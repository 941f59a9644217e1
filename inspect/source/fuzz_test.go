package source

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// exercise does to an event all that can be done to one, with every source and not only its own, and checks that what
// comes out is JSON of bounded size and that nothing changes the event.
func exercise(t *testing.T, e Event) {
	t.Helper()
	allAreAsked(t, e)
	before := bytes.Clone(e.Payload)
	const room = 1 << 10 // what a refusal or a note may add, per record
	for _, s := range All {
		fieldBytes := 0
		for f := range s.Fields(e) {
			fieldBytes += len(f.Value)
			_ = len(f.Path)
		}
		most, count := 8*len(e.Payload)+room, records(e).Len()
		if batch, ok := s.(Batch); ok {
			count = max(count, batch.Records(e))
		}
		if _, packed := s.(CWLogs); packed {
			most += maxLogs
		}
		if fieldBytes > most {
			t.Errorf("%s makes %d bytes of fields out of %d", s.Name(), fieldBytes, len(e.Payload))
		}
		limit := 2*len(e.Payload) + room*(1+count)
		check := func(what string, text []byte) {
			if text != nil && e.Root != nil && !jsonLike(text) {
				t.Errorf("%s: %s is no JSON: %q of %q", s.Name(), what, text, e.Payload)
			}
			if len(text) > limit {
				t.Errorf("%s: %s has %d bytes of %d", s.Name(), what, len(text), len(e.Payload))
			}
		}
		for _, p := range policies {
			checkRefusal(t, s, s.Refuse(e, testNote, p.policy), check)
		}
		once := s.Annotate(e, testNote)
		check("the annotated event", once)
		if once != nil && !bytes.Equal(once, s.Annotate(Parse(once), testNote)) {
			t.Errorf("%s: annotated twice is not annotated once: %q", s.Name(), e.Payload)
		}
		stripped := s.Strip(e)
		check("the stripped event", stripped)
		if stripped != nil && s.Strip(Parse(stripped)) != nil {
			t.Errorf("%s: a note stays after it was stripped: %q", s.Name(), e.Payload)
		}
		if batch, ok := s.(Batch); ok {
			for _, p := range policies {
				checkRefusal(t, s, batch.Without(e, []int{0, 2}, testNote, p.policy), check)
			}
		}
	}
	if !bytes.Equal(before, e.Payload) {
		t.Errorf("the payload was changed: %q", before)
	}
}

func checkRefusal(t *testing.T, s Source, outcome Outcome, check func(string, []byte)) {
	t.Helper()
	switch o := outcome.(type) {
	case HTTP:
		if !json.Valid(o.Buffered) {
			t.Errorf("%s: %q", s.Name(), o.Buffered)
		}
	case Reply:
		if !json.Valid(o.Payload) {
			t.Errorf("%s: %q", s.Name(), o.Payload)
		}
	case Put:
		if !json.Valid(o.Body) || len(o.Body) > maxReport || !responseURL(o.URL) {
			t.Errorf("%s: %q to %q", s.Name(), o.Body, o.URL)
		}
	case Forward:
		check("the event without some records", o.Payload)
		if o.Merge != nil {
			for _, answer := range []string{``, `null`, `{"batchItemFailures":[{"itemIdentifier":"x"}]}`, `{"records":[{"recordId":"x"}]}`} {
				if merged := o.Merge([]byte(answer)); !json.Valid(merged) {
					t.Errorf("%s: %q", s.Name(), merged)
				}
			}
		}
	}
}

// jsonLike asks for what the runtimes' parsers together accept.
func jsonLike(text []byte) bool { return Parse(text).Root != nil }

func FuzzEverySourceTakesAnyBytes(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		f.Add(readArchive(&testing.T{}, file).parts["event.json"])
	}
	for _, text := range []string{
		`{"Records":[{"body":"\ud800","eventSource":"aws:sqs","messageAttributes":{"X-Weir-Note":1,"b":2}}]}`,
		"\xef\xbb\xbf {\"headers\" : { \"x_weir_note\" :1 , } }",
		`{"headers":{"x-weir-note":1},"Headers":{"X-Weir-Note":2,"a":3},"headers":null,"requestContext":{"http":{}}}`,
		`[[[[[{"a":[{}]}]]]]]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, payload []byte) { exercise(t, Parse(payload)) })
}

func FuzzResponse(f *testing.F) {
	for _, text := range []string{
		`{"statusCode":200,"headers":{"Content-Encoding":"gzip"},"isBase64Encoded":true,"body":"H4sI`, `"text`, `{"a":["b\\`, `{"body":"\ud83`,
		"{\"statusCode\":200}\x00\x00\x00\x00\x00\x00\x00\x00body", `]`, `{"statusCode":"200","multiValueHeaders":{"a":["b",1]},"cookies":["c"]}`,
	} {
		f.Add([]byte(text), true)
	}
	callers := []Caller{{}, {client: true}, {client: true, loose: true, form: answerV2}, {client: true, raw: true}}
	f.Fuzz(func(t *testing.T, head []byte, whole bool) {
		before := bytes.Clone(head)
		for _, c := range callers {
			for _, r := range []Response{{Head: head, Whole: whole}, {Head: head, Flows: true}, {Head: head, Error: true}} {
				if a := c.Read(r); len(a.Body) > len(head) {
					t.Errorf("%d bytes of %d", len(a.Body), len(head))
				}
				_ = c.Withhold(r, Note{}, nil)
			}
		}
		if !bytes.Equal(head, before) {
			t.Error("the response was changed")
		}
	})
}
