package e2e

import (
	"fmt"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// throughAPI is a request through a REST API, whose route has a parameter.
func throughAPI(name string) string {
	return fmt.Sprintf(`{"resource":"/users/{id}","path":"/users/4711","httpMethod":"POST",
	"headers":{"Host":"a1.execute-api.eu-central-1.amazonaws.com","User-Agent":"curl/8.0","Accept":"*/*","Content-Type":"application/json","X-Forwarded-For":"10.9.8.7, 203.0.113.7"},
	"multiValueHeaders":null,"queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"id":"4711"},"stageVariables":null,
	"requestContext":{"accountId":"123456789012","apiId":"a1","httpMethod":"POST","path":"/prod/users/4711","protocol":"HTTP/1.1",
	"requestId":"5fd6b1a2-8f3e-4c07-9f54-7e2b6f7d1c11","resourceId":"abc123","resourcePath":"/users/{id}","stage":"prod",
	"identity":{"sourceIp":"203.0.113.7","userAgent":"curl/8.0"}},
	"body":%q,"isBase64Encoded":false}`, `{"name":"`+name+`"}`)
}

func TestAFindingTellsWhoAskedForWhatAndWhatMonitorModeLetPass(t *testing.T) {
	const key, trace = "a-key-that-nobody-may-see-7381", "1-5759e988-bd862e3fe1be46a994272793"
	f := attach(t, "echo", map[string]string{
		"WEIR_MODE": "monitor", "WEIR_LOG_CLIENT_KEY": key, "AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "WARN",
	})
	attack := throughAPI(injection)
	if r := f.Invoke([]byte(attack), lambdatest.InvokeOptions{TraceID: "Root=" + trace + ";Parent=557abcec3ee5a047;Sampled=1"}); r.ErrorType != "" {
		t.Fatalf("%s %s", r.ErrorType, r.Payload)
	}
	f.sawOnly(attack)
	line := f.line("finding")
	for key, want := range map[string]any{
		"source": "rest-v1", "mode": "monitor", "action": "pass", "would": "block", "method": "POST", "route": "/users/{id}", "trace_id": trace,
		"field": "body → name", "phase": "request",
	} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	if code, _ := line["client"].(string); len(code) != 16 || line["message"] == nil || line["rule"] == nil || line["timestamp"] != line["time"] {
		t.Errorf("%v", line)
	}
	for _, secret := range []string{key, "203.0.113.7", "4711"} {
		if strings.Contains(f.weirText(), secret) {
			t.Errorf("%s is in the log: %s", secret, f.weirText())
		}
	}
	if told := f.line("settings"); told["level"] != "fatal" || told["ConfigErrors"] != 1.0 {
		t.Errorf("of a filter that hides metrics is told %v", told)
	}
	if start := f.line("start"); !strings.Contains(fmt.Sprint(start["settings"]), "WEIR_LOG_CLIENT_KEY") {
		t.Errorf("that there is a key is not told: %v", start)
	}
}
