package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/cfn"
	"github.com/aws/aws-lambda-go/events"

	"weir/decoders"
)

// This file holds every source to the contract of Source, by its fixtures.

var testNote = Note{Incident: "4f1c2a9e-0001", Score: 15, Rules: []int{942100}, Verdict: "annotate"}

// eachFixture runs a test per fixture, and checks that it leaves the payload as it was.
func eachFixture(t *testing.T, test func(t *testing.T, a *archive, s Source, e Event)) {
	for a, s := range fixtures(t) {
		t.Run(s.Name()+"/"+strings.TrimSuffix(filepath.Base(a.file), ".txtar"), func(t *testing.T) {
			payload := bytes.Clone(a.parts["event.json"])
			before := bytes.Clone(payload)
			test(t, a, s, Parse(payload))
			if !bytes.Equal(payload, before) {
				t.Error("the payload was changed")
			}
		})
	}
}

func TestEveryFixtureIsRecognisedByExactlyOneSource(t *testing.T) {
	seen := map[string]bool{}
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		seen[s.Name()] = true
		got, _ := Recognise(e)
		if got.Name() != s.Name() {
			t.Errorf("recognised as %s", got.Name())
		}
		for _, other := range All {
			if other.Recognise(e) != (other.Name() == s.Name()) && !strings.Contains(t.Name(), "claimed") {
				t.Errorf("%s recognises it: %v", other.Name(), other.Recognise(e))
			}
		}
	})
	for _, name := range Names() {
		if !seen[name] {
			t.Errorf("%s has no fixture", name)
		}
	}
}

func TestFieldsOfEveryFixtureAreAsWritten(t *testing.T) {
	eachFixture(t, func(t *testing.T, a *archive, s Source, e Event) {
		var b strings.Builder
		for f := range s.Fields(e) {
			b.WriteString(describe(f) + "\n")
		}
		a.golden(t, "fields", b.String())
	})
}

var targetNames = [...]string{"argument", "method", "uri", "protocol", "ip", "header", "query", "urlpath", "body", "cookie"}

func describe(f Field) string {
	out := fmt.Sprintf("%-8s %-10s %s", targetNames[f.Target], f.Kind, f.Path)
	if f.Record >= 0 {
		out = fmt.Sprintf("[%d] %s", f.Record, out)
	}
	if f.Target == Header {
		out += fmt.Sprintf(" (%s)", f.Name)
	}
	if f.IsName {
		out += " is named"
	}
	out += fmt.Sprintf(" = %q", f.Value)
	if len(f.Hint.Encodings) > 0 {
		out += " in " + decoders.Via(f.Hint.Encodings).String()
	}
	if f.Hint.ContentType != "" {
		out += " as " + f.Hint.ContentType
	}
	return out
}

// policies are what the refusals are written down for.
var policies = []struct {
	name   string
	policy Policy
}{
	{"default", Policy{}},
	{"own", Policy{
		Batch: BatchReport, Async: AsyncSwallow, Status: 406, Body: "<no \"way\">\n\xff",
		Headers: []Pair{
			{"Access-Control-Allow-Origin", "*"},
			{"content-type", "text/html"},
			{"Vary", "Origin"},
			{"vary", "Cookie"},
			{"Set-Cookie", "a=1"},
			{"Set-Cookie", "b=2"},
			{"X-Weir-Incident", "forged"},
		},
	}},
	{"fail", Policy{Batch: BatchFail, Async: AsyncError}},
}

func TestRefusalsOfEveryFixtureAreAsWritten(t *testing.T) {
	eachFixture(t, func(t *testing.T, a *archive, s Source, e Event) {
		var b strings.Builder
		for _, p := range policies {
			outcome := s.Refuse(e, testNote, p.policy)
			fmt.Fprintf(&b, "%s: %s\n", p.name, outcomeText(outcome))
			checkOutcome(t, s, outcome)
		}
		a.golden(t, "refuse", b.String())
	})
}

