package source

import "iter"

// Durable is an invocation of a durable function: its input, and on later runs what has happened since.
type Durable struct{ noNote }

// Name is "durable".
func (Durable) Name() string { return "durable" }

// Recognise asks for a text DurableExecutionArn and an object InitialExecutionState.
func (Durable) Recognise(e Event) bool {
	return e.Get("DurableExecutionArn").IsString() && e.Get("InitialExecutionState").IsObject()
}

var durableKinds = kindList{{place{"CheckpointToken"}, Token}}

// Fields yields the whole event. The caller's own event stands as a text in the InputPayload of an operation, and is
// read as its source's from there. Results of callbacks and of other functions come from outside; results of the
// function's own steps are inspected too, since whoever may invoke the function can write any of them.
func (Durable) Fields(e Event) iter.Seq[Field] { return durableKinds.all(e) }

// Refuse ends the execution, as a success of the invocation: an error would run again. The execution fails with the
// error type Function.Blocked and the incident id, which whoever reads its result sees. The event comes again with each
// run of an execution, so what a callback brings in is refused as well. That the status is written in capitals is read
// from AWS's library for .NET, and not verified on AWS.
func (Durable) Refuse(_ Event, note Note, _ Policy) Outcome {
	b := appendQuoted([]byte(`{"Status":"FAILED","Error":{"ErrorType":"`+Blocked+`","ErrorMessage":`), blocked(note).Message)
	return Reply{Payload: append(b, "}}"...)}
}
