package inspect

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"weir/inspect/source"
)

func judgeBy(i *Inspector, event string) Verdict {
	v, _ := i.Inspect(context.Background(), source.Invocation{ID: "1", Payload: []byte(event)})
	return v
}

func percentEncoded(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

func quoted(text string) string {
	j, err := json.Marshal(text)
	if err != nil {
		panic("a text of a test's own: " + err.Error())
	}
	return string(j)
}

// streamed is an event of Kinesis with one record.
func streamed(data string) string {
	return `{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
"data":"` + base64.StdEncoding.EncodeToString([]byte(data)) + `","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
"eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898","eventName":"aws:kinesis:record",
"invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}]}`
}

func base64Of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// percentAll escapes every byte.
func percentAll(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}
