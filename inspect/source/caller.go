package source

import (
	"net/http"
	"strings"
)

// Caller is what is kept of an event until its response comes: who gets the response, and in which form. It holds none of
// the event's bytes. The zero Caller is nobody: there is nothing to look at.
type Caller struct {
	source string
	client bool // an HTTP client gets to see the response
	form   answerForm
	// loose is set where a response without a statusCode is taken for the body of a 200.
	loose bool
	// raw is set where the response is the body as it is, and errors reach the client too.
	raw bool
}

// Requester is a source whose responses reach an HTTP client.
type Requester interface {
	Source

	// Caller says in which form the handler has to answer the event.
	Caller(Event) Caller
}

// CallerOf returns who gets the response to an event of a source, whose name for the log is given.
func CallerOf(s Source, e Event, name string) Caller {
	var c Caller
	if r, ok := s.(Requester); ok {
		c = r.Caller(e)
		c.client = true
	}
	c.source = name
	return c
}

// Source is the name under which a verdict on the response is logged, and "" of the zero Caller.
func (c Caller) Source() string { return c.source }

// Client says whether an HTTP client gets to see the response.
func (c Caller) Client() bool { return c.client }

// SeesErrors says whether the client gets to see what a handler's error says. All front ends but one answer an error with
// words of their own.
func (c Caller) SeesErrors() bool { return c.raw }

// Withhold is the answer in place of a response that must not get out: 502, in the form that the caller expects, and
// of the same kind: an error stays an error, with its type, so that whoever counts errors by their types goes on doing so,
// and a stream ends as one that failed.
// It is nil where Weir leaves responses alone. That is so wherever the caller is no HTTP client: a batch would come back
// whose work is done, and a caller by the Invoke API has the permission to see what the function answers. headers are the user's own for refusals.
func (c Caller) Withhold(r Response, note Note, headers []Pair) Outcome {
	switch {
	case !c.client:
		return nil
	case r.Error:
		return Fail{Type: errorTypeOf(r.Head), Message: withheld + " (incident " + bare(note.Incident) + ")"}
	case r.Stream:
		return Fail{Type: Blocked, Message: withheld + " (incident " + bare(note.Incident) + ")"}
	case c.raw:
		return Fail{Type: Blocked, Message: "[502] Bad Gateway: " + withheld + " (incident " + bare(note.Incident) + ")"}
	}
	answer := refuse(note, Policy{Status: http.StatusBadGateway, Body: `{"message":"Bad Gateway"}`, Headers: headers}, c.form)
	return answer // never as a stream: that ends by its trailers
}

const withheld = "The response was withheld"

// maxErrorType bounds the type of an error that is kept, in bytes.
const maxErrorType = 128

// errorTypeOf returns the type in the body of a handler's error, or "Function.Blocked" if there is none, or it is no name.
func errorTypeOf(body []byte) string {
	named := Parse(completed(body)).Get("errorType")
	text := named.String()
	letters := strings.TrimFunc(text, func(r rune) bool {
		return r < 0x80 && (alphanumeric(byte(r)) || strings.ContainsRune("._:$*", r))
	})
	if !named.IsString() || text == "" || letters != "" || len(text) > maxErrorType {
		return Blocked
	}
	return text
}
