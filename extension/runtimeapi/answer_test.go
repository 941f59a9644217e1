package runtimeapi

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"weir/inspect/source"
)

func TestARefusedEventIsAnsweredBeforeTheNextPollAndNeverSeen(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte(`{"ok":false}`)})})
	upstream.events <- event{id: "a/1", body: "attack", header: http.Header{headerInvocationID: {"nonce-1"}}}
	upstream.events <- event{id: "b", body: "attack"}
	upstream.events <- event{id: "c", body: "clean"}
	runtime := newRuntime(t, p.Address())
	request := runtime.request(http.MethodGet, nextPath, "")
	request.Header.Set("User-Agent", "AWS_Lambda_Cpp/0.2.8")
	if got := runtime.do(request); got.header.Get(headerRequestID) != "c" || got.body != "clean" {
		t.Errorf("the runtime got %+v", got)
	}
	if got := upstream.calls(); got != "next, a/1/response, next, b/response, next" {
		t.Errorf("Lambda was asked %s", got)
	}
	first, second := await(t, upstream.posts), await(t, upstream.posts)
	if first.path != invocationPrefix+"a%2F1/response" {
		t.Errorf("posted to %s", first.path)
	}
	if first.header.Get(headerInvocationID) != "nonce-1" {
		t.Errorf("the nonce was not echoed: %v", first.header)
	}
	if _, ok := second.header[headerInvocationID]; ok {
		t.Errorf("a nonce was made up: %v", second.header)
	}
	if first.header.Get("User-Agent") != "AWS_Lambda_Cpp/0.2.8" {
		t.Errorf("Lambda does not know the runtime: %v", first.header)
	}
}

func TestManyRefusalsInARowGoThroughOnePollOfTheRuntime(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte("null")})})
	for i := range 500 {
		upstream.events <- event{id: fmt.Sprint(i), body: "attack"}
	}
	upstream.events <- event{id: "clean", body: "clean"}
	if got := newRuntime(t, p.Address()).next(); got.body != "clean" {
		t.Errorf("got %+v", got)
	}
}

