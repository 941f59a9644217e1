package quarantine

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weir/inspect"
	"weir/inspect/source"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 7_000_000, time.UTC)

func parcels(inv source.Invocation, v inspect.Verdict, o source.Outcome) (all []parcel) {
	for _, item := range Taken(inv, v, o, nil) {
		all = append(all, parcel{item, inv, v, noon})
	}
	return all
}

// read reads a written parcel, which must be one line of JSON.
func read(t *testing.T, line []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(line, &all); err != nil {
		t.Fatalf("no JSON: %v: %s", err, line)
	}
	if bytes.ContainsAny(line, "\r\n") {
		t.Errorf("more than one line: %q", line)
	}
	return all
}

func TestAParcelTellsWhatWasFoundAndWhereItCameFrom(t *testing.T) {
	inv := source.Invocation{
		ID: "8f5ea0d2", FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live", Tenant: "t-7", Payload: three,
	}
	all := parcels(inv, sqsVerdict(inspect.Filter, 3, 1, 2), source.Forward{})
	line, ok := all[0].write(0)
	if !ok {
		t.Fatal("it was not written")
	}
	want := `{"weir":"quarantine","time":"2026-03-04T12:00:00.007Z","incident":"5b0c2a52e1",` +
		`"function_arn":"arn:aws:lambda:eu-central-1:123456789012:function:orders:live","request_id":"8f5ea0d2","tenant":"t-7",` +
		`"source":"sqs","action":"filter","score":5,"record":1,"record_id":"id-1","sha256":"` + all[0].item.SHA256 + `","bytes":204,` +
		`"left_out":2,"rules":[942101],"matches":[{"rule":942101,"message":"SQL Injection","severity":"CRITICAL","score":5,` +
		`"field":"Records[1].body","via":"base64"}],"content":{"messageId":"id-1","receiptHandle":"[left out]","body":"bad",` +
		`"attributes":{"ApproximateReceiveCount":"[left out]"},"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:orders"}}`
	if string(line) != want {
		t.Errorf("got  %s\nwant %s", line, want)
	}
	var kept struct{ Content json.RawMessage }
	if err := json.Unmarshal(line, &kept); err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(kept.Content); hex.EncodeToString(sum[:]) != all[0].item.SHA256 {
		t.Error("the hash is not that of the content")
	}
}

func TestContentThatIsNoJSONIsKeptAsItIs(t *testing.T) {
	for _, test := range []struct{ name, payload, key, want string }{
		{"text", "no {json\n", "content_text", "no {json\n"},
		{"bytes", "\xff\xfe\x00", "content_base64", base64.StdEncoding.EncodeToString([]byte("\xff\xfe\x00"))},
		{"what only Python takes for JSON", `{"a":NaN}`, "content_text", `{"a":NaN}`},
		{"bytes in JSON", "{\"a\":\"\xff\"}", "content_base64", base64.StdEncoding.EncodeToString([]byte("{\"a\":\"\xff\"}"))},
		{"nothing", "", "content_text", ""},
	} {
		all := parcels(source.Invocation{Payload: []byte(test.payload)}, inspect.Verdict{Source: "direct", Action: inspect.Block}, source.Reply{Swallows: true})
		line, _ := all[0].write(0)
		if got := read(t, line)[test.key]; got != test.want {
			t.Errorf("%s: got %q in %s", test.name, got, line)
		}
	}
	lines := "{\n\t\"a\": \"\uffff\"\r\n}"
	all := parcels(source.Invocation{Payload: []byte(lines)}, inspect.Verdict{Source: "direct", Action: inspect.Block}, source.Reply{Swallows: true})
	line, _ := all[0].write(0)
	if got := read(t, line)["content"].(map[string]any)["a"]; got != "\uffff" || bytes.Contains(line, []byte("\uffff")) {
		t.Errorf("got %q in %q", got, line)
	}
}

