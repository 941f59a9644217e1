package source

import (
	"bytes"
	"iter"

	"weir/decoders"
)

// API Gateway asks a Lambda authorizer before it lets a request through, and keeps the answer for the same identity for
// up to an hour. So neither answer of ours is harmless: a Deny that is kept locks the identity's honest owner out, and a
// permission that is kept lets later requests past the authorizer, and past Weir. An authorizer alone is no firewall.

// authorizer says whether an event is for a Lambda authorizer of API Gateway, of whatever kind.
func authorizer(e Event) bool { return authorizerKind(e) != "" }

// authorizerKind returns the name of the kind of authorizer that an event is for, or "".
func authorizerKind(e Event) string {
	route := e.has("routeArn")
	if !route && !e.has("methodArn") {
		return ""
	}
	switch {
	case e.is("type", "TOKEN"):
		return AuthToken{}.Name()
	case !e.is("type", "REQUEST"):
		return ""
	case route && e.is("version", "2.0"):
		return AuthHTTPV2{}.Name()
	case e.is("version", "1.0"):
		return AuthHTTPV1{}.Name()
	case e.Get("requestContext", "connectionId") != nil:
		return AuthWebSocket{}.Name()
	}
	return AuthRestRequest{}.Name()
}

// AuthToken is a question to an authorizer of the type TOKEN of a REST API: a token and what is asked for.
type AuthToken struct{ noNote }

// Name is "auth-token".
func (AuthToken) Name() string { return "auth-token" }

// Recognise asks for type "TOKEN" with methodArn or routeArn.
func (a AuthToken) Recognise(e Event) bool { return authorizerKind(e) == a.Name() }

// Fields yields the token, the request's path at the end of methodArn, and the rest of the event.
func (AuthToken) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = requestKind
		w.asked(e, nil)
		w.walk(e.Root)
	}
}

// Refuse fails with the message "Unauthorized", of which API Gateway makes status 401 for the client (its page on Lambda
// authorizers). Nobody retries. Errors are not kept (not verified on AWS), so that the next request with the token is
// judged by itself.
func (AuthToken) Refuse(Event, Note, Policy) Outcome { return unauthorized }

// AuthRestRequest is a question to an authorizer of the type REQUEST of a REST API: the request without its body.
type AuthRestRequest struct{ headerNote }

// Name is "auth-rest-request".
func (AuthRestRequest) Name() string { return "auth-rest-request" }

// Recognise asks for type "REQUEST" with methodArn, and none of the marks of the other kinds: version,
// requestContext.connectionId.
func (a AuthRestRequest) Recognise(e Event) bool { return authorizerKind(e) == a.Name() }

// Fields yields the request as the source rest-v1 does, the path in methodArn where it is another one, and the rest of
// the event.
func (AuthRestRequest) Fields(e Event) iter.Seq[Field] { return restV1Layout.authorizerFields(e) }

// Refuse fails with the message "Unauthorized", of which API Gateway makes status 401 for the client (its page on Lambda
// authorizers). Nobody retries. Errors are not kept (not verified on AWS): a Deny for an attack in the query would be,
// and would lock out whoever owns the identity.
func (AuthRestRequest) Refuse(Event, Note, Policy) Outcome { return unauthorized }

// AuthHTTPV1 is a question to an authorizer of an HTTP API in payload format 1.0.
type AuthHTTPV1 struct{ headerNote }

// Name is "auth-http-v1".
func (AuthHTTPV1) Name() string { return "auth-http-v1" }

// Recognise asks for version "1.0" and type "REQUEST" with methodArn or routeArn.
func (a AuthHTTPV1) Recognise(e Event) bool { return authorizerKind(e) == a.Name() }

// Fields yields the request as the source http-v1 does, the identity, the path in methodArn where it is another one, and
// the rest of the event.
func (AuthHTTPV1) Fields(e Event) iter.Seq[Field] { return httpV1Layout.authorizerFields(e) }

// Refuse denies what is asked for by a policy of IAM's, of which API Gateway makes status 403 for the client. Nobody
// retries. If the authorizer's answers are kept, the Deny is, for all routes and for the time that is set. A resource
// that fits no policy is answered by the error "Unauthorized": the client sees 401 or 500 (not verified on AWS).
func (AuthHTTPV1) Refuse(e Event, note Note, _ Policy) Outcome { return deny(e, note) }

// AuthHTTPV2 is a question to an authorizer of an HTTP API in payload format 2.0.
type AuthHTTPV2 struct{ headerNote }

// Name is "auth-http-v2".
func (AuthHTTPV2) Name() string { return "auth-http-v2" }

// Recognise asks for version "2.0" and type "REQUEST" with routeArn.
func (a AuthHTTPV2) Recognise(e Event) bool { return authorizerKind(e) == a.Name() }

// Fields yields the request as the source http-v2 does, the identity, the path in routeArn where it is another one, and
// the rest of the event.
func (AuthHTTPV2) Fields(e Event) iter.Seq[Field] { return httpV2Layout.authorizerFields(e) }

