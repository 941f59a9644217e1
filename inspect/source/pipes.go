package source

import (
	"bytes"
	"iter"

	"weir/decoders"
)

// Pipes is a batch that EventBridge Pipes has read from its source and hands to the function as it came, to enrich or as
// the target: a list of records, even of one. A pipe with a transformer may send anything, which is "direct".
type Pipes struct{ noNote }

// Name is "pipes".
func (Pipes) Name() string { return "pipes" }

// NameOf is "pipes:" and the eventSource of the records.
func (Pipes) NameOf(e Event) string {
	if p := pipeOf(e); p != nil {
		return "pipes:" + p.origin
	}
	return "pipes"
}

// NamesOf are those of all kinds of records.
func (Pipes) NamesOf() []string {
	var names []string
	for _, p := range pipes {
		names = append(names, "pipes:"+p.origin)
	}
	return names
}

// Recognise asks for an array of objects which all have the eventSource of one of the services that a pipe can read.
func (Pipes) Recognise(e Event) bool { return pipeOf(e) != nil }

// pipe is what one kind of pipe carries. Records are those of the event source mappings without their envelope.
type pipe struct {
	origin string // eventSource
	fields func(*walker, decoders.JSON)
	polled
}

// pipeDone is the answer that ends a batch for a pipe that enriches as for one whose target the function is.
const pipeDone = "{}"

var pipes = [...]pipe{
	{"aws:sqs", (*walker).sqsMessage, polled{identify: byText("messageId"), line: fifoGroup}},
	{"aws:kinesis", (*walker).pipedKinesis, polled{identify: byText("sequenceNumber")}},
	{"aws:dynamodb", (*walker).dynamoRecord, polled{identify: byText("dynamodb", "SequenceNumber")}},
	{"aws:kafka", (*walker).kafkaRecord, polled{}},
	{"SelfManagedKafka", (*walker).kafkaRecord, polled{}},
	{"aws:SelfManagedKafka", (*walker).kafkaRecord, polled{}},
	{"aws:mq", (*walker).activeMessage, polled{}},
	{"aws:amq", (*walker).activeMessage, polled{}},
	{"aws:rmq", (*walker).rabbitMessage, polled{}},
}

// pipeOf returns what the event's pipe carries, or nil if it is none.
func pipeOf(e Event) *pipe {
	if !e.Root.IsArray() {
		return nil
	}
	var found *pipe
	for _, record := range e.Root.Elements() {
		origin := record.Get("eventSource")
		if found == nil {
			for i := range pipes {
				if origin.Equal(pipes[i].origin) {
					found = &pipes[i]
				}
			}
		}
		if found == nil || !origin.Equal(found.origin) {
			return nil
		}
	}
	return found
}

// pipedKinesis yields the data of a record that has no member kinesis around it.
func (w *walker) pipedKinesis(record decoders.JSON) {
	w.producerData(record.Get("data"), Unknown, keyData)
}

// fifoGroup is the group of a message of a FIFO queue.
func fifoGroup(record decoders.JSON) string {
	if !bytes.HasSuffix(record.Get("eventSourceARN").Text(nil), []byte(".fifo")) {
		return ""
	}
	return record.Get("attributes", "MessageGroupId").String()
}

// Fields yields of each record what the event source mapping's own event would, and the rest of the record.
func (Pipes) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		p := pipeOf(e)
		if p == nil {
			w.walk(e.Root)
			return
		}
		w.listFields(e, e.Root, true, func(record decoders.JSON) { p.fields(w, record) })
	}
}

// Records is the number of records.
func (Pipes) Records(e Event) int { return polled{}.count(e) }

// Each yields the records.
func (Pipes) Each(e Event) iter.Seq2[int, decoders.JSON] { return polled{}.records(e) }

// Refuse spares the handler the whole batch. In the mode filter the answer is an empty object: to a pipe that enriches it
// means that nothing is handed to the target, and to one whose target the function is, that every record is done. In the
// mode report, which suits a target only, every record of a queue or stream is reported as failed and comes back. In the
// mode fail the invocation fails, and the pipe tries the whole batch again, as often as its source allows.
func (s Pipes) Refuse(e Event, note Note, policy Policy) Outcome {
	return s.Without(e, countTo(s.Records(e)), note, policy)
}

// Without takes out the records in bad.
//
// In the mode filter they are done with: what enriches may return less than it was given. In the mode report, which
// suits a target only, they are reported as failed beside those that the handler reports, and with them the later ones
// of a FIFO queue's group or of a shard; clusters and brokers know no such reports. In the mode fail the whole batch
// fails and comes back. A batch of which nothing is left is answered without the handler.
func (Pipes) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	p := pipeOf(e)
	if p == nil {
		return blocked(note)
	}
	batch := p.polled
	batch.nothing = pipeDone
	return batch.without(e, bad, note, policy)
}