func TestWhatDoesNotFitIsCutAndSaysSo(t *testing.T) {
	ends := map[string]string{"bytes at the end": "\xff"}
	for name, unit := range map[string]string{
		"bytes at the end": "\x01", "letters": "a", "quotes": `"`, "control characters": "\x01", "wide characters": "𝕎", "line separators": "\u2028",
		"what SQS does not take": "\uffff", "deletes": "\x7f", "bytes": "\xff",
	} {
		t.Run(name, func(t *testing.T) {
			payload := []byte(strings.Repeat(unit, 400_000/len(unit)) + ends[name])
			all := parcels(source.Invocation{ID: "x", Payload: payload}, inspect.Verdict{Source: "direct", Action: inspect.Block}, source.Reply{Swallows: true})
			const limit = 100_000
			line, ok := all[0].write(limit)
			if !ok || len(line) > limit || len(line) < limit-16 {
				t.Fatalf("got %d bytes, %v; want some %d", len(line), ok, limit)
			}
			got := read(t, line)
			if got["cut"] != true || got["bytes"] != float64(len(payload)) || got["sha256"] != all[0].item.SHA256 || got["request_id"] != "x" {
				t.Errorf("the label does not say what was cut: %.300s", line)
			}
			start, _ := got["content_text"].(string)
			if encoded, ok := got["content_base64"].(string); ok {
				bytes, err := base64.StdEncoding.DecodeString(encoded)
				if err != nil {
					t.Fatal(err)
				}
				start = string(bytes)
			}
			if start == "" || !strings.HasPrefix(string(payload), start) {
				t.Errorf("what is kept is not the beginning: %.100q", start)
			}
			if !utf8.Valid(line) {
				t.Error("not UTF-8")
			}
			if whole, ok := all[0].write(4_000_000); !ok || read(t, whole)["cut"] != nil {
				t.Error("it was cut though it fits")
			}
		})
	}
	all := parcels(source.Invocation{Payload: three}, sqsVerdict(inspect.Filter, 3, 1), source.Forward{})
	if _, ok := all[0].write(100); ok {
		t.Error("a label was squeezed into 100 bytes")
	}
}

func TestTheLongestLabelFitsIntoTheSmallestDefaultQueue(t *testing.T) {
	for _, unit := range []string{"\x01", "\xff", `"`, "𝕎", "\uffff"} {
		long := strings.Repeat(unit, 10_000)
		v := inspect.Verdict{Incident: long, Source: long, Action: inspect.Block}
		for i := range 1000 {
			v.Matches = append(v.Matches, inspect.Match{Rule: i, Message: long, Severity: long, Mode: inspect.ModeAnnotate, Record: -1, Field: long, Via: long, Text: secretText})
		}
		inv := source.Invocation{ID: long, FunctionARN: long, Tenant: long, Payload: []byte(long)}
		line, ok := parcels(inv, v, source.Reply{Swallows: true})[0].write(256 << 10)
		if !ok || len(line) > 256<<10 {
			t.Errorf("%q: got %d bytes, %v", unit, len(line), ok)
		}
		if bytes.Contains(line, []byte(secretText)) {
			t.Error("what matched stands in the label")
		}
		read(t, line)
	}
}

func TestALabelNamesTheRulesThatCountFirst(t *testing.T) {
	v := inspect.Verdict{Mode: inspect.ModeBlock, Action: inspect.Filter, Records: 1, Bad: []int{0}, Matches: []inspect.Match{
		{Rule: 1, Score: 5, Mode: inspect.ModeMonitor}, {Rule: 2, Score: 3}, {Rule: 3, Score: 5, Mode: inspect.ModeBlock},
	}}
	l := parcel{item: Item{Record: 0}, verdict: v}.label()
	if !slices.Equal(l.Rules, []int{3, 2, 1}) || l.Matches[2].Mode != "monitor" || l.Matches[1].Mode != "" {
		t.Errorf("got %v %+v", l.Rules, l.Matches)
	}
}
