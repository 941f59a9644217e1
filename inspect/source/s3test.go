package source

import (
	"bytes"
	"iter"
)

// S3Test is the message by which S3 tests a notification when it is set up.
type S3Test struct{ noNote }

// Name is "s3-test".
func (S3Test) Name() string { return "s3-test" }

// s3TestFormats lists the members of the message and what each looks like.
var s3TestFormats = map[string]func([]byte) bool{
	"Service":   func(text []byte) bool { return string(text) == "Amazon S3" },
	"Event":     func(text []byte) bool { return string(text) == "s3:TestEvent" },
	"Time":      moment,
	"Bucket":    func(text []byte) bool { return consists(text, 255, "._-") && !bytes.Contains(text, []byte("..")) },
	"RequestId": identifier,
	"HostId":    func(text []byte) bool { return consists(text, 128, "+/=") },
}

// Recognise asks for the Event s3:TestEvent, and for nothing beside it but the members that S3 sends, each in S3's
// format. This source is never refused, so it has to be no place for anything else: a test message that holds more is
// direct.
func (S3Test) Recognise(e Event) bool {
	if !e.is("Event", "s3:TestEvent") {
		return false
	}
	for _, m := range e.parts().outer.members {
		if format := s3TestFormats[m.Name.String()]; format == nil || !format(m.Value.Text(nil)) {
			return false
		}
	}
	return true
}

// Fields yields the whole message.
func (S3Test) Fields(e Event) iter.Seq[Field] { return kindList(nil).all(e) }

// Refuse hands the message on: it says nothing, and a refusal would look to the operator like a notification that does
// not work.
func (S3Test) Refuse(event Event, _ Note, _ Policy) Outcome { return Forward{Payload: event.Payload} }
