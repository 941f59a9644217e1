//go:build growth

package inspect

import (
	"context"
	"encoding/json"
	"testing"

	"weir/inspect/source"
	"weir/test/growth"
)

// untimed lifts the clock: what is measured is what an event takes if nobody looks at it.
func untimed() Options { return Options{Budget: maxBudget} }

// hosted are units made of the event's own address.
var hosted = []string{"://abc123.execute-api.eu-west-1.amazonaws.com/aa", "https://abc123.execute-api.eu-west-1.amazonaws.com/orders?a=", "/orders", "@abc123.execute-api.eu-west-1.amazonaws.com:443", "127.0.0.1:9001/"}

// events are the places for a text in an event.
var events = []struct {
	name  string
	event func(text string) any
}{
	{"body", func(text string) any { return apiEvent("", "", nil, text) }},
	{"json", func(text string) any { return apiEvent("", "", nil, string(marshalled(map[string]string{"a": text}))) }},
	{"query", func(text string) any { return apiEvent("", text, nil, "") }},
	{"path", func(text string) any { return apiEvent(text, "", nil, "") }},
	{"header", func(text string) any { return apiEvent("", "", map[string]string{"x-text": text, "cookie": text}, "") }},
	{"queue", func(text string) any {
		return map[string]any{"Records": []any{map[string]any{
			"messageId": "1", "receiptHandle": "a", "body": text, "attributes": map[string]string{}, "messageAttributes": map[string]any{},
			"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q", "awsRegion": "eu-west-1",
		}}}
	}},
	{"direct", func(text string) any { return map[string]string{"a": text} }},
}

// apiEvent is what an HTTP API sends.
func apiEvent(path, query string, headers map[string]string, body string) any {
	const host = "abc123.execute-api.eu-west-1.amazonaws.com"
	all := map[string]string{"host": host, "content-type": "text/plain"}
	for name, value := range headers {
		all[name] = value
	}
	return map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": "/orders" + path, "rawQueryString": query, "headers": all, "body": body,
		"requestContext": map[string]any{
			"accountId": "1", "apiId": "abc123", "domainName": host, "domainPrefix": "abc123", "requestId": "1", "routeKey": "$default", "stage": "$default",
			"http": map[string]string{"method": "POST", "path": "/orders" + path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
		},
		"isBase64Encoded": false,
	}
}

func marshalled(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic("a value of this file's own: " + err.Error())
	}
	return text
}

func TestGrowthOfInspect(t *testing.T) {
	i := inspectorFor(t, untimed())
	var subjects []growth.Subject
	for _, e := range events {
		subjects = append(subjects, growth.Subject{Name: e.name, Read: func(text []byte) {
			i.Inspect(context.Background(), source.Invocation{ID: "1", Payload: marshalled(e.event(string(text)))})
		}})
	}
	growth.Check(t, subjects, growth.Texts(2, hosted...))
}
