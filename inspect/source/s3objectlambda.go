package source

import (
	"bytes"
	"iter"

	"weir/decoders"
)

// S3ObjectLambda is a request to an Object Lambda access point of S3: to get, to look up or to list objects.
type S3ObjectLambda struct{}

// Name is "s3-object-lambda".
func (S3ObjectLambda) Name() string { return "s3-object-lambda" }

// Recognise asks for xAmzRequestId, userRequest and configuration.
func (S3ObjectLambda) Recognise(e Event) bool {
	return e.has("xAmzRequestId") && e.Get("userRequest").IsObject() && e.has("configuration")
}

var (
	keyUserRequest     = decoders.Step{Key: []byte("userRequest")}
	keyURL             = decoders.Step{Key: []byte("url")}
	pathObjectURL      = steps("userRequest", "url")
	objectLambdaLayout layout
)

// objectLambdaKinds are the kinds of what S3 and the operator write.
var objectLambdaKinds = kindList{
	{place{"getObjectContext"}, Link},
	{place{"headObjectContext"}, Link},
	{place{"listObjectsContext"}, Link},
	{place{"listObjectsV2Context"}, Link},
	{place{"configuration", "supportingAccessPointArn"}, Identifier},
	{place{"userIdentity"}, Identifier},
}

// Fields yields the user's request as the request that it was, with the key in its path and what its query asks, and the
// rest of the event. What the object holds is not in the event.
func (S3ObjectLambda) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		r := objectLambdaLayout.request(yield, e)
		r.kind = objectLambdaKinds.of
		method := "GET"
		if e.has("headObjectContext") {
			method = "HEAD"
		}
		r.fixed(Method, pathObjectURL[:1], method)
		r.objectURL(e.Get("userRequest", "url"))
		r.under(keyUserRequest)
		r.headerMap(keyHeaders, e.Get("userRequest", "headers"), false)
		r.leave(1)
		r.walk(e.Root)
	}
}

// objectURL yields path and query of the URL that the user asked for, percent-encoded as they came. A URL that names a
// host of another's is yielded whole besides.
func (r *request) objectURL(value decoders.JSON) {
	text := r.text(value)
	rest, absolute := bytes.CutPrefix(text, []byte("https://"))
	slash := bytes.IndexByte(rest, '/')
	if !value.IsString() || !absolute || slash < 0 {
		return
	}
	host := bytes.TrimSuffix(rest[:slash], []byte(".cn"))
	if consists(host, 255, "-.") && bytes.HasSuffix(host, []byte(".amazonaws.com")) {
		r.cover(value)
	}
	path, query, _ := bytes.Cut(rest[slash:], []byte("?"))
	r.uri = appendPath(r.uri[:0], path, false)
	if len(query) > 0 {
		r.uri = appendLegal(append(r.uri, '?'), query)
	}
	r.emit(Field{Path: pathObjectURL, Kind: Link, Target: URI, Value: r.uri})
	r.emit(Field{Path: pathObjectURL, Kind: Path, Target: URLPath, Value: path})
	r.segments(pathObjectURL, URLPath, path)
	r.under(keyUserRequest, keyURL)
	r.arguments(query)
	r.leave(2)
}

// Refuse answers requests to look up and to list objects with status 403, which the user sees as AccessDenied with the
// incident id. A request to get an object is answered by a call of WriteGetObjectResponse alone, which wants a
// permission of its own: so it fails, and the user sees status 500 (S3's page on writing Object Lambda functions). S3
// does not retry; users' SDKs do on 500, refused each time.
func (S3ObjectLambda) Refuse(e Event, note Note, _ Policy) Outcome {
	answered := e.has("headObjectContext") || e.has("listObjectsContext") || e.has("listObjectsV2Context")
	if !answered || e.has("getObjectContext") {
		return blocked(note)
	}
	b := []byte(`{"statusCode":403,"errorCode":"AccessDenied","errorMessage":`)
	return Reply{Payload: append(appendQuoted(b, blocked(note).Message), '}')}
}

// objectLambdaNotes is the place of notes: the headers of the user's request.
var objectLambdaNotes = mapNote{"userRequest", "headers"}

// Annotate adds the note to userRequest.headers.
func (S3ObjectLambda) Annotate(event Event, note Note) []byte {
	return objectLambdaNotes.annotate(event, note)
}

// Strip removes the note from userRequest.headers.
func (S3ObjectLambda) Strip(event Event) []byte { return objectLambdaNotes.strip(event) }
