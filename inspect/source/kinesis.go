package source

import (
	"iter"

	"weir/decoders"
)

// Kinesis is a batch of records that an event source mapping has read from a shard of a data stream.
type Kinesis struct{ noNote }

// Name is "kinesis".
func (Kinesis) Name() string { return "kinesis" }

// Recognise asks for Records, every one with eventSource "aws:kinesis" and kinesis, outside of a tumbling window.
func (Kinesis) Recognise(e Event) bool {
	return everyRecord(e, "eventSource", "aws:kinesis", "kinesis") && !windowed(e)
}

var (
	keyKinesis = decoders.Step{Key: []byte("kinesis")}
	keyData    = decoders.Step{Key: []byte("data")}
)

// Fields yields each record's data, its partition key, and the rest of the event. Of records that the Kinesis Producer
// Library has aggregated the data, partition keys and tags of each are fields of their own; one bad record inside makes
// the whole record of the stream a bad one.
func (Kinesis) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.recordFields(e, true, w.kinesisRecord)
	}
}

func (w *walker) kinesisRecord(record decoders.JSON) {
	w.producerData(record.Get("kinesis", "data"), Unknown, keyKinesis, keyData)
}

var kinesisBatch = polled{member: "Records", identify: byText("kinesis", "sequenceNumber")}

// Records is the number of records of the stream, aggregated ones counting as one.
func (Kinesis) Records(e Event) int { return kinesisBatch.count(e) }

// Each yields the records of the stream.
func (Kinesis) Each(e Event) iter.Seq2[int, decoders.JSON] { return kinesisBatch.records(e) }

// Refuse spares the handler the whole batch. In the mode filter every record counts as done, and the shard goes on
// behind them. In the mode report the batch comes back from its first record on, and in the mode fail as a whole: the
// shard stands still until the mapping's retries or the data's age end that, and its failure destination, if there is
// one, gets the place of the records. No producer learns of it.
func (Kinesis) Refuse(e Event, note Note, policy Policy) Outcome {
	return kinesisBatch.refuse(e, note, policy)
}

// Without takes out the records in bad.
//
// In the mode filter they count as done. In the mode report the first of them is reported as failed, and with it all
// that follow: Lambda reads the shard again from the lowest number that is reported, good records included, so the
// handler gets only those before. In the mode fail the whole batch fails and comes back. A batch of which nothing is
// left is answered without the handler.
func (Kinesis) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return kinesisBatch.without(e, bad, note, policy)
}
