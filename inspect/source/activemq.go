package source

import (
	"iter"

	"weir/decoders"
)

// ActiveMQ is a batch of messages that an event source mapping has taken from a queue of an ActiveMQ broker.
type ActiveMQ struct{}

// Name is "activemq".
func (ActiveMQ) Name() string { return "activemq" }

// Recognise asks for the array messages and the eventSource "aws:mq" or "aws:amq".
func (ActiveMQ) Recognise(e Event) bool {
	return e.Get("messages").IsArray() && e.is("eventSource", "aws:mq", "aws:amq")
}

var (
	keyMessages   = decoders.Step{Key: []byte("messages")}
	keyProperties = decoders.Step{Key: []byte("properties")}
)

// Fields yields each message's data, its properties' names and values, and the rest of the event: correlation id, reply
// address and type are the sender's text.
func (ActiveMQ) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.listFields(e, e.Get("messages"), true, w.activeMessage, keyMessages)
	}
}

func (w *walker) activeMessage(message decoders.JSON) {
	w.field(message.Get("data"), Unknown, base64Declared, keyData)
	w.foreign(message.Get("properties"), keyProperties)
}

var activeBatch = polled{member: "messages"}

// Records is the number of messages.
func (ActiveMQ) Records(e Event) int { return activeBatch.count(e) }

// Each yields the messages.
func (ActiveMQ) Each(e Event) iter.Seq2[int, decoders.JSON] { return activeBatch.records(e) }

// Refuse spares the handler the whole batch: every message counts as done and leaves the queue. In the mode fail the
// batch comes back, until the broker gives a message up, after five deliveries by default, and moves it to its
// dead-letter queue. No sender learns of it.
func (ActiveMQ) Refuse(e Event, note Note, policy Policy) Outcome {
	return activeBatch.refuse(e, note, policy)
}

// Without takes out the messages in bad, which count as done with the rest. Brokers know no partial reports, so the mode
// report is the same; in the mode fail the whole batch fails and comes back. A batch of which nothing is left is
// answered without the handler.
func (ActiveMQ) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return activeBatch.without(e, bad, note, policy)
}

// activeNotes is the place of notes: the message's properties, a map of texts.
var activeNotes = attributeNotes{list: "messages", attributes: "properties", form: `%`}

// Annotate adds the note as a property to the messages at fault. It returns nil if a message has no place for it.
func (ActiveMQ) Annotate(e Event, note Note) []byte { return activeNotes.annotate(e, note, note.Bad) }

// Strip removes the note from the properties of every message.
func (ActiveMQ) Strip(e Event) []byte { return activeNotes.strip(e) }
