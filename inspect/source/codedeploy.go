package source

import "iter"

// CodeDeployHook is a lifecycle event of a deployment by AWS CodeDeploy, for which the function is a hook.
type CodeDeployHook struct{ noNote }

// Name is "codedeploy-hook".
func (CodeDeployHook) Name() string { return "codedeploy-hook" }

// Recognise asks for texts DeploymentId and LifecycleEventHookExecutionId.
func (CodeDeployHook) Recognise(e Event) bool {
	return e.Get("DeploymentId").IsString() && e.Get("LifecycleEventHookExecutionId").IsString()
}

// DefaultMode is "monitor": a refused hook holds the deployment up.
func (CodeDeployHook) DefaultMode() string { return "monitor" }

var codeDeployKinds = kindList{
	{place{"DeploymentId"}, Identifier},
	{place{"LifecycleEventHookExecutionId"}, Identifier},
}

// Fields yields the whole event, which holds two ids and nothing of a user's.
func (CodeDeployHook) Fields(e Event) iter.Seq[Field] { return codeDeployKinds.all(e) }

// Refuse ends the delivery, and leaves the deployment waiting for its hook's timeout: only
// PutLifecycleEventHookExecutionStatus, a call of CodeDeploy's API, ends the hook. Nobody waits for an answer (not
// verified on AWS). Swallowed, the event is gone; as an error it runs twice more, refused each time, and then goes to
// the function's dead-letter queue or destination for failures.
func (CodeDeployHook) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuseAsync(note, policy)
}
