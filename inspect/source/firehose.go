package source

import (
	"iter"

	"weir/decoders"
)

// Firehose is a batch of records that a delivery stream hands over for transformation, and waits for.
type Firehose struct{ noNote }

// Name is "firehose".
func (Firehose) Name() string { return "firehose" }

// Recognise asks for the array records, invocationId and deliveryStreamArn.
func (Firehose) Recognise(e Event) bool {
	return e.Get("records").IsArray() && e.has("invocationId") && e.has("deliveryStreamArn")
}

var (
	keyRecordList = decoders.Step{Key: []byte("records")}
	keyKafkaValue = decoders.Step{Key: []byte("kafkaRecordValue")}
)

// Fields yields each record's data, which is kafkaRecordValue where the stream reads a cluster of MSK, and the rest of
// the event: partition keys are the producer's text. The data of a stream for logs of AWS WAF is a log.
func (Firehose) Fields(e Event) iter.Seq[Field] { return transformFields(e) }

// Records is the number of records.
func (Firehose) Records(e Event) int { return e.Get("records").Len() }

// Each yields the records.
func (Firehose) Each(e Event) iter.Seq2[int, decoders.JSON] { return e.Get("records").Elements() }

// Refuse answers that no record could be processed. Firehose puts them into its bucket, below processing-failed, and
// delivers none; the producers learn nothing. In the mode fail the invocation fails: Firehose tries the batch three
// times more, unless it is told otherwise, and then does the same with it.
func (s Firehose) Refuse(e Event, note Note, policy Policy) Outcome {
	return s.Without(e, countTo(s.Records(e)), note, policy)
}

// Without takes out the records in bad, and adds to the handler's answer that they could not be processed: Firehose
// takes a batch for failed of which one record is missing in the answer, and keeps those that it is told of below
// processing-failed in its bucket. So the modes filter and report are the same; in the mode fail the whole batch fails.
func (Firehose) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return transform{result: resultProcessingFailed, data: true}.without(e, bad, note, policy)
}
