package source

import (
	"bytes"
	"iter"
)

// Transfer is a log-in to a server of AWS Transfer Family whose identity provider is the function.
type Transfer struct{ noNote }

// Name is "transfer".
func (Transfer) Name() string { return "transfer" }

// Recognise asks for a serverId that begins with "s-", and for the texts username, protocol and sourceIp.
func (Transfer) Recognise(e Event) bool {
	return bytes.HasPrefix(e.Get("serverId").Text(nil), []byte("s-")) && e.Get("username").IsString() &&
		e.Get("protocol").IsString() && e.Get("sourceIp").IsString()
}

var transferKinds = kindList{
	{place{"password"}, Password},
	{place{"serverId"}, Identifier},
	{place{"protocol"}, Identifier},
	{place{"sourceIp"}, Identifier},
}

// Fields yields the user's name, which often becomes part of a path, the password, and the rest of the event.
func (Transfer) Fields(e Event) iter.Seq[Field] { return transferKinds.all(e) }

// Refuse answers with no role, which is how a function says that a log-in has failed (the page on custom identity
// providers, by its examples; not verified on AWS). The client may try again.
func (Transfer) Refuse(Event, Note, Policy) Outcome { return Reply{Payload: []byte("{}")} }
