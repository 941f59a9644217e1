package source

import "iter"

// RestV1 is a request through a REST API of API Gateway with Lambda proxy integration.
type RestV1 struct{ headerNote }

// Name is "rest-v1".
func (RestV1) Name() string { return "rest-v1" }

// Recognise asks for httpMethod, resource, path and an object requestContext, without a version. Events for
// authorizers, websockets and load balancers are not meant.
func (RestV1) Recognise(e Event) bool {
	return !e.has("version") && e.Get("httpMethod").IsString() && e.Get("path").IsString() && e.has("resource") &&
		proxied(e) && !balanced(e)
}

var restV1Layout = layout{
	method:   steps("httpMethod"),
	path:     steps("path"),
	protocol: steps("requestContext", "protocol"),
	clientIP: steps("requestContext", "identity", "sourceIp"),
	route:    steps("requestContext", "resourcePath"),
	query:    queryDecoded,
	// A REST API with compression enabled hands on decompressed bodies under their old headers.
	decompressed: true,
}

// Fields yields the request line, the headers of both maps, the query, the path and its parameters, the body, and the
// rest of the event.
func (RestV1) Fields(e Event) iter.Seq[Field] { return restV1Layout.fields(e) }

// Caller expects payload format 1.0.
func (RestV1) Caller(_ Event) Caller {
	return Caller{form: answerV1}
}

// Refuse answers 403, or what the policy says. The client sees status, headers and body; API Gateway does not retry,
// and counts a 4XXError. A method with caching enabled may cache the answer, against which Cache-Control is set.
func (RestV1) Refuse(_ Event, note Note, policy Policy) Outcome {
	answer := refuse(note, policy, answerV1, errorType)
	answer.CanFlow = true
	return answer
}

// errorType is the header from which clients of API Gateway learn the type of an error.
var errorType = Pair{"X-Amzn-ErrorType", "AccessDeniedException"}
