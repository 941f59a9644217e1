package source

import (
	"strings"

	"weir/decoders"
)

// membersOf are the outer members of the events of sources that are only logged by default, as AWS's pages and samples name them,
// separated by blanks. Whatever else such an event holds is a guest: whoever can add a member to an event of the user's own can make
// it look like one of these sources, and must not gain by it.
var membersOf = []struct {
	Defaults
	members string
}{
	{ChimeSMA{}, "SchemaVersion Sequence InvocationEventType CallDetails ActionData ErrorType ErrorMessage"},
	{ChimeBot{}, "Sender Discussion EventType InboundHttpsEndpoint EventTimestamp Message"},
	{CFN{}, customResourceMembers},
	{CFNProviderFramework{}, customResourceMembers},
	{CWAlarm{}, "source alarmArn accountId time region alarmData"},
	{CWDashboard{}, "widgetContext"},
	{CodeCommit{}, "Records"},
	{CodeDeployHook{}, "DeploymentId LifecycleEventHookExecutionId"},
	{CodePipeline{}, "CodePipeline.job"},
	{Config{}, "version invokingEvent ruleParameters resultToken eventLeftScope executionRoleArn configRuleArn configRuleName configRuleId accountId evaluationMode"},
	{CWLogs{}, "awslogs"},
	{Pinpoint{}, "MessageConfiguration ApplicationId CampaignId TreatmentId ActivityId ScheduledTime Endpoints Message Data"},
	{SecretsManager{}, "Step SecretId ClientRequestToken RotationToken"},
}

const customResourceMembers = "RequestType ServiceToken ResponseURL StackId RequestId ResourceType LogicalResourceId PhysicalResourceId " +
	"ResourceProperties OldResourceProperties"

// Guests are the outer members of an event that its source does not know, as a field's path begins with them. Only sources that are
// not to be blocked by default have any.
func Guests(s Source, e Event) []string {
	known, is := knownMembers(s)
	if !is {
		return nil
	}
	var guests []string
	for name := range e.Root.Members() {
		if text := name.String(); !strings.Contains(known, " "+text+" ") {
			guests = append(guests, decoders.Path{{Key: []byte(text)}}.String())
		}
	}
	return guests
}

func knownMembers(s Source) (members string, is bool) {
	for _, m := range membersOf {
		if Source(m.Defaults) == s {
			return " " + m.members + " ", true
		}
	}
	return "", false
}
