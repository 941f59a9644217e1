package source

import (
	"iter"

	"weir/decoders"
)

// S3 is a notification of a bucket.
type S3 struct{ memberNote }

// Name is "s3".
func (S3) Name() string { return "s3" }

// Recognise asks for Records, every one with eventSource "aws:s3" and s3.
func (S3) Recognise(e Event) bool { return everyRecord(e, "eventSource", "aws:s3", "s3") }

var (
	keyS3     = decoders.Step{Key: []byte("s3")}
	keyObject = decoders.Step{Key: []byte("object")}
	keyKey    = decoders.Step{Key: []byte("key")}
	keyBucket = decoders.Step{Key: []byte("bucket")}
	keyName   = decoders.Step{Key: []byte("name")}
)

// Fields yields the object's key, which S3 writes in form encoding, and the rest of each record. What the object holds
// is not in the event.
func (S3) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.recordFields(e, true, func(record decoders.JSON) {
			w.field(record.Get("s3", "object", "key"), Path, formHint, keyS3, keyObject, keyKey)
			w.field(record.Get("s3", "bucket", "name"), Identifier, decoders.Hint{}, keyS3, keyBucket, keyName)
		})
	}
}

// Refuse ends the delivery. Nobody waits for an answer: to S3 the notification is delivered in either case. Swallowed,
// it is gone, and goes to the destination for successes if the function has one; as an error it runs twice more,
// refused each time, and then goes to the function's dead-letter queue or destination for failures.
func (S3) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }

// Records is the number of notifications; S3 sends one at a time.
func (S3) Records(e Event) int { return records(e).Len() }

// Each yields the notifications.
func (S3) Each(e Event) iter.Seq2[int, decoders.JSON] { return records(e).Elements() }

// Without takes out the records in bad, which are gone then; S3 has no way to report some of them. In the mode fail, or
// if nothing is left, the event is refused.
func (s S3) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	payload, left := without(event, bad)
	if left == 0 || policy.Batch == BatchFail {
		return s.Refuse(event, note, policy)
	}
	return Forward{Payload: payload}
}
