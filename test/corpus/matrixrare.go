package corpus

import "strings"

// rareShare is the share of the combinations with a carrier that is rare: one in so many.
const rareShare = 128

// rare are places in events that few functions get, or that take few texts: with them every source has attacks. Each is a
// page of events that is named SOURCE.FIELD, a kind of event if it belongs to the source's name, the steps to its text, and
// whether it takes a line only. Places at the end of a longer text, such as a branch behind refs/heads/, are not among them:
// what is encoded there is no value.
var rare = []struct {
	event, kind, wire string
	line              bool
}{
	{event: "activemq.data", wire: "base64"},
	{event: "alexa.slot"},
	{event: "alexa-smarthome.cookie"},
	{event: "apigw-nonproxy.body"},
	{event: "appsync-auth.document"},
	{event: "appsync-batch.argument"},
	{event: "appsync-events.payload"},
	{event: "auth-http-v1.authorization", line: true},
	{event: "auth-http-v2.authorization", line: true},
	{event: "auth-rest-request.query", line: true},
	{event: "auth-token.token", line: true},
	{event: "auth-websocket.token", line: true},
	{event: "bedrock-api.input"},
	{event: "bedrock-function.input"},
	{event: "cfn.property"},
	{event: "cfn-provider-framework.property"},
	{event: "chime-bot.message"},
	{event: "chime-sma.header", line: true},
	{event: "clientvpn.username"},
	{event: "codedeploy-hook.id"},
	{event: "codepipeline.parameters"},
	{event: "cognito.name", kind: "PreSignUp_SignUp"},
	{event: "cognito-sync.record"},
	{event: "config.parameter"},
	{event: "connect.attribute"},
	{event: "connect-campaigns.customer"},
	{event: "cw-alarm.description"},
	{event: "cw-dashboard.query"},
	{event: "cwlogs.data", wire: "logs,gzip,base64"},
	{event: "documentdb.document"},
	{event: "durable.input"},
	{event: "dynamodb-window.image"},
	{event: "http-v1.body", wire: "json comment"},
	{event: "iot-authorizer.user"},
	{event: "iot-button.serial"},
	{event: "iot-preprovision.parameter"},
	{event: "kinesis-analytics.data", wire: "base64"},
	{event: "kinesis-window.data", wire: "base64"},
	{event: "lambda-destination.request"},
	{event: "lambda-edge.query", wire: "url"},
	{event: "lattice-v2.binary", wire: "base64"},
	{event: "lex-v1.transcript"},
	{event: "pinpoint.message"},
	{event: "s3-batch.key", wire: "form"},
	{event: "scheduled.detail"},
	{event: "ses.subject", line: true},
	{event: "transfer.username"},
	{event: "websocket-connect.query", line: true},
	{event: "websocket-disconnect.reason"},
	{event: "workmail.subject", line: true},
}

// rareCarriers are the carriers of rare.
func rareCarriers() []carrier {
	var list []carrier
	for _, r := range rare {
		name, _, _ := strings.Cut(r.event, ".")
		c := carrier{name: strings.ReplaceAll(r.event, ".", "-"), source: name, event: r.event, line: r.line}
		if r.kind != "" {
			c.source += ":" + r.kind
		}
		if r.wire != "" {
			c.wire = strings.Split(r.wire, ",")
		}
		list = append(list, c)
	}
	return list
}
