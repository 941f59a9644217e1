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

// needs are those of the sources of All. A source that is not listed is asked always. It is a function, so that nothing is made
// before main, and nothing of it is kept.
func needs() map[Source]need { //nolint:funlen // a table
	return map[Source]need{
		RestV1{}:               {outer: "requestContext httpMethod path resource"},
		HTTPV1{}:               {outer: "requestContext version httpMethod path"},
		HTTPV2{}:               {outer: "requestContext version", context: "http"},
		FunctionURL{}:          {outer: "requestContext version", context: "http domainName"},
		ALB{}:                  {outer: "requestContext", context: "elb"},
		LatticeV1{}:            {outer: "raw_path method headers"},
		LatticeV2{}:            {outer: "requestContext version method"},
		WebSocketConnect{}:     {outer: "requestContext", context: "eventType connectionId"},
		WebSocketMessage{}:     {outer: "requestContext", context: "eventType connectionId"},
		WebSocketDisconnect{}:  {outer: "requestContext", context: "eventType connectionId"},
		AuthToken{}:            {outer: "type"},
		AuthRestRequest{}:      {outer: "type"},
		AuthHTTPV1{}:           {outer: "type version"},
		AuthHTTPV2{}:           {outer: "type version routeArn"},
		AuthWebSocket{}:        {outer: "type requestContext", context: "connectionId"},
		APIGWNonProxy{}:        {outer: "params context"},
		AppSync{}:              {outer: "arguments"},
		AppSyncBatch{}:         {list: true},
		AppSyncAuth{}:          {outer: "authorizationToken requestContext", context: "apiId requestId"},
		AppSyncEvents{}:        {outer: "info"},
		S3ObjectLambda{}:       {outer: "xAmzRequestId userRequest configuration"},
		S3Batch{}:              {outer: "invocationSchemaVersion tasks job"},
		LambdaEdge{}:           {outer: "Records", record: "cf"},
		SQS{}:                  {outer: "Records", record: "eventSource body"},
		Kinesis{}:              {outer: "Records", record: "eventSource kinesis"},
		KinesisWindow{}:        {outer: "Records window isFinalInvokeForWindow"},
		DynamoDB{}:             {outer: "Records", record: "eventSource dynamodb"},
		DynamoDBWindow{}:       {outer: "Records window isFinalInvokeForWindow"},
		Kafka{}:                {outer: "records eventSource"},
		ActiveMQ{}:             {outer: "messages eventSource"},
		RabbitMQ{}:             {outer: "rmqMessagesByQueue eventSource"},
		DocumentDB{}:           {outer: "events eventSource"},
		Pipes{}:                {list: true},
		Firehose{}:             {outer: "records invocationId deliveryStreamArn"},
		KinesisAnalytics{}:     {outer: "records invocationId"},
		CWLogs{}:               {outer: "awslogs"},
		SNS{}:                  {outer: "Records", record: "EventSource Sns"},
		S3{}:                   {outer: "Records", record: "eventSource s3"},
		Cognito{}:              {outer: "triggerSource userPoolId request"},
		CognitoSync{}:          {outer: "datasetName identityPoolId datasetRecords"},
		SES{}:                  {outer: "Records", record: "eventSource ses"},
		WorkMail{}:             {outer: "summaryVersion flowDirection envelope"},
		LexV1{}:                {outer: "currentIntent bot invocationSource"},
		LexV2{}:                {outer: "sessionState bot invocationSource"},
		Alexa{}:                {outer: "request"},
		AlexaSmartHome{}:       {outer: "directive"},
		Connect{}:              {outer: "Details"},
		ConnectCampaigns{}:     {outer: "InvocationMetadata Items"},
		BedrockFunction{}:      {outer: "messageVersion agent actionGroup function"},
		BedrockAPI{}:           {outer: "messageVersion agent actionGroup"},
		IoTAuthorizer{}:        {outer: "protocolData protocols"},
		IoTPreProvision{}:      {outer: "templateArn certificateId claimCertificateId"},
		IoTButton{}:            {outer: "serialNumber clickType"},
		ClientVPN{}:            {outer: "connection-id endpoint-id schema-version"},
		Transfer{}:             {outer: "serverId username protocol sourceIp"},
		ChimeSMA{}:             {outer: "SchemaVersion InvocationEventType CallDetails"},
		ChimeBot{}:             {outer: "Sender Discussion EventType"},
		Pinpoint{}:             {outer: "ApplicationId CampaignId Endpoints"},
		EventBridge{}:          {outer: "detail-type source detail"},
		Scheduled{}:            {outer: "detail-type source detail"},
		CWAlarm{}:              {outer: "alarmArn alarmData"},
		CWDashboard{}:          {outer: "widgetContext"},
		S3Test{}:               {outer: "Event"},
		LambdaDestination{}:    {outer: "requestPayload requestContext", context: "functionArn condition"},
		Durable{}:              {outer: "DurableExecutionArn InitialExecutionState"},
		Config{}:               {outer: "invokingEvent resultToken"},
		CodeCommit{}:           {outer: "Records", record: "eventSource codecommit"},
		CodePipeline{}:         {outer: "CodePipeline.job"},
		CodeDeployHook{}:       {outer: "DeploymentId LifecycleEventHookExecutionId"},
		CFN{}:                  {outer: "RequestType StackId LogicalResourceId ResourceType"},
		CFNProviderFramework{}: {outer: "RequestType StackId LogicalResourceId ResourceType"},
		SecretsManager{}:       {outer: "Step SecretId ClientRequestToken"},
	}
}

// candidate is a source with the signs of what it needs.
type candidate struct {
	Source
	outer, context, record uint64
	list                   bool
}

// candidates are all sources but Direct, in the order of All.
var candidates = sync.OnceValue(func() []candidate {
	list, all := make([]candidate, 0, len(All)), needs()
	for _, s := range All {
		if _, direct := s.(Direct); direct {
			continue
		}
		n := all[s]
		list = append(list, candidate{
			Source: s, outer: signsOf(n.outer), context: signsOf(n.context), record: signsOf(n.record), list: n.list,
		})
	}
	return list
})

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
