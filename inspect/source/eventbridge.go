package source

import (
	"iter"

	"weir/decoders"
)

// EventBridge is an event that a rule of an event bus has handed to the function: from a service of AWS, from a partner
// or from an application.
type EventBridge struct{ memberNote }

// Name is "eventbridge".
func (EventBridge) Name() string { return "eventbridge" }

// Recognise asks for texts detail-type and source, and for detail. What a rule with an input transformer makes of an
// event is of the user's own shape.
func (EventBridge) Recognise(e Event) bool { return onBus(e) && !onSchedule(e) }

// Fields yields the detail and the rest of the event. A detail that is an event of another source, as the record of a
// Lambda destination is, is yielded whole too, to be read as that source's. In events of AWS's own services the commands,
// messages and paths that AWS names are of these kinds. Keys in events of S3 stand as they are, not in form encoding (not
// verified on AWS).
func (EventBridge) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = detailKindsOf(e)
		if detail := e.Get("detail"); envelope(detail) {
			w.document(detail, keyDetail)
		}
		w.walk(e.Root)
	}
}

// Refuse ends the delivery. Nobody waits for an answer: to the rule the event is delivered in either case, and its own
// dead-letter queue does not get it. Swallowed, it is gone, and goes to the function's destination for successes; as an
// error it runs twice more, refused each time, and then goes to the function's dead-letter queue or destination for
// failures. A state machine that was started by an event and hands it on does wait, and takes a swallowed event for a
// success: there the mode for asynchronous sources has to be error.
func (EventBridge) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuseAsync(note, policy)
}

// Scheduled is an event of a schedule, of EventBridge's rules or of EventBridge Scheduler.
type Scheduled struct{ memberNote }

// Name is "scheduled".
func (Scheduled) Name() string { return "scheduled" }

// Recognise asks for what every event of a bus has, with aws.events or aws.scheduler as its source. A schedule with an
// input of its own sends that and nothing else: it is direct.
func (Scheduled) Recognise(e Event) bool { return onBus(e) && onSchedule(e) }

// Fields yields the whole event. The detail of EventBridge Scheduler is a text that holds JSON.
func (Scheduled) Fields(e Event) iter.Seq[Field] { return kindList(nil).all(e) }

// Refuse ends this run of the schedule; the next one comes in its time. Swallowed, the event is gone, and goes to the
// function's destination for successes; as an error it runs twice more, refused each time, and then goes to the
// function's dead-letter queue or destination for failures.
func (Scheduled) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }

var keyDetail = decoders.Step{Key: []byte("detail")}

// onBus says whether an event has the members that every event of an event bus has.
func onBus(e Event) bool {
	return e.Get("detail-type").IsString() && e.Get("source").IsString() && e.has("detail")
}

func onSchedule(e Event) bool { return e.is("source", "aws.events", "aws.scheduler") }

// envelope says whether a part of an event is an event of a known source by itself.
func envelope(value decoders.JSON) bool {
	if !value.IsObject() {
		return false
	}
	source, _ := Recognise(Parse(value))
	return source != Source(Direct{})
}

// document yields an object or an array under further names as one text, brackets and all, and covers it. To whoever
// reads the field it is a document like one that stands in a string: its strings and names become values of their own,
// and an event of another source is read as that. Other values are left to the walk.
func (w *walker) document(value decoders.JSON, names ...decoders.Step) {
	if !value.IsObject() && !value.IsArray() {
		return
	}
	w.under(names...)
	w.emit(Field{Path: w.here, Value: value})
	w.leave(len(names))
	w.cover(value)
}
