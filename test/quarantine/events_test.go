package quarantine

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"weir/extension/quarantine"
	"weir/inspect"
	"weir/inspect/source"
)

// password is what no kept item may hold.
const password = "hunter2"

// message is a message of SQS whose body holds a request with credentials.
func message(id int, text string) string {
	body, _ := json.Marshal(map[string]any{
		"text": text, "headers": map[string]string{"Authorization": "Bearer " + password, "accept": "*/*"}, "password": password,
	})
	return fmt.Sprintf(`{"messageId":"059f36b4-%04d","receiptHandle":"%s+receipt","body":%q,"attributes":{"ApproximateReceiveCount":"1"},`+
		`"messageAttributes":{},"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:orders","awsRegion":"eu-central-1"}`,
		id, password, body)
}

func batch(messages ...string) []byte {
	return []byte(`{"Records":[` + strings.Join(messages, ",") + `]}`)
}

// orders is a batch of n messages.
func orders(n int) source.Invocation {
	var all []string
	for i := range n {
		all = append(all, message(i, fmt.Sprintf("<order %d ü 𝕎>", i)))
	}
	return source.Invocation{
		ID: "8f5ea0d2-6b1c", FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live", Payload: batch(all...),
	}
}

// filtered is the verdict that took the records in bad out.
func filtered(bad ...int) inspect.Verdict {
	v := inspect.Verdict{Incident: "5b0c2a52e1d34c11", Source: "sqs", Action: inspect.Filter, Score: 5, Records: 1 << 20, Bad: bad}
	for _, n := range bad {
		v.Matches = append(v.Matches, inspect.Match{
			Rule: 942100, Message: "SQL Injection", Score: 5, Record: n, Field: fmt.Sprintf("Records[%d].body → text", n), Via: "json",
		})
	}
	return v
}

// keep keeps the records in bad.
func keep(t *testing.T, q *quarantine.Quarantine, inv source.Invocation, bad ...int) (string, error) {
	t.Helper()
	v := filtered(bad...)
	return q.Keep(t.Context(), inv, v, quarantine.Taken(inv, v, source.Forward{}, nil))
}

// environment is what Lambda tells a function, and where the tests' S3 is.
func environment(s3 string) map[string]string {
	return map[string]string{
		"AWS_REGION": region, "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey, "AWS_ENDPOINT_URL_S3": s3,
	}
}

func lookup(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

// item is what is kept of a record.
type item struct {
	Weir, Time, Incident, Source, Action, SHA256 string
	FunctionARN                                  string `json:"function_arn"`
	RequestID                                    string `json:"request_id"`
	Record                                       *int
	RecordID                                     string `json:"record_id"`
	Bytes                                        int
	Cut                                          bool
	Rules                                        []int
	Matches                                      []struct {
		Rule       int
		Field, Via string
	}
	Content json.RawMessage
	Text    string `json:"content_text"`
}

// items reads lines that were kept.
func items(t *testing.T, lines ...string) (all []item) {
	t.Helper()
	for _, line := range lines {
		var one item
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("no item: %v: %.300q", err, line)
		}
		if strings.Contains(line, password) {
			t.Errorf("a credential was kept: %s", line)
		}
		all = append(all, one)
	}
	return all
}

// checkOrder asserts that an item is all there, for record n of orders.
func checkOrder(t *testing.T, one item, n int) {
	t.Helper()
	if one.Weir != "quarantine" || one.Incident != "5b0c2a52e1d34c11" || one.Source != "sqs" || one.Action != "filter" || one.Time == "" ||
		one.FunctionARN == "" || one.RequestID != "8f5ea0d2-6b1c" || one.RecordID != fmt.Sprintf("059f36b4-%04d", n) {
		t.Errorf("the label of record %d is %+v", n, one)
	}
	if one.Record == nil || *one.Record != n {
		t.Errorf("record %d is numbered %v", n, one.Record)
	}
	if len(one.Matches) != 1 || one.Matches[0].Field != fmt.Sprintf("Records[%d].body → text", n) || len(one.Rules) != 1 {
		t.Errorf("the verdict of record %d is %+v", n, one.Matches)
	}
	var record struct{ Body, ReceiptHandle, AwsRegion string }
	var body struct {
		Text, Password string
		Headers        map[string]string
	}
	if err := json.Unmarshal(one.Content, &record); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(record.Body), &body); err != nil {
		t.Fatal(err)
	}
	if body.Text != fmt.Sprintf("<order %d ü 𝕎>", n) || body.Headers["accept"] != "*/*" || record.AwsRegion != region {
		t.Errorf("record %d is kept as %s", n, one.Content)
	}
	if body.Password != "[left out]" || body.Headers["Authorization"] != "[left out]" || record.ReceiptHandle != "[left out]" {
		t.Errorf("record %d does not say what was left out: %s", n, one.Content)
	}
}
