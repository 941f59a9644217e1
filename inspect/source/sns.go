package source

import (
	"iter"

	"weir/decoders"
)

// SNS is a notification of a topic to which the function is subscribed. AWS puts one record into an event.
type SNS struct{}

// Name is "sns".
func (SNS) Name() string { return "sns" }

// Recognise asks for Records, every one with EventSource "aws:sns" and Sns.
func (SNS) Recognise(e Event) bool { return everyRecord(e, "EventSource", "aws:sns", "Sns") }

var (
	keySns         = decoders.Step{Key: []byte("Sns")}
	keyMessage     = decoders.Step{Key: []byte("Message")}
	keySubject     = decoders.Step{Key: []byte("Subject")}
	keySnsAttr     = decoders.Step{Key: []byte("MessageAttributes")}
	keyValue       = decoders.Step{Key: []byte("Value")}
	base64Declared = decoders.Hint{Encodings: justBase64}
)

// Fields yields the message, the subject, the attributes' names and values, and the rest of the event. Values of type
// Binary are declared as Base64 where they are Base64: publishers write other things there too.
func (SNS) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.recordFields(e, false, func(record decoders.JSON) {
			message := record.Get("Sns")
			w.field(message.Get("Message"), Unknown, decoders.Hint{}, keySns, keyMessage)
			w.field(message.Get("Subject"), Text, decoders.Hint{}, keySns, keySubject)
			attributes := message.Get("MessageAttributes")
			w.under(keySns, keySnsAttr)
			w.attributes(attributes, func(attribute decoders.JSON) {
				value, hint := attribute.Get("Value"), decoders.Hint{}
				if attribute.Get("Type").Equal("Binary") && isBase64(value) {
					hint = base64Declared
				}
				w.field(value, Unknown, hint, keyValue)
			})
			w.leave(2)
		})
	}
}

// attributes yields the names of a message's attributes, whatever they look like, what fields yields of each, and
// what is left of it. The walker's path leads to the attributes.
func (w *walker) attributes(attributes decoders.JSON, fields func(attribute decoders.JSON)) {
	if !attributes.IsObject() {
		return
	}
	known := len(w.covered)
	for name, attribute := range attributes.Members() {
		if w.done {
			return
		}
		w.under(decoders.Step{Key: key(name)})
		w.emit(Field{Path: w.here, IsName: true, Value: w.text(name)})
		fields(attribute)
		w.walk(attribute)
		w.leave(1)
		w.uncover(known)
	}
	w.cover(attributes)
}

// isBase64 says whether a string is Base64 as the queue and topic services write it, padding included.
func isBase64(value decoders.JSON) bool {
	text := value.Text(nil)
	return len(text)%4 == 0 && consists(text, len(text), "+/=")
}

// Refuse ends the delivery. Nobody waits for an answer: to the publisher and to SNS the notification is delivered in
// either case. Swallowed, it is gone, and goes to the destination for successes if the function has one; as an error
// it runs twice more, refused each time, and then goes to the function's own dead-letter queue or destination for
// failures. The queue of the subscription does not get it.
func (SNS) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }

// snsNotes is the place of notes: the attributes inside of Sns.
var snsNotes = attributeNotes{holder: "Sns", attributes: "MessageAttributes", form: `{"Type":"String","Value":%}`}

// Annotate adds the note as a message attribute, which the publisher's signature does not cover. It returns nil if a
// record has no place for one.
func (SNS) Annotate(event Event, note Note) []byte { return snsNotes.annotate(event, note, nil) }

// Strip removes the note from the attributes of every record.
func (SNS) Strip(event Event) []byte { return snsNotes.strip(event) }
