package source

import (
	"iter"

	"weir/decoders"
)

// AppSync is a field that a Lambda resolver of an AppSync GraphQL API resolves, as a direct resolver or AWS Amplify hand
// it over. Resolvers with a request mapping of their own send what they like, which is direct.
type AppSync struct{ graphNote }

// Name is "appsync".
func (AppSync) Name() string { return "appsync" }

// Recognise asks for the names of field and type: in info, or, as Amplify has them, in the event, beside arguments, an identity
// or the request's headers. A field need not have arguments.
func (AppSync) Recognise(e Event) bool {
	return namesField(e.Get("info")) || e.Get("fieldName").IsString() && e.Get("typeName").IsString() &&
		(e.has("arguments") || e.has("identity") || e.Get("request").Get("headers").IsObject())
}

// namesField says whether info names a field of a GraphQL schema.
func namesField(info decoders.JSON) bool {
	return info.Get("fieldName").IsString() && info.Get("parentTypeName").IsString()
}

var (
	pathHeaders    = steps("request", "headers")
	placeHeaders   = place{"request", "headers"}
	pathIdentityIP = steps("identity", "sourceIp")

	// resolverKinds are the kinds of what AppSync writes itself; the rest is the caller's or the API's data.
	resolverKinds = kindList{
		{place{"info", "selectionSetGraphQL"}, Code},
		{place{"info", "selectionSetList"}, Identifier},
		{place{"info", "parentTypeName"}, Identifier},
		{place{"info", "fieldName"}, Identifier},
		{place{"typeName"}, Identifier},
		{place{"fieldName"}, Identifier},
		{place{"request", "domainName"}, Identifier},
		{place{"identity", "issuer"}, Identifier},
		{place{"identity", "claims", "iss"}, Identifier},
	}
)

// Fields yields the headers as those of the request that they came with, and the rest of the event: arguments, parents,
// variables, the query's text, and what tokens claim.
func (AppSync) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := graphLayout.request(yield, e)
		r.kind = resolverKinds.of
		r.graphRequest(pathHeaders, "/graphql")
		r.walk(e.Root)
	}
}

// Refuse fails the invocation: the client sees an error with the incident id for this field, whose data is null, and
// the rest of its answer; a resolver with a response mapping sees ctx.error (AppSync's page on Lambda resolvers; which
// error type a direct resolver gives was not tried on AWS). Nobody retries, and resolvers that invoke as Event ignore
// the answer.
func (AppSync) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// graphNote annotates the events of AppSync that carry their request.
type graphNote struct{}

// Annotate adds the note to request.headers. It returns nil if the event has no request.
func (graphNote) Annotate(event Event, note Note) []byte {
	return mapNote{"request", "headers"}.annotate(event, note)
}

// Strip removes the note from request.headers.
func (graphNote) Strip(event Event) []byte { return mapNote{"request", "headers"}.strip(event) }

// graphLayout is for requests of which the event has the headers alone.
var graphLayout layout

// graphRequest yields the request that AppSync got, as far as the event tells: every one is a POST of JSON, to the same
// path, and its body is what the event holds besides. An event without headers has no request to tell of.
func (r *request) graphRequest(at decoders.Path, path string) {
	headers := r.e.at(at)
	if !headers.IsObject() {
		return
	}
	r.fixed(Method, at[:1], "POST")
	r.emit(Field{Path: at[:1], Kind: Link, Target: URI, Value: []byte(path)})
	r.under(pathIdentityIP...)
	r.under(decoders.Step{})
	r.whole(ClientIP, Identifier, r.here, r.e.at(pathIdentityIP).At(0), address)
	r.leave(len(r.here))
	last := len(at) - 1
	r.under(at[:last]...)
	r.headerMap(at[last], headers, false)
	r.leave(last)
}

// AppSyncBatch is a list of fields that a Lambda resolver of an AppSync API resolves in one go.
type AppSyncBatch struct{ noNote }

// Name is "appsync-batch".
func (AppSyncBatch) Name() string { return "appsync-batch" }

// Recognise asks for a list of which every element has the names of field and type in an object info.
func (AppSyncBatch) Recognise(e Event) bool {
	some := false
	for _, element := range e.Root.Elements() {
		if !namesField(element.Get("info")) {
			return false
		}
		some = true
	}
	return some
}

// Fields yields the strings of each element. Elements have no headers, unless the resolver's mapping puts them in.
func (AppSyncBatch) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = batchKind
		w.listFields(e, e.Root, true, func(decoders.JSON) {})
	}
}

// batchKind knows headers of negotiation too: they belong to no one request here, and are judged as headers all the same.
func batchKind(path decoders.Path) Kind {
	if n := len(path); n > 0 && path[n-1].Key != nil && placeHeaders.begins(path) {
		return HeaderText
	}
	return resolverKinds.of(path)
}

// Refuse fails the invocation: the client sees an error with the incident id for each of the fields, whose data are
// null, and the rest of its answer. Nobody retries.
func (AppSyncBatch) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }

// Records is the number of fields to resolve.
func (AppSyncBatch) Records(e Event) int { return e.Root.Len() }

// Each yields the elements.
func (AppSyncBatch) Each(e Event) iter.Seq2[int, decoders.JSON] { return e.Root.Elements() }

// Without takes out the elements in bad. AppSync wants a list with one element for each that it sent, or all of them
// fail (its page on BatchInvoke): so null is put into the handler's list where it did not see the element, and the client
// sees no data for that field. If nothing is left, or in the mode fail, the event is refused.
func (a AppSyncBatch) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	payload, left := withoutItems(event, event.Root, bad)
	if left == 0 || policy.Batch == BatchFail {
		return a.Refuse(event, note, policy)
	}
	return Forward{Payload: payload, Merge: func(answer []byte) []byte { return nullsAt(answer, bad) }}
}

// nullsAt puts null into a list so that it has one at each index in bad. An answer that is no list stays as it is, and
// AppSync takes it for a failure of all.
func nullsAt(answer []byte, bad []int) []byte {
	e := Parse(answer)
	if !e.Root.IsArray() {
		return orNull(answer)
	}
	x := edits{text: answer}
	n, last, some := 0, e.start+1, false
	for _, it := range items(answer, e.start) {
		for len(bad) > 0 && bad[0] == n {
			x.replace(it.start, it.start, "null,")
			bad, n = bad[1:], n+1
		}
		n, last, some = n+1, it.end, true
	}
	for range bad {
		if some {
			x.replace(last, last, ",null")
		} else {
			x.replace(last, last, "null")
			some = true
		}
	}
	return x.apply()
}

// orNull returns the answer, or null if the handler gave none at all.
func orNull(answer []byte) []byte {
	if len(answer) == 0 {
		return []byte("null")
	}
	return answer
}
