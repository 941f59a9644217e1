package source

import "iter"

// CodePipeline is an action of a pipeline of AWS CodePipeline: a job for the function.
type CodePipeline struct{ noNote }

// Name is "codepipeline".
func (CodePipeline) Name() string { return "codepipeline" }

// Recognise asks for an object CodePipeline.job, which is one name.
func (CodePipeline) Recognise(e Event) bool { return e.Get("CodePipeline.job").IsObject() }

// DefaultMode is "monitor": a refused job hangs.
func (CodePipeline) DefaultMode() string { return "monitor" }

var codePipelineKinds = kindList{
	{place{"CodePipeline.job", "data", "artifactCredentials"}, Token},
	{place{"CodePipeline.job", "data", "inputArtifacts", "location", "s3Location", "objectKey"}, Path},
	{place{"CodePipeline.job", "data", "outputArtifacts", "location", "s3Location", "objectKey"}, Path},
}

// Fields yields the whole event: the user parameters, the artifacts' names and places, and their credentials, which are
// secrets.
func (CodePipeline) Fields(e Event) iter.Seq[Field] { return codePipelineKinds.all(e) }

// Refuse ends the delivery, and leaves the pipeline waiting: the job runs until the action's timeout, since only
// PutJobFailureResult, a call of CodePipeline's API, ends it ("Invoke an AWS Lambda function in a pipeline", AWS
// CodePipeline user guide). Nobody waits for an answer (not verified on AWS). Swallowed, the event is gone; as an error
// it runs twice more, refused each time, and then goes to the function's dead-letter queue or destination for failures.
func (CodePipeline) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuseAsync(note, policy)
}