func TestOutcomesInTheRuntimeAPIsWords(t *testing.T) {
	refusal := source.HTTP{
		Status: 403,
		Headers: []source.Pair{
			{Name: "Content-Type", Value: "application/json"},
			{Name: "Vary", Value: "Origin"},
			{Name: "vary", Value: "Accept"},
			{Name: "set-cookie", Value: "a=1"},
			{Name: "Set-Cookie", Value: "b=2"},
		},
		Body:     []byte(`{"message":"Forbidden"}`),
		Buffered: []byte(`{"statusCode":403,"body":"no"}`),
		CanFlow:  true,
	}
	const prelude = `{"statusCode":403,"headers":{"Content-Type":"application/json","Vary":"Origin, Accept"},"cookies":["a=1","b=2"]}`
	bodiless := refusal
	bodiless.Body, bodiless.Headers = nil, nil
	stiff := refusal
	stiff.CanFlow = false
	buffered := http.Header{"Content-Type": {"application/json"}}
	flowing := http.Header{"Content-Type": {typeHTTP}, headerResponseMode: {"streaming"}}
	for name, c := range map[string]struct {
		outcome source.Outcome
		mode    InvokeMode
		kind    string
		body    string
		header  http.Header
	}{
		"HTTP in chunks":                {refusal, Stream, "response", prelude + "\x00\x00\x00\x00\x00\x00\x00\x00" + `{"message":"Forbidden"}`, flowing},
		"HTTP in chunks without a body": {bodiless, Stream, "response", `{"statusCode":403,"headers":{},"cookies":[]}` + "\x00\x00\x00\x00\x00\x00\x00\x00\n", flowing},
		"HTTP at once":                  {refusal, Buffered, "response", `{"statusCode":403,"body":"no"}`, buffered},
		"HTTP before anything is learnt": {
			refusal, Auto, "response", `{"statusCode":403,"body":"no"}`, buffered,
		},
		"HTTP of a source that cannot stream": {stiff, Stream, "response", `{"statusCode":403,"body":"no"}`, buffered},
		"a reply":                             {source.Reply{Payload: []byte(`{"batchItemFailures":[]}`)}, Stream, "response", `{"batchItemFailures":[]}`, buffered},
		"a failure": {
			source.Fail{Type: source.Blocked, Message: `incident "1"`},
			Auto, "error",
			`{"errorMessage":"incident \"1\"","errorType":"Function.Blocked","stackTrace":[]}`,
			http.Header{"Content-Type": {"application/json"}, headerErrorType: {"Function.Blocked"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := newLambda(t)
			p := start(t, Options{Upstream: upstream.address(), InvokeMode: c.mode, Judge: refuse(c.outcome)})
			upstream.events <- event{id: "a", body: "attack"}
			upstream.events <- event{id: "b", body: "clean"}
			newRuntime(t, p.Address()).next()
			got := await(t, upstream.posts)
			if got.path != invocationPrefix+"a/"+c.kind || got.body != c.body {
				t.Errorf("posted to %s:\n%q, want\n%q", got.path, got.body, c.body)
			}
			for _, key := range []string{"Content-Type", headerErrorType, headerResponseMode} {
				if got.header.Get(key) != c.header.Get(key) {
					t.Errorf("%s is %q, want %q", key, got.header.Get(key), c.header.Get(key))
				}
			}
			stream := c.header.Get(headerResponseMode) != ""
			if chunked := len(got.transfer) == 1 && got.transfer[0] == "chunked"; chunked != stream || (got.length < 0) != stream {
				t.Errorf("length %d, transfer encoding %v", got.length, got.transfer)
			}
		})
	}
}

func TestTheInvokeModeIsLearntFromTheRuntimesOwnAnswers(t *testing.T) {
	refusal := source.HTTP{Status: 403, Body: []byte("no"), Buffered: []byte(`{"statusCode":403}`), CanFlow: true}
	for name, c := range map[string]struct {
		mode    InvokeMode
		kind    string
		header  http.Header
		streams bool
	}{
		"a stream as Node sends it":    {Auto, "response", http.Header{"Content-Type": {typeHTTP}, headerResponseMode: {"streaming"}}, true},
		"a stream as Go sends it":      {"", "response", http.Header{"Content-Type": {typeHTTP}}, true},
		"a content type in other case": {Auto, "response", http.Header{"Content-Type": {"Application/Vnd.awslambda.Http-Integration-Response; charset=utf-8"}}, true},
		"a stream that is not HTTP":    {Auto, "response", http.Header{"Content-Type": {"application/octet-stream"}, headerResponseMode: {"streaming"}}, false},
		"JSON":                         {Auto, "response", http.Header{"Content-Type": {"application/json"}}, false},
		"a stream against the setting": {Buffered, "response", http.Header{"Content-Type": {typeHTTP}}, false},
		"a call that is no answer":     {Auto, "elsewhere", http.Header{"Content-Type": {typeHTTP}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := newLambda(t)
			p := start(t, Options{Upstream: upstream.address(), InvokeMode: c.mode, Judge: refuse(refusal)})
			runtime := newRuntime(t, p.Address())
			request := runtime.request(http.MethodPost, invocationPrefix+"first/"+c.kind, "{}\x00\x00\x00\x00\x00\x00\x00\x00x")
			request.Header = c.header
			runtime.do(request)
			if c.kind == "response" {
				await(t, upstream.posts)
			}
			upstream.events <- event{id: "a", body: "attack"}
			upstream.events <- event{id: "b", body: "clean"}
			runtime.next()
			got := await(t, upstream.posts)
			if streams := got.header.Get("Content-Type") == typeHTTP; streams != c.streams {
				t.Errorf("answered with %v", got.header)
			}
		})
	}
}

func TestAnAnswerThatLambdaWantsNoMoreCountsAsGiven(t *testing.T) {
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusGone, http.StatusRequestEntityTooLarge} {
		upstream := newLambda(t)
		upstream.status = func(int) int { return status }
		var heard troubles
		p := start(t, Options{Upstream: upstream.address(), Trouble: heard.add, Judge: refuse(source.Reply{Payload: []byte("null")})})
		upstream.events <- event{id: "a", body: "attack"}
		upstream.events <- event{id: "b", body: "clean"}
		if got := newRuntime(t, p.Address()).next(); got.body != "clean" {
			t.Errorf("%d: the runtime got %+v", status, got)
		}
		if got := upstream.calls(); got != "next, a/response, next" {
			t.Errorf("%d: Lambda was asked %s", status, got)
		}
		if text := heard.text(); !strings.Contains(text, fmt.Sprint(status)) {
			t.Errorf("%d: nobody hears of it: %s", status, text)
		}
	}
}

func TestAnEventThatComesBackAfterARefusedAnswerIsNoEndlessLoop(t *testing.T) {
	upstream := newLambda(t)
	upstream.status = func(int) int { return http.StatusForbidden }
	var judged atomic.Int32
	blocked := refuse(source.Reply{Payload: []byte("null")})
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		judged.Add(1)
		return blocked(ctx, i)
	}})
	runtime := newRuntime(t, p.Address())
	for range 5 {
		upstream.events <- event{id: "a", body: "attack"}
	}
	for range 3 {
		if got := runtime.next(); got.status != http.StatusBadGateway || strings.Contains(got.body, "attack") {
			t.Errorf("the runtime got %+v", got)
		}
	}
	if n := judged.Load(); n != 1 {
		t.Errorf("judged %d times", n)
	}
	if got := upstream.calls(); got != "next, a/response, next, next, next" {
		t.Errorf("Lambda was asked %s", got)
	}
}

