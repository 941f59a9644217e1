package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// row is one event of the demonstration, and what has to come of it.
type row struct {
	name    string
	event   []byte
	harm    string // what an attack makes the goat give away; "" for an honest event
	action  string // Weir's: "pass", "block" or "filter"
	records int    // of a batch, how many the handler has to see under Weir
}

// secret is what the goat's directory and its table hold and nobody should be given.
const (
	secretFile  = "DB_PASSWORD=correct-horse"
	secretTable = "SECRET"
)

// rows is the demonstration, in the order in which it is played.
func rows() []row {
	return []row{
		{
			name:  "HTTP: a document to convert",
			event: request("document_url="+url.QueryEscape("https://docs.example.com/hay.pdf"), "", false), action: "pass",
		},
		{
			name:  "HTTP: SQL injection in the query",
			event: request("order="+url.QueryEscape("1001' OR '1'='1"), "", false),
			harm:  secretTable, action: "block",
		},
		{
			name:  "HTTP: command injection in the query",
			event: request("document_url="+url.QueryEscape("x; cat secrets.env /etc/passwd"), "", false),
			harm:  secretFile, action: "block",
		},
		{
			name:  "S3: command injection in an object key",
			event: upload("hay.png;cat secrets.env ../../../etc/passwd"),
			harm:  secretFile, action: "block",
		},
		{
			name:  "HTTP: SQL injection in Base64 and gzip",
			event: request("", packed(`{"order":"' OR '1'='1' -- "}`), true),
			harm:  secretTable, action: "block",
		},
		{
			name: "SQS: one bad message of five",
			event: queue(`{"order":"1001"}`, `{"order":"1002"}`, `{"order":"x' OR '1'='1"}`, `{"order":"1001"}`,
				`{"order":"1002"}`),
			harm: secretTable, action: "filter", records: 4,
		},
		{
			name:  "SQS: five honest messages",
			event: queue(`{"order":"1001"}`, `{"order":"1002"}`, `{"order":"1001"}`, `{"order":"1002"}`, `{"order":"1001"}`), action: "pass", records: 5,
		},
	}
}

// request is what a Function URL sends.
func request(query, body string, base64Encoded bool) []byte {
	method := "GET"
	if body != "" {
		method = "POST"
	}
	host := "goat1234.lambda-url.eu-west-1.on.aws"
	event := map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": "/", "rawQueryString": query,
		"headers": map[string]string{
			"host": host, "accept": "text/html", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
			"content-type": "application/json",
		},
		"queryStringParameters": parameters(query),
		"requestContext": map[string]any{
			"accountId": "anonymous", "apiId": "goat1234", "domainName": host, "domainPrefix": "goat1234",
			"http": map[string]string{
				"method": method, "path": "/", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.44", "userAgent": "Mozilla/5.0",
			},
			"requestId": "6f1e2a34-7c1b-4f0e-8a55-123456789abc", "routeKey": "$default", "stage": "$default",
			"time": "23/Nov/2026:10:00:00 +0000", "timeEpoch": 1795428000000,
		},
		"isBase64Encoded": base64Encoded,
	}
	if body != "" {
		event["body"] = body
	}
	return encoded(event)
}

func parameters(query string) map[string]string {
	parsed, err := url.ParseQuery(query)
	if err != nil {
		panic("a query of this file's own: " + err.Error())
	}
	single := map[string]string{}
	for name, values := range parsed {
		single[name] = strings.Join(values, ",")
	}
	return single
}

// upload is what S3 sends: object keys are encoded as forms are.
func upload(key string) []byte {
	return encoded(map[string]any{"Records": []any{map[string]any{
		"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1", "eventTime": "2026-11-23T10:00:00.000Z",
		"eventName": "ObjectCreated:Put", "userIdentity": map[string]string{"principalId": "AWS:AIDAEXAMPLE"},
		"requestParameters": map[string]string{"sourceIPAddress": "192.0.2.44"},
		"s3": map[string]any{
			"s3SchemaVersion": "1.0", "configurationId": "goat",
			"bucket": map[string]any{"name": "farm", "ownerIdentity": map[string]string{"principalId": "A3EXAMPLE"}, "arn": "arn:aws:s3:::farm"},
			"object": map[string]any{"key": url.QueryEscape(key), "size": 1024, "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0A1B2C3D4E5F678901"},
		},
	}}})
}

// queue is what an SQS event source mapping sends.
func queue(bodies ...string) []byte {
	records := []any{}
	for n, body := range bodies {
		records = append(records, map[string]any{
			"messageId": fmt.Sprintf("059f36b4-87a3-44ab-83d2-%012d", n), "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
			"body": body, "attributes": map[string]string{
				"ApproximateReceiveCount": "1", "SentTimestamp": "1795428000000", "SenderId": "AIDAEXAMPLE",
				"ApproximateFirstReceiveTimestamp": "1795428000005",
			},
			"messageAttributes": map[string]any{}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
			"eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:orders", "awsRegion": "eu-west-1",
		})
	}
	return encoded(map[string]any{"Records": records})
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text)) // into memory
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func encoded(event any) []byte {
	text, err := json.Marshal(event)
	if err != nil {
		panic("an event of this file's own: " + err.Error())
	}
	return text
}
