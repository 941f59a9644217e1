package source

import (
	"slices"
	"testing"
)

func TestEveryPinBelongsToASource(t *testing.T) {
	for name := range pins {
		if Named(name) == nil {
			t.Errorf("there is no source %q", name)
		}
	}
}

func TestAnEventNamesWhatItComesFrom(t *testing.T) {
	for _, c := range []struct {
		source, event string
		want          []string
	}{
		{"sqs", `{"Records":[{"eventSourceARN":"a"},{"eventSourceARN":"b"},{}]}`, []string{"a", "b"}},
		{"http-v2", `{"requestContext":{"apiId":"x1"}}`, []string{"x1"}},
		{"kafka", `{"bootstrapServers":"b1:9092"}`, []string{"b1:9092"}},
		{"kafka", `{"eventSourceArn":"arn","bootstrapServers":"b1:9092"}`, []string{"arn"}},
		{"sqs", `{"Records":7}`, nil},
		{"direct", `{"Records":[{"eventSourceARN":"a"}]}`, nil},
	} {
		if got := IDs(Named(c.source), Parse([]byte(c.event))); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: %q, want %q", c.source, c.event, got, c.want)
		}
	}
}

func TestOnlyAnAuthorizersResultCounts(t *testing.T) {
	for _, c := range []struct {
		source, event string
		want          bool
	}{
		{"http-v2", `{"requestContext":{"authorizer":{"jwt":{"claims":{"sub":"1"}}}}}`, true},
		{"http-v2", `{"requestContext":{"authorizer":{"jwt":null}}}`, false},
		{"http-v2", `{"requestContext":{"authorizer":{}}}`, false},
		{"http-v2", `{"requestContext":{}}`, false},
		{"rest-v1", `{"requestContext":{"identity":{"userArn":"arn:aws:iam::1:user/a"}}}`, true},
		{"rest-v1", `{"requestContext":{"identity":{"userArn":null,"cognitoIdentityId":""}}}`, false},
		{"function-url", `{"requestContext":{"authorizer":{"iam":{"userId":"a"}}}}`, true},
		{"function-url", `{"requestContext":{"authorizer":{"jwt":{"a":"b"}}}}`, false},
		{"alb", `{"headers":{"x-amzn-oidc-data":"eyJ"}}`, true},
		{"alb", `{"headers":{}}`, false},
		{"sqs", `{}`, true},
	} {
		if got := Authorised(Named(c.source), Parse([]byte(c.event))); got != c.want {
			t.Errorf("%s %s: %v", c.source, c.event, got)
		}
	}
}
