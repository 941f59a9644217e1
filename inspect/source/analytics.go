package source

import (
	"iter"

	"weir/decoders"
)

// KinesisAnalytics is a batch of records that an SQL application hands over: input for preprocessing, or output for
// delivery.
type KinesisAnalytics struct{ noNote }

// Name is "kinesis-analytics".
func (KinesisAnalytics) Name() string { return "kinesis-analytics" }

// Recognise asks for the array records, invocationId, and applicationArn or streamArn.
func (KinesisAnalytics) Recognise(e Event) bool {
	return e.Get("records").IsArray() && e.has("invocationId") && (e.has("applicationArn") || e.has("streamArn"))
}

// Fields yields each record's data and the rest of the event: partition keys are the producer's text.
func (KinesisAnalytics) Fields(e Event) iter.Seq[Field] { return transformFields(e) }

// Records is the number of records.
func (KinesisAnalytics) Records(e Event) int { return e.Get("records").Len() }

// Each yields the records.
func (KinesisAnalytics) Each(e Event) iter.Seq2[int, decoders.JSON] {
	return e.Get("records").Elements()
}

// Refuse answers for every record, as Without does. In the mode fail the invocation fails, and the application hands the
// batch over again.
func (s KinesisAnalytics) Refuse(e Event, note Note, policy Policy) Outcome {
	return s.Without(e, countTo(s.Records(e)), note, policy)
}

// Without takes out the records in bad, and adds to the handler's answer what became of them: the application wants each
// record answered. Input is answered as ProcessingFailed, and goes to the application's error stream. Output is answered
// as Ok, which ends its delivery, since the application would go on handing over what is said to have failed (not
// verified on AWS); the mode report says DeliveryFailed of it nevertheless. In the mode fail the whole batch fails.
func (KinesisAnalytics) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	t := transform{result: resultOk}
	switch {
	case e.has("streamArn"):
		t = transform{result: resultProcessingFailed, data: true}
	case policy.Batch == BatchReport:
		t.result = resultDeliveryFailed
	}
	return t.without(e, bad, note, policy)
}
