package source

import (
	"bytes"
	"iter"

	"weir/decoders"
)

// SQS is a batch of messages that an event source mapping has taken from a queue, standard or FIFO.
type SQS struct{}

// Name is "sqs".
func (SQS) Name() string { return "sqs" }

// Recognise asks for Records, every one with eventSource "aws:sqs" and body.
func (SQS) Recognise(e Event) bool { return everyRecord(e, "eventSource", "aws:sqs", "body") }

var (
	keyBody    = decoders.Step{Key: []byte("body")}
	keySqsAttr = decoders.Step{Key: []byte("messageAttributes")}
)

// Fields yields each message's body, its attributes' names and values, and the rest of the record: group,
// deduplication id and trace header are the producer's text.
func (SQS) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.recordFields(e, true, w.sqsMessage)
	}
}

// sqsMessage yields what the producer wrote.
func (w *walker) sqsMessage(record decoders.JSON) {
	w.field(record.Get("body"), Unknown, decoders.Hint{}, keyBody)
	w.under(keySqsAttr)
	w.attributes(record.Get("messageAttributes"), w.sqsAttribute)
	w.leave(1)
}

// sqsAttribute yields the values of one attribute: SQS itself writes binary ones as Base64.
func (w *walker) sqsAttribute(attribute decoders.JSON) {
	for name, value := range attribute.Members() {
		switch {
		case name.Equal("binaryValue"):
			w.field(value, Unknown, base64Declared, decoders.Step{Key: key(name)})
		case name.Equal("binaryListValues") && value.IsArray():
			w.under(decoders.Step{Key: key(name)})
			for i, element := range value.Elements() {
				if w.done {
					break
				}
				w.under(decoders.Step{Index: i})
				if element.IsString() {
					w.emit(Field{Path: w.here, Value: w.text(element), Hint: base64Declared})
				} else {
					w.walk(element)
				}
				w.leave(1)
			}
			w.leave(1)
			w.cover(value)
		}
	}
}

// Records is the number of messages.
func (SQS) Records(e Event) int { return records(e).Len() }

// Each yields the messages.
func (SQS) Each(e Event) iter.Seq2[int, decoders.JSON] { return records(e).Elements() }

// Refuse spares the handler the whole batch. In the mode filter every message counts as done: the mapping deletes them
// all. In the mode report every message is reported as failed: each comes back after the queue's visibility timeout,
// and goes to the dead-letter queue after maxReceiveCount deliveries, if the queue has one. In the mode fail the
// invocation fails, which does the same for mappings without ReportBatchItemFailures. Nobody waits for an answer.
func (s SQS) Refuse(event Event, note Note, policy Policy) Outcome {
	all := make([]int, s.Records(event))
	for i := range all {
		all[i] = i
	}
	return s.Without(event, all, note, policy)
}

// Without takes out the messages in bad.
//
// In the mode filter they count as done, and the mapping deletes them with the rest. In the mode report they are
// reported as failed beside those that the handler reports; of a FIFO queue all later messages of their groups stay
// behind too, which SQS delivers again in order. In the mode fail the whole batch fails and comes back. A batch of
// which nothing is left is answered without the handler: many handlers read the first record without asking.
func (SQS) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	var failures []byte
	switch policy.Batch {
	case BatchFail:
		return blocked(note)
	case BatchReport:
		bad = withLater(event, bad)
		var ok bool
		if failures, ok = failureItems(event, bad); !ok {
			return blocked(note) // a failure without its id would fail the batch anyway
		}
	}
	payload, left := without(event, bad)
	if left == 0 {
		answer := append(append([]byte(`{"batchItemFailures":[`), failures...), "]}"...)
		return Reply{Payload: answer, Swallows: len(failures) == 0}
	}
	if policy.Batch != BatchReport || len(failures) == 0 {
		return Forward{Payload: payload}
	}
	return Forward{
		Payload: payload, Reported: true,
		Merge: func(answer []byte) []byte { return mergeFailures(answer, failures) },
	}
}

// withLater adds to bad the later messages of the same groups, if the queue is FIFO.
func withLater(event Event, bad []int) []int {
	isBad := make(map[int]bool, len(bad))
	for _, n := range bad {
		isBad[n] = true
	}
	var out []int
	groups := map[string]bool{}
	for n, record := range records(event).Elements() {
		group := ""
		if bytes.HasSuffix(record.Get("eventSourceARN").Text(nil), []byte(".fifo")) {
			group = record.Get("attributes", "MessageGroupId").String()
		}
		if isBad[n] || group != "" && groups[group] {
			groups[group] = true
			out = append(out, n)
		}
	}
	return out
}

// failureItems writes the elements of batchItemFailures for the messages in bad. It fails if one has no id.
func failureItems(event Event, bad []int) ([]byte, bool) {
	var out []byte
	next := 0
	for n, record := range records(event).Elements() {
		if next == len(bad) {
			break
		}
		if n != bad[next] {
			continue
		}
		next++
		id := record.Get("messageId").Text(nil)
		if len(id) == 0 {
			return nil, false
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = appendQuoted(append(out, `{"itemIdentifier":`...), id)
		out = append(out, '}')
	}
	return out, true
}

// mergeFailures adds failures to those that the handler reports. An answer that SQS takes for "all done" (nothing,
// null, an object without a list) becomes a list of ours alone; one that SQS takes for a failure of the whole batch
// stays as it is.
func mergeFailures(answer, failures []byte) []byte {
	return mergeList(answer, "batchItemFailures", failures)
}

// sqsNotes is the place of notes: the message's attributes.
var sqsNotes = attributeNotes{
	attributes: "messageAttributes",
	form:       `{"stringValue":%,"stringListValues":[],"binaryListValues":[],"dataType":"String"}`,
}

// Annotate adds the note as a message attribute to the messages at fault. The MD5 of the attributes, which Lambda has
// checked by then, no longer fits. It returns nil if a message has no place for it.
func (SQS) Annotate(event Event, note Note) []byte { return sqsNotes.annotate(event, note, note.Bad) }

// Strip removes the note from the attributes of every message.
func (SQS) Strip(event Event) []byte { return sqsNotes.strip(event) }
