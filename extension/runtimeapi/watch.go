package runtimeapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"

	"weir/inspect/source"
)

// ResponseMode says when the runtime's answers are judged.
type ResponseMode string

// The modes for responses.
const (
	// Watch means when Lambda has them: each passes as it comes, and its first bytes are judged before the runtime learns
	// that it was taken, and so before it asks for the next event. The caller waits for nothing.
	Watch ResponseMode = "monitor"
	// Hold means before Lambda has them, if an HTTP client would see them: a buffered answer waits until it is judged as a
	// whole, of a stream each piece until it is judged. Other answers are watched.
	Hold ResponseMode = "block"
)

// watch prepares one of the runtime's answers for being judged, and returns the request to forward.
func (p *Proxy) watch(r *http.Request, id string, isError bool) *http.Request {
	known, ok := p.calls.of(id)
	if !ok || p.options.JudgeResponse == nil || p.options.Responses == "" {
		return r
	}
	w := &watched{call: known, body: r.Body, isError: isError, flows: !isError && mediaType(r.Header) == typeHTTP}
	if p.options.Responses == Hold && known.caller.Client() {
		if isError || !flowing(r) {
			p.hold(r, w)
			return r
		}
		p.guard(r, w)
	} else {
		r.Body = w
	}
	return r.WithContext(context.WithValue(r.Context(), watchedKey{}, w))
}

// watchPlain is watch for an answer that is here as a whole. It is not ok if the answer has to be judged before Lambda has it.
func (p *Proxy) watchPlain(r *plainRequest) (w *watched, ok bool) {
	known, ok := p.calls.of(r.id)
	if !ok || p.options.JudgeResponse == nil || p.options.Responses == "" {
		return nil, true
	}
	if p.options.Responses == Hold && known.caller.Client() {
		return nil, false
	}
	return &watched{
		call: known, isError: r.error, flows: !r.error && mediaType(r.header) == typeHTTP,
		head: bytes.Clone(r.body[:min(len(r.body), source.MaxHead)]), size: int64(len(r.body)), over: true,
	}, true
}

// watchedKey is where a request's context has what is watched of it.
type watchedKey struct{}

// flowing says whether an answer is a stream. aws-lambda-go sends everything in chunks, and never the header that names the
// response mode: what is no JSON is taken for a stream, since a stream that is held back is none any more.
func flowing(r *http.Request) bool {
	kind := mediaType(r.Header)
	return r.Header.Get(headerResponseMode) != "" || kind == typeHTTP || r.ContentLength < 0 && kind != typeJSON
}

func mediaType(header http.Header) string {
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// watched is a body of which the first bytes are copied when it passes.
type watched struct {
	call    call
	isError bool
	flows   bool        // the content type is that of a stream for HTTP
	guarded bool        // it is judged piece by piece on its way
	cut     atomic.Bool // Lambda gets no more of it

	mu   sync.Mutex // Lambda may answer while the body is still being sent
	body io.ReadCloser
	head []byte
	size int64
	over bool // the body has been read to its end
}

// Read implements io.Reader.
func (w *watched) Read(b []byte) (int, error) {
	n, err := w.body.Read(b)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.head = append(w.head, b[:min(n, source.MaxHead-len(w.head))]...)
	w.size += int64(n)
	w.over = w.over || err == io.EOF
	return n, err
}

// Close implements io.Closer.
func (w *watched) Close() error { return w.body.Close() }

// response is what is known so far.
func (w *watched) response() source.Response {
	w.mu.Lock()
	defer w.mu.Unlock()
	whole := w.over && w.size == int64(len(w.head))
	return source.Response{Head: w.head, Whole: whole, Error: w.isError, Flows: w.flows, Stream: w.guarded}
}

// responded is called when Lambda has answered an answer, before the runtime learns it.
func (p *Proxy) responded(response *http.Response, id string) {
	w, _ := response.Request.Context().Value(watchedKey{}).(*watched)
	p.taken(response.StatusCode, id, w)
}

// taken is called with the status of Lambda's answer; w is nil if nothing is watched.
func (p *Proxy) taken(status int, id string, w *watched) {
	if w != nil && w.cut.Load() {
		// The runtime has more to say. It would take a connection that is closed in its face for a failure of Lambda's.
		_, _ = io.Copy(io.Discard, w.body)
	}
	if status/100 != 2 {
		return // the caller has not got it
	}
	p.calls.forget(id)
	if w != nil && !w.guarded {
		p.judgeResponse(w.call, w.response())
	}
}

// judgeResponse asks the judge. No failure of the judge's keeps a response from its caller: to withhold in doubt is for the
// judge to decide.
func (p *Proxy) judgeResponse(known call, response source.Response) (outcome source.Outcome) {
	defer func() {
		if v := recover(); v != nil {
			p.trouble(fmt.Errorf("judging the response to %q: panic: %s", known.invocation.ID, panicText(v)))
			outcome = nil
		}
	}()
	return p.options.JudgeResponse(context.WithoutCancel(p.open), known.invocation, known.caller, response)
}
