package e2e

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// The tests of this file show one source for each kind of answer, with the first event bad and the second honest.

func TestAnAuthorizerIsAnsweredByTheErrorThatTheGatewayKnows(t *testing.T) {
	f := attach(t, "echo", nil)
	r := f.Invoke([]byte(authorizer("Bearer "+injection)), lambdatest.InvokeOptions{})
	var failure struct {
		ErrorType    string `json:"errorType"`
		ErrorMessage string `json:"errorMessage"`
	}
	if err := json.Unmarshal(r.Payload, &failure); err != nil || r.ErrorType != "Function.Blocked" || failure.ErrorMessage != "Unauthorized" {
		t.Errorf("API Gateway got %s %s", r.ErrorType, r.Payload)
	}
	honest := authorizer("Bearer c2VjcmV0")
	f.call(honest)
	f.sawOnly(honest)
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next 200", "weir response 202", "weir next")
	f.expectFindings("auth-token", "block")
}

func TestAConnectionToIoTIsDeniedByAnObject(t *testing.T) {
	f := attach(t, "echo", nil)
	var answer struct {
		IsAuthenticated *bool           `json:"isAuthenticated"`
		PrincipalID     string          `json:"principalId"`
		Disconnect      int             `json:"disconnectAfterInSeconds"`
		Refresh         int             `json:"refreshAfterInSeconds"`
		Policies        json.RawMessage `json:"policyDocuments"`
	}
	f.answered(connection(injection), &answer)
	if answer.IsAuthenticated == nil || *answer.IsAuthenticated || answer.PrincipalID == "" || string(answer.Policies) != "[]" ||
		answer.Disconnect < 300 || answer.Refresh < 300 {
		t.Errorf("IoT Core got %+v", answer)
	}
	honest := connection("pump?x=1")
	f.call(honest)
	f.sawOnly(honest)
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next 200", "weir response 202", "weir next")
	f.expectFindings("iot-authorizer", "block")
}

