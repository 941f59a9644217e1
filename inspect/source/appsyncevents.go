package source

import (
	"iter"

	"weir/decoders"
)

// AppSyncEvents is what AppSync Events asks a channel namespace's Lambda function about: messages that somebody
// publishes, or a subscription.
type AppSyncEvents struct{ graphNote }

// Name is "appsync-events".
func (AppSyncEvents) Name() string { return "appsync-events" }

// Recognise asks for info.channelNamespace and info.operation "PUBLISH" or "SUBSCRIBE".
func (AppSyncEvents) Recognise(e Event) bool {
	info := e.Get("info")
	operation := info.Get("operation")
	return info.Get("channelNamespace") != nil && (operation.Equal("PUBLISH") || operation.Equal("SUBSCRIBE"))
}

var (
	keyPublished = decoders.Step{Key: []byte("events")}

	appSyncEventsKinds = kindList{
		{place{"info", "channel"}, Path},
		{place{"info", "channelNamespace"}, Identifier},
		{place{"info", "operation"}, Identifier},
		{place{"request", "domainName"}, Identifier},
	}
)

// Fields yields the messages, then the headers as those of the request that they came with, and the rest of the event:
// the channel's name, and what tokens claim. Messages over a WebSocket have the headers of its handshake.
func (AppSyncEvents) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := graphLayout.request(yield, e)
		r.kind = appSyncEventsKinds.of
		messages := e.Get("events")
		r.eachOf(messages, true, func(decoders.JSON) {}, keyPublished)
		r.cover(messages)
		r.graphRequest(pathHeaders, "/event")
		r.walk(e.Root)
	}
}

// Refuse answers with an error for the whole: the publisher sees it, with the incident id, and no message goes out; a
// subscriber is not subscribed (AppSync's page on direct Lambda integrations). Nobody retries. Where the namespace
// invokes as EVENT nobody reads the answer, and the handler alone is spared.
func (AppSyncEvents) Refuse(_ Event, note Note, _ Policy) Outcome {
	return Reply{Payload: append(appendQuoted([]byte(`{"error":`), blocked(note).Message), '}')}
}

// Records is the number of messages; 0 for a subscription.
func (AppSyncEvents) Records(e Event) int {
	if list := e.Get("events"); list.IsArray() {
		return list.Len()
	}
	return 0
}

// Each yields the messages.
func (AppSyncEvents) Each(e Event) iter.Seq2[int, decoders.JSON] { return e.Get("events").Elements() }

// Without takes out the messages in bad. They are added to the handler's answer with an error each, which the publisher
// sees; a message that the answer leaves out would be dropped without one. An answer that is an error for the whole
// stays as it is. If nothing is left, or in the mode fail, the event is refused.
func (s AppSyncEvents) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	payload, left := withoutItems(event, event.Get("events"), bad)
	if left == 0 || policy.Batch == BatchFail {
		return s.Refuse(event, note, policy)
	}
	ours := answersFor(event.Get("events"), bad, "id", appendQuoted([]byte(`"error":`), blocked(note).Message))
	return Forward{Payload: payload, Merge: func(answer []byte) []byte {
		if failed := Parse(answer).Get("error"); failed != nil && failed.Kind() != 'n' {
			return answer
		}
		return mergeList(answer, "events", ours)
	}}
}