// Refuse answers isAuthorized false, of which API Gateway makes status 403 for the client, or 500 where the authorizer
// is set to answer with policies, which the event does not tell (its page on authorizers of HTTP APIs). Nobody retries.
// If the authorizer's answers are kept, this one is, for all routes and for the time that is set.
func (AuthHTTPV2) Refuse(_ Event, note Note, _ Policy) Outcome {
	return Reply{Payload: append(appendContext([]byte(`{"isAuthorized":false,`), note), '}')}
}

// AuthWebSocket is a question to the authorizer of a WebSocket API: the handshake.
type AuthWebSocket struct{ headerNote }

// Name is "auth-websocket".
func (AuthWebSocket) Name() string { return "auth-websocket" }

// Recognise asks for type "REQUEST" with methodArn and requestContext.connectionId, without a version.
func (a AuthWebSocket) Recognise(e Event) bool { return authorizerKind(e) == a.Name() }

// Fields yields the handshake as the source websocket-connect does, the path in methodArn, and the rest of the event.
func (AuthWebSocket) Fields(e Event) iter.Seq[Field] { return connectLayout.authorizerFields(e) }

// Refuse denies the connection by a policy of IAM's: the client sees status 403 and gets no connection. Nobody retries,
// and WebSocket APIs keep no answers (not verified on AWS). A resource that fits no policy is answered by the error
// "Unauthorized".
func (AuthWebSocket) Refuse(e Event, note Note, _ Policy) Outcome { return deny(e, note) }

// unauthorized is the one error that API Gateway knows from authorizers, by its message: so it has no room for an
// incident id, which the log has with the request's.
var unauthorized = Fail{Type: Blocked, Message: "Unauthorized"}

// maxResource is the longest Resource that API Gateway takes from an authorizer, in characters (its page on the output of
// Lambda authorizers).
const maxResource = 512

// deny answers with a policy that denies what is asked for.
func deny(e Event, note Note) Outcome {
	resource := e.Get("methodArn").Text(nil)
	if resource == nil {
		resource = e.Get("routeArn").Text(nil)
	}
	if !plainResource(resource) {
		return unauthorized
	}
	b := append([]byte(nil), `{"principalId":"blocked","policyDocument":{"Version":"2012-10-17","Statement":[`...)
	b = append(b, `{"Action":["execute-api:Invoke"],"Effect":"Deny","Resource":[`...)
	b = appendQuoted(b, resource)
	b = append(b, `]}]},`...)
	return Reply{Payload: append(appendContext(b, note), '}')}
}

// plainResource says whether a policy may name the resource: short enough, and without the wildcards and variables with
// which a path would widen what is denied, or make the policy invalid.
func plainResource(resource []byte) bool {
	if len(resource) > maxResource || !bytes.HasPrefix(resource, []byte("arn:aws")) || bytes.ContainsAny(resource, "*?") ||
		bytes.Contains(resource, []byte("${")) {
		return false
	}
	for _, c := range resource {
		if c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// appendContext appends the context of an answer, which the API's access log and gateway responses can show.
func appendContext(dst []byte, note Note) []byte {
	return append(appendQuoted(append(dst, `"context":{"weirIncident":`...), note.Incident), '}')
}

// authorizerFields yields the request that an authorizer is asked about.
func (l *layout) authorizerFields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := l.request(yield, e)
		r.line()
		r.headers()
		r.queryFields()
		r.pathFields()
		r.body()
		r.asked(e, e.at(l.path))
		r.walk(e.Root)
	}
}

// asked yields the path in the ARN of what is asked for, unless it is path, which a field has carried. The rest of such
// an ARN is AWS's and the operator's own; where it does not look so, the ARN is walked with the rest of the event.
func (w *walker) asked(e Event, path decoders.JSON) {
	for _, name := range [...]string{"methodArn", "routeArn"} {
		value := e.Get(name)
		if !value.IsString() {
			continue
		}
		text := w.text(value)
		tail := requestPath(text)
		if tail == nil {
			continue
		}
		w.cover(value)
		if len(tail) > 1 && !bytes.Equal(tail, w.nameText(path)) {
			w.under(decoders.Step{Key: []byte(name)})
			w.emit(Field{Path: w.here, Kind: Path, Value: tail})
			w.segments(w.here, Argument, tail)
			w.leave(1)
		}
	}
}

// requestPath returns the path at the end of an ARN such as arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/GET/x,
// from the slash behind the method or route; nil if the ARN is not in that form. It is empty for routes such as $connect.
func requestPath(text []byte) []byte {
	const head = ":execute-api:"
	i := bytes.Index(text, []byte(head))
	if i < 0 || !bytes.HasPrefix(text, []byte("arn:aws")) || !only(text[:i], 24, "arn:aws-abcdefghijklmnopqrstuvwxyz") {
		return nil
	}
	place, rest, _ := bytes.Cut(text[i+len(head):], []byte(":"))
	owner, rest, _ := bytes.Cut(rest, []byte(":"))
	api, rest, _ := bytes.Cut(rest, []byte("/"))
	stage, rest, found := bytes.Cut(rest, []byte("/"))
	if !region(place) || !account(owner) || !word(api) || !word(stage) || !found {
		return nil
	}
	end := bytes.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	if method := rest[:end]; !word(method) && string(method) != "*" {
		return nil
	}
	return rest[end:]
}
