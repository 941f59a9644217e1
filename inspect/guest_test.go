package inspect

import (
	"strings"
	"testing"

	"weir/inspect/source"
)

// monitored are events of sources that are only logged by default.
var monitored = map[string]string{
	"cw-dashboard":           `{"widgetContext":{}}`,
	"cw-alarm":               `{"alarmArn":"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a","alarmData":{"alarmName":"a"}}`,
	"cwlogs":                 `{"awslogs":{"data":"eA=="}}`,
	"codepipeline":           `{"CodePipeline.job":{"id":"1"}}`,
	"codecommit":             `{"Records":[{"eventSource":"aws:codecommit","codecommit":{}}]}`,
	"codedeploy-hook":        `{"DeploymentId":"d-1","LifecycleEventHookExecutionId":"x"}`,
	"config":                 `{"invokingEvent":"{}","resultToken":"x"}`,
	"cfn":                    `{"RequestType":"Create","ResponseURL":"https://x.example/","StackId":"s","LogicalResourceId":"l","ResourceType":"Custom::A"}`,
	"cfn-provider-framework": `{"RequestType":"Create","StackId":"s","LogicalResourceId":"l","ResourceType":"Custom::A"}`,
	"secretsmanager":         `{"Step":"createSecret","SecretId":"s","ClientRequestToken":"c"}`,
	"pinpoint":               `{"ApplicationId":"a","CampaignId":"c","Endpoints":{}}`,
	"chime-sma":              `{"SchemaVersion":"1.0","InvocationEventType":"NEW_INBOUND_CALL","CallDetails":{}}`,
	"chime-bot":              `{"Sender":{},"Discussion":{},"EventType":"Mention"}`,
}

func TestAMemberThatAMonitoredSourceDoesNotKnowIsRefusedAsDirect(t *testing.T) {
	i := inspectorFor(t, patient())
	for _, s := range source.All {
		if _, is := s.(source.Defaults); is && monitored[s.Name()] == "" {
			t.Errorf("%s is not tried", s.Name())
		}
	}
	for name, event := range monitored {
		for member, blocks := range map[string]bool{
			`"q":"1' or 1=1-- "`: true, `"args":{"id":["1' union select password from users-- "]}`: true,
			`"userId":"MScgdW5pb24gc2VsZWN0IHBhc3N3b3JkIGZyb20gdXNlcnMtLSA="`: true, // Base64
			`"body":"{\"q\":\"<script>alert(1)</script>\"}"`:                  true, `"1' or 1=1-- ":1`: true,
			`"q":"a chair"`: false, `"describe":true`: false,
		} {
			text := strings.TrimSuffix(event, "}") + "," + member + "}"
			v, outcome := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(text)})
			if v.Source != name || (v.Action == Block) != blocks {
				t.Errorf("%s: %s is %s in mode %s: %+v", v.Source, text, v.Action, v.Mode, v.Matches)
			}
			if _, failed := outcome.(source.Fail); failed != blocks {
				t.Errorf("%s: %T", name, outcome)
			}
		}
	}
}

func TestWhatAMonitoredSourceKnowsIsOnlyLogged(t *testing.T) {
	i := inspectorFor(t, patient())
	for name, event := range map[string]string{
		"cw-alarm":     `{"alarmArn":"a","alarmData":{"state":{"reason":"1' or 1=1-- "}},"more":"a chair"}`,
		"cw-dashboard": `{"widgetContext":{"params":{"q":"1' or 1=1-- "}},"describe":true}`,
		"codepipeline": `{"CodePipeline.job":{"data":{"q":"1' or 1=1-- "}}}`,
	} {
		v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event)})
		if v.Source != name || v.Action != Pass || v.Mode != ModeMonitor || v.Score == 0 {
			t.Errorf("%s: %s %s %+v", name, v.Action, v.Mode, v.Matches)
		}
	}
}

func TestTheWordOfTheUserForAMonitoredSourceHolds(t *testing.T) {
	options := patient()
	options.Modes = map[string]Mode{"cw-dashboard": ModeMonitor}
	event := `{"widgetContext":{},"q":"1' or 1=1-- "}`
	if v, _ := inspectorFor(t, options).Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event)}); v.Action != Pass {
		t.Errorf("%s in mode %s", v.Action, v.Mode)
	}
	options.Modes = map[string]Mode{"direct": ModeMonitor}
	if v, _ := inspectorFor(t, options).Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event)}); v.Action != Pass {
		t.Errorf("%s in mode %s", v.Action, v.Mode)
	}
}
