package source

import (
	"strings"

	"weir/decoders"
)

// pins says where an event names what it comes from, by the source's name: the API, queue, topic, pool or bot that an
// operator may expect by WEIR_SOURCES. "[]" stands for every element. An event proves nothing by it, since whoever may
// invoke the function writes what he likes; but what is not expected need not be let in.
var pins = map[string][]string{
	"rest-v1": {"requestContext.apiId"}, "http-v1": {"requestContext.apiId"}, "http-v2": {"requestContext.apiId"},
	"function-url": {"requestContext.apiId"}, "alb": {"requestContext.elb.targetGroupArn"},
	"lattice-v2":        {"requestContext.serviceArn", "requestContext.serviceNetworkArn"},
	"websocket-connect": {"requestContext.apiId"}, "websocket-message": {"requestContext.apiId"},
	"websocket-disconnect": {"requestContext.apiId"},
	"auth-token":           {"methodArn"}, "auth-rest-request": {"methodArn"}, "auth-websocket": {"methodArn"},
	"auth-http-v1": {"methodArn", "routeArn"}, "auth-http-v2": {"routeArn"},
	"appsync-auth": {"requestContext.apiId"}, "appsync-events": {"info.channelNamespace.name"},
	"cognito": {"userPoolId"}, "cognito-sync": {"identityPoolId"},
	"s3-object-lambda": {"configuration.accessPointArn"}, "s3-batch": {"job.id"},
	"firehose": {"deliveryStreamArn"}, "kinesis-analytics": {"applicationArn", "streamArn"},
	"sqs": {"Records.[].eventSourceARN"}, "sns": {"Records.[].Sns.TopicArn"}, "s3": {"Records.[].s3.bucket.arn"},
	"dynamodb": {"Records.[].eventSourceARN"}, "kinesis": {"Records.[].eventSourceARN"},
	"dynamodb-window": {"eventSourceARN"}, "kinesis-window": {"eventSourceARN"},
	"kafka": {"eventSourceArn", "bootstrapServers"}, "activemq": {"eventSourceArn"}, "rabbitmq": {"eventSourceArn"},
	"documentdb": {"eventSourceArn"}, "pipes": {"[].eventSourceARN"},
	"eventbridge": {"source"}, "scheduled": {"resources.[]"}, "cw-alarm": {"alarmArn"},
	"lex-v1": {"bot.name"}, "lex-v2": {"bot.id"}, "connect": {"Details.ContactData.InstanceARN"},
	"alexa":            {"context.System.application.applicationId", "session.application.applicationId"},
	"bedrock-function": {"agent.id"}, "bedrock-api": {"agent.id"},
	"iot-preprovision": {"templateArn"}, "clientvpn": {"endpoint-id"}, "transfer": {"serverId"},
	"config": {"configRuleArn"}, "codecommit": {"Records.[].eventSourceARN"}, "secretsmanager": {"SecretId"},
	"cfn": {"StackId"}, "cfn-provider-framework": {"StackId"}, "stepfunctions": {"StateMachine.Id"},
	"lambda-destination": {"requestContext.functionArn"},
}

// IDs are what the event says that it comes from, for sources that say it: one for each record of a batch.
func IDs(s Source, e Event) []string {
	for _, path := range pins[s.Name()] {
		if ids := collect(e.Root, strings.Split(path, "."), nil); len(ids) > 0 {
			return ids
		}
	}
	return nil
}

// collect follows a path of names and appends the strings at its end.
func collect(value decoders.JSON, path []string, ids []string) []string {
	if len(path) == 0 {
		if value.IsString() {
			ids = append(ids, value.String())
		}
		return ids
	}
	if path[0] != "[]" {
		return collect(value.Get(path[0]), path[1:], ids)
	}
	for _, element := range value.Elements() {
		ids = collect(element, path[1:], ids)
	}
	return ids
}

// Authorised says whether an event of a source of HTTP requests came with the result of an authorizer, as its front end
// writes it; it is true for all other sources, which have none. A caller who invokes the function directly can forge it.
func Authorised(s Source, e Event) bool {
	context := e.Get("requestContext")
	switch s.Name() {
	case "rest-v1", "http-v1", "websocket-connect":
		identity := context.Get("identity")
		return holds(context.Get("authorizer")) || holds(identity.Get("userArn")) || holds(identity.Get("cognitoIdentityId"))
	case "http-v2":
		return holds(context.Get("authorizer"))
	case "function-url":
		return holds(context.Get("authorizer", "iam"))
	case "alb":
		identity, _ := e.header("x-amzn-oidc-data")
		return holds(identity)
	case "lattice-v1":
		return false // its events cannot say it
	case "lattice-v2":
		return context.Get("identity", "type").Equal("AWS_IAM")
	}
	return true
}

// Anonymous says whether an event came through a Function URL that asks nobody who they are: AuthType NONE.
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
func Anonymous(s Source, e Event) bool {
	context := e.Get("requestContext")
	return s.Name() == "function-url" && context.Get("accountId").Equal("anonymous") && !holds(context.Get("authorizer"))
}

// holds says whether a value is there and says something.
func holds(value decoders.JSON) bool {
	switch value.Kind() {
	case '{':
		for _, member := range value.Members() {
			if holds(member) {
				return true
			}
		}
		return false
	case '"':
		return len(value) > len(`""`)
	case 0, 'n':
		return false
	}
	return true
}
