package runtimeapi

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"weir/inspect/source"
)

// filtering forwards another form of each event, and has something to add to the answer.
func filtering(merge func([]byte) []byte) func(context.Context, source.Invocation) source.Outcome {
	return func(context.Context, source.Invocation) source.Outcome {
		return source.Forward{Payload: []byte("filtered"), Merge: merge}
	}
}

func addOurs(answer []byte) []byte { return append(answer, " and ours"...) }

func TestWhatTheHandlerNeverSawIsMergedIntoItsAnswer(t *testing.T) {
	for name, chunked := range map[string]bool{"with a length": false, "in chunks, as aws-lambda-go sends everything": true} {
		t.Run(name, func(t *testing.T) {
			upstream := newLambda(t)
			p := start(t, Options{Upstream: upstream.address(), Judge: filtering(addOurs)})
			upstream.events <- event{id: "a", body: "event"}
			runtime := newRuntime(t, p.Address())
			if got := runtime.next(); got.body != "filtered" {
				t.Fatalf("the runtime got %+v", got)
			}
			request := runtime.request(http.MethodPost, invocationPrefix+"a/response", "theirs")
			if chunked {
				request.Body, request.ContentLength = io.NopCloser(strings.NewReader("theirs")), -1
				request.Trailer = http.Header{headerErrorType: nil}
			}
			if got := runtime.do(request); got.status != http.StatusAccepted {
				t.Errorf("the answer was taken with %+v", got)
			}
			if got := await(t, upstream.posts); got.body != "theirs and ours" || got.length != int64(len("theirs and ours")) {
				t.Errorf("Lambda got %q, length %d", got.body, got.length)
			}
			// It is said once: a second answer is the runtime's own affair.
			runtime.post("a", "response", "again")
			if got := await(t, upstream.posts); got.body != "again" {
				t.Errorf("Lambda got %q", got.body)
			}
		})
	}
}

func TestErrorsAndStreamsAreNotMerged(t *testing.T) {
	failedStream := func(r *http.Request) {
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader("theirs")), -1
		r.Trailer = http.Header{headerErrorType: {"Runtime.Failed"}}
	}
	for name, c := range map[string]struct {
		kind   string
		change func(*http.Request)
	}{
		"an error":                       {"error", func(*http.Request) {}},
		"a stream":                       {"response", func(r *http.Request) { r.Header.Set(headerResponseMode, "streaming") }},
		"a stream that fails at its end": {"response", failedStream},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := newLambda(t)
			p := start(t, Options{Upstream: upstream.address(), Judge: filtering(addOurs)})
			upstream.events <- event{id: "a", body: "event"}
			runtime := newRuntime(t, p.Address())
			runtime.next()
			request := runtime.request(http.MethodPost, invocationPrefix+"a/"+c.kind, "theirs")
			c.change(request)
			runtime.do(request)
			got := await(t, upstream.posts)
			if got.body != "theirs" {
				t.Errorf("Lambda got %q", got.body)
			}
			if want := request.Trailer.Get(headerErrorType); got.trailer.Get(headerErrorType) != want {
				t.Errorf("trailer %v, want %q", got.trailer, want)
			}
		})
	}
}

func TestAMergeThatPanicsCostsNoAnswer(t *testing.T) {
	upstream := newLambda(t)
	heard := &troubles{}
	p := start(t, Options{
		Upstream: upstream.address(), Trouble: heard.add, Judge: filtering(func([]byte) []byte { panic("secret") }),
	})
	upstream.events <- event{id: "a", body: "event"}
	runtime := newRuntime(t, p.Address())
	runtime.next()
	runtime.post("a", "response", "theirs")
	if got := await(t, upstream.posts); got.body != "theirs" {
		t.Errorf("Lambda got %q", got.body)
	}
	if text := heard.text(); !strings.Contains(text, "merging") || strings.Contains(text, "secret") {
		t.Errorf("troubles: %s", text)
	}
}

func TestNoMoreMergesAreKeptThanInvocationsCanBeUnderWayAndTheOldestGoes(t *testing.T) {
	var m merges
	for i := range maxCases + 2 {
		m.keep(strconv.Itoa(i), addOurs)
	}
	m.keep("5", addOurs) // again: it is no other invocation
	for i := range maxCases + 2 {
		if kept := m.take(strconv.Itoa(i)) != nil; kept != (i >= 2) {
			t.Errorf("invocation %d of %d: kept is %v", i, maxCases+2, kept)
		}
	}
	m.keep("new", nil)
	if len(m.byID) != 0 || len(m.order) != 0 {
		t.Errorf("%d and %d are left", len(m.byID), len(m.order))
	}
}
