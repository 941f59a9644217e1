package source

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

func TestRecogniseTellsLookAlikesApart(t *testing.T) {
	const v2 = `{"version":"2.0","rawPath":"/","requestContext":{"domainName":"%","http":{"method":"GET"}}}`
	domain := func(name string) string { return strings.Replace(v2, "%", name, 1) }
	const rest = `"httpMethod":"GET","resource":"/","path":"/"`
	for _, c := range []struct {
		name, event, want string
		ambiguous         bool
	}{
		{"a REST API", `{` + rest + `,"requestContext":{}}`, "rest-v1", false},
		{"a REST authorizer", `{"type":"REQUEST","methodArn":"x",` + rest + `,"requestContext":{}}`, "auth-rest-request", false},
		{"an HTTP authorizer 1.0", `{"version":"1.0","type":"REQUEST","methodArn":"x",` + rest + `,"requestContext":{}}`, "auth-http-v1", false},
		{"an HTTP authorizer 2.0", `{"version":"2.0","type":"REQUEST","routeArn":"x","requestContext":{"http":{}}}`, "auth-http-v2", false},
		{"a token authorizer", `{"type":"TOKEN","authorizationToken":"x","methodArn":"y"}`, "auth-token", false},
		{"a token authorizer in a request's clothes", `{"type":"TOKEN","methodArn":"y","version":"2.0",` + rest + `,"requestContext":{"http":{}}}`, "auth-token", false},
		{"a websocket's authorizer", `{"type":"REQUEST","methodArn":"x","requestContext":{"eventType":"CONNECT","connectionId":"x"}}`, "auth-websocket", false},
		{"an authorizer of AppSync", `{"authorizationToken":"x","requestContext":{"apiId":"a","requestId":"b","queryString":"{a}"}}`, "appsync-auth", false},
		{"an authorizer of two kinds", `{"type":"TOKEN","methodArn":"y","authorizationToken":"x","requestContext":{"apiId":"a","requestId":"b","queryString":"{a}"}}`, "direct", true},
		{"a type that is no authorizer's", `{"type":"REQUEST",` + rest + `,"requestContext":{}}`, "rest-v1", false},
		{"a websocket's connect", `{` + rest + `,"requestContext":{"eventType":"CONNECT","connectionId":"x"}}`, "websocket-connect", false},
		{"a websocket's message", `{"requestContext":{"eventType":"MESSAGE","connectionId":"x"},"body":"x"}`, "websocket-message", false},
		{"a websocket's end", `{"requestContext":{"eventType":"DISCONNECT","connectionId":"x"}}`, "websocket-disconnect", false},
		{"a websocket's unknown event", `{"requestContext":{"eventType":"REST","connectionId":"x"}}`, "direct", false},
		{"a websocket without a connection", `{"requestContext":{"eventType":"CONNECT"}}`, "direct", false},
		{"a REST API in other case", `{"httpmethod":"GET","resource":"/","path":"/","requestContext":{}}`, "direct", false},
		{"a context that is text", `{` + rest + `,"requestContext":"x"}`, "direct", false},
		{"payload format 1.0", `{"version":"1.0",` + rest + `,"requestContext":{}}`, "http-v1", false},
		{"an unknown version", `{"version":"3.0",` + rest + `,"requestContext":{}}`, "direct", false},
		{"a version that is a number", `{"version":2.0,"requestContext":{"http":{}}}`, "direct", false},
		{"VPC Lattice 2.0", `{"version":"2.0","method":"GET","requestContext":{"serviceArn":"x","serviceNetworkArn":"y"}}`, "lattice-v2", false},
		{"VPC Lattice 2.0 in an HTTP API's clothes", `{"version":"2.0","method":"GET","requestContext":{"serviceArn":"x","http":{}}}`, "direct", true},
		{"VPC Lattice 1.0", `{"raw_path":"/","method":"GET","headers":{}}`, "lattice-v1", false},
		{"VPC Lattice 1.0 without headers", `{"raw_path":"/","method":"GET","headers":null}`, "direct", false},
		{"a template's request", `{"params":{"querystring":{}},"context":{}}`, "apigw-nonproxy", false},
		{"a template's request without query and body", `{"params":{},"context":{}}`, "direct", false},
		{"a resolver", `{"arguments":{},"info":{"fieldName":"a","parentTypeName":"b"}}`, "appsync", false},
		{"a resolver of Amplify's", `{"arguments":{},"typeName":"a","fieldName":"b"}`, "appsync", false},
		{"a field without arguments", `{"info":{"fieldName":"a","parentTypeName":"b"}}`, "appsync", false},
		{"a field of Amplify's without arguments", `{"typeName":"a","fieldName":"b","request":{"headers":{}}}`, "appsync", false},
		{"a field of Amplify's with an identity alone", `{"typeName":"a","fieldName":"b","identity":null}`, "appsync", false},
		{"arguments of somebody's own", `{"arguments":{},"fieldName":"b"}`, "direct", false},
		{"a field and a type of somebody's own", `{"typeName":"a","fieldName":"b","request":"c"}`, "direct", false},
		{"a field of no type", `{"info":{"fieldName":"a"},"request":{"headers":{}}}`, "direct", false},
		{"a field that is a channel, too", `{"info":{"fieldName":"a","parentTypeName":"b","channelNamespace":{},"operation":"PUBLISH"}}`, "direct", true},
		{"a batch of fields", `[{"arguments":{},"info":{"fieldName":"a","parentTypeName":"b"}}]`, "appsync-batch", false},
		{"a batch of fields without arguments", `[{"info":{"fieldName":"a","parentTypeName":"b"}},{"info":{"fieldName":"a","parentTypeName":"b"}}]`, "appsync-batch", false},
		{"a batch of a field and something else", `[{"arguments":{},"info":{"fieldName":"a","parentTypeName":"b"}},{}]`, "direct", false},
		{"a channel", `{"info":{"channelNamespace":{},"operation":"SUBSCRIBE"}}`, "appsync-events", false},
		{"a channel's unknown operation", `{"info":{"channelNamespace":{},"operation":"READ"}}`, "direct", false},
		{"an Object Lambda access point", `{"xAmzRequestId":"x","userRequest":{},"configuration":{}}`, "s3-object-lambda", false},
		{"a user's request of somebody's own", `{"xAmzRequestId":"x","userRequest":"y","configuration":{}}`, "direct", false},
		{"a job", `{"invocationSchemaVersion":"1.0","job":{},"tasks":[]}`, "s3-batch", false},
		{"a job whose tasks are none", `{"invocationSchemaVersion":"1.0","job":{},"tasks":{}}`, "direct", false},
		{"the edge beside a queue", `{"Records":[{"cf":{}},{"eventSource":"aws:sqs","body":""}]}`, "direct", true},
		{"an HTTP API", domain("x.execute-api.eu-west-1.amazonaws.com"), "http-v2", false},
		{"a Function URL", domain("x.lambda-url.eu-west-1.on.aws"), "function-url", false},
		{"a Function URL of a test domain", domain("x.lambda-url.eu-west-1.amazonaws.com"), "function-url", false},
		{"a Function URL in China", domain("x.lambda-url.cn-north-1.amazonaws.com.cn"), "function-url", false},
		{"a custom domain like a Function URL", domain("x.lambda-url.evil.example"), "http-v2", false},
		{"a custom domain with a Function URL in front", domain("x.lambda-url.eu-west-1.on.aws.evil.example"), "http-v2", false},
		{"a Function URL of a subdomain", domain("y.x.lambda-url.eu-west-1.on.aws"), "http-v2", false},
		{"a load balancer", `{"requestContext":{"elb":{"targetGroupArn":"x"}},` + rest + `}`, "alb", false},
		{"a load balancer in REST's clothes", `{"version":"1.0","requestContext":{"elb":{"targetGroupArn":"x"}},` + rest + `}`, "alb", false},
		{"messages", `{"Records":[{"eventSource":"aws:sqs","body":""}]}`, "sqs", false},
		{"messages with a record of another origin", `{"Records":[{"eventSource":"aws:sqs","body":""},{"eventSource":"aws:kinesis"}]}`, "direct", true},
		{"messages with a record of no origin", `{"Records":[{"eventSource":"aws:sqs","body":""},{}]}`, "direct", true},
		{"a stream outside of a window", `{"Records":[{"eventSource":"aws:kinesis","kinesis":{}}],"window":{}}`, "kinesis", false},
		{"a stream in a window", `{"Records":[{"eventSource":"aws:kinesis","kinesis":{}}],"window":{},"isFinalInvokeForWindow":false}`, "kinesis-window", false},
		{"a window of a table without records", `{"Records":[],"window":{},"isFinalInvokeForWindow":true,"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/t"}`, "dynamodb-window", false},
		{"a window of nothing", `{"Records":[],"window":{},"isFinalInvokeForWindow":true}`, "direct", false},
		{"a window of messages", `{"Records":[{"eventSource":"aws:sqs","body":""}],"window":{},"isFinalInvokeForWindow":true,"eventSourceARN":"arn:aws:kinesis:eu-west-1:1:stream/s"}`, "sqs", false},
		{"a window of two streams", `{"Records":[{"eventSource":"aws:kinesis","kinesis":{}},{"eventSource":"aws:dynamodb","dynamodb":{}}],"window":{},"isFinalInvokeForWindow":true}`, "direct", true},
		{"a pipe", `[{"eventSource":"aws:sqs","body":""}]`, "pipes", false},
		{"a pipe of two sources", `[{"eventSource":"aws:sqs","body":""},{"eventSource":"aws:kinesis"}]`, "direct", false},
		{"a list of somebody's own", `[{"eventSource":"shop"}]`, "direct", false},
		{"an empty list", `[]`, "direct", false},
		{"a topic", `{"eventSource":"aws:kafka","records":{}}`, "kafka", false},
		{"a topic that is a list", `{"eventSource":"aws:kafka","records":[]}`, "direct", false},
		{"a delivery and an application", `{"records":[],"invocationId":"x","deliveryStreamArn":"x","applicationArn":"x"}`, "direct", true},
		{"messages without bodies", `{"Records":[{"eventSource":"aws:sqs"}]}`, "direct", false},
		{"no records", `{"Records":[]}`, "direct", false},
		{"records that are none", `{"Records":{"eventSource":"aws:sqs","body":""}}`, "direct", false},
		{"a record that two sources claim", `{"Records":[{"eventSource":"aws:sqs","body":"","EventSource":"aws:sns","Sns":{}}]}`, "direct", true},
		{"messages and a request", `{"Records":[{"eventSource":"aws:sqs","body":""}],` + rest + `,"requestContext":{}}`, "direct", true},
		{"the last of two Records counts", `{"Records":[1],"Records":[{"eventSource":"aws:s3","s3":{}}]}`, "s3", false},
		{"an escaped name is the same name", `{"Record\u0073":[{"event\u0053ource":"aws:s3","s3":{}}]}`, "s3", false},
		{"Lambda at the edge", `{"Records":[{"cf":{}}]}`, "lambda-edge", false},
		{"more members than any event has", `{` + strings.Repeat(`"a":1,`, maxOuter) + rest + `,"requestContext":{}}`, "direct", false},
		{"no JSON", `{` + rest, "direct", false},
		{"nothing", ``, "direct", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Parse([]byte(c.event))
			got, ambiguous := Recognise(e)
			if got.Name() != c.want || ambiguous != c.ambiguous {
				t.Errorf("recognised as %s, ambiguous %v", got.Name(), ambiguous)
			}
			if (Direct{}).Recognise(e) != (c.want == "direct") {
				t.Error("Direct disagrees")
			}
		})
	}
}

