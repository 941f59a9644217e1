package source

import "iter"

// ChimeSMA is a call that a SIP media application of the Amazon Chime SDK asks about.
type ChimeSMA struct{ noNote }

// Name is "chime-sma".
func (ChimeSMA) Name() string { return "chime-sma" }

// DefaultMode is "monitor": a refusal hangs up on somebody.
func (ChimeSMA) DefaultMode() string { return "monitor" }

// Recognise asks for SchemaVersion, InvocationEventType and an object CallDetails.
func (ChimeSMA) Recognise(e Event) bool {
	return e.has("SchemaVersion") && e.Get("InvocationEventType").IsString() && e.Get("CallDetails").IsObject()
}

var chimeSMAKinds = kindList{
	{place{"SchemaVersion"}, Identifier},
	{place{"InvocationEventType"}, Identifier},
	{place{"CallDetails", "TransactionId"}, Identifier},
	{place{"CallDetails", "AwsAccountId"}, Identifier},
	{place{"CallDetails", "AwsRegion"}, Identifier},
	{place{"CallDetails", "SipRuleId"}, Identifier},
	{place{"CallDetails", "SipApplicationId"}, Identifier},
}

// Fields yields the numbers and SIP headers of the call, what the caller has dialled, the attributes of the
// transaction, and the rest of the event.
func (ChimeSMA) Fields(e Event) iter.Seq[Field] { return chimeSMAKinds.all(e) }

// Refuse hangs up the leg that is asked about. The caller hears that the number is unavailable: SIP code 480, since the
// page on the action Hangup allows 480, 486 and 0 only (not verified on AWS).
func (ChimeSMA) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"SchemaVersion":"1.0","Actions":[{"Type":"Hangup","Parameters":{"SipResponseCode":"480"}}]}`)}
}

// ChimeBot is a message that a user of an Amazon Chime room has sent to a bot.
type ChimeBot struct{ noNote }

// Name is "chime-bot".
func (ChimeBot) Name() string { return "chime-bot" }

// DefaultMode is "monitor": what Amazon Chime does with an answer is not known.
func (ChimeBot) DefaultMode() string { return "monitor" }

// Recognise asks for the objects Sender and Discussion, and EventType.
func (ChimeBot) Recognise(e Event) bool {
	return e.Get("Sender").IsObject() && e.Get("Discussion").IsObject() && e.Get("EventType").IsString()
}

var chimeBotKinds = kindList{
	{place{"Message"}, Text},
	{place{"Sender"}, Identifier},
	{place{"Discussion"}, Identifier},
	{place{"EventType"}, Identifier},
	{place{"InboundHttpsEndpoint", "EndpointType"}, Identifier},
	{place{"InboundHttpsEndpoint", "Url"}, Link},
}

// Fields yields the message, its sender, the URL that answers go to, and the rest of the event.
func (ChimeBot) Fields(e Event) iter.Seq[Field] { return chimeBotKinds.all(e) }

// Refuse ends the delivery. A bot answers by a request to the URL in the event, so that nobody waits for the answer of
// the function (not verified on AWS). Swallowed, the message is gone; as an error it may run again.
func (ChimeBot) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }
