package inspect

import (
	"testing"

	"weir/inspect/source"
)

func TestAMonitoredEventTellsWhatWouldHaveBeenDone(t *testing.T) {
	monitor := patient()
	monitor.Mode = ModeMonitor
	all := monitor
	all.Batch = map[string]source.BatchMode{"": source.BatchFail}
	annotate := patient()
	annotate.Mode = ModeAnnotate
	for name, c := range map[string]struct {
		options Options
		event   string
		want    Action
	}{
		"an attack":                                 {monitor, asked(command), Block},
		"an honest request":                         {monitor, asked("hello"), ""},
		"a bad record among good ones":              {monitor, queue("hello", command, "bye"), Filter},
		"bad records alone":                         {monitor, queue(command), Block},
		"a batch that would fail as a whole":        {all, queue("hello", command), Block},
		"an attack that is blocked":                 {patient(), asked(command), ""},
		"an attack that is marked":                  {annotate, asked(command), ""},
		"an attack that only monitored rules match": {ruled(Options{}, rulesOf(t, statement, ModeMonitor)...), asked(statement), Block},
		"an attack that is off":                     {ruled(Options{}, rulesOf(t, statement, ModeOff)...), asked(statement), ""},
		"the deletion of a stack's resource": {
			monitor, `{"RequestType":"Delete","ResponseURL":"https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/a",` +
				`"StackId":"arn:aws:cloudformation:eu-west-1:123456789012:stack/s/6f1e2a34-0000-4000-8000-123456789abc","RequestId":"6f1e2a34-0000-4000-8000-123456789abc",` +
				`"LogicalResourceId":"r","PhysicalResourceId":"p","ResourceType":"Custom::R","ResourceProperties":{"a":"` + command + `"}}`, "",
		},
	} {
		v, _ := judge(t, c.options, c.event)
		if v.Would != c.want {
			t.Errorf("%s: would %q, want %q (%s %s, score %d)", name, v.Would, c.want, v.Source, v.Action, v.Score)
		}
		if v.Would != "" && v.Action != Pass {
			t.Errorf("%s: both %s and %s", name, v.Action, v.Would)
		}
	}
}

func TestAMonitoredResponseTellsWhatWouldHaveBeenDone(t *testing.T) {
	response := responseOf(answer(t, 200, "application/json", awsLeak))
	for name, c := range map[string]struct {
		options Options
		event   string
		want    Action
	}{
		"to a client in monitor":       {Options{}, toREST, Block},
		"to a client in block":         {Options{Responses: ResponsesBlock}, toREST, ""},
		"to nobody who can be refused": {Options{}, toQueue, ""},
	} {
		if v, _ := judgeResponse(t, c.options, c.event, response); v.Would != c.want || v.Clean() {
			t.Errorf("%s: would %q, want %q: %+v", name, v.Would, c.want, v)
		}
	}
}

func TestOnlyAFindingTellsItsOrigin(t *testing.T) {
	want := source.Origin{Method: "POST", Client: "192.0.2.7"}
	if v, _ := judge(t, patient(), asked(command)); v.Origin != want {
		t.Errorf("%+v, want %+v", v.Origin, want)
	}
	if v, _ := judge(t, patient(), asked("hello")); v.Origin != (source.Origin{}) {
		t.Errorf("an event without findings tells %+v", v.Origin)
	}
}
