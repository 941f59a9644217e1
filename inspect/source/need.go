package source

import (
	"strings"
	"sync"
)

// need is what every event of a source has: names of members, separated by blanks. Sources whose needs an event does not
// meet need not be asked whether it is theirs, and that are nearly all.
type need struct {
	outer   string // members of the event
	context string // members of its requestContext
	record  string // members of the first of its Records
	list    bool   // the event is a list, and has no members
}

// needs are those of the sources of All. A source that is not listed is asked always. It is a list and no map, so that it is data
// in the program, and no code.
var needs = []struct {
	Source
	need
}{
	{RestV1{}, need{outer: "requestContext httpMethod path resource"}},
	{HTTPV1{}, need{outer: "requestContext version httpMethod path"}},
	{HTTPV2{}, need{outer: "requestContext version", context: "http"}},
	{FunctionURL{}, need{outer: "requestContext version", context: "http domainName"}},
	{ALB{}, need{outer: "requestContext", context: "elb"}},
	{LatticeV1{}, need{outer: "raw_path method headers"}},
	{LatticeV2{}, need{outer: "requestContext version method"}},
	{WebSocketConnect{}, need{outer: "requestContext", context: "eventType connectionId"}},
	{WebSocketMessage{}, need{outer: "requestContext", context: "eventType connectionId"}},
	{WebSocketDisconnect{}, need{outer: "requestContext", context: "eventType connectionId"}},
	{AuthToken{}, need{outer: "type"}},
	{AuthRestRequest{}, need{outer: "type"}},
	{AuthHTTPV1{}, need{outer: "type version"}},
	{AuthHTTPV2{}, need{outer: "type version routeArn"}},
	{AuthWebSocket{}, need{outer: "type requestContext", context: "connectionId"}},
	{APIGWNonProxy{}, need{outer: "params context"}},
	{AppSyncBatch{}, need{list: true}},
	{AppSyncAuth{}, need{outer: "authorizationToken requestContext", context: "apiId requestId"}},
	{AppSyncEvents{}, need{outer: "info"}},
	{S3ObjectLambda{}, need{outer: "xAmzRequestId userRequest configuration"}},
	{S3Batch{}, need{outer: "invocationSchemaVersion tasks job"}},
	{LambdaEdge{}, need{outer: "Records", record: "cf"}},
	{SQS{}, need{outer: "Records", record: "eventSource body"}},
	{Kinesis{}, need{outer: "Records", record: "eventSource kinesis"}},
	{KinesisWindow{}, need{outer: "Records window isFinalInvokeForWindow"}},
	{DynamoDB{}, need{outer: "Records", record: "eventSource dynamodb"}},
	{DynamoDBWindow{}, need{outer: "Records window isFinalInvokeForWindow"}},
	{Kafka{}, need{outer: "records eventSource"}},
	{ActiveMQ{}, need{outer: "messages eventSource"}},
	{RabbitMQ{}, need{outer: "rmqMessagesByQueue eventSource"}},
	{DocumentDB{}, need{outer: "events eventSource"}},
	{Pipes{}, need{list: true}},
	{Firehose{}, need{outer: "records invocationId deliveryStreamArn"}},
	{KinesisAnalytics{}, need{outer: "records invocationId"}},
	{CWLogs{}, need{outer: "awslogs"}},
	{SNS{}, need{outer: "Records", record: "EventSource Sns"}},
	{S3{}, need{outer: "Records", record: "eventSource s3"}},
	{Cognito{}, need{outer: "triggerSource userPoolId request"}},
	{CognitoSync{}, need{outer: "datasetName identityPoolId datasetRecords"}},
	{SES{}, need{outer: "Records", record: "eventSource ses"}},
	{WorkMail{}, need{outer: "summaryVersion flowDirection envelope"}},
	{LexV1{}, need{outer: "currentIntent bot invocationSource"}},
	{LexV2{}, need{outer: "sessionState bot invocationSource"}},
	{Alexa{}, need{outer: "request"}},
	{AlexaSmartHome{}, need{outer: "directive"}},
	{Connect{}, need{outer: "Details"}},
	{ConnectCampaigns{}, need{outer: "InvocationMetadata Items"}},
	{BedrockFunction{}, need{outer: "messageVersion agent actionGroup function"}},
	{BedrockAPI{}, need{outer: "messageVersion agent actionGroup"}},
	{IoTAuthorizer{}, need{outer: "protocolData protocols"}},
	{IoTPreProvision{}, need{outer: "templateArn certificateId claimCertificateId"}},
	{IoTButton{}, need{outer: "serialNumber clickType"}},
	{ClientVPN{}, need{outer: "connection-id endpoint-id schema-version"}},
	{Transfer{}, need{outer: "serverId username protocol sourceIp"}},
	{ChimeSMA{}, need{outer: "SchemaVersion InvocationEventType CallDetails"}},
	{ChimeBot{}, need{outer: "Sender Discussion EventType"}},
	{Pinpoint{}, need{outer: "ApplicationId CampaignId Endpoints"}},
	{EventBridge{}, need{outer: "detail-type source detail"}},
	{Scheduled{}, need{outer: "detail-type source detail"}},
	{CWAlarm{}, need{outer: "alarmArn alarmData"}},
	{CWDashboard{}, need{outer: "widgetContext"}},
	{S3Test{}, need{outer: "Event"}},
	{LambdaDestination{}, need{outer: "requestPayload requestContext", context: "functionArn condition"}},
	{Durable{}, need{outer: "DurableExecutionArn InitialExecutionState"}},
	{Config{}, need{outer: "invokingEvent resultToken"}},
	{CodeCommit{}, need{outer: "Records", record: "eventSource codecommit"}},
	{CodePipeline{}, need{outer: "CodePipeline.job"}},
	{CodeDeployHook{}, need{outer: "DeploymentId LifecycleEventHookExecutionId"}},
	{CFN{}, need{outer: "RequestType StackId LogicalResourceId ResourceType"}},
	{CFNProviderFramework{}, need{outer: "RequestType StackId LogicalResourceId ResourceType"}},
	{SecretsManager{}, need{outer: "Step SecretId ClientRequestToken"}},
}

// candidate is a source with the signs of what it needs.
type candidate struct {
	Source
	outer, context, record uint64
	list                   bool
}

// candidates are all sources but Direct, in the order of All.
var candidates = sync.OnceValue(func() []candidate {
	list := make([]candidate, 0, len(All))
	for _, s := range All {
		if _, direct := s.(Direct); direct {
			continue
		}
		n := needOf(s)
		list = append(list, candidate{
			Source: s, outer: signsOf(n.outer), context: signsOf(n.context), record: signsOf(n.record), list: n.list,
		})
	}
	return list
})

func needOf(s Source) need {
	for i := range needs {
		if needs[i].Source == s {
			return needs[i].need
		}
	}
	return need{}
}

func signsOf(names string) (signs uint64) {
	for _, name := range strings.Fields(names) {
		signs |= sign(name)
	}
	return signs
}

// mayBe says whether the event may be of a candidate: false is a promise, and costs no look at any name.
func (e *Event) mayBe(c *candidate) bool {
	p := e.parts()
	if p.outer.signs&c.outer != c.outer || c.list && !e.Root.IsArray() {
		return false
	}
	if e.batch {
		return c.context == 0 && p.inner.signs&c.record == c.record
	}
	return p.inner.signs&c.context == c.context
}
