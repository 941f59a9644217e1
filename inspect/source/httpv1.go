package source

import "iter"

// HTTPV1 is a request through an HTTP API of API Gateway in payload format 1.0.
type HTTPV1 struct{ headerNote }

// Name is "http-v1".
func (HTTPV1) Name() string { return "http-v1" }

// Recognise asks for version "1.0", httpMethod, path and an object requestContext. Events for authorizers, websockets
// and load balancers are not meant.
func (HTTPV1) Recognise(e Event) bool {
	return e.is("version", "1.0") && e.Get("httpMethod").IsString() && e.Get("path").IsString() &&
		proxied(e) && !balanced(e)
}

var httpV1Layout = layout{
	method:   steps("httpMethod"),
	path:     steps("path"),
	protocol: steps("requestContext", "protocol"),
	clientIP: steps("requestContext", "identity", "sourceIp"),
	route:    steps("requestContext", "resourcePath"),
	query:    queryDecoded,
	// Accounts differ on whether the path is still encoded; a "%" that encodes nothing means itself either way.
	decodedPath: true,
}

// Fields yields the request line, the headers of both maps, the query, the path and its parameters, the body, and the
// rest of the event.
func (HTTPV1) Fields(e Event) iter.Seq[Field] { return httpV1Layout.fields(e) }

// Caller expects payload format 1.0.
func (HTTPV1) Caller(_ Event) Caller {
	return Caller{form: answerV1}
}

// Refuse answers 403, or what the policy says, in payload format 1.0. The client sees status, headers and body; API
// Gateway does not retry. HTTP APIs buffer, so the answer cannot be streamed.
func (HTTPV1) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, policy, answerV1, errorType)
}
