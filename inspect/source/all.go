package source

import "strings"

// All lists the sources. Their order does not matter.
var All = []Source{
	RestV1{},
	HTTPV1{},
	HTTPV2{},
	FunctionURL{},
	ALB{},
	LatticeV1{},
	LatticeV2{},
	WebSocketConnect{},
	WebSocketMessage{},
	WebSocketDisconnect{},
	AuthToken{},
	AuthRestRequest{},
	AuthHTTPV1{},
	AuthHTTPV2{},
	AuthWebSocket{},
	APIGWNonProxy{},
	AppSync{},
	AppSyncBatch{},
	AppSyncAuth{},
	AppSyncEvents{},
	S3ObjectLambda{},
	S3Batch{},
	LambdaEdge{},
	SQS{},
	Kinesis{},
	KinesisWindow{},
	DynamoDB{},
	DynamoDBWindow{},
	Kafka{},
	ActiveMQ{},
	RabbitMQ{},
	DocumentDB{},
	Pipes{},
	Firehose{},
	KinesisAnalytics{},
	CWLogs{},
	SNS{},
	S3{},
	Cognito{},
	CognitoSync{},
	SES{},
	WorkMail{},
	LexV1{},
	LexV2{},
	Alexa{},
	AlexaSmartHome{},
	Connect{},
	ConnectCampaigns{},
	BedrockFunction{},
	BedrockAPI{},
	IoTAuthorizer{},
	IoTPreProvision{},
	IoTButton{},
	ClientVPN{},
	Transfer{},
	ChimeSMA{},
	ChimeBot{},
	Pinpoint{},
	EventBridge{},
	Scheduled{},
	CWAlarm{},
	CWDashboard{},
	S3Test{},
	LambdaDestination{},
	Durable{},
	StepFunctions{},
	Config{},
	CodeCommit{},
	CodePipeline{},
	CodeDeployHook{},
	CFN{},
	CFNProviderFramework{},
	SecretsManager{},
	Direct{},
}

// Recognise returns the source of an event: the one that recognises it, and otherwise Direct. It is ambiguous if two
// sources claim the event, or if its records are of different origins: AWS sends no such event.
func Recognise(e Event) (source Source, ambiguous bool) {
	list := candidates()
	for i := range list {
		c := &list[i]
		if !e.mayBe(c) || !c.Recognise(e) {
			continue
		}
		if source != nil {
			return Direct{}, true
		}
		source = c.Source
	}
	if source == nil {
		return Direct{}, mixed(e)
	}
	return source, false
}

// Named returns the source of that name, or nil. What a Namer tells of its events behind a colon leads to it too.
func Named(name string) Source {
	outer, _, detailed := strings.Cut(name, ":")
	for _, s := range All {
		if _, ok := s.(Namer); s.Name() == name || ok && detailed && s.Name() == outer {
			return s
		}
	}
	return nil
}

// NameOf is the name under which a verdict on the event of a source is logged.
func NameOf(s Source, e Event) string {
	if n, ok := s.(Namer); ok {
		return n.NameOf(e)
	}
	return s.Name()
}

// Names returns the names of all sources, in the order of All.
func Names() []string {
	names := make([]string, len(All))
	for i, s := range All {
		names[i] = s.Name()
	}
	return names
}