func outcomeText(o Outcome) string {
	switch o := o.(type) {
	case HTTP:
		flow := ""
		if o.CanFlow {
			flow = " or streamed"
		}
		return fmt.Sprintf("http %d%s %s", o.Status, flow, o.Buffered)
	case Reply:
		return "reply " + string(o.Payload)
	case Fail:
		return "fail " + o.Type + ": " + o.Message
	case Forward:
		return "forward " + string(o.Payload)
	case Put:
		return "put " + string(o.Body) + " to " + o.URL + ", then " + outcomeText(o.Then) + ", otherwise " + outcomeText(o.Otherwise)
	}
	return "?"
}

// answers are the types that aws-lambda-go has for what sources are answered.
var answers = map[string]any{
	"sqs":               &events.SQSEventResponse{},
	"kinesis":           &events.KinesisEventResponse{},
	"dynamodb":          &events.DynamoDBEventResponse{},
	"firehose":          &events.KinesisFirehoseResponse{},
	"kinesis-analytics": &events.KinesisAnalyticsOutputDeliveryResponse{},
	"kinesis-window":    &windowAnswer{},
	"dynamodb-window":   &windowAnswer{},
	"cognito":           &events.CognitoEventUserPoolsHeader{},
	"ses":               &events.SimpleEmailDisposition{},
	"lex-v1":            &events.LexResponse{},
	"iot-authorizer":    &events.IoTCoreCustomAuthorizerResponse{},
	"iot-preprovision":  &events.IoTPreProvisionHookResponse{},
	"clientvpn":         &events.ClientVPNConnectionHandlerResponse{},
	"auth-http-v1":      &events.APIGatewayCustomAuthorizerResponse{},
	"auth-http-v2":      &events.APIGatewayV2CustomAuthorizerSimpleResponse{},
	"auth-websocket":    &events.APIGatewayCustomAuthorizerResponse{},
	"appsync-auth":      &events.AppSyncLambdaAuthorizerResponse{},
	"s3-batch":          &events.S3BatchJobResponse{},
}

// neverRefused are the sources of which some events reach the handler in any case.
var neverRefused = []string{"s3-test", "cfn", "cfn-provider-framework"}

// windowAnswer is the answer to an invocation in a tumbling window; the library's own type has a map of texts for a state.
type windowAnswer struct {
	State             map[string]any
	BatchItemFailures []events.KinesisBatchItemFailure
}

