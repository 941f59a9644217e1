package source

import (
	"iter"

	"weir/decoders"
)

// Connect is a contact that a flow of Amazon Connect hands to a function.
type Connect struct{}

// Name is "connect".
func (Connect) Name() string { return "connect" }

// Recognise asks for an object Details.ContactData. The outer Name differs between AWS's pages and samples.
func (Connect) Recognise(e Event) bool { return e.Get("Details", "ContactData").IsObject() }

var connectKinds = kindList{
	{place{"Name"}, Identifier},
	{place{"Details", "ContactData", "ContactId"}, Identifier},
	{place{"Details", "ContactData", "InitialContactId"}, Identifier},
	{place{"Details", "ContactData", "PreviousContactId"}, Identifier},
	{place{"Details", "ContactData", "Channel"}, Identifier},
	{place{"Details", "ContactData", "InitiationMethod"}, Identifier},
	{place{"Details", "ContactData", "InstanceARN"}, Identifier},
	{place{"Details", "ContactData", "Queue"}, Identifier},
	{place{"Details", "ContactData", "SystemEndpoint"}, Identifier},
	{place{"Details", "ContactData", "MediaStreams"}, Identifier},
}

// Fields yields the flow's parameters, the contact's attributes, the customer's address, which a caller can choose, and
// the rest of the event.
func (Connect) Fields(e Event) iter.Seq[Field] { return connectKinds.all(e) }

// Refuse fails the invocation: the flow goes on at the block's branch for errors.
func (Connect) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// connectNotes is the place of notes: the flow's parameters.
var connectNotes = mapNote{"Details", "Parameters"}

// Annotate adds the note to Details.Parameters, a map of texts.
func (Connect) Annotate(event Event, note Note) []byte { return connectNotes.annotate(event, note) }

// Strip removes the note from Details.Parameters.
func (Connect) Strip(event Event) []byte { return connectNotes.strip(event) }

// ConnectCampaigns is a batch of customer profiles that an outbound campaign of Amazon Connect hands to a function.
type ConnectCampaigns struct{ noNote }

// Name is "connect-campaigns".
func (ConnectCampaigns) Name() string { return "connect-campaigns" }

// Recognise asks for InvocationMetadata.CampaignContext and for a list Items.CustomerProfiles.
func (ConnectCampaigns) Recognise(e Event) bool {
	return e.Get("InvocationMetadata", "CampaignContext").IsObject() && profiles(e).IsArray()
}

func profiles(e Event) decoders.JSON { return e.at(pathProfiles) }

var (
	pathProfiles         = steps("Items", "CustomerProfiles")
	connectCampaignKinds = kindList{
		{place{"InvocationMetadata"}, Identifier},
		{place{"Items", "CustomerProfiles", "ProfileId"}, Identifier},
		{place{"Items", "CustomerProfiles", "IdempotencyToken"}, Identifier},
	}
)

// Fields yields each profile, whose data is JSON in a text, and the rest of the event.
func (ConnectCampaigns) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = connectCampaignKinds.of
		w.listFields(e, profiles(e), true, func(decoders.JSON) {}, pathProfiles...)
	}
}

// Records is the number of profiles.
func (ConnectCampaigns) Records(e Event) int { return profiles(e).Len() }

// Each yields the profiles.
func (ConnectCampaigns) Each(e Event) iter.Seq2[int, decoders.JSON] { return profiles(e).Elements() }

// Refuse fails the invocation: the campaign gets no result for any of the profiles, and does with them what it does when
// a function fails (not verified on AWS).
func (ConnectCampaigns) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// Without takes out the profiles in bad. The answer of the handler has no results for them, which the campaign takes for
// failures of those profiles (not verified on AWS). In the mode fail, or if nothing is left, the event is refused.
func (c ConnectCampaigns) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	payload, left := withoutAt(event, pathProfiles, bad)
	if left == 0 || policy.Batch == BatchFail {
		return c.Refuse(event, note, policy)
	}
	return Forward{Payload: payload}
}
