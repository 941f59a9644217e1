package source

import (
	"iter"

	"weir/decoders"
)

// StepFunctions is a task of a state machine that hands its context, or the token of a task that waits, to the function.
// A task that hands over nothing of the kind is whatever its input is.
type StepFunctions struct{ noNote }

// Name is "stepfunctions".
func (StepFunctions) Name() string { return "stepfunctions" }

// Recognise asks for texts Execution.Id and State.Name, or for a text TaskToken.
func (StepFunctions) Recognise(e Event) bool {
	return e.Get("TaskToken").IsString() || e.Get("Execution", "Id").IsString() && e.Get("State", "Name").IsString()
}

// Fields yields every string and every name: all but the context is the input of the state machine's author.
func (StepFunctions) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.everything = true
		w.kind = taskKind
		w.walk(e.Root)
	}
}

func taskKind(path decoders.Path) Kind {
	if len(path) == 1 && string(path[0].Key) == "TaskToken" {
		return Token
	}
	return directKind(path)
}

// Refuse fails the task. The error type is the name of the error in the state machine, which may catch it; with a task
// token too the task fails at once, and does not wait for its heartbeat. A Retry on States.TaskFailed or States.ALL
// runs the event again, refused each time: it wants MaxAttempts 0 for Function.Blocked (not verified on AWS). A reply
// would be taken for the task's result.
func (StepFunctions) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }
