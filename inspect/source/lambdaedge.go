package source

import (
	"iter"

	"weir/decoders"
)

// LambdaEdge is a request or a response of CloudFront at one of its edges. Functions there have neither layers nor
// extensions, so that Weir cannot stand before them: in a function that has them, such an event is a test or a forgery.
// AWS WAF can guard the distribution.
type LambdaEdge struct{ noNote }

// Name is "lambda-edge".
func (LambdaEdge) Name() string { return "lambda-edge" }

// Recognise asks for Records, every one with an object cf.
func (LambdaEdge) Recognise(e Event) bool {
	some := false
	for _, record := range records(e).Elements() {
		if !record.Get("cf").IsObject() {
			return false
		}
		some = true
	}
	return some
}

// Fields yields every string and every name of the event, as of direct, and the segments of the path. The query is there in
// one form only, as the client sent it, and is declared as one.
func (LambdaEdge) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.everything = true
		w.kind = edgeKind
		w.hint = edgeHint
		w.walk(e.Root)
		for i, record := range records(e).Elements() {
			w.under(keyRecords, decoders.Step{Index: i})
			w.under(pathEdge...)
			w.segments(w.here, Argument, w.text(record.Get("cf", "request", "uri")))
			w.leave(len(w.here))
		}
	}
}

// pathEdge leads from a record to the path of its request.
var pathEdge = steps("cf", "request", "uri")

// edgeKind knows headers where CloudFront has them: headers.user-agent[0].value.
func edgeKind(path decoders.Path) Kind {
	n := len(path)
	if n < 4 || string(path[n-4].Key) != "headers" || path[n-3].Key == nil || path[n-2].Key != nil || string(path[n-1].Key) != "value" {
		return Unknown
	}
	return HeaderText
}

// edgeHint declares the query: Records[0].cf.request.querystring.
func edgeHint(path decoders.Path) decoders.Hint {
	n := len(path)
	if n >= 2 && string(path[n-1].Key) == "querystring" && string(path[n-2].Key) == "request" {
		return formBody
	}
	return decoders.Hint{}
}

// Refuse fails the invocation. Whoever has invoked the function sees the incident id; CloudFront itself never does.
func (LambdaEdge) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }
