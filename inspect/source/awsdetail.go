package source

import (
	"strings"

	"weir/decoders"
)

// Services of AWS put events on the default bus under sources that begin with "aws.", which nobody else can: PutEvents refuses them
// (EventBridge user guide, PutEvents). What a service names in a detail is its own, and the kind of what stands there is known: the
// commands of a container, the message of an error, the path of a process. What others name or write in it (tags, parameters, keys of
// objects, messages of commits, agents) is in no list, unless its kind says so. Partners' events are written by partners.

// detailKinds are the kinds in the events of one service, and in those of all.
type detailKinds struct{ service kindList }

// of returns the kind of what stands at path.
func (k detailKinds) of(path decoders.Path) Kind {
	if len(path) < 2 {
		return Unknown
	}
	for _, list := range [...]kindList{k.service, awsMessages} {
		for _, row := range list { // of most rows the member of the detail is another
			if row.at[1] == string(path[1].Key) && row.at.begins(path) {
				return row.kind
			}
		}
	}
	return Unknown
}

// detailKindsOf returns what is known of the event of a bus; nil if it is none of AWS's services.
func detailKindsOf(e Event) func(decoders.Path) Kind {
	var room [64]byte
	name := string(e.Get("source").Text(room[:0]))
	if service, is := strings.CutPrefix(name, "aws."); !is || strings.HasPrefix(service, "partner/") {
		return nil
	}
	if strings.HasSuffix(string(e.Get("detail-type").Text(room[:0])), " via CloudTrail") {
		return detailKinds{trailKindsOf(e, name)}.of
	}
	return detailKinds{kindsOf(awsServices, name)}.of
}

// awsService is a service and the kinds in its events, by the source of the events.
type awsService struct {
	source string
	kinds  kindList
}

func kindsOf(services []awsService, source string) kindList {
	for _, s := range services {
		if s.source == source {
			return s.kinds
		}
	}
	return nil
}

// awsMessages are the names by which services tell what happened: AWS's own prose around what it was about.
var awsMessages = kindList{
	{place{"detail", "message"}, Log},
	{place{"detail", "Message"}, Log},
	{place{"detail", "detailMessage"}, Log},
	{place{"detail", "errorMessage"}, Log},
	{place{"detail", "error-message"}, Log},
	{place{"detail", "error"}, Log},
	{place{"detail", "cause"}, Log},
	{place{"detail", "Cause"}, Log},
	{place{"detail", "reason"}, Log},
	{place{"detail", "failureMessage"}, Log},
	{place{"detail", "FailureReason"}, Log},
	{place{"detail", "failureReason"}, Log},
	{place{"detail", "FailureMessage"}, Log},
	{place{"detail", "ExitMessage"}, Log},
	{place{"detail", "statusMessage"}, Log},
	{place{"detail", "StatusMessage"}, Log},
	{place{"detail", "statusReason"}, Log},
	{place{"detail", "stoppedReason"}, Log},
	{place{"detail", "status-details"}, Log},
}

