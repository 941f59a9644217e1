package source

import (
	"bytes"
	"iter"
)

// FunctionURL is a request to a function's own URL. Its payload format is 2.0, as of HTTP APIs.
type FunctionURL struct{ headerNote }

// Name is "function-url".
func (FunctionURL) Name() string { return "function-url" }

// Recognise asks for version "2.0", an object requestContext.http, and a domain of Lambda's own in
// requestContext.domainName: ID.lambda-url.REGION.on.aws, or .amazonaws.com with or without .cn. A custom domain
// that merely contains "lambda-url" is none.
func (FunctionURL) Recognise(e Event) bool { return functionDomain(e) && versionTwo(e) }

func functionDomain(e Event) bool {
	_, rest, found := bytes.Cut(e.Get("requestContext", "domainName").Text(nil), []byte("."))
	rest, ours := bytes.CutPrefix(rest, []byte("lambda-url."))
	place, rest, dotted := bytes.Cut(rest, []byte("."))
	if !found || !ours || !dotted || !region(place) {
		return false
	}
	switch string(rest) {
	case "on.aws", "amazonaws.com", "amazonaws.com.cn":
		return true
	}
	return false
}

var functionURLLayout = layout{
	method:   steps("requestContext", "http", "method"),
	path:     steps("rawPath"),
	protocol: steps("requestContext", "http", "protocol"),
	clientIP: steps("requestContext", "http", "sourceIp"),
	query:    queryRaw,
}

// Fields yields the request line, the headers and cookies, the query, the path and its parameters, the body, and the
// rest of the event.
func (FunctionURL) Fields(e Event) iter.Seq[Field] { return functionURLLayout.fields(e) }

// Caller expects payload format 2.0, or nothing but a body.
func (FunctionURL) Caller(_ Event) Caller {
	return Caller{form: answerV2, loose: true}
}

// Refuse answers 403, or what the policy says, in payload format 2.0. The client sees status, headers and body; nobody
// retries. A URL with the invoke mode RESPONSE_STREAM would send the buffered form as a body of its own under status
// 200: there the answer has to be streamed.
func (FunctionURL) Refuse(_ Event, note Note, policy Policy) Outcome {
	answer := refuse(note, policy, answerV2)
	answer.CanFlow = true
	return answer
}
