package runtimeapi

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"weir/inspect/source"
)

// hold reads a buffered answer to its end, has it judged, and puts another in its place if it must not get out.
func (p *Proxy) hold(r *http.Request, w *watched) {
	answer, ok := readAnswer(r)
	if !ok {
		return
	}
	head := answer[:min(len(answer), source.MaxHead)]
	outcome := p.judgeResponse(w.call, source.Response{Head: head, Whole: len(head) == len(answer), Error: w.isError})
	if outcome == nil {
		r.Body = io.NopCloser(bytes.NewReader(answer)) // under the headers that it came with
		return
	}
	instead := p.render(outcome)
	replaceBody(r, instead.body)
	r.Header.Set("Content-Type", typeJSON)
	r.Header.Del(headerResponseMode)
	if instead.kind == "error" && !w.isError {
		// The front end shows an error as it is.
		r.URL.Path = strings.TrimSuffix(r.URL.Path, "/response") + "/error"
		r.URL.RawPath = ""
		r.Header.Set(headerErrorType, instead.header.Get(headerErrorType))
	}
}

// readAnswer reads one of the runtime's answers to its end. If it is cut short, too large for Lambda, or the error of a
// stream, it is not ok, and the request has its body as it came.
func readAnswer(r *http.Request) (answer []byte, ok bool) {
	answer, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer))
	switch {
	case err != nil:
		// What was cut short arrives cut short.
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(answer), &failing{err}))
		return nil, false
	case len(answer) == maxAnswer:
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(answer), r.Body))
		return nil, false
	case r.Trailer.Get(headerErrorType) != "":
		r.Body = io.NopCloser(bytes.NewReader(answer))
		return nil, false
	}
	return answer, true
}

// replaceBody gives a request another body, whole.
func replaceBody(r *http.Request, body []byte) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength, r.TransferEncoding, r.Trailer = int64(len(body)), nil, nil
	r.Header.Del("Content-Length")
	r.Header.Del("Trailer")
}

// failing is a reader that fails as another one did.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// headerErrorBody is the trailer with what a stream's error says: JSON in Base64.
const headerErrorBody = "Lambda-Runtime-Function-Error-Body"

// guard lets a stream pass piece by piece, each when it was judged. The end of one that must not go on is the Runtime API's:
// trailers that say it failed.
func (p *Proxy) guard(r *http.Request, w *watched) {
	w.guarded = true
	if r.Trailer == nil {
		r.Trailer = make(http.Header)
	}
	for _, name := range []string{headerErrorType, headerErrorBody} {
		if _, announced := r.Trailer[name]; !announced {
			r.Trailer[name] = nil
		}
	}
	r.ContentLength = -1 // trailers need chunks
	r.Header.Del("Content-Length")
	r.Body = &guard{watched: w, proxy: p, trailer: r.Trailer}
}

// guard is the body of a stream that is judged on its way.
type guard struct {
	*watched
	proxy   *Proxy
	trailer http.Header // of the request that goes out
	known   int         // bytes of the head that were judged
	done    bool        // nothing more is judged
}

// Read implements io.Reader. A piece that must not get out ends the stream.
func (g *guard) Read(b []byte) (int, error) {
	if g.cut.Load() {
		return 0, io.EOF
	}
	n, err := g.watched.Read(b)
	if g.done || n == 0 && err == nil {
		return n, err
	}
	response := g.response()
	response.More = err == nil && len(response.Head) < source.MaxHead
	if response.More {
		response.Known = g.known
	}
	g.known, g.done = len(response.Head), !response.More
	fail, ok := g.proxy.judgeResponse(g.call, response).(source.Fail)
	if !ok {
		return n, err
	}
	g.cut.Store(true)
	g.trailer.Set(headerErrorType, fail.Type)
	body, _ := json.Marshal(problem{Message: fail.Message, Type: fail.Type}) // strings alone
	g.trailer.Set(headerErrorBody, base64.StdEncoding.EncodeToString(body))
	return 0, io.EOF
}

// Close implements io.Closer. What is left of a stream that was cut is read later.
func (g *guard) Close() error {
	if g.cut.Load() {
		return nil
	}
	return g.watched.Close()
}
