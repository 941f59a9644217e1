package source

import "iter"

// ClientVPN is a connection to an AWS Client VPN endpoint whose handler may deny it.
type ClientVPN struct{ noNote }

// Name is "clientvpn".
func (ClientVPN) Name() string { return "clientvpn" }

// Recognise asks for the texts connection-id, endpoint-id and schema-version.
func (ClientVPN) Recognise(e Event) bool {
	return e.Get("connection-id").IsString() && e.Get("endpoint-id").IsString() && e.Get("schema-version").IsString()
}

var clientVPNKinds = kindList{
	{place{"connection-id"}, Identifier},
	{place{"endpoint-id"}, Identifier},
	{place{"schema-version"}, Identifier},
	{place{"public-ip"}, Identifier},
}

// Fields yields the user's name, the common name of the certificate, what the client says of itself, and the rest of the
// event.
func (ClientVPN) Fields(e Event) iter.Seq[Field] { return clientVPNKinds.all(e) }

// Refuse denies the connection: the client shows the message, with the incident id. The answer is in the version of the
// event's schema; the member that holds the message has another name since version 3 (not verified on AWS).
func (ClientVPN) Refuse(e Event, note Note, _ Policy) Outcome {
	version, message := "v2", "error-msg-on-failed-posture-compliance"
	switch text := e.Get("schema-version").String(); text {
	case "v1":
		version = text
	case "v3":
		version, message = text, "error-msg-on-denied-connection"
	}
	return Reply{Payload: []byte(`{"allow":false,"` + message + `":"Access denied (incident ` + bare(note.Incident) +
		`)","posture-compliance-statuses":[],"schema-version":"` + version + `"}`)}
}
