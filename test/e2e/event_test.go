package e2e

import (
	"fmt"
	"strings"
)

// The attacks, as values.
const (
	injection   = `1' UNION SELECT password FROM users--`
	injectionQS = `1%27%20UNION%20SELECT%20password%20FROM%20users--`
)

// functionURL is the event of a request to a Function URL. Its form is unusual on purpose: white space, escapes, a
// number that no float holds and nulls, all of which must come through.
func functionURL(query string, more ...string) string {
	extra := ""
	for _, m := range more {
		extra += m + ", "
	}
	return fmt.Sprintf(`{ "version": "2.0", "routeKey": "$default", %s"rawPath": "/orders", "rawQueryString": %q,
	"headers": {"host": "abc.lambda-url.eu-central-1.on.aws", "user-agent": "curl/8.0", "accept": "*\/*", "x-note": "gr\u00fc\u00dfe"},
	"requestContext": {"accountId": "anonymous", "apiId": "abc", "domainName": "abc.lambda-url.eu-central-1.on.aws", "domainPrefix": "abc",
	"authentication": null, "http": {"method": "GET", "path": "/orders", "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7", "userAgent": "curl/8.0"},
	"requestId": "5fd6b1a2-8f3e-4c07-9f54-7e2b6f7d1c11", "routeKey": "$default", "stage": "$default",
	"time": "12/Mar/2026:19:03:58 +0000", "timeEpoch": 1583348638390000000000001}, "isBase64Encoded": false }`, extra, query)
}

// sqs is an event of a queue; records holds one body per message.
func sqsRecords(bodies ...string) []string {
	var records []string
	for i, body := range bodies {
		records = append(records, fmt.Sprintf(`{"messageId":"059f36b4-87a3-44ab-83d2-66197%07d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",`+
			`"body":%q,"attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"154508265018%d","SenderId":"AIDAIENQZJOLO23YVJ4VO",`+
			`"ApproximateFirstReceiveTimestamp":"154508265018%d"},"messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3",`+
			`"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}`, i, body, i, i))
	}
	return records
}

func batch(records ...string) string { return `{"Records":[` + strings.Join(records, ",") + `]}` }

// s3 is the notification about a new object; the key is encoded as S3 does it.
func s3(key string) string {
	return fmt.Sprintf(`{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2","eventTime":"2026-03-03T19:37:27.192Z",`+
		`"eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:AIDAINPONIXQXHT3IKHL2"},"requestParameters":{"sourceIPAddress":"203.0.113.7"},`+
		`"responseElements":{"x-amz-request-id":"D82B88E5F771F645","x-amz-id-2":"vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="},`+
		`"s3":{"s3SchemaVersion":"1.0","configurationId":"828aa6fc-f7b5-4305-8584-487c791949c1","bucket":{"name":"uploads-bucket",`+
		`"ownerIdentity":{"principalId":"A3I5XTEXAMAI3E"},"arn":"arn:aws:s3:::uploads-bucket"},"object":{"key":%q,"size":1305107,`+
		`"eTag":"b21b84d653bb07b05b1e6b33684dc11b","sequencer":"0C0F6F405D6ED209E1"}}}]}`, key)
}
