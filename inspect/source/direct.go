package source

import "iter"

// Direct is an event that no other source recognises: an invocation with a payload of the caller's own, or an event
// that does not fit its shape, or that two sources claim.
type Direct struct{}

// Name is "direct".
func (Direct) Name() string { return "direct" }

// Recognise says that no other source recognises the event.
func (Direct) Recognise(e Event) bool {
	source, _ := Recognise(e)
	return source == Source(Direct{})
}

// Fields yields every string and every name of a JSON payload, and any other payload whole.
func (Direct) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.everything = true
		switch e.Root.Kind() {
		case '{', '[', '"':
			w.walk(e.Root)
		default:
			if len(e.Payload) > 0 {
				w.emit(Field{Value: e.Payload})
			}
		}
	}
}

// Refuse fails the invocation. A caller that waits sees status 200 with X-Amz-Function-Error and the incident id; a
// state machine sees the error type and may catch it; for one that does not wait Lambda tries twice more, refused each
// time, and then uses the function's dead-letter queue or destination for failures.
func (Direct) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// Annotate returns nil: nobody knows which members a payload of the user's own may have.
func (Direct) Annotate(Event, Note) []byte { return nil }

// Strip returns nil: there is no place for notes.
func (Direct) Strip(Event) []byte { return nil }