func TestAResolverOfAppSyncFailsWithAnIncident(t *testing.T) {
	f := attach(t, "echo", nil)
	r := f.Invoke([]byte(resolver(injection)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.Blocked" {
		t.Errorf("AppSync got %s %s", r.ErrorType, r.Payload)
	}
	honest := resolver("O'Neil")
	f.call(honest)
	f.sawOnly(honest)
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next 200", "weir response 202", "weir next")
	incident, _ := f.expectFindings("appsync", "block")["incident"].(string)
	if incident == "" || !strings.Contains(string(r.Payload), incident) {
		t.Errorf("the log has the incident %q, the client got %s", incident, r.Payload)
	}
}

func TestFirehoseIsToldOfTheRecordThatItsHandlerNeverSaw(t *testing.T) {
	f := attach(t, "echo", nil)
	var answer struct {
		Records []struct {
			RecordID string `json:"recordId"`
			Result   string `json:"result"`
		} `json:"records"`
	}
	f.answered(delivery("one", injection, "three"), &answer)
	var told []string
	for _, r := range answer.Records {
		told = append(told, r.RecordID+" "+r.Result)
	}
	// The echo says nothing of results: what it answers has to come through as it is.
	slices.Sort(told)
	if want := []string{"id-0 ", "id-1 ProcessingFailed", "id-2 "}; !slices.Equal(told, want) {
		t.Errorf("Firehose got %q, want %q", told, want)
	}
	f.sawOnly(strings.Replace(delivery("one", injection, "three"), firehoseRecord(1, injection)+",", "", 1))
	f.expectFindings("firehose", "filter")
}

func TestAQueueIsToldOfTheMessageThatItsHandlerNeverSawIfTheMappingAsksForReports(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_BATCH": "report"})
	records := sqsRecords("one", injection, "three")
	var answer struct {
		Records  []struct{ Body string }
		Failures []struct {
			ItemIdentifier string `json:"itemIdentifier"`
		} `json:"batchItemFailures"`
	}
	f.answered(batch(records...), &answer)
	if len(answer.Failures) != 1 || answer.Failures[0].ItemIdentifier != "059f36b4-87a3-44ab-83d2-661970000001" {
		t.Errorf("failures %+v", answer.Failures)
	}
	if len(answer.Records) != 2 {
		t.Errorf("of the handler's own answer there is %+v", answer.Records)
	}
	f.sawOnly(batch(records[0], records[2]))
	f.expectFindings("sqs", "filter")
}

func TestAHandlersErrorIsNotMergedWith(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_BATCH": "report", "ECHO_DO": "fail"})
	r := f.Invoke([]byte(batch(sqsRecords("one", injection)...)), lambdatest.InvokeOptions{})
	if r.ErrorType == "" || strings.Contains(string(r.Payload), "batchItemFailures") {
		t.Errorf("the queue got %s %s", r.ErrorType, r.Payload)
	}
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next")
}

func TestANotificationIsSwallowedIfTheUserWantsIt(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_ASYNC": "swallow"})
	f.call(topic(injection))
	honest := topic("hello")
	f.call(honest)
	f.sawOnly(honest)
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next 200", "weir response 202", "weir next")
	f.expectFindings("sns", "block")
}

func TestAWindowKeepsItsStateThoughNothingIsLeftOfItsBatch(t *testing.T) {
	f := attach(t, "echo", nil)
	var answer struct {
		State    json.RawMessage   `json:"state"`
		Failures []json.RawMessage `json:"batchItemFailures"`
	}
	f.answered(window(injection), &answer)
	if string(answer.State) != windowState || answer.Failures == nil || len(answer.Failures) != 0 {
		t.Errorf("Lambda got state %s, failures %s", answer.State, answer.Failures)
	}
	f.call(window("one", injection, "three"))
	f.sawOnly(window("one", "three"))
	f.expectFindings("kinesis-window", "block", "filter")
}

func TestAnUnexpectedSourceIsRefusedAsAnybodyWouldBe(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_SOURCES": "function-url,sqs=arn:aws:sqs:*:123456789012:orders"})
	for name, event := range map[string]string{
		"a source that is not named": topic("hello"),
		"another queue":              batch(sqsRecords("hello")...),
		"no source of AWS's":         `{"hello": "world"}`,
	} {
		if r := f.Invoke([]byte(event), lambdatest.InvokeOptions{}); r.ErrorType != "Function.Blocked" {
			t.Errorf("%s got %s %s", name, r.ErrorType, r.Payload)
		}
	}
	expected := functionURL("id=1")
	f.call(expected)
	queue := strings.ReplaceAll(batch(sqsRecords("hello")...), ":my-queue", ":orders")
	f.call(queue)
	f.sawOnly(expected, queue)
	if line := f.line("finding"); line["rule"] != 1010005.0 {
		t.Errorf("log line %v", line)
	}
}

func TestARequestWithoutAnAuthorizersResultIsRefusedIfOneIsRequired(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_REQUIRE_AUTH": "true"})
	f.refused(functionURL("id=1"))
	signed := strings.Replace(functionURL("id=1"), `"requestContext": {`,
		`"requestContext": {"authorizer": {"iam": {"accessKey": "AKIAIOSFODNN7EXAMPLE", "accountId": "123456789012", "callerId": "AIDACKCEVSQ6C2EXAMPLE",`+
			` "userArn": "arn:aws:iam::123456789012:user/ann", "userId": "AIDACKCEVSQ6C2EXAMPLE"}}, `, 1)
	f.call(signed)
	f.sawOnly(signed)
	if line := f.line("finding"); line["rule"] != 1010006.0 {
		t.Errorf("log line %v", line)
	}
}

// answered sends an event that succeeds, and reads the answer that its caller gets.
func (f function) answered(event string, answer any) {
	f.t.Helper()
	payload := f.call(event)
	if err := json.Unmarshal(payload, answer); err != nil {
		f.t.Fatalf("answer %s: %v", payload, err)
	}
}

// expectFindings asserts the source of the findings and the action of each, in order, and returns the last one. It ends
// the environment.
func (f function) expectFindings(source string, actions ...string) map[string]any {
	f.t.Helper()
	var last map[string]any
	var got []string
	for _, line := range f.lines() {
		var members map[string]any
		if json.Unmarshal([]byte(line.Text), &members) != nil || members["weir"] != "finding" {
			continue
		}
		last = members
		got = append(got, fmt.Sprint(members["action"]))
		if members["source"] != source {
			f.t.Errorf("log line %v, want source %s", members, source)
		}
	}
	if !slices.Equal(got, actions) {
		f.t.Errorf("the log has the actions %q, want %q", got, actions)
	}
	return last
}

// The events, as AWS sends them.

func authorizer(token string) string {
	return fmt.Sprintf(`{"type":"TOKEN","authorizationToken":%q,"methodArn":"arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/GET/pets"}`, token)
}

func connection(user string) string {
	return fmt.Sprintf(`{"token":"c2VjcmV0","signatureVerified":false,"protocols":["tls","http","mqtt"],"protocolData":{`+
		`"tls":{"serverName":"a1b2c3-ats.iot.eu-west-1.amazonaws.com"},"http":{"headers":{"User-Agent":"pump/2.1 (linux)"},"queryString":"?site=west"},`+
		`"mqtt":{"username":%q,"password":"cGFzc3dvcmQ=","clientId":"pump-7"}},"connectionMetadata":{"id":"e56f08c3-c559-490f-aa9f-7e8427d0f57b"}}`, user)
}

func resolver(name string) string {
	return fmt.Sprintf(`{"arguments":{"filter":{"name":{"contains":%q}},"limit":10},"identity":null,"source":null,"request":{"headers":{`+
		`"accept":"application/json","host":"abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com","x-forwarded-for":"203.0.113.7, 130.176.1.2"},`+
		`"domainName":null},"prev":null,"info":{"fieldName":"people","parentTypeName":"Query","selectionSetList":["id"],"selectionSetGraphQL":"{\n  id\n}",`+
		`"variables":{}},"stash":{}}`, name)
}

func delivery(data ...string) string {
	var records []string
	for i, d := range data {
		records = append(records, firehoseRecord(i, d))
	}
	return `{"invocationId":"8f9a4d1e-7b0c-4d2f-9e6a-000000000002","deliveryStreamArn":"arn:aws:firehose:eu-west-1:123456789012:deliverystream/lake",` +
		`"region":"eu-west-1","records":[` + strings.Join(records, ",") + `]}`
}

func firehoseRecord(i int, data string) string {
	return fmt.Sprintf(`{"recordId":"id-%d","approximateArrivalTimestamp":1507217624302,"data":%q}`, i, base64.StdEncoding.EncodeToString([]byte(data)))
}

func topic(message string) string {
	return fmt.Sprintf(`{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0",`+
		`"EventSubscriptionArn":"arn:aws:sns:eu-west-1:123456789012:alerts:21be56ed-a058-49f5-8c98-aedd2564c486","Sns":{"Type":"Notification",`+
		`"MessageId":"95df01b4-ee98-5cb9-9903-4c221d41eb5e","TopicArn":"arn:aws:sns:eu-west-1:123456789012:alerts","Subject":null,"Message":%q,`+
		`"Timestamp":"2026-04-09T12:34:56.123Z","MessageAttributes":{}}}]}`, message)
}

// windowState has white space and a number that no float holds: it must come back as it is.
const windowState = `{"seen": 12345678901234567890, "who": {"ada":1}}`

// window is a batch of a tumbling window.
func window(data ...string) string {
	const sequence = "4959033827148025660855969253836147109592147598913658"
	var records []string
	for _, d := range data {
		records = append(records, fmt.Sprintf(`{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"customer-7","sequenceNumber":"%s%04d","data":%q,`+
			`"approximateArrivalTimestamp":1607497475.0},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:%[1]s%04[2]d",`+
			`"eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/consumer","awsRegion":"eu-west-1",`+
			`"eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"}`, sequence, len(d), base64.StdEncoding.EncodeToString([]byte(d))))
	}
	return `{"Records":[` + strings.Join(records, ",") + `],"window":{"start":"2026-07-30T17:00:00Z","end":"2026-07-30T17:05:00Z"},"state":` + windowState +
		`,"shardId":"shardId-000000000006","eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks","isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}`
}
