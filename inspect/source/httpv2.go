package source

import "iter"

// HTTPV2 is a request through an HTTP API of API Gateway in payload format 2.0.
type HTTPV2 struct{ headerNote }

// Name is "http-v2".
func (HTTPV2) Name() string { return "http-v2" }

// Recognise asks for version "2.0" and an object requestContext.http, for any domain but a Function URL's. VPC
// Lattice's version 2.0 has no requestContext.http.
func (HTTPV2) Recognise(e Event) bool { return !functionDomain(e) && versionTwo(e) }

// versionTwo says whether an event has the shape that HTTP APIs and Function URLs share.
func versionTwo(e Event) bool {
	return e.is("version", "2.0") && e.Get("requestContext", "http").IsObject() && proxied(e) && !balanced(e)
}

var httpV2Layout = layout{
	method:   steps("requestContext", "http", "method"),
	path:     steps("rawPath"),
	protocol: steps("requestContext", "http", "protocol"),
	clientIP: steps("requestContext", "http", "sourceIp"),
	route:    steps("requestContext", "routeKey"),
	query:    queryRaw,
	// HTTP APIs decode the path once, whatever the name says, and put the stage before it.
	decodedPath: true,
	stagedPath:  true,
}

// Fields yields the request line, the headers and cookies, the query, the path and its parameters, the body, and the
// rest of the event.
func (HTTPV2) Fields(e Event) iter.Seq[Field] { return httpV2Layout.fields(e) }

// Caller expects payload format 2.0, or nothing but a body.
func (HTTPV2) Caller(_ Event) Caller {
	return Caller{form: answerV2, loose: true}
}

// Refuse answers 403, or what the policy says, in payload format 2.0. The client sees status, headers and body; API
// Gateway does not retry. Without the integer statusCode it would send 200. HTTP APIs buffer, so the answer cannot be
// streamed.
func (HTTPV2) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, policy, answerV2)
}
