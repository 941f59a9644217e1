package source

import (
	"strings"
	"testing"

	"weir/decoders"
)

// This file tests the sources by which AWS operates itself: buses, alarms, deployments, configuration.

func TestRecogniseTellsOperationsApart(t *testing.T) {
	const (
		bus      = `"detail-type":"x","detail":{}`
		resource = `"StackId":"s","LogicalResourceId":"l","ResourceType":"t"`
		message  = `{\"RequestType\":\"Create\",\"ResponseURL\":\"https://x\",\"StackId\":\"s\",\"LogicalResourceId\":\"l\",\"ResourceType\":\"t\"}`
		s3test   = `"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-04-09T12:34:56.123Z","Bucket":"b"`
	)
	for _, c := range []struct{ name, event, want string }{
		{"an event of a bus", `{` + bus + `,"source":"shop"}`, "eventbridge"},
		{"an event with a detail that is text", `{"detail-type":"x","source":"shop","detail":"{}"}`, "eventbridge"},
		{"an event without a detail", `{"detail-type":"x","source":"shop"}`, "direct"},
		{"a rule with a schedule", `{` + bus + `,"source":"aws.events"}`, "scheduled"},
		{"EventBridge Scheduler", `{` + bus + `,"source":"aws.scheduler"}`, "scheduled"},
		{"an application by the name of a schedule", `{` + bus + `,"source":"aws.events.shop"}`, "eventbridge"},
		{"an alarm", `{"source":"aws.cloudwatch","alarmArn":"a","alarmData":{}}`, "cw-alarm"},
		{"an alarm on a bus", `{` + bus + `,"source":"aws.cloudwatch"}`, "eventbridge"},
		{"an alarm that is an event of a bus too", `{` + bus + `,"source":"aws.cloudwatch","alarmArn":"a","alarmData":{}}`, "direct"},
		{"a widget", `{"widgetContext":{}}`, "cw-dashboard"},
		{"a widget's description", `{"describe":true,"widgetContext":{}}`, "cw-dashboard"},
		{"a test by S3", `{` + s3test + `}`, "s3-test"},
		{"a test that holds more", `{` + s3test + `,"x":"<script>"}`, "direct"},
		{"a test of another bucket", `{` + s3test + `,"Bucket":"$(id)"}`, "direct"},
		{"a test with a bucket twice", `{` + s3test + `,"Bucket":"b2"}`, "s3-test"},
		{"a test with another case", `{` + s3test + `,"bucket":"b2"}`, "direct"},
		{"a test with an object", `{` + s3test + `,"HostId":{"a":"b"}}`, "direct"},
		{"a test with a note", `{` + s3test + `,"x-weir-note":"v=1"}`, "direct"},
		{"an event that is no test", `{"Event":"s3:Other"}`, "direct"},
		{"a destination's record", `{"requestPayload":null,"requestContext":{"functionArn":"a","condition":"Success"}}`, "lambda-destination"},
		{"a record without a condition", `{"requestPayload":null,"requestContext":{"functionArn":"a"}}`, "direct"},
		{"a durable execution", `{"DurableExecutionArn":"a","InitialExecutionState":{"Operations":[]}}`, "durable"},
		{"a durable execution without a state", `{"DurableExecutionArn":"a"}`, "direct"},
		{"a task with its context", `{"Execution":{"Id":"a"},"State":{"Name":"b"}}`, "stepfunctions"},
		{"a task with a token", `{"TaskToken":"a"}`, "stepfunctions"},
		{"a task with half of its context", `{"Execution":{"Id":"a"},"State":"b"}`, "direct"},
		{"a question of AWS Config", `{"invokingEvent":"{}","resultToken":"a"}`, "config"},
		{"a push", `{"Records":[{"eventSource":"aws:codecommit","codecommit":{}}]}`, "codecommit"},
		{"a push beside another record", `{"Records":[{"eventSource":"aws:codecommit","codecommit":{}},{"eventSource":"aws:s3","s3":{}}]}`, "direct"},
		{"a job", `{"CodePipeline.job":{}}`, "codepipeline"},
		{"a job in two steps", `{"CodePipeline":{"job":{}}}`, "direct"},
		{"a hook", `{"DeploymentId":"a","LifecycleEventHookExecutionId":"b"}`, "codedeploy-hook"},
		{"a custom resource", `{"RequestType":"Create","ResponseURL":"https://x",` + resource + `}`, "cfn"},
		{"a custom resource with a forged URL", `{"RequestType":"Delete","ResponseURL":"http://127.0.0.1/",` + resource + `}`, "cfn"},
		{"a custom resource without a URL", `{"RequestType":"Update",` + resource + `}`, "cfn-provider-framework"},
		{"a custom resource with a hidden URL", `{"RequestType":"Update","ResponseURL":"...",` + resource + `}`, "cfn-provider-framework"},
		{"a custom resource of another type", `{"RequestType":"Read","ResponseURL":"https://x",` + resource + `}`, "direct"},
		{"a custom resource through a topic", `{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"` + message + `"}}]}`, "sns"},
		{"a rotation", `{"Step":"CREATESECRET","SecretId":"a","ClientRequestToken":"b"}`, "secretsmanager"},
		{"a rotation in an unknown step", `{"Step":"dropSecret","SecretId":"a","ClientRequestToken":"b"}`, "direct"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := Recognise(Parse([]byte(c.event))); got.Name() != c.want {
				t.Errorf("recognised as %s", got.Name())
			}
		})
	}
}

