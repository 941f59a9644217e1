package source

import (
	"iter"
	"strings"

	"weir/decoders"
)

// RabbitMQ is a batch of messages that an event source mapping has taken from queues of a RabbitMQ broker.
type RabbitMQ struct{ noNote }

// Name is "rabbitmq".
func (RabbitMQ) Name() string { return "rabbitmq" }

// Recognise asks for the object rmqMessagesByQueue and the eventSource "aws:rmq".
func (RabbitMQ) Recognise(e Event) bool {
	return e.Get("rmqMessagesByQueue").IsObject() && e.is("eventSource", "aws:rmq")
}

var (
	keyByQueue        = decoders.Step{Key: []byte("rmqMessagesByQueue")}
	keyBasic          = decoders.Step{Key: []byte("basicProperties")}
	keyMessageHeaders = decoders.Step{Key: []byte("headers")}
)

// Fields yields each message's data, its headers' names and values, and the rest of the event: correlation id, reply
// address, type and application are the sender's text. A content encoding that the sender gives is followed, and a
// content type where it names a character set: else the text itself says what it is, since senders' defaults often do
// not. Texts in headers come as lists of bytes, and are read as the text that those spell.
func (RabbitMQ) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.groupFields(e, e.Get("rmqMessagesByQueue"), w.rabbitMessage, keyByQueue)
	}
}

func (w *walker) rabbitMessage(message decoders.JSON) {
	basic := message.Get("basicProperties")
	hint := base64Declared
	if contentType := basic.Get("contentType").String(); strings.Contains(strings.ToLower(contentType), "charset") {
		hint.ContentType = contentType
	}
	if coding := codingOf(basic.Get("contentEncoding").Text(nil)); coding != "" {
		hint.Encodings = []decoders.Encoding{decoders.Base64, coding}
	}
	w.field(message.Get("data"), Unknown, hint, keyData)
	w.numbers = true
	w.foreign(basic.Get("headers"), keyBasic, keyMessageHeaders)
	w.numbers = false
}

var rabbitBatch = polled{member: "rmqMessagesByQueue", grouped: true}

// Records is the number of messages of all queues.
func (RabbitMQ) Records(e Event) int { return rabbitBatch.count(e) }

// Each yields the messages.
func (RabbitMQ) Each(e Event) iter.Seq2[int, decoders.JSON] { return rabbitBatch.records(e) }

// Refuse spares the handler the whole batch: every message counts as done and leaves its queue. In the mode fail the
// batch comes back, until its messages expire or the queue's own policy moves them. No sender learns of it.
func (RabbitMQ) Refuse(e Event, note Note, policy Policy) Outcome {
	return rabbitBatch.refuse(e, note, policy)
}

// Without takes out the messages in bad, which count as done with the rest; a queue of which none is left goes as a
// whole. Brokers know no partial reports, so the mode report is the same; in the mode fail the whole batch fails and
// comes back. A batch of which nothing is left is answered without the handler.
func (RabbitMQ) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return rabbitBatch.without(e, bad, note, policy)
}
