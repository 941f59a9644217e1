package source

import (
	"encoding/json"
	"iter"
	"strings"

	"weir/decoders"
)

// KinesisWindow is a batch of a data stream whose mapping aggregates over tumbling windows.
type KinesisWindow struct{ noNote }

// DynamoDBWindow is a batch of a table's stream whose mapping aggregates over tumbling windows.
type DynamoDBWindow struct{ noNote }

// Name is "kinesis-window".
func (KinesisWindow) Name() string { return "kinesis-window" }

// Name is "dynamodb-window".
func (DynamoDBWindow) Name() string { return "dynamodb-window" }

// Recognise asks for Records, window and isFinalInvokeForWindow; for the records of "kinesis", or, if there are none, for
// a data stream in eventSourceARN.
func (KinesisWindow) Recognise(e Event) bool {
	return windowed(e) && windowOf(e, "kinesis", everyRecord(e, "eventSource", "aws:kinesis", "kinesis"))
}

// Recognise asks for Records, window and isFinalInvokeForWindow; for the records of "dynamodb", or, if there are none,
// for a table in eventSourceARN.
func (DynamoDBWindow) Recognise(e Event) bool {
	return windowed(e) && windowOf(e, "dynamodb", everyRecord(e, "eventSource", "aws:dynamodb", "dynamodb"))
}

// windowed says whether a batch belongs to a tumbling window.
func windowed(e Event) bool {
	return records(e) != nil && e.has("window") && e.has("isFinalInvokeForWindow")
}

// windowOf says whether a window is over a stream of the service.
func windowOf(e Event, service string, itsRecords bool) bool {
	if records(e).Len() > 0 {
		return itsRecords
	}
	arn := strings.SplitN(e.Get("eventSourceARN").String(), ":", 4)
	return len(arn) == 4 && arn[0] == "arn" && arn[2] == service
}

var keyState = decoders.Step{Key: []byte("state")}

// Fields yields what "kinesis" yields, and the state that the handler returned before.
func (KinesisWindow) Fields(e Event) iter.Seq[Field] {
	return windowFields(e, (*walker).kinesisRecord)
}

// Fields yields what "dynamodb" yields, and the state that the handler returned before.
func (DynamoDBWindow) Fields(e Event) iter.Seq[Field] {
	return windowFields(e, (*walker).dynamoRecord)
}

func windowFields(e Event, fields func(*walker, decoders.JSON)) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.eachOf(records(e), true, func(record decoders.JSON) { fields(w, record) }, keyRecords)
		w.cover(records(e))
		w.foreign(e.Get("state"), keyState)
		w.walk(e.Root)
	}
}

// Records is the number of records of the stream; it may be 0.
func (KinesisWindow) Records(e Event) int { return kinesisBatch.count(e) }

// Each yields the records of the stream.
func (KinesisWindow) Each(e Event) iter.Seq2[int, decoders.JSON] { return kinesisBatch.records(e) }

// Records is the number of changes; it may be 0.
func (DynamoDBWindow) Records(e Event) int { return dynamoBatch.count(e) }

// Each yields the changes.
func (DynamoDBWindow) Each(e Event) iter.Seq2[int, decoders.JSON] { return dynamoBatch.records(e) }

// Refuse spares the handler the records: they are done with, reported or retried as for "kinesis", and the answer
// repeats the state, since an answer without one would reset the aggregation. The invocation that ends a window reaches
// the handler even then, without its records: nobody else can conclude the window. Only in the mode fail it fails, and
// the shard stands still until it succeeds.
func (KinesisWindow) Refuse(e Event, note Note, policy Policy) Outcome {
	return kinesisBatch.window(e, countTo(kinesisBatch.count(e)), note, policy)
}

// Refuse spares the handler the changes: they are done with, reported or retried as for "dynamodb", and the answer
// repeats the state, since an answer without one would reset the aggregation. The invocation that ends a window reaches
// the handler even then, without its changes: nobody else can conclude the window. Only in the mode fail it fails, and
// the shard stands still until it succeeds.
func (DynamoDBWindow) Refuse(e Event, note Note, policy Policy) Outcome {
	return dynamoBatch.window(e, countTo(dynamoBatch.count(e)), note, policy)
}

// Without takes out the records in bad, as "kinesis" does. If none is left, Weir answers with the state as it came,
// unless the invocation ends the window: then the handler gets an empty list.
func (KinesisWindow) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return kinesisBatch.window(e, bad, note, policy)
}

// Without takes out the changes in bad, as "dynamodb" does. If none is left, Weir answers with the state as it came,
// unless the invocation ends the window: then the handler gets an empty list.
func (DynamoDBWindow) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return dynamoBatch.window(e, bad, note, policy)
}

// window is without for a tumbling window (AWS Lambda developer guide, "Tumbling windows").
func (p polled) window(e Event, bad []int, note Note, policy Policy) Outcome {
	t, ok := p.take(e, bad, policy)
	final := e.Get("isFinalInvokeForWindow").Kind() == 't' || e.Get("isWindowTerminatedEarly").Kind() == 't'
	switch {
	case !ok:
		return blocked(note)
	case t.left > 0 || final:
		return t.forward()
	}
	state := e.Get("state")
	if state == nil {
		state = decoders.JSON("{}")
	}
	if !json.Valid(state) {
		return blocked(note) // no state that Lambda has kept: an answer without it would reset the aggregation
	}
	answer := append(append([]byte(`{"state":`), state...), ',')
	return Reply{Payload: append(answer, p.alone(t)[1:]...), Swallows: len(t.failures) == 0}
}
