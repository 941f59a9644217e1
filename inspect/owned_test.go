package inspect

import (
	"encoding/base64"
	"fmt"
	"testing"

	"weir/inspect/source"
)

// Handlers decode what they have encoded for an id, with Buffer.from(id, "base64") or base64.b64decode: nothing vouches for a text that
// stands under a name of AWS's where the user names the members.
func TestValuesUnderNamesOfTheUsersAreRead(t *testing.T) {
	i := inspectorFor(t, Options{Budget: patient().Budget, Modes: map[string]Mode{"cw-dashboard": ModeBlock, "cfn": ModeBlock}})
	hidden := base64.StdEncoding.EncodeToString([]byte(`1' union select password from users-- `))
	for _, c := range []struct{ source, event string }{
		{"appsync", `{"arguments":{"id":%q},"identity":null,"source":null,"request":{"headers":{}},"info":{"fieldName":"a","parentTypeName":"Query"}}`},
		{"appsync", `{"arguments":{"input":{"requestId":%q}},"info":{"fieldName":"a","parentTypeName":"Query"}}`},
		{"appsync", `{"arguments":{},"source":{"id":%q},"info":{"fieldName":"a","parentTypeName":"Query"}}`},
		{"eventbridge", `{"version":"0","id":"1","detail-type":"order","source":"shop","account":"123456789012","detail":{"id":%q}}`},
		{"eventbridge", `{"version":"0","id":"1","detail-type":"order","source":"shop","account":"123456789012","detail":{"Signature":%q}}`},
		{"eventbridge", `{"version":"0","id":"1","detail-type":"order","source":"shop","account":"123456789012","detail":{"order":{"messageId":%q}}}`},
		{"cognito:PreSignUp_SignUp", `{"triggerSource":"PreSignUp_SignUp","userPoolId":"p","request":{"userAttributes":{},"clientMetadata":{"id":%q}},"response":{}}`},
		{"cognito:PreSignUp_SignUp", `{"triggerSource":"PreSignUp_SignUp","userPoolId":"p","request":{"validationData":{"accessKey":%q}},"response":{}}`},
		{"rest-v1", `{"resource":"/","path":"/","httpMethod":"GET","headers":{},"requestContext":{"authorizer":{"id":%q},"httpMethod":"GET"}}`},
		{"rest-v1", `{"resource":"/","path":"/","httpMethod":"GET","headers":{},"requestContext":{"authorizer":{"principalId":%q},"httpMethod":"GET"}}`},
		{"http-v2", `{"version":"2.0","rawPath":"/","rawQueryString":"","headers":{},"requestContext":{"http":{"method":"GET"},"authorizer":{"lambda":{"userId":%q}}}}`},
		{"lex-v2", `{"sessionState":{"sessionAttributes":{"requestId":%q},"intent":{"name":"a"}},"bot":{"name":"b"},"invocationSource":"DialogCodeHook"}`},
		{"connect", `{"Name":"ContactFlowEvent","Details":{"ContactData":{"Attributes":{"id":%q}},"Parameters":{}}}`},
		{"connect", `{"Name":"ContactFlowEvent","Details":{"ContactData":{},"Parameters":{"connectionId":%q}}}`},
		{"alexa", `{"session":{"attributes":{"userId":%q}},"request":{"type":"IntentRequest","requestId":"r"}}`},
		{"bedrock-function", `{"messageVersion":"1.0","agent":{"id":"a"},"actionGroup":"g","function":"f","sessionAttributes":{"id":%q}}`},
		{"cw-dashboard", `{"widgetContext":{"params":{"id":%q}}}`},
		{"cw-dashboard", `{"widgetContext":{},"accessKey":%q}`},
	} {
		event := fmt.Sprintf(c.event, hidden)
		v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event)})
		if v.Source != c.source || v.Action != Block {
			t.Errorf("%s %s: %s %+v", v.Source, v.Action, event, v.Matches)
		}
		honest := fmt.Sprintf(c.event, "JxA5Q0Zr9bYwT0k2mEo7nA==")
		if v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(honest)}); v.Score > 0 {
			t.Errorf("%s: %+v", honest, v.Matches)
		}
	}
}