func TestAnAnswerThatDoesNotGetThroughIsPostedAgain(t *testing.T) {
	var attempts atomic.Int32
	delivered := make(chan string, 1)
	var polls atomic.Int32
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			request, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if request.Method == http.MethodGet {
				body := []string{"attack", "clean"}[polls.Add(1)-1]
				fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s: %s\r\nContent-Length: %d\r\n\r\n%s", headerRequestID, body, len(body), body)
				continue
			}
			body, _ := io.ReadAll(request.Body)
			if attempts.Add(1) < 3 {
				return // the connection breaks with the answer unacknowledged
			}
			delivered <- string(body)
			fmt.Fprint(conn, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
		}
	})
	p := start(t, Options{Upstream: upstream, Judge: refuse(source.HTTP{Status: 403, Body: []byte("no"), CanFlow: true}), InvokeMode: Stream})
	if got := newRuntime(t, p.Address()).next(); got.body != "clean" {
		t.Errorf("the runtime got %+v", got)
	}
	if body := await(t, delivered); !strings.HasSuffix(body, "\x00no") {
		t.Errorf("the last attempt said %q", body)
	}
}

func TestARefusedEventIsNeverForwardedThoughNoAnswerGetsThrough(t *testing.T) {
	var judged, posts atomic.Int32
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			request, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if request.Method == http.MethodPost {
				posts.Add(1)
				return
			}
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s: a\r\nContent-Length: 6\r\n\r\nattack", headerRequestID)
		}
	})
	p := start(t, Options{Upstream: upstream, Judge: func(context.Context, source.Invocation) source.Outcome {
		if judged.Add(1) > 1 {
			return source.Forward{Payload: []byte("another verdict")}
		}
		return source.Reply{Payload: []byte("null")}
	}})
	runtime := newRuntime(t, p.Address())
	for range 2 { // a runtime that asks again gets the same decision, not a second one
		if got := runtime.next(); got.status != http.StatusBadGateway || strings.Contains(got.body, "attack") {
			t.Errorf("the runtime got %+v", got)
		}
	}
	if judged.Load() != 1 || posts.Load() != 2*postAttempts {
		t.Errorf("judged %d times, posted %d times", judged.Load(), posts.Load())
	}
}

func TestNoAnswerIsPostedAgainBehindTheDeadline(t *testing.T) {
	var posts atomic.Int32
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			request, err := http.ReadRequest(in)
			if err != nil {
				return
			}
			if request.Method == http.MethodPost {
				posts.Add(1)
				return
			}
			past := time.Now().Add(-time.Hour).UnixMilli()
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\n%s: a\r\n%s: %d\r\nContent-Length: 6\r\n\r\nattack", headerRequestID, headerDeadline, past)
		}
	})
	p := start(t, Options{Upstream: upstream, Judge: refuse(source.Reply{Payload: []byte("null")})})
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusBadGateway {
		t.Errorf("the runtime got %+v", got)
	}
	if posts.Load() != 1 {
		t.Errorf("posted %d times", posts.Load())
	}
}

func TestAContainerErrorMakesTheRuntimeExit(t *testing.T) {
	upstream := newLambda(t)
	upstream.status = func(int) int { return http.StatusInternalServerError }
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte("null")})})
	upstream.events <- event{id: "a", body: "attack"}
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusBadGateway || strings.Contains(got.body, "attack") {
		t.Errorf("the runtime got %+v", got)
	}
	if got := upstream.calls(); got != "next, a/response" {
		t.Errorf("Lambda was asked %s", got)
	}
}

func FuzzTheStreamSplitsAtItsFirstDelimiter(f *testing.F) {
	f.Add(403, "Content-Type", "text/plain", []byte("no"))
	f.Add(0, "set-cookie", "\x00\x00\x00\x00\x00\x00\x00\x00", []byte{})
	f.Add(-1, "\xff", "\u2028<", []byte("\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, status int, name, value string, body []byte) {
		pairs := []source.Pair{{Name: name, Value: value}, {Name: strings.ToUpper(name), Value: value}}
		got := streamed(source.HTTP{Status: status, Headers: pairs, Body: body})
		head, tail, found := bytes.Cut(got.body, delimiter)
		var prelude struct {
			Status  int               `json:"statusCode"`
			Headers map[string]string `json:"headers"`
			Cookies []string          `json:"cookies"`
		}
		if err := json.Unmarshal(head, &prelude); !found || err != nil || prelude.Status != status {
			t.Fatalf("the head is %q: %v", head, err)
		}
		if len(tail) == 0 || (len(body) > 0 && !bytes.Equal(tail, body)) {
			t.Fatalf("the body became %q", tail)
		}
	})
}
