package source

import (
	"iter"
	"net/http"
	"strconv"

	"weir/decoders"
)

// APIGWNonProxy is a request through API Gateway without proxy integration, in the form that its own template for
// passing requests through gives it. Templates of the user's own make events that are direct.
type APIGWNonProxy struct{ noNote }

// Name is "apigw-nonproxy".
func (APIGWNonProxy) Name() string { return "apigw-nonproxy" }

// Recognise asks for objects params and context, with body-json or params.querystring.
func (APIGWNonProxy) Recognise(e Event) bool {
	params := e.Get("params")
	return params.IsObject() && e.Get("context").IsObject() && (e.has("body-json") || params.Get("querystring") != nil)
}

var (
	keyParams      = decoders.Step{Key: []byte("params")}
	keyHeader      = decoders.Step{Key: []byte("header")}
	nonProxyLayout = layout{
		method:   steps("context", "http-method"),
		path:     steps("context", "resource-path"),
		clientIP: steps("context", "source-ip"),
	}

	nonProxyKinds = kindList{
		{place{"stage-variables"}, Identifier},
		{place{"params", "path"}, Path},
		{place{"context", "user-agent"}, HeaderText},
		{place{"context"}, Identifier},
	}
)

// Fields yields the method, the path's template in place of a path, the headers, and the rest of the event: the body's
// strings, the arguments of path and query.
func (APIGWNonProxy) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := nonProxyLayout.request(yield, e)
		r.kind = nonProxyKinds.of
		r.line()
		r.uncover(0)
		r.echoes = r.echoes[:0] // a template is no path: its text is judged as a value too
		r.under(keyParams)
		r.headerMap(keyHeader, e.Get("params", "header"), false)
		r.leave(1)
		r.walk(e.Root)
	}
}

// Caller gets whatever the handler answers, errors included.
func (APIGWNonProxy) Caller(_ Event) Caller {
	return Caller{raw: true}
}

// Refuse fails the invocation with a message that begins with the status in brackets, "[403] Forbidden". API Gateway
// sends the client whatever it gets under status 200, errors too, unless an integration response has a pattern for the
// message (selectionPattern): one such as \[403\].* makes it the status (its page on errors of Lambda integrations).
// Nobody retries.
func (APIGWNonProxy) Refuse(_ Event, note Note, policy Policy) Outcome {
	status := unsuccessful(policy).Status
	fail := blocked(note)
	fail.Message = "[" + strconv.Itoa(status) + "] " + http.StatusText(status) + ": " + fail.Message
	return fail
}
