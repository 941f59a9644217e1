package source

import (
	"iter"

	"weir/decoders"
)

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
		w.kind = directKind
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

// directKind knows headers where an event holds them as requests do: in a map named headers or multiValueHeaders.
func directKind(path decoders.Path) Kind {
	if n := len(path); n > 0 && path[n-1].Key == nil {
		path = path[:n-1] // one of several values
	}
	n := len(path)
	if n < 2 || path[n-1].Key == nil {
		return Unknown
	}
	switch string(path[n-2].Key) {
	case "headers", "multiValueHeaders":
		return HeaderText
	}
	return Unknown
}

// Refuse fails the invocation. A caller that waits sees status 200 with X-Amz-Function-Error and the incident id; a
// state machine sees the error type and may catch it; for one that does not wait Lambda tries twice more, refused each
// time, and then uses the function's dead-letter queue or destination for failures.
func (Direct) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// Annotate returns nil: nobody knows which members a payload of the user's own may have.
func (Direct) Annotate(Event, Note) []byte { return nil }

// Strip returns nil: there is no place for notes.
func (Direct) Strip(Event) []byte { return nil }
