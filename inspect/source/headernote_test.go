package source

import (
	"bytes"
	"testing"
)

func TestNotesThatCameWithTheEventAreStripped(t *testing.T) {
	for _, c := range []struct {
		name, event, want string
		source            Source
	}{
		{"a header", `{"headers":{"a":"1","x-weir-note":"ok"}}`, `{"headers":{"a":"1"}}`, RestV1{}},
		{"in other case", `{"headers":{"X-WEIR-Note":"ok", "a":"1"}}`, `{"headers":{"a":"1"}}`, RestV1{}},
		{"with escapes", `{"headers":{"\u0078-weir-note":"ok"}}`, `{"headers":{}}`, RestV1{}},
		{"with underscores", `{"headers":{"x_weir_note":"ok"}}`, `{"headers":{}}`, RestV1{}},
		{"twice", `{"headers":{"x-weir-note":"ok","b":2,"x-weir-note":null}}`, `{"headers":{"b":2}}`, RestV1{}},
		{"in both maps", `{"headers":{"x-weir-note":1},"multiValueHeaders":{"X-Weir-Note":["ok"]}}`, `{"headers":{},"multiValueHeaders":{}}`, ALB{}},
		{"in a map of another case", `{"Headers":{"x-weir-note":"ok"}}`, `{"Headers":{}}`, HTTPV2{}},
		{"in a map under a letter that folds", "{\"header\u017f\":{\"x-weir-note\":\"ok\"}}", "{\"header\u017f\":{}}", HTTPV2{}},
		{"in the first of two maps", `{"headers":{"x-weir-note":1},"headers":{}}`, `{"headers":{},"headers":{}}`, FunctionURL{}},
		{"behind a byte order mark", "\xef\xbb\xbf\n{\"headers\":{\"x-weir-note\":1}} ", "\xef\xbb\xbf\n{\"headers\":{}} ", RestV1{}},
		{"a name that is longer", `{"headers":{"x-weir-notes":"ok"}}`, ``, RestV1{}},
		{"a body that mentions one", `{"body":"x-weir-note","headers":null}`, ``, RestV1{}},
		{"headers that are none", `{"headers":["x-weir-note"]}`, ``, RestV1{}},
		{"no JSON", `{"headers":{"x-weir-note":1}`, ``, RestV1{}},
		{"an attribute", `{"Records":[{"messageAttributes":{"X-Weir-Note":{}}}]}`, `{"Records":[{"messageAttributes":{}}]}`, SQS{}},
		{"an attribute in the second record", `{"Records":[{},{"messageAttributes":{"a":1,"X-Weir-Note":{}}}]}`, `{"Records":[{},{"messageAttributes":{"a":1}}]}`, SQS{}},
		{"an attribute of a topic", `{"Records":[{"Sns":{"MessageAttributes":{"X-Weir-Note":{}}}}]}`, `{"Records":[{"Sns":{"MessageAttributes":{}}}]}`, SNS{}},
		{"an attribute of a topic in other case", `{"records":[{"SNS":{"messageattributes":{"X-Weir-Note":{}}}}]}`, `{"records":[{"SNS":{"messageattributes":{}}}]}`, SNS{}},
		{"a member", `{"Records":[],"X-Weir-Note":1}`, `{"Records":[]}`, S3{}},
		{"nothing of the caller's own", `{"x-weir-note":1}`, ``, Direct{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(c.source.Strip(Parse([]byte(c.event)))); got != c.want {
				t.Errorf("%s", got)
			}
		})
	}
}

func TestAnnotationsFindTheirPlace(t *testing.T) {
	const value = `"v=1; verdict=annotate; score=15; id=4f1c2a9e-0001"`
	for _, c := range []struct {
		name, event, want string
		source            Source
	}{
		{"headers that are null", `{"headers":null,"a":1}`, `{"headers":{"x-weir-note":` + value + `},"a":1}`, RestV1{}},
		{"no headers at all", `{"a":1 }`, `{"a":1,"headers":{"x-weir-note":` + value + `} }`, HTTPV2{}},
		{"arrays only", `{"multiValueHeaders":{},"headers":null}`, `{"multiValueHeaders":{"x-weir-note":[` + value + `]},"headers":null}`, ALB{}},
		{"the last of two maps", `{"headers":{"X-WEIR-NOTE":1},"headers":{}}`, `{"headers":{},"headers":{"x-weir-note":` + value + `}}`, RestV1{}},
		{"headers that are text", `{"headers":"a"}`, ``, RestV1{}},
		{"no authorizer is made", `{"headers":{},"requestContext":{}}`, `{"headers":{"x-weir-note":` + value + `},"requestContext":{}}`, RestV1{}},
		{"attributes that are text", `{"Records":[{"messageAttributes":"a"}]}`, ``, SQS{}},
		{"a record that is none", `{"Records":[1]}`, ``, SQS{}},
		{"no records", `{}`, ``, SNS{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			payload := []byte(c.event)
			if got := string(c.source.Annotate(Parse(payload), testNote)); got != c.want {
				t.Errorf("%s", got)
			}
			if !bytes.Equal(payload, []byte(c.event)) {
				t.Error("the payload was changed")
			}
		})
	}
}
