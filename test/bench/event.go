package main

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// functionURL is the event that a Function URL sends for a request. Cookies stand apart, the query comes parsed as well,
// and forms come in Base64, as AWS sends them.
func functionURL(r request) []byte {
	headers := make(map[string]string, len(r.headers))
	e := map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": r.path, "rawQueryString": r.query, "headers": headers,
		"requestContext": map[string]any{
			"accountId": "anonymous", "apiId": "abc123", "domainName": "abc123.lambda-url.eu-west-1.on.aws", "domainPrefix": "abc123",
			"http":      map[string]string{"method": r.method, "path": r.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
			"requestId": "6f1e2a34-7c1b-4f0e-8a55-123456789abc", "routeKey": "$default", "stage": "$default",
			"time": "23/Nov/2026:10:00:00 +0000", "timeEpoch": 1795428000000,
		},
		"isBase64Encoded": false,
	}
	for _, h := range r.headers {
		if h[0] == "cookie" {
			e["cookies"] = strings.Split(h[1], "; ")
			continue
		}
		headers[h[0]] = h[1]
	}
	if r.query != "" {
		e["queryStringParameters"] = parsed(r.query)
	}
	if r.body != "" {
		e["body"] = r.body
		if strings.Contains(headers["content-type"], "form") {
			e["body"], e["isBase64Encoded"] = base64.StdEncoding.EncodeToString([]byte(r.body)), true
		}
	}
	return []byte(encoded(e))
}

func parsed(query string) map[string]string {
	values, err := url.ParseQuery(query)
	if err != nil {
		panic("a query of this program's own: " + err.Error())
	}
	flat := make(map[string]string, len(values))
	for name, all := range values {
		flat[name] = strings.Join(all, ",")
	}
	return flat
}

// sqs is the event of a queue's batch.
func sqs(n int, bodies []string) []byte {
	var records []any
	for i, body := range bodies {
		records = append(records, map[string]any{
			"messageId":     fmt.Sprintf("%08x-87a3-44ab-83d2-66197%07x", n, i),
			"receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
			"body":          body,
			"attributes": map[string]string{
				"ApproximateReceiveCount": "1", "SentTimestamp": "1795428000000", "SenderId": "AIDAIENQZJOLO23YVJ4VO",
				"ApproximateFirstReceiveTimestamp": "1795428000012",
			},
			"messageAttributes": map[string]string{},
			"md5OfBody":         "e4e68fb7bd0e697a0ae8f1bb342846b3",
			"eventSource":       "aws:sqs",
			"eventSourceARN":    "arn:aws:sqs:eu-west-1:123456789012:orders",
			"awsRegion":         "eu-west-1",
		})
	}
	return []byte(encoded(map[string]any{"Records": records}))
}