func TestOperationsAreNotBlockedUnlessTheUserSaysSo(t *testing.T) {
	monitored := []string{
		"cw-alarm", "cw-dashboard", "config", "codecommit", "codepipeline", "codedeploy-hook", "cfn", "cfn-provider-framework", "secretsmanager",
	}
	for _, name := range monitored {
		if d, ok := Named(name).(Defaults); !ok || d.DefaultMode() != "monitor" {
			t.Errorf("%s is blocked", name)
		}
	}
	for _, name := range []string{"eventbridge", "scheduled", "lambda-destination", "durable", "stepfunctions"} {
		if _, ok := Named(name).(Defaults); ok {
			t.Errorf("%s has a mode of its own", name)
		}
	}
}

// An event inside an event is found by its reader as a whole document, and is read as its own source's there.
func TestEventsInsideOfEventsAreDocuments(t *testing.T) {
	const s3 = `{"Records": [{"eventSource": "aws:s3", "s3": {"object": {"key": "a%3Bb"}}}]}`
	quoted := string(appendQuoted(nil, s3))
	const record = `{"requestPayload":%,"requestContext":{"functionArn":"a","condition":"Success"}}`
	for _, c := range []struct{ name, event, path, want string }{
		{"a destination's request", strings.Replace(record, "%", s3, 1), "requestPayload", "s3"},
		{"a destination's request that is text", strings.Replace(record, "%", quoted, 1), "requestPayload", "s3"},
		{
			"a destination's record on a bus",
			`{"detail-type":"x","source":"lambda","detail":` + strings.Replace(record, "%", s3, 1) + `}`, "detail", "lambda-destination",
		},
		{
			"a durable execution's input",
			`{"DurableExecutionArn":"a","InitialExecutionState":{"Operations":[{"ExecutionDetails":{"InputPayload":` + quoted + `}}]}}`,
			"InitialExecutionState.Operations[0].ExecutionDetails.InputPayload", "s3",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Parse([]byte(c.event))
			s, _ := Recognise(e)
			var found []string
			x := decoders.NewExpander(decoders.Limits{})
			for f := range s.Fields(e) {
				for v := range x.Expand(f.Value, f.Hint) {
					if inner, _ := Recognise(Parse(v.Data)); v.Document && inner != Source(Direct{}) {
						found = append(found, f.Path.String()+v.Path.String()+" is "+inner.Name())
					}
				}
			}
			if len(found) != 1 || found[0] != c.path+" is "+c.want {
				t.Errorf("%q", found)
			}
		})
	}
}

func TestDetailsThatAreNoEventsKeepTheirPaths(t *testing.T) {
	e := Parse([]byte(`{"detail-type":"x","source":"shop","detail":{"Records":[{"key":"<b>"}]}}`))
	for f := range (EventBridge{}).Fields(e) {
		if string(f.Value) == "<b>" && f.Path.String() == "detail.Records[0].key" {
			return
		}
	}
	t.Error("the detail's text is not at its place")
}
