package source

import (
	"iter"
	"net/http"

	"weir/decoders"
)

// websocket says whether an event is of a WebSocket API of API Gateway.
func websocket(e Event) bool {
	kind := websocketKind(e)
	return kind.Equal("CONNECT") || kind.Equal("MESSAGE") || kind.Equal("DISCONNECT")
}

// websocketKind returns the type of an event of a WebSocket API, or nil. Authorizers of such APIs get events of the type
// CONNECT too.
func websocketKind(e Event) decoders.JSON {
	kind := e.Get("requestContext", "eventType")
	if kind == nil || e.Get("requestContext", "connectionId") == nil || authorizer(e) {
		return nil
	}
	return kind
}

// WebSocketConnect is the handshake of a client with a WebSocket API of API Gateway.
type WebSocketConnect struct{ headerNote }

// Name is "websocket-connect".
func (WebSocketConnect) Name() string { return "websocket-connect" }

// Recognise asks for requestContext.eventType "CONNECT" and requestContext.connectionId. Events for authorizers are not
// meant.
func (WebSocketConnect) Recognise(e Event) bool { return websocketKind(e).Equal("CONNECT") }

// A handshake is a GET (RFC 6455 section 4.1), and most of API Gateway's say neither that nor a path.
var connectLayout = layout{
	method:   steps("requestContext", "httpMethod"),
	path:     steps("path"),
	protocol: steps("requestContext", "protocol"),
	clientIP: steps("requestContext", "identity", "sourceIp"),
	route:    steps("requestContext", "routeKey"),
	query:    queryDecoded,
}

// Fields yields the handshake as the request that it is: headers, query, path, and the rest of the event.
func (WebSocketConnect) Fields(e Event) iter.Seq[Field] { return connectLayout.fields(e) }

// Caller expects payload format 1.0.
func (WebSocketConnect) Caller(_ Event) Caller {
	return Caller{form: answerV1}
}

// Refuse answers 403, or what the policy says if that refuses: any status of success would open the connection. The
// client sees the handshake fail, and gets no connection (API Gateway's page on $connect; which status it sees was not
// tried on AWS). Nobody retries.
func (WebSocketConnect) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, unsuccessful(policy), answerV1)
}

// unsuccessful replaces a status that does not refuse.
func unsuccessful(policy Policy) Policy {
	if policy.Status < http.StatusBadRequest {
		policy.Status = defaultStatus
	}
	return policy
}

// WebSocketMessage is a message over a connection of a WebSocket API of API Gateway.
type WebSocketMessage struct{ memberNote }

// Name is "websocket-message".
func (WebSocketMessage) Name() string { return "websocket-message" }

// Recognise asks for requestContext.eventType "MESSAGE" and requestContext.connectionId.
func (WebSocketMessage) Recognise(e Event) bool { return websocketKind(e).Equal("MESSAGE") }

// Fields yields the message, Base64 where the event says so, and the rest of the event. Messages have no headers.
func (WebSocketMessage) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = requestKind
		hint := decoders.Hint{}
		if e.Get("isBase64Encoded").Kind() == 't' {
			hint = base64Declared
		}
		w.field(e.Get("body"), Unknown, hint, keyBody)
		w.walk(e.Root)
	}
}

// Caller expects payload format 1.0.
func (WebSocketMessage) Caller(_ Event) Caller {
	return Caller{form: answerV1}
}

// Refuse answers 403, or what the policy says if that refuses. The sender sees it only if the route has a route response;
// the connection stays open either way, and further messages are judged by themselves. Nobody retries.
func (WebSocketMessage) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, unsuccessful(policy), answerV1)
}

// WebSocketDisconnect is the end of a connection of a WebSocket API of API Gateway.
type WebSocketDisconnect struct{ headerNote }

// Name is "websocket-disconnect".
func (WebSocketDisconnect) Name() string { return "websocket-disconnect" }

// Recognise asks for requestContext.eventType "DISCONNECT" and requestContext.connectionId.
func (WebSocketDisconnect) Recognise(e Event) bool { return websocketKind(e).Equal("DISCONNECT") }

// Fields yields the headers, the client's words in requestContext.disconnectReason, and the rest of the event.
func (WebSocketDisconnect) Fields(e Event) iter.Seq[Field] { return connectLayout.fields(e) }

// Refuse answers 200 without the handler: the connection is closed already, so nobody is left to refuse, and nobody sees
// the answer. What the handler would have done about the end of the connection is not done.
func (WebSocketDisconnect) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"statusCode":200}`), Swallows: true}
}
