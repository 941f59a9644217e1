package source

import "iter"

// Alexa is a request to a custom skill.
type Alexa struct{ noNote }

// Name is "alexa".
func (Alexa) Name() string { return "alexa" }

// Recognise asks for request.type and request.requestId, and for session or context.System.
func (Alexa) Recognise(e Event) bool {
	return e.Get("request", "type").IsString() && e.Get("request", "requestId").IsString() &&
		(e.Get("session").IsObject() || e.Get("context", "System").IsObject())
}

var alexaKinds = kindList{
	{place{"context", "System", "apiAccessToken"}, Token},
	{place{"context", "System", "user", "accessToken"}, Token},
	{place{"session", "user", "accessToken"}, Token},
	{place{"context", "System", "user", "userId"}, Identifier},
	{place{"context", "System", "device", "deviceId"}, Identifier},
	{place{"context", "System", "application"}, Identifier},
	{place{"context", "System", "apiEndpoint"}, Link},
	{place{"session", "user", "userId"}, Identifier},
	{place{"session", "application"}, Identifier},
	{place{"session", "sessionId"}, Identifier},
	{place{"request", "type"}, Identifier},
	{place{"request", "requestId"}, Identifier},
	{place{"request", "locale"}, Identifier},
}

// Fields yields the slots and whatever else the request says, the attributes of the session, and the rest of the event.
func (Alexa) Fields(e Event) iter.Seq[Field] { return alexaKinds.all(e) }

// Refuse ends the session with a sentence that Alexa speaks. A session that has ended may not be spoken to, and gets an
// empty answer (not verified on AWS).
func (Alexa) Refuse(e Event, _ Note, _ Policy) Outcome {
	if e.Get("request", "type").Equal("SessionEndedRequest") {
		return Reply{Payload: []byte(`{"version":"1.0","response":{}}`)}
	}
	return Reply{Payload: []byte(
		`{"version":"1.0","response":{"outputSpeech":{"type":"PlainText","text":"Sorry, I can't do that."},"shouldEndSession":true}}`,
	)}
}

// AlexaSmartHome is a directive to a smart home skill.
type AlexaSmartHome struct{ noNote }

// Name is "alexa-smarthome".
func (AlexaSmartHome) Name() string { return "alexa-smarthome" }

// Recognise asks for directive.header.namespace.
func (AlexaSmartHome) Recognise(e Event) bool {
	return e.Get("directive", "header", "namespace").IsString()
}

var alexaSmartHomeKinds = kindList{
	{place{"directive", "header"}, Identifier},
	{place{"directive", "endpoint", "scope"}, Token},
	{place{"directive", "payload", "scope"}, Token},
	{place{"directive", "payload", "grant"}, Token},
	{place{"directive", "payload", "grantee"}, Token},
}

// Fields yields the directive's payload, its endpoint with the cookie, and the rest of the event.
func (AlexaSmartHome) Fields(e Event) iter.Seq[Field] { return alexaSmartHomeKinds.all(e) }

// Refuse answers with an ErrorResponse for a value that is not valid, under the incident id. Alexa tells the user that
// something went wrong, and does not pass the message on (page on Alexa.ErrorResponse; not verified on AWS).
func (AlexaSmartHome) Refuse(e Event, note Note, _ Policy) Outcome {
	b := []byte(`{"event":{"header":{"namespace":"Alexa","name":"ErrorResponse","messageId":"`)
	b = append(b, bare(note.Incident)...)
	b = append(b, '"')
	if token := e.Get("directive", "header", "correlationToken"); token.IsString() {
		b = appendQuoted(append(b, `,"correlationToken":`...), token.Text(nil))
	}
	b = append(b, `,"payloadVersion":"3"},`...)
	if id := e.Get("directive", "endpoint", "endpointId"); id.IsString() {
		b = appendQuoted(append(b, `"endpoint":{"endpointId":`...), id.Text(nil))
		b = append(b, "},"...)
	}
	return Reply{Payload: append(b, `"payload":{"type":"INVALID_VALUE","message":"Request blocked"}}}`...)}
}
