package source

import "weir/decoders"

// longestOwned is the longest place that owned knows, in bytes.
const longestOwned = len("requestContext.authentication.clientCert.validity")

// owned says that the last name on a path is AWS's own, by the names of the members around it. Around other names are the user's:
// arguments of GraphQL, the detail of an event, what a user's authorizer has found out. A place that is missing here costs time.
func owned(path decoders.Path) bool {
	var room [longestOwned]byte
	around := room[:0]
	for _, step := range path[:len(path)-1] {
		if step.Key == nil {
			continue
		}
		if len(around)+1+len(step.Key) > len(room) {
			return false
		}
		if len(around) > 0 {
			around = append(around, '.')
		}
		around = append(around, step.Key...)
	}
	switch string(around) {
	case "":
		return len(path) > 1 || ownedOuter(string(path[0].Key))
	case "Records", "Records.Sns", "Records.attributes", "Records.dynamodb", "Records.kinesis", "Records.requestParameters",
		"Records.responseElements", "Records.s3", "Records.s3.bucket", "Records.s3.bucket.ownerIdentity", "Records.s3.object", "Records.ses.mail",
		"Records.ses.receipt", "Records.ses.receipt.action", "Records.userIdentity",
		"records", "records.kinesisRecordMetadata", "records.kinesisStreamRecordMetadata", "attributes", "dynamodb",
		"requestContext", "requestContext.authorizer.iam", "requestContext.elb", "requestContext.http", "requestContext.identity",
		"requestContext.identity.clientCert", "requestContext.authentication.clientCert",
		"CodePipeline.job", "Details.ContactData", "agent", "alarmData.configuration.metrics", "alarmData.previousState", "alarmData.state",
		"awslogs.data.logEvents", "bot", "configuration", "connectionMetadata", "context", "directive.header", "events", "getObjectContext",
		"job", "request", "tasks", "userIdentity":
		return true
	}
	return false
}

// ownedOuter says that an outer member is AWS's own wherever it stands. The names of these are anybody's.
func ownedOuter(name string) bool {
	switch name {
	case "id", "messageId", "MessageId", "requestId", "taskId", "recordId", "principalId", "callerId", "userId", "accessKey", "connectionId", "Signature":
		return false
	}
	return true
}
