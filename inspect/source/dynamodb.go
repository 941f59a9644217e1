package source

import (
	"iter"

	"weir/decoders"
)

// DynamoDB is a batch of changes that an event source mapping has read from a table's stream.
type DynamoDB struct{ noNote }

// Name is "dynamodb".
func (DynamoDB) Name() string { return "dynamodb" }

// Recognise asks for Records, every one with eventSource "aws:dynamodb" and dynamodb, outside of a tumbling window.
func (DynamoDB) Recognise(e Event) bool {
	return everyRecord(e, "eventSource", "aws:dynamodb", "dynamodb") && !windowed(e)
}

// Fields yields the attributes of the keys and of both images, names included, and the rest of the event. Values of the
// types B and BS are declared as Base64; what they hold may be any bytes.
func (DynamoDB) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.recordFields(e, true, w.dynamoRecord)
	}
}

// images are the members of a change that hold attributes.
var images = [...]string{"Keys", "NewImage", "OldImage"}

var keyDynamoDB = decoders.Step{Key: []byte("dynamodb")}

func (w *walker) dynamoRecord(record decoders.JSON) {
	change := record.Get("dynamodb")
	w.hint = binaryAttribute
	for _, image := range images {
		w.foreign(change.Get(image), keyDynamoDB, decoders.Step{Key: []byte(image)})
	}
	w.hint = nil
}

// binaryAttribute declares Base64 for what stands under the type B, or in a list under BS.
func binaryAttribute(path decoders.Path) decoders.Hint {
	n := len(path)
	if string(path[n-1].Key) == "B" || path[n-1].Key == nil && n > 1 && string(path[n-2].Key) == "BS" {
		return base64Declared
	}
	return decoders.Hint{}
}

var dynamoBatch = polled{member: "Records", identify: byText("dynamodb", "SequenceNumber")}

// Records is the number of changes.
func (DynamoDB) Records(e Event) int { return dynamoBatch.count(e) }

// Each yields the changes.
func (DynamoDB) Each(e Event) iter.Seq2[int, decoders.JSON] { return dynamoBatch.records(e) }

// Refuse spares the handler the whole batch. In the mode filter every change counts as done, and the shard goes on
// behind them. In the mode report the batch comes back from its first change on, and in the mode fail as a whole: the
// shard stands still until the mapping's retries end, or 24 hours, after which a stream forgets its changes. The table
// keeps them in any case, and its writer learns nothing.
func (DynamoDB) Refuse(e Event, note Note, policy Policy) Outcome {
	return dynamoBatch.refuse(e, note, policy)
}

// Without takes out the changes in bad.
//
// In the mode filter they count as done. In the mode report the first of them is reported as failed, and with it all
// that follow: Lambda reads the shard again from the lowest number that is reported, good changes included, so the
// handler gets only those before. In the mode fail the whole batch fails and comes back. A batch of which nothing is
// left is answered without the handler.
func (DynamoDB) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return dynamoBatch.without(e, bad, note, policy)
}
