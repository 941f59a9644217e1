package source

import (
	"encoding/json"
	"strings"
	"testing"
)

// Events that lack one of the marks of a source, or have it in another shape, are read as direct.
func TestEventsOfServicesNeedAllTheirMarks(t *testing.T) {
	for _, c := range []struct{ source, event string }{
		{"cognito", `{"triggerSource":"x","userPoolId":"y","request":{}}`},
		{"cognito-sync", `{"datasetName":"x","identityPoolId":"y","datasetRecords":{}}`},
		{"workmail", `{"summaryVersion":"x","flowDirection":"y","envelope":{}}`},
		{"lex-v2", `{"sessionState":{},"bot":{},"invocationSource":"x"}`},
		{"lex-v1", `{"currentIntent":{},"bot":{},"invocationSource":"x"}`},
		{"connect", `{"Details":{"ContactData":{}}}`},
		{"connect-campaigns", `{"InvocationMetadata":{"CampaignContext":{}},"Items":{"CustomerProfiles":[]}}`},
		{"bedrock-api", `{"messageVersion":"1.0","agent":{},"actionGroup":"x"}`},
		{"iot-authorizer", `{"protocolData":{},"protocols":[]}`},
		{"iot-preprovision", `{"templateArn":"x","certificateId":"y","claimCertificateId":"z"}`},
		{"iot-button", `{"serialNumber":"x","clickType":"y"}`},
		{"clientvpn", `{"connection-id":"x","endpoint-id":"y","schema-version":"v3"}`},
		{"transfer", `{"serverId":"s-1","username":"x","protocol":"SFTP","sourceIp":"::1"}`},
		{"chime-sma", `{"SchemaVersion":"1.0","InvocationEventType":"x","CallDetails":{}}`},
		{"chime-bot", `{"Sender":{},"Discussion":{},"EventType":"x"}`},
		{"pinpoint", `{"ApplicationId":"x","CampaignId":"y","Endpoints":{}}`},
		{"alexa", `{"request":{"type":"x","requestId":"y"},"session":{}}`},
		{"alexa-smarthome", `{"directive":{"header":{"namespace":"x"}}}`},
	} {
		t.Run(c.source, func(t *testing.T) {
			if got, ambiguous := Recognise(Parse([]byte(c.event))); got.Name() != c.source || ambiguous {
				t.Fatalf("recognised as %s, ambiguous %v", got.Name(), ambiguous)
			}
			var marks map[string]any
			if err := json.Unmarshal([]byte(c.event), &marks); err != nil {
				t.Fatal(err)
			}
			for mark, value := range marks {
				for _, change := range []func(map[string]any){
					func(m map[string]any) { delete(m, mark) },
					func(m map[string]any) { delete(m, mark); m[strings.ToUpper(mark[:1])+mark[1:]+"x"] = value },
				} {
					changed := map[string]any{}
					for name, v := range marks {
						changed[name] = v
					}
					change(changed)
					text, err := json.Marshal(changed)
					if err != nil {
						t.Fatal(err)
					}
					if got, _ := Recognise(Parse(text)); got.Name() != "direct" {
						t.Errorf("%s is recognised as %s", text, got.Name())
					}
				}
			}
		})
	}
}

func TestServicesAreToldApart(t *testing.T) {
	for _, c := range []struct {
		name, event, want string
		ambiguous         bool
	}{
		{"a function of an agent", `{"messageVersion":"1.0","agent":{},"actionGroup":"x","function":"y"}`, "bedrock-function", false},
		{"both versions of Lex", `{"currentIntent":{},"sessionState":{},"bot":{},"invocationSource":"x"}`, "direct", true},
		{"a request of Alexa by its context", `{"request":{"type":"x","requestId":"y"},"context":{"System":{}}}`, "alexa", false},
		{"a request of Alexa without either", `{"request":{"type":"x","requestId":"y"},"context":{}}`, "direct", false},
		{"a log-in to a server of no such id", `{"serverId":"x","username":"x","protocol":"SFTP","sourceIp":"::1"}`, "direct", false},
		{"endpoints that are a list", `{"ApplicationId":"x","CampaignId":"y","Endpoints":[]}`, "direct", false},
		{"a contact that is text", `{"Details":{"ContactData":"x"}}`, "direct", false},
		{"a trigger without a request", `{"triggerSource":"x","userPoolId":"y"}`, "direct", false},
		{"a trigger in a campaign", `{"triggerSource":"x","userPoolId":"y","request":{},"ApplicationId":"x","CampaignId":"y","Endpoints":{}}`, "direct", true},
		{"mails with a message among them", `{"Records":[{"eventSource":"aws:ses","ses":{}},{"eventSource":"aws:sqs","body":""}]}`, "direct", true},
	} {
		if got, ambiguous := Recognise(Parse([]byte(c.event))); got.Name() != c.want || ambiguous != c.ambiguous {
			t.Errorf("%s is recognised as %s, ambiguous %v", c.name, got.Name(), ambiguous)
		}
	}
}
