package runtimeapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"weir/inspect/source"
)

// answer is what the proxy posts in place of the runtime.
type answer struct {
	kind   string // "response" or "error"
	header http.Header
	body   []byte
	stream bool
}

// problem is the body of an error in Lambda's form.
type problem struct {
	Message string   `json:"errorMessage"`
	Type    string   `json:"errorType"`
	Trace   []string `json:"stackTrace,omitzero"`
}

// render puts an outcome that is no Forward into the Runtime API's words.
func (p *Proxy) render(outcome source.Outcome) answer {
	switch outcome := outcome.(type) {
	case source.HTTP:
		if outcome.CanFlow && p.streams() {
			return streamed(outcome)
		}
		return response(outcome.Buffered)
	case source.Reply:
		return response(outcome.Payload)
	case source.Fail:
		return failure(outcome)
	default: // the set of outcomes is closed: here is none but Forward, which fetch has taken
		return failure(source.Fail{Type: source.Blocked, Message: "blocked"})
	}
}

func response(body []byte) answer {
	return answer{kind: "response", header: http.Header{"Content-Type": {typeJSON}}, body: body}
}

func failure(fail source.Fail) answer {
	body, _ := json.Marshal(problem{Message: fail.Message, Type: fail.Type, Trace: []string{}}) // strings alone
	return answer{
		kind:   "error",
		header: http.Header{"Content-Type": {typeJSON}, headerErrorType: {fail.Type}},
		body:   body,
	}
}

// delimiter ends the prelude of a streamed HTTP answer.
var delimiter = make([]byte, 8)

// streamed renders a refusal for a function that answers in streams: a JSON prelude, the delimiter, and the body.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
func streamed(refusal source.HTTP) answer {
	body := refusal.Body
	if len(body) == 0 {
		body = []byte("\n") // with an empty body, status and headers are lost as well
	}
	return answer{
		kind:   "response",
		header: http.Header{"Content-Type": {typeHTTP}, headerResponseMode: {"streaming"}},
		body:   bytes.Join([][]byte{prelude(refusal), body}, delimiter),
		stream: true,
	}
}

// prelude writes status and headers. It has room for each name once: cookies have a list of their own, and what else
// is repeated is joined by commas.
// https://www.rfc-editor.org/rfc/rfc9110#section-5.2
func prelude(refusal source.HTTP) []byte {
	headers := make(map[string]string)
	spelling := make(map[string]string)
	cookies := []string{}
	for _, pair := range refusal.Headers {
		if strings.EqualFold(pair.Name, "Set-Cookie") {
			cookies = append(cookies, pair.Value)
			continue
		}
		name, repeated := spelling[strings.ToLower(pair.Name)]
		if !repeated {
			spelling[strings.ToLower(pair.Name)] = pair.Name
			headers[pair.Name] = pair.Value
			continue
		}
		headers[name] += ", " + pair.Value
	}
	text, _ := json.Marshal(struct {
		Status  int               `json:"statusCode"`
		Headers map[string]string `json:"headers"`
		Cookies []string          `json:"cookies"`
	}{refusal.Status, headers, cookies}) // numbers and strings
	return text
}

// acceptance is what became of an answer of ours.
type acceptance uint8

const (
	lost   acceptance = iota // Lambda does not have it
	given                    // Lambda has it
	closed                   // Lambda wants none any more: the invocation has ended in another way
)

// An answer that does not reach Lambda is posted again after a pause, which doubles each time.
const (
	postAttempts = 4
	postPause    = 20 * time.Millisecond
)

// post gives Lambda an answer. It comes back once Lambda has accepted it or can no longer do so. The error tells what
// is worth a line, also if the invocation counts as finished.
func (p *Proxy) post(invocation source.Invocation, nonce string, poll http.Header, a answer) (acceptance, error) {
	pause := postPause
	for attempt := 1; ; attempt++ {
		status, err := p.postOnce(invocation.ID, nonce, poll, a)
		switch {
		case err != nil:
			err = fmt.Errorf("answering %q in place of the handler, attempt %d: %w", invocation.ID, attempt, err)
		case status/100 == 2:
			return given, nil
		default:
			err = fmt.Errorf("answering %q in place of the handler: Lambda says %d", invocation.ID, status)
			return verdictOn(status), err
		}
		late := !invocation.Deadline.IsZero() && time.Now().Add(pause).After(invocation.Deadline)
		if attempt == postAttempts || late {
			return lost, err
		}
		time.Sleep(pause)
		pause *= 2
	}
}

// verdictOn says what a refused answer means. Unknown id, wrong state, too large and too late all end the invocation;
// the rest, a 500 above all, means that the runtime should exit.
func verdictOn(status int) acceptance {
	switch status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusGone, http.StatusRequestEntityTooLarge:
		return closed
	default:
		return lost
	}
}

func (p *Proxy) postOnce(id, nonce string, poll http.Header, a answer) (status int, err error) {
	var body io.Reader = bytes.NewReader(a.body)
	if a.stream {
		body = io.MultiReader(body) // no length to be seen: it goes out in chunks
	}
	address := "http://" + p.api() + invocationPrefix + url.PathEscape(id) + "/" + a.kind
	request, err := http.NewRequestWithContext(context.WithoutCancel(p.open), http.MethodPost, address, body)
	if err != nil {
		return 0, err
	}
	request.Header = a.header.Clone()
	setUserAgent(request.Header, poll)
	if nonce != "" {
		request.Header.Set(headerInvocationID, nonce)
	}
	response, err := p.upstream.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, maxAcknowledgement)
	return response.StatusCode, nil
}

// maxAcknowledgement is as much of Lambda's answer to an answer as is read, so that the connection can be used again.
const maxAcknowledgement = 4 << 10
