package source

import (
	"fmt"
	"strings"
	"testing"
)

// A clean request to a Function URL of about 2 KB, half of it body: what most invocations will cost here.
func BenchmarkFieldsOfAFunctionURLEvent(b *testing.B) {
	payload := []byte(fmt.Sprintf(`{
  "version": "2.0", "routeKey": "$default", "rawPath": "/orders/17", "rawQueryString": "page=2&sort=name",
  "cookies": ["session=0123456789abcdef"],
  "headers": {
    "accept": "application/json", "accept-encoding": "gzip, br", "content-type": "application/json",
    "host": "abc123.lambda-url.eu-west-1.on.aws", "user-agent": "Mozilla/5.0 (X11; Linux x86_64)",
    "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793", "x-forwarded-for": "203.0.113.7",
    "x-forwarded-port": "443", "x-forwarded-proto": "https"
  },
  "queryStringParameters": {"page": "2", "sort": "name"},
  "requestContext": {
    "accountId": "anonymous", "apiId": "abc123", "domainName": "abc123.lambda-url.eu-west-1.on.aws", "domainPrefix": "abc123",
    "http": {"method": "POST", "path": "/orders/17", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "Mozilla/5.0 (X11; Linux x86_64)"},
    "requestId": "e1506fd5-9e7b-434f-bd42-4f8fa224b599", "routeKey": "$default", "stage": "$default",
    "time": "09/Apr/2026:12:34:56 +0000", "timeEpoch": 1775738096123
  },
  "body": %q,
  "isBase64Encoded": false
}`, `{"items":[`+strings.Repeat(`{"sku":"A-17","qty":2},`, 35)+`{}]}`))
	b.ReportAllocs()
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		e := Parse(payload)
		s, _ := Recognise(e)
		n := 0
		for f := range s.Fields(e) {
			n += len(f.Value)
		}
		if s.Name() != "function-url" || n < 1000 {
			b.Fatalf("%s with %d bytes", s.Name(), n)
		}
	}
}
