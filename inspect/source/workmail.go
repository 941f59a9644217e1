package source

import "iter"

// WorkMail is a mail in a flow of Amazon WorkMail with the action Run Lambda: its envelope and subject. What the mail
// says is not in the event.
type WorkMail struct{ noNote }

// Name is "workmail".
func (WorkMail) Name() string { return "workmail" }

// Recognise asks for summaryVersion, flowDirection and an object envelope.
func (WorkMail) Recognise(e Event) bool {
	return e.has("summaryVersion") && e.has("flowDirection") && e.Get("envelope").IsObject()
}

var workMailKinds = kindList{
	{place{"envelope"}, Text},
	{place{"sender"}, Text},
	{place{"subject"}, Text},
	{place{"summaryVersion"}, Identifier},
	{place{"flowDirection"}, Identifier},
}

// Fields yields the addresses, the subject and the rest of the event.
func (WorkMail) Fields(e Event) iter.Seq[Field] { return workMailKinds.all(e) }

// Refuse drops the mail for all recipients, without a bounce (WorkMail's page on AWS Lambda). An error would be tried
// again until the rule's time is over, and then the rule's fallback may deliver the mail. Where the rule is
// asynchronous the mail flows on whatever the answer, and only the handler is spared; the event does not tell.
func (WorkMail) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"actions":[{"action":{"type":"DROP"},"allRecipients":true}]}`), Swallows: true}
}
