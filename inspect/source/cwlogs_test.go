package source

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"weir/decoders"
)

// logsEvent packs a document as a subscription filter does.
func logsEvent(packing decoders.Encoding, document string) Event {
	data := logs{packing: packing}.pack([]byte(document))
	return Parse([]byte(`{ "a":1.0, "awslogs" : {"data" : ` + string(data) + ` , "b":null} , "c":""}`))
}

func TestLogEventsThatAreLeftArePackedAsTheyCame(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 17))
	for range 200 {
		events := make([]string, 1+r.IntN(6))
		for n := range events {
			events[n] = fmt.Sprintf(`{ "message":"line %d", %s }`, n, noise(r))
		}
		document := func(kept []string) string {
			return ` {"messageType":"DATA_MESSAGE", "logEvents" : [` + strings.Join(kept, ",") + `],"logGroup":"\u00e9"}`
		}
		packing := []decoders.Encoding{decoders.Gzip, decoders.Zlib}[r.IntN(2)]
		bad := someOf(r, len(events))
		var kept []string
		for n, event := range events {
			if !slices.Contains(bad, n) {
				kept = append(kept, event)
			}
		}
		e := logsEvent(packing, document(events))
		switch outcome := (CWLogs{}).Without(e, bad, testNote, Policy{Async: AsyncSwallow}).(type) {
		case Reply:
			if len(kept) > 0 || !outcome.Swallows {
				t.Fatalf("without %v: %+v", bad, outcome)
			}
		case Forward:
			if want := logsEvent(packing, document(kept)).Payload; !bytes.Equal(outcome.Payload, want) {
				t.Fatalf("without %v:\n%s\nwant\n%s", bad, outcome.Payload, want)
			}
			got, ok := unpackLogs(Parse(outcome.Payload).Get("awslogs", "data"))
			if !ok || got.packing != packing || string(got.Payload) != document(kept) {
				t.Fatalf("without %v: %s", bad, got.Payload)
			}
		default:
			t.Fatalf("%T", outcome)
		}
	}
}

func TestLogsThatCannotBeUnpackedAreOneField(t *testing.T) {
	pack := func(text string) string { return string(logs{packing: decoders.Gzip}.pack([]byte(text))) }
	half := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)[:len(text)/2]) }
	packed, _ := base64.StdEncoding.DecodeString(strings.Trim(pack(`{"logEvents":[]}`), `"`))
	for name, data := range map[string]string{
		"no Base64":       `"<&>"`,
		"no gzip":         `"aGVsbG8="`,
		"half of it":      `"` + half(string(packed)) + `"`,
		"no JSON":         pack("hello"),
		"no object":       pack("[]"),
		"no log events":   pack(`{"logEvents":{}}`),
		"too many":        pack(`{"logEvents":[]}` + strings.Repeat(" ", maxLogs)),
		"named twice":     pack(`{"logEvents":[{}],"logEvents":[]}`),
		"an empty string": `""`,
	} {
		t.Run(name, func(t *testing.T) {
			e := Parse([]byte(`{"awslogs":{"data":` + data + `}}`))
			var found []string
			for f := range (CWLogs{}).Fields(e) {
				if f.Record != -1 || len(f.Hint.Encodings) != 2 {
					t.Errorf("%+v", f)
				}
				found = append(found, string(f.Value))
			}
			if !slices.Equal(found, []string{strings.Trim(data, `"`)}) || (CWLogs{}).Records(e) != 0 {
				t.Errorf("%d fields", len(found))
			}
			if _, ok := (CWLogs{}).Without(e, []int{0}, testNote, Policy{}).(Fail); !ok {
				t.Error("it is not refused as a whole")
			}
		})
	}
}

func TestLogsAreWatchedUnlessTheUserSaysMore(t *testing.T) {
	var s Source = CWLogs{}
	if d, ok := s.(Defaults); !ok || d.DefaultMode() != "monitor" {
		t.Error("logs are blocked by default")
	}
	var document any
	e := logsEvent(decoders.Gzip, `{"logEvents":[{"message":"a"},{"message":"b"}]}`)
	forward := s.(Batch).Without(e, []int{0}, testNote, Policy{}).(Forward)
	if err := json.Unmarshal(forward.Payload, &document); err != nil {
		t.Error(err)
	}
}
