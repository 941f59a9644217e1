package inspect

import (
	"context"
	"encoding/base64"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"weir/inspect/source"
)

// tautology is an attack that is shorter than chance would let stand between any bytes.
const tautology = "' or 1=1-- "

// kinesisOf is an event with one record of a stream.
func kinesisOf(data string) string {
	return fmt.Sprintf(`{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
"data":%q,"approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
"eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898","eventName":"aws:kinesis:record",
"invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2",
"eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}]}`, base64.StdEncoding.EncodeToString([]byte(data)))
}

// kafkaOf is an event with one record of a topic.
func kafkaOf(key, value string) string {
	return fmt.Sprintf(`{"eventSource":"aws:kafka","eventSourceArn":"arn:aws:kafka:us-east-1:123456789012:cluster/c/uuid","bootstrapServers":"b-1.c.kafka.us-east-1.amazonaws.com:9092",
"records":{"t-0":[{"topic":"t","partition":0,"offset":15,"timestamp":1545084650987,"timestampType":"CREATE_TIME","key":%q,"value":%q,"headers":[]}]}}`,
		base64.StdEncoding.EncodeToString([]byte(key)), base64.StdEncoding.EncodeToString([]byte(value)))
}

// readBy is what a program of Python ("python3") or Node ("node") prints of a text that it is given in Base64, or done false
// where there is none. The scripts know the text as b.
func readBy(t *testing.T, program, script, text string) (out string, done bool) {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		return "", false
	}
	option, start := "-c", "import sys,base64\nb=base64.b64decode(sys.argv[1])\n"
	if program == "node" {
		option, start = "-e", "const b=Buffer.from(process.argv[1],'base64');"
	}
	printed, err := exec.Command(path, option, start+script, base64.StdEncoding.EncodeToString([]byte(text))).CombinedOutput() //nolint:gosec // a test's own
	if err != nil {
		t.Errorf("%s: %v: %s", program, err, printed)
	}
	return string(printed), true
}

func TestWhatStandsBesideATextDoesNotHideIt(t *testing.T) {
	i := inspectorFor(t, patient())
	in := func(json string) string { return strings.ReplaceAll(json, "ATTACK", tautology) }
	const long = `\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008`
	for name, event := range map[string]string{
		"a value":                     functionURL("/", "", "application/json", in(`{"q":"\u0001ATTACK\u0001"}`), false),
		"a value of no declared type": functionURL("/", "", "", in(`{"q":"\u0001ATTACK\u0001"}`), false),
		"much beside it":              functionURL("/", "", "application/json", in(`{"q":"`+strings.Repeat(long, 100)+`ATTACK`+strings.Repeat(long, 100)+`"}`), false),
		"a name":                      functionURL("/", "", "application/json", in(`{"\u0001ATTACK\u0001":1}`), false),
		"deletes":                     functionURL("/", "", "application/json", in(`{"q":"\u007f\u007f\u007fATTACK"}`), false),
		"JSON in JSON":                queue(in(`{"a":"{\"q\":\"\\u0001ATTACK\\u0001\"}"}`)),
		"a plain message":             queue("\x01\x02\x03" + tautology + "\x01\x02\x03"),
		"invalid UTF-8 in Kinesis":    kinesisOf(in("{\"q\":\"\xff\xfe\xfdATTACK\xff\xfe\"}")),
		"a value in Kinesis":          kinesisOf(in(`{"q":"\u0001ATTACK\u0001"}`)),
		"no JSON in Kinesis":          kinesisOf(in("\x01ATTACK\x01")),
		"Latin-1 in Kinesis":          kinesisOf(in("\xe9\xe8\xe0\xf4ATTACK\xe9\xe8\xe0\xf4")),
		"a value in Kafka":            kafkaOf("k", in(`{"q":"\u0001ATTACK\u0001"}`)),
		"a key in Kafka":              kafkaOf(in("\x01\x02ATTACK\x01\x02"), "v"),
		"JSON after Base64":           queue(base64.StdEncoding.EncodeToString([]byte(in(`{"q":"\u0001ATTACK\u0001"}`)))),
		"a query":                     functionURL("/", "q=%01%01"+"%27%20or%201=1--%20"+"%01%01", "text/plain", "", false),
		"a form":                      functionURL("/", "", "application/x-www-form-urlencoded", base64.StdEncoding.EncodeToString([]byte("a=b&q=%01%02%27+or+1=1--+%01%02")), true),
		"a text as a body":            functionURL("/", "", "text/plain", "\x01\x02\x03\x04"+tautology+"\x01\x02\x03\x04", false),
		"a field of a form":           functionURL("/", "", "multipart/form-data; boundary=frontier", part("", "\x01\x02\x03\x04"+tautology+"\x01\x02\x03"), false),
		"a file":                      functionURL("/", "", "multipart/form-data; boundary=frontier", part(`; filename="a.bin"`, "\x01\x02\x03\x04"+tautology+"\x01\x02\x03"), false),
		"XML":                         functionURL("/", "", "application/xml", "<a>&#1;&#2;&#3;&#4;"+tautology+"&#1;</a>", false),
	} {
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
			t.Errorf("%s: %s by %v", name, v.Action, ids(v))
		}
	}
	for name, event := range map[string]string{
		"a separator":        queue("one\x1ftwo\x1ethree"),
		"colours of a shell": queue("\x1b[31mfailed\x1b[0m: it's not there"),
		"an encrypted value": kinesisOf(string(noise(40))),
		"Latin-1":            kinesisOf("caf\xe9 cr\xe8me, d\xe9j\xe0 vu \xe0 l'h\xf4tel"),
	} {
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Pass {
			t.Errorf("%s: %s by %v", name, v.Action, ids(v))
		}
	}
	value := in(`{"q":"\u0001ATTACK\u0001"}`)
	for program, script := range map[string]string{
		"python3": "import json;print(json.loads(b)['q'],end='')",
		"node":    "process.stdout.write(JSON.parse(b).q)",
	} {
		if out, done := readBy(t, program, script, value); done && out != "\x01"+tautology+"\x01" {
			t.Errorf("%s reads %q", program, out)
		}
	}
	if out, done := readBy(t, "node", "process.stdout.write(JSON.parse(b.toString()).q)", "{\"q\":\"\xff"+tautology+"\"}"); done && !strings.Contains(out, tautology) {
		t.Errorf("node reads %q", out)
	}
}