// checkOutcome checks a refusal against AWS's own types, and for what it must not tell.
func checkOutcome(t *testing.T, s Source, outcome Outcome) {
	t.Helper()
	var document, typed any
	switch o := outcome.(type) {
	case HTTP:
		document = o.Buffered
		switch s.(type) {
		case HTTPV2:
			typed = &events.APIGatewayV2HTTPResponse{}
		case FunctionURL:
			typed = &events.LambdaFunctionURLResponse{}
		case ALB, LatticeV1, LatticeV2:
			typed = &events.ALBTargetGroupResponse{}
		default:
			typed = &events.APIGatewayProxyResponse{}
		}
		if len(o.Body) == 0 || !strings.Contains(string(o.Buffered), `"statusCode":`+fmt.Sprint(o.Status)) {
			t.Errorf("no body, or no status: %s", o.Buffered)
		}
		if !slices.Contains(o.Headers, Pair{"x-weir-incident", testNote.Incident}) {
			t.Errorf("headers do not name the incident: %v", o.Headers)
		}
	case Reply:
		document = o.Payload
		typed = answers[s.Name()]
	case Fail:
		if o != unauthorized && (o.Type != Blocked || !strings.Contains(o.Message, testNote.Incident)) {
			t.Errorf("fails with %+v", o)
		}
		document = []byte("null")
	case Put:
		checkOutcome(t, s, o.Then)
		checkOutcome(t, s, o.Otherwise)
		document, typed = o.Body, &cfn.Response{}
	case Forward: // the end of a window has to reach the handler, without its records
		batch, ok := s.(Batch)
		if !slices.Contains(neverRefused, s.Name()) && (!ok || batch.Records(Parse(o.Payload)) > 0) {
			t.Errorf("the handler gets %s", o.Payload)
		}
		return
	default:
		t.Errorf("refused by %T", outcome)
		return
	}
	text := document.([]byte)
	if !json.Valid(text) || strings.Contains(string(text), "942100") || strings.Contains(string(text), "15") {
		t.Errorf("invalid, or tells too much: %s", text)
	}
	if typed != nil {
		if err := json.Unmarshal(text, typed); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestAnnotationsOfEveryFixtureAreAsWritten(t *testing.T) {
	eachFixture(t, func(t *testing.T, a *archive, s Source, e Event) {
		once := s.Annotate(e, testNote)
		if once == nil {
			a.golden(t, "annotate", "")
			return
		}
		a.golden(t, "annotate", string(once))
		if !json.Valid(once) {
			t.Fatal("the annotated event is no JSON")
		}
		again := Parse(once)
		if got, _ := Recognise(again); got.Name() != s.Name() {
			t.Errorf("the annotated event is recognised as %s", got.Name())
		}
		if twice := s.Annotate(again, testNote); !bytes.Equal(once, twice) {
			t.Errorf("twice is not the same as once:\n%s\n%s", once, twice)
		}
		other := testNote
		other.Incident = "another"
		replaced := s.Annotate(again, other)
		if bytes.Contains(replaced, []byte(testNote.Incident)) || !bytes.Contains(replaced, []byte("another")) {
			t.Errorf("an older note stays: %s", replaced)
		}
		stripped := s.Strip(again)
		if stripped == nil || s.Strip(Parse(stripped)) != nil || bytes.Contains(stripped, []byte(testNote.Incident)) {
			t.Errorf("a note stays after it was stripped: %s", stripped)
		}
	})
}

var noteGrammar = regexp.MustCompile(`^v=1; verdict=[a-z]+; score=-?\d+; id=[A-Za-z0-9-]+$`)

func TestNotesKeepTheirGrammarWhateverTheirParts(t *testing.T) {
	for _, n := range []Note{testNote, {}, {Incident: "a; b=\"c\"\r\nX: y", Verdict: "<script>", Score: -3}} {
		if !noteGrammar.MatchString(n.text()) {
			t.Errorf("%q", n.text())
		}
	}
}

// canary is in no format of the list of skipped ones.
const canary = "<c4n4ry'>;"

// Every string of every fixture, whatever its key, reaches a field. One is replaced at a time: so a string that is left
// out because another one equals it is not mistaken for one that is overlooked.
func TestEveryStringOfEveryFixtureReachesAField(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		for _, at := range stringsOf(e) {
			changed := Parse(slices.Concat(e.Payload[:at.start], []byte(`"`+canary+`"`), e.Payload[at.end:]))
			now, _ := Recognise(changed)
			found := false
			for f := range now.Fields(changed) {
				found = found || bytes.Contains(f.Value, []byte(canary))
			}
			if !found {
				t.Errorf("%s: nothing shows what stands in place of %s", now.Name(), e.Payload[at.start:at.end])
			}
		}
	})
}

// stringsOf returns where the string values of an event stand, names not among them.
func stringsOf(e Event) []item {
	var found []item
	var visit func(at, end int)
	visit = func(at, end int) {
		if e.Payload[at] == '"' {
			found = append(found, item{start: at, end: end})
		}
		for _, it := range items(e.Payload, at) {
			visit(it.value, it.end)
		}
	}
	if e.Root != nil {
		visit(e.start, e.start+len(e.Root))
	}
	return found
}

func TestFieldsStopWhenNobodyAsksForMore(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		total := 0
		for range s.Fields(e) {
			total++
		}
		for stop := 1; stop <= total; stop++ {
			n := 0
			for range s.Fields(e) { // a field after the last one would panic
				if n++; n == stop {
					break
				}
			}
			if n != stop {
				t.Fatalf("%d fields of %d", n, stop)
			}
		}
	})
}

func TestRecordsOfBatchesAreNumbered(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		batch, ok := s.(Batch)
		highest := -1
		for f := range s.Fields(e) {
			highest = max(highest, f.Record)
		}
		if ok && highest+1 != batch.Records(e) || !ok && highest >= 0 {
			t.Errorf("the highest record is %d", highest)
		}
	})
}
