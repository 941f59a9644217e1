package source

import (
	"iter"

	"weir/decoders"
)

// LambdaDestination is the record of an invocation of another function, of which this function is a destination.
type LambdaDestination struct{ noNote }

// Name is "lambda-destination".
func (LambdaDestination) Name() string { return "lambda-destination" }

// Recognise asks for requestPayload and for requestContext with functionArn and condition.
func (LambdaDestination) Recognise(e Event) bool {
	context := e.Get("requestContext")
	return e.has("requestPayload") && context.Get("functionArn").IsString() && context.Get("condition").IsString()
}

var (
	keyRequestPayload  = decoders.Step{Key: []byte("requestPayload")}
	keyResponsePayload = decoders.Step{Key: []byte("responsePayload")}
)

// Fields yields the event that the other function got and what it answered, each whole, and the rest of the record. An
// event in requestPayload is read as its own source's; it may well be one that Weir has refused there, and a finding in
// it says so by its path.
func (LambdaDestination) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.document(e.Get("requestPayload"), keyRequestPayload)
		w.document(e.Get("responsePayload"), keyResponsePayload)
		w.walk(e.Root)
	}
}

// Refuse ends the delivery. Nobody waits for an answer, and the other function's invocation is over. Swallowed, the
// record is gone, and goes to this function's own destination for successes; as an error it runs twice more, refused
// each time, and then goes to this function's own dead-letter queue or destination for failures.
func (LambdaDestination) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuseAsync(note, policy)
}
