package source

import (
	"iter"

	"weir/decoders"
)

// Pinpoint is the endpoints that a campaign of Amazon Pinpoint is about to send to: a hook may take some away, or a
// custom channel sends to them.
type Pinpoint struct{ noNote }

// Name is "pinpoint".
func (Pinpoint) Name() string { return "pinpoint" }

// DefaultMode is "monitor": without an endpoint a customer gets no message, and nobody notices.
func (Pinpoint) DefaultMode() string { return "monitor" }

// Recognise asks for the texts ApplicationId and CampaignId and an object Endpoints.
func (Pinpoint) Recognise(e Event) bool {
	return e.Get("ApplicationId").IsString() && e.Get("CampaignId").IsString() && e.Get("Endpoints").IsObject()
}

var (
	pathEndpoints = steps("Endpoints")
	pinpointKinds = kindList{
		{place{"ApplicationId"}, Identifier},
		{place{"CampaignId"}, Identifier},
		{place{"TreatmentId"}, Identifier},
		{place{"ActivityId"}, Identifier},
	}
)

// Fields yields each endpoint with its id, address, attributes and user, and the rest of the event.
func (Pinpoint) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = pinpointKinds.of
		endpoints := e.at(pathEndpoints)
		for id, endpoint := range endpoints.Members() {
			if w.done {
				return
			}
			w.record++
			w.under(pathEndpoints[0], decoders.Step{Key: key(id)})
			w.emitName(id)
			w.walk(endpoint)
			w.leave(2)
		}
		w.record = -1
		w.cover(endpoints)
		w.walk(e.Root)
	}
}

// Records is the number of endpoints.
func (Pinpoint) Records(e Event) int { return e.at(pathEndpoints).Len() }

// Each yields the endpoints, without their ids.
func (Pinpoint) Each(e Event) iter.Seq2[int, decoders.JSON] {
	return func(yield func(int, decoders.JSON) bool) {
		n := 0
		for _, endpoint := range e.at(pathEndpoints).Members() {
			if !yield(n, endpoint) {
				return
			}
			n++
		}
	}
}

// Refuse answers that no endpoint is left: the campaign sends to nobody. A custom channel gets the same answer, and
// passes over it (not verified on AWS).
func (Pinpoint) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte("{}"), Swallows: true}
}

// Without takes out the endpoints in bad: the handler cannot return them, so the campaign does not send to them. If
// nothing is left, the event is refused.
func (p Pinpoint) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	payload, left := withoutAt(event, pathEndpoints, bad)
	if left == 0 || policy.Batch == BatchFail {
		return p.Refuse(event, note, policy)
	}
	return Forward{Payload: payload}
}
