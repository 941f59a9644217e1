package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"time"
)

// forward passes a request on and its answer back, with no limit of time: the runtime's own answers, SnapStart's
// restore/next, the polls of internal extensions, logs, telemetry, credentials, and whatever AWS adds tomorrow. Bodies
// go chunk by chunk, whatever the headers say: that an answer is a stream shows in nothing else with some runtimes.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength < 0 && r.Trailer == nil {
		r.Trailer = http.Header{} // so that trailers that nobody announced have somewhere to arrive, see rewrite
	}
	forwarder := p.forwarder
	if r.Method == http.MethodGet {
		waiting, end := p.whilePresent(r)
		defer end()
		r = waiting
	}
	if id, ok := answered(r); ok {
		p.learn(r.Header)
		isError := strings.HasSuffix(r.URL.Path, "/error")
		p.merge(r, id, isError)
		r = p.watch(r, id, isError)
		forwarder = p.answerer
	}
	silence(w.Header())
	forwarder.ServeHTTP(w, r)
}

// answered returns the request id if the request is an invocation's answer: its response, or its error.
func answered(r *http.Request) (id string, ok bool) {
	rest, ok := strings.CutPrefix(r.URL.Path, invocationPrefix)
	if !ok || r.Method != http.MethodPost {
		return "", false
	}
	id, ok = strings.CutSuffix(rest, "/response")
	if !ok {
		id, ok = strings.CutSuffix(rest, "/error")
	}
	return id, ok
}

// Whether the pieces of an answer of known length wait for each other. Those of unknown length never do.
const (
	never = -time.Nanosecond // it may be a poll, or a stream

	// It only says that Lambda has an answer. To flush its head and then its body takes a timer, a goroutine and a packet
	// more, which is 9 % of the processor time of a clean GET.
	untilEnd = 0
)

func (p *Proxy) newForwarder(complaints *log.Logger, wait time.Duration) *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport:     p.upstream,
		Rewrite:       p.rewrite,
		FlushInterval: wait,
		BufferPool:    &copyBuffers,
		ErrorLog:      complaints,
		ModifyResponse: func(response *http.Response) error {
			// Before the runtime can see the answer, and poll.
			if id, ok := answered(response.Request); ok {
				p.ledger.forget(id)
				p.desk.drop(id)
				p.responded(response, id)
			}
			return nil
		},
		ErrorHandler: p.forwardFailed,
	}
}

// rewrite undoes what ReverseProxy does beyond removing hop-by-hop headers.
func (p *Proxy) rewrite(r *httputil.ProxyRequest) {
	r.Out.URL.Scheme, r.Out.URL.Host = "http", p.api()
	r.Out.Host = ""                        // the upstream's own name, as if the runtime had called it
	r.Out.URL.RawQuery = r.In.URL.RawQuery // it drops what net/url cannot parse
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
		if values, ok := r.In.Header[name]; ok {
			r.Out.Header[name] = values
		}
	}
	// The trailers are filled in when the body has been read to its end. ReverseProxy holds a copy from before that,
	// and with it the error of a stream that failed half way would arrive as a success.
	r.Out.Trailer = r.In.Trailer
	// Our own server answers the expectation as soon as the body is read; upstream nobody waits for it.
	r.Out.Header.Del("Expect")
	if r.In.Method != http.MethodGet {
		// A runtime may close its connection right behind the last chunk, as AWS's page on custom runtimes asks. What
		// it has said to the end arrives; what it has not said to the end fails when its body is read.
		r.Out = r.Out.WithContext(context.WithoutCancel(r.In.Context()))
	}
}

func (p *Proxy) forwardFailed(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		panic(http.ErrAbortHandler) // the runtime has gone, or we are closing
	}
	err = fmt.Errorf("forwarding %s %q to the Runtime API: %w", r.Method, r.URL.Path, err)
	p.trouble(err)
	_ = unavailable(err).write(w) // nobody is left to hear of it
}

// copyBuffers are for the answers of the Runtime API, which are small.
var copyBuffers = bufferPool{pool: sync.Pool{New: func() any { return new([4096]byte) }}}

type bufferPool struct{ pool sync.Pool }

func (b *bufferPool) Get() []byte       { return b.pool.Get().(*[4096]byte)[:] }
func (b *bufferPool) Put(buffer []byte) { b.pool.Put((*[4096]byte)(buffer)) }
