package source

import "iter"

// AppSyncAuth is a question to the Lambda authorizer of an AppSync GraphQL API: a token and the query that it is for.
type AppSyncAuth struct{ noNote }

// Name is "appsync-auth".
func (AppSyncAuth) Name() string { return "appsync-auth" }

// Recognise asks for authorizationToken, and in requestContext for apiId, requestId and the query: queryString or, as
// older events have it, queryDocument.
func (AppSyncAuth) Recognise(e Event) bool {
	context := e.Get("requestContext")
	return e.has("authorizationToken") && context.Get("apiId") != nil && context.Get("requestId") != nil &&
		(context.Get("queryString") != nil || context.Get("queryDocument") != nil)
}

var (
	pathRequestHeaders = steps("requestHeaders")

	appSyncAuthKinds = kindList{
		{place{"authorizationToken"}, Token},
		{place{"requestContext", "queryString"}, Code},
		{place{"requestContext", "queryDocument"}, Code},
	}
)

// Fields yields the headers as those of the request that they came with, and the rest of the event: the token, the
// query's text, its variables.
func (AppSyncAuth) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := graphLayout.request(yield, e)
		r.kind = appSyncAuthKinds.of
		r.graphRequest(pathRequestHeaders, "/graphql")
		r.walk(e.Root)
	}
}

// Refuse answers isAuthorized false: the client sees an error of the type UnauthorizedException and no data. Nobody
// retries. AppSync keeps answers for the token: a ttlOverride of 0 keeps this one from locking the token's owner out
// (its page on Lambda authorization).
func (AppSyncAuth) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"isAuthorized":false,"ttlOverride":0}`)}
}