func TestNamesLeadToTheirSources(t *testing.T) {
	for _, name := range Names() {
		if s := Named(name); s == nil || s.Name() != name {
			t.Errorf("%q leads to %v", name, s)
		}
	}
	if Named("nothing") != nil {
		t.Error("a name of nothing leads somewhere")
	}
}

// samples says what each file of aws-lambda-go's own events is recognised as, by the pattern of its name; the first
// that fits counts. Responses, fragments and events of sources that have no file here yet are direct.
var samples = []struct{ pattern, want string }{
	{"*-response.json", "direct"},
	{"apigw-custom-auth-request.json", "auth-token"},
	{"apigw-custom-auth-request-type-request.json", "auth-rest-request"},
	{"apigw-v2-custom-authorizer-v1-request.json", "auth-http-v1"},
	{"apigw-v2-custom-authorizer-v2-request.json", "auth-http-v2"},
	{"apigw-websocket-request.json", "websocket-connect"},
	{"apigw-websocket-request-send-message.json", "websocket-message"},
	{"apigw-websocket-request-disconnect.json", "websocket-disconnect"},
	{"appsync-lambda-auth-request.json", "appsync-auth"},
	{"apigw-request.json", "rest-v1"},
	{"apigw-restapi-openapi-request.json", "rest-v1"},
	{"apigw-v2-request-*", "http-v2"},
	{"lambda-urls-request.json", "function-url"},
	{"alb-lambda-target-request-*", "alb"},
	{"sqs-event.json", "sqs"},
	{"kinesis-event.json", "kinesis"},
	{"kinesis-time-window-event.json", "kinesis-window"},
	{"dynamodb-event.json", "dynamodb"},
	{"dynamodb-time-window-event.json", "dynamodb-window"},
	{"kafka-event.json", "kafka"},
	{"activemq-event.json", "activemq"},
	{"rabbitmq-event.json", "rabbitmq"},
	{"kinesis-firehose-event.json", "firehose"},
	{"kinesis-analytics-output-delivery-event.json", "kinesis-analytics"},
	{"cloudwatch-logs-event.json", "cwlogs"},
	{"sns-event.json", "sns"},
	{"cloudwatch-alarm-sns-payload-*", "sns"},
	{"s3-event*.json", "s3"},
	{"s3-batch-job-event-request-*", "s3-batch"},
	{"s3-object-lambda-event-*", "s3-object-lambda"},
	{"s3-*", "s3"},
	{"cognito-event-userpools-*", "cognito"},
	{"cognito-event.json", "cognito-sync"},
	{"ses-*", "ses"},
	{"lex-event.json", "lex-v1"},
	{"connect-event.json", "connect"},
	{"iot-custom-auth-request.json", "iot-authorizer"},
	{"iot-preprovision-hook-request.json", "iot-preprovision"},
	{"iot-button-event.json", "iot-button"},
	{"clientvpn-connectionhandler-request.json", "clientvpn"},
	{"code-commit-event.json", "codecommit"},
	{"codepipeline-job-event.json", "codepipeline"},
	{"config-event.json", "config"},
	{"secretsmanager-secret-rotation-event.json", "secretsmanager"},
	{"autoscaling-event-*", "eventbridge"},
	{"codebuild-*", "eventbridge"},
	{"codedeploy-*", "eventbridge"},
	{"codepipeline-*", "eventbridge"},
	{"ecr-*", "eventbridge"},
	{"ecs-*", "eventbridge"},
	{"*", "direct"},
}

func TestEventsOfTheGoLibraryAreRecognised(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatalf("finding aws-lambda-go: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(string(bytes.TrimSpace(dir)), "events", "testdata", "*.json"))
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		payload, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		for _, s := range samples {
			if fits, err := path.Match(s.pattern, name); err != nil || !fits {
				continue
			}
			e := Parse(payload)
			got, ambiguous := Recognise(e)
			if got.Name() != s.want || ambiguous {
				t.Errorf("%s is recognised as %s, ambiguous %v; want %s", name, got.Name(), ambiguous, s.want)
			}
			exercise(t, e)
			break
		}
	}
}