// awsServices are the kinds in the events of single services, by their source. The names are those of the events' schemas in EventBridge's
// registry "aws.events".
var awsServices = []awsService{
	{"aws.s3", kindList{
		{place{"detail", "object", "key"}, Path},
		{place{"detail", "bucket", "name"}, Identifier},
	}},
	{"aws.guardduty", kindList{
		{place{"detail", "service", "runtimeDetails"}, Code},
		{place{"detail", "service", "ebsVolumeScanDetails"}, Path},
		{place{"detail", "service", "malwareScanDetails"}, Path},
		{place{"detail", "service", "action", "kubernetesApiCallAction", "requestUri"}, Log},
		{place{"detail", "title"}, Log},
		{place{"detail", "description"}, Log},
		{place{"detail", "s3ObjectDetails", "objectKey"}, Path},
	}},
	{"aws.securityhub", kindList{
		{place{"detail", "findings", "Title"}, Log},
		{place{"detail", "findings", "Description"}, Log},
		{place{"detail", "findings", "Process"}, Code},
		{place{"detail", "findings", "Malware"}, Path},
		{place{"detail", "findings", "Threats"}, Path},
		{place{"detail", "findings", "Vulnerabilities"}, Code},
		{place{"detail", "findings", "Remediation"}, Log},
		{place{"detail", "findings", "Resources", "Details", "AwsEcsTaskDefinition"}, Code},
		{place{"detail", "findings", "Resources", "Details", "AwsCodeBuildProject"}, Code},
		{place{"detail", "findings", "Resources", "Details", "Container"}, Path},
		{place{"detail", "findings", "ProductFields", "aws/guardduty/service/runtimeDetails/context/commandLineExample"}, Code},
		{place{"detail", "findings", "ProductFields", "aws/guardduty/service/runtimeDetails/context/scriptPath"}, Path},
		{place{"detail", "findings", "ProductFields", "aws/guardduty/service/runtimeDetails/process/executablePath"}, Path},
		// Findings of the second version are in the Open Cybersecurity Schema Framework.
		{place{"detail", "findings", "finding_info"}, Log},
		{place{"detail", "findings", "evidences", "process"}, Code},
		{place{"detail", "findings", "vulnerabilities"}, Code},
		{place{"detail", "findings", "remediation"}, Log},
	}},
	{"aws.inspector2", kindList{
		{place{"detail", "packageVulnerabilityDetails"}, Code},
		{place{"detail", "codeVulnerabilityDetails"}, Code},
		{place{"detail", "title"}, Log},
		{place{"detail", "description"}, Log},
		{place{"detail", "remediation"}, Log},
	}},
	{"aws.macie", kindList{
		{place{"detail", "resourcesAffected", "s3Object", "key"}, Path},
		{place{"detail", "resourcesAffected", "s3Object", "path"}, Path},
	}},
	{"aws.config", kindList{
		{place{"detail", "configurationItemDiff"}, Code},
		{place{"detail", "configurationItem", "configuration", "containerDefinitions"}, Code},
		{place{"detail", "configurationItem", "configuration", "ContainerDefinitions"}, Code},
		{place{"detail", "configurationItem", "configuration", "source", "buildspec"}, Code},
		{place{"detail", "configurationItem", "configuration", "environment"}, Code},
		{place{"detail", "configurationItem", "configuration", "AWS:Application"}, Code},
	}},
	{"aws.codebuild", kindList{
		{place{"detail", "additional-information", "phases"}, Log},
		{place{"detail", "additional-information", "environment"}, Code},
		{place{"detail", "additional-information", "source", "buildspec"}, Code},
		{place{"detail", "completed-phase-context"}, Log},
	}},
	{"aws.codepipeline", kindList{
		{place{"detail", "execution-result"}, Log},
		{place{"detail", "execution-trigger", "commit-message"}, Text},
	}},
	{"aws.codecommit", kindList{
		{place{"detail", "title"}, Text},
		{place{"detail", "description"}, Text},
		{place{"detail", "notificationBody"}, Text},
	}},
	{"aws.ecs", kindList{
		{place{"detail", "overrides"}, Code},
		{place{"detail", "containers", "reason"}, Log},
	}},
	{"aws.batch", kindList{
		{place{"detail", "container", "command"}, Code},
		{place{"detail", "container", "environment"}, Code},
		{place{"detail", "container", "mountPoints"}, Path},
		{place{"detail", "container", "volumes"}, Path},
		{place{"detail", "ecsProperties"}, Code},
		{place{"detail", "eksProperties"}, Code},
		{place{"detail", "nodeProperties"}, Code},
	}},
	{"aws.emr", kindList{
		{place{"detail", "name"}, Code},
		{place{"detail", "stateChangeReason"}, Log},
	}},
	{"aws.ssm", kindList{
		{place{"detail", "parameters"}, Code},
		{place{"detail", "task-invocation-parameters"}, Code},
		{place{"detail", "name"}, Path},
	}},
	{"aws.cloudwatch", kindList{
		{place{"detail", "configuration", "metrics"}, Code},
		{place{"detail", "configuration", "description"}, Text},
		{place{"detail", "state"}, Log},
		{place{"detail", "previousState"}, Log},
	}},
	{"aws.sagemaker", kindList{
		{place{"detail", "AppSpecification"}, Code},
		{place{"detail", "Environment"}, Code},
		{place{"detail", "HyperParameters"}, Code},
	}},
	{"aws.autoscaling", kindList{{place{"detail", "Description"}, Log}}},
	{"aws.athena", kindList{{place{"detail", "athenaError"}, Log}}},
	{"aws.imagebuilder", kindList{{place{"detail", "state", "reason"}, Log}}},
	{"aws.health", kindList{{place{"detail", "eventDescription"}, Log}}},
	{"aws.transfer", kindList{{place{"detail", "file-path"}, Path}}},
}
