package runtimeapi

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"weir/inspect/source"
)

func TestTheEventAndItsHeadersReachTheRuntimeAsTheyAre(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	const body = "{ \"n\": 12345678901234567890.10,\t\"a\":1,\"a\":2, \"s\":\"\\ud800\xff\" }\n"
	upstream.events <- event{id: "id-1", body: body, header: http.Header{
		"Content-Type":                {"application/x-www-form-urlencoded"},
		"Lambda-Runtime-Trace-Id":     {"Root=1;Parent=2"},
		"Lambda-Runtime-Of-Tomorrow":  {"one", "two"},
		"Connection":                  {"X-For-This-Hop"},
		"X-For-This-Hop":              {"1"},
		"Lambda-Runtime-Empty-Header": {""},
	}}
	got := newRuntime(t, p.Address()).next()
	if got.status != http.StatusOK || got.body != body {
		t.Errorf("the event changed: %d %q", got.status, got.body)
	}
	if got.length != int64(len(body)) || len(got.header["Content-Length"]) != 1 || len(got.header["Date"]) != 1 {
		t.Errorf("length %d of %d, headers %v", got.length, len(body), got.header)
	}
	if v := strings.Join(got.header["Lambda-Runtime-Of-Tomorrow"], ","); v != "one,two" {
		t.Errorf("unknown header: %q", v)
	}
	if _, ok := got.header["Lambda-Runtime-Empty-Header"]; !ok || got.header.Get("Lambda-Runtime-Trace-Id") != "Root=1;Parent=2" {
		t.Errorf("headers lost: %v", got.header)
	}
	if got.header.Get("Content-Type") != "application/x-www-form-urlencoded" || got.header.Get("X-For-This-Hop") != "" {
		t.Errorf("headers: %v", got.header)
	}
}

func TestAnEventInChunksGetsItsExactLength(t *testing.T) {
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		head(in)
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nlambda-runtime-aws-request-id: a\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
		head(in)
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", nextPath)
	const want = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nLambda-Runtime-Aws-Request-Id: a\r\n\r\n"
	if got := head(bufio.NewReader(conn)); got != want {
		t.Errorf("the head is %q,\nwant %q", got, want)
	}
}

func TestAnEventIsAskedForInAFormThatCanBeRead(t *testing.T) {
	said := make(chan string, 1)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		said <- head(in)
		fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nContent-Length: 2\r\n\r\n{}")
		head(in)
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAccept: */*\r\nKeep-Alive: 5\r\n\r\n", nextPath)
	head(bufio.NewReader(conn))
	if got, want := await(t, said), "GET "+nextPath+" HTTP/1.1\r\nHost: "+upstream+"\r\nAccept: */*\r\n\r\n"; got != want {
		t.Errorf("asked\n%q, want\n%q", got, want)
	}
}

func TestTheJudgeIsToldWhatTheHeadersSay(t *testing.T) {
	upstream := newLambda(t)
	told := make(chan source.Invocation, 1)
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		told <- i
		return pass(ctx, i)
	}})
	upstream.events <- event{id: "id-1", body: "{}", header: http.Header{
		headerDeadline:    {"1700000000123"},
		headerFunctionARN: {"arn:aws:lambda:eu-west-1:1:function:f:live"},
		headerTenant:      {"blue"},
		headerTrace:       {"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"},
	}}
	newRuntime(t, p.Address()).next()
	got := await(t, told)
	if got.ID != "id-1" || got.FunctionARN != "arn:aws:lambda:eu-west-1:1:function:f:live" || got.Tenant != "blue" || !strings.HasPrefix(got.Trace, "Root=1-5759e988-") ||
		!got.Deadline.Equal(time.UnixMilli(1700000000123)) || string(got.Payload) != "{}" {
		t.Errorf("told %+v", got)
	}
}

func TestTheEventIsReadIntoOneBufferOfItsSize(t *testing.T) {
	upstream := newLambda(t)
	sizes := make(chan int, 1)
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		sizes <- cap(i.Payload)
		return pass(ctx, i)
	}})
	body := strings.Repeat("x", 1_000_003)
	upstream.events <- event{id: "big", body: body, header: http.Header{"Content-Length": {"1000003"}}}
	if got := newRuntime(t, p.Address()).next(); got.body != body {
		t.Errorf("%d bytes arrived", len(got.body))
	}
	if size := await(t, sizes); size != len(body) {
		t.Errorf("a buffer of %d bytes for an event of %d", size, len(body))
	}
}

func TestAnAlteredEventHasItsOwnLength(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Forward{Payload: []byte(`{"Records":[]}`)})})
	upstream.events <- event{id: "a", body: `{"Records":["attack"]}`, header: http.Header{"Lambda-Runtime-X": {"1"}}}
	got := newRuntime(t, p.Address()).next()
	if got.body != `{"Records":[]}` || got.length != 14 || got.header.Get("Lambda-Runtime-X") != "1" {
		t.Errorf("got %+v", got)
	}
}

func TestEachPollOfTheRuntimeIsOnePollUpstream(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	for i := range 5 {
		upstream.events <- event{id: fmt.Sprint(i), body: "{}"}
		runtime.next()
		runtime.post(fmt.Sprint(i), "response", "{}")
	}
	const want = "next, 0/response, next, 1/response, next, 2/response, next, 3/response, next, 4/response"
	if got := upstream.calls(); got != want {
		t.Errorf("Lambda was asked %s", got)
	}
}

func TestTheRuntimesQueryAndUserAgentReachLambda(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	for _, agent := range []string{"AWS_Lambda_Cpp/0.2.8", ""} {
		upstream.events <- event{id: "a", body: "{}"}
		request := runtime.request(http.MethodGet, nextPath+"?a=%zz&b", "")
		request.Header.Set("User-Agent", agent)
		runtime.do(request)
		if got := await(t, upstream.polls); got != "a=%zz&b "+agent {
			t.Errorf("Lambda heard %q", got)
		}
	}
}

func TestARefusedPollIsPassedOnAsItIs(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: func(context.Context, source.Invocation) source.Outcome {
		t.Error("an error was judged")
		return nil
	}})
	for _, status := range []int{http.StatusForbidden, http.StatusInternalServerError} {
		body := `{"errorMessage":"x","errorType":"InvalidStateTransition"}`
		upstream.events <- event{body: body, status: status, header: http.Header{"X-Why": {"state"}}}
		got := newRuntime(t, p.Address()).next()
		if got.status != status || got.body != body || got.header.Get("X-Why") != "state" {
			t.Errorf("status %d became %+v", status, got)
		}
	}
}

func TestAnEventCutShortIsNoEvent(t *testing.T) {
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		head(in)
		fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nContent-Length: 99\r\n\r\n{\"half\":")
	})
	p := start(t, Options{Upstream: upstream, Judge: func(context.Context, source.Invocation) source.Outcome {
		t.Error("half an event was judged")
		return nil
	}})
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusBadGateway || strings.Contains(got.body, "half") {
		t.Errorf("got %+v", got)
	}
}

func TestAnEventBeyondAllBoundsIsNotRead(t *testing.T) {
	for _, length := range []string{"Content-Length: 99999999999", "Transfer-Encoding: chunked"} {
		upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
			head(in)
			fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\n%s\r\n\r\n", length)
			chunk := fmt.Appendf(nil, "100000\r\n%s\r\n", strings.Repeat("x", 0x100000))
			for err := error(nil); err == nil; {
				_, err = conn.Write(chunk)
			}
		})
		p := start(t, Options{Upstream: upstream})
		if got := newRuntime(t, p.Address()).next(); got.status != http.StatusBadGateway {
			t.Errorf("%s: got %d with %d bytes", length, got.status, len(got.body))
		}
	}
}

func TestThePollOutlivesTheRuntimesConnection(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", nextPath)
	await(t, upstream.polls)
	_ = conn.Close()
	eventually(t, "the drop is noticed", func() bool { return p.desk.waiters() == 0 })
	upstream.events <- event{id: "a", body: `{"kept":true}`}
	if got := newRuntime(t, p.Address()).next(); got.body != `{"kept":true}` {
		t.Errorf("got %+v", got)
	}
	if got := upstream.calls(); got != "next" {
		t.Errorf("Lambda was asked %s", got)
	}
}

func TestAnEventThatCameForNobodyIsKeptForTheNextPoll(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", nextPath)
	await(t, upstream.polls)
	_ = conn.Close()
	eventually(t, "the drop is noticed", func() bool { return p.desk.waiters() == 0 })
	upstream.events <- event{id: "a", body: `{"kept":true}`}
	eventually(t, "the event is kept", func() bool { return p.desk.stock() == 1 })
	if got := newRuntime(t, p.Address()).next(); got.body != `{"kept":true}` {
		t.Errorf("got %+v", got)
	}
	if got := upstream.calls(); got != "next" {
		t.Errorf("Lambda was asked %s", got)
	}
}

// deadEnd is a runtime's connection that breaks under the event.
type deadEnd struct{ http.ResponseWriter }

func (deadEnd) Header() http.Header       { return http.Header{} }
func (deadEnd) WriteHeader(int)           {}
func (deadEnd) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAnEventThatCouldNotBeWrittenIsForTheNextPoll(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	upstream.events <- event{id: "a", body: "kept"}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the connection was not given up")
			}
		}()
		p.next(deadEnd{}, httptest.NewRequest(http.MethodGet, nextPath, nil))
	}()
	if got := newRuntime(t, p.Address()).next(); got.body != "kept" {
		t.Errorf("got %+v", got)
	}
	if got := upstream.calls(); got != "next" {
		t.Errorf("Lambda was asked %s", got)
	}
}

func TestAKeptEventIsDroppedOnceItHasBeenAnswered(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	p.desk.giveBack(&delivery{status: http.StatusOK, event: true, id: "a", body: []byte("again")})
	runtime.post("a", "response", "{}")
	upstream.events <- event{id: "b", body: "new"}
	if got := runtime.next(); got.body != "new" {
		t.Errorf("the runtime got %q", got.body)
	}
}

func TestTheJudgesContextOutlivesTheRuntimesConnection(t *testing.T) {
	upstream := newLambda(t)
	started, proceed, ended := make(chan bool), make(chan bool), make(chan error, 1)
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		started <- true
		<-proceed
		ended <- ctx.Err()
		if _, ok := ctx.Deadline(); ok {
			t.Error("the judge has a deadline that is not its own")
		}
		return pass(ctx, i)
	}})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", nextPath)
	upstream.events <- event{id: "a", body: "{}"}
	await(t, started)
	_ = conn.Close()
	eventually(t, "the drop is noticed", func() bool { return p.desk.waiters() == 0 })
	close(proceed)
	if err := await(t, ended); err != nil {
		t.Errorf("the judge's context ended: %v", err)
	}
}

func TestAPanicOfTheJudgeForwardsTheEvent(t *testing.T) {
	upstream := newLambda(t)
	var heard troubles
	p := start(t, Options{Upstream: upstream.address(), Trouble: heard.add, Judge: func(_ context.Context, i source.Invocation) source.Outcome {
		switch i.ID {
		case "value":
			panic(string(i.Payload))
		case "index":
			_ = i.Payload[len(i.Payload)+1]
		}
		return nil
	}})
	runtime := newRuntime(t, p.Address())
	for _, id := range []string{"value", "index", "nil"} {
		upstream.events <- event{id: id, body: `{"secret":1}`}
		if got := runtime.next(); got.status != http.StatusOK || got.body != `{"secret":1}` {
			t.Errorf("%s: got %+v", id, got)
		}
		runtime.post(id, "response", "{}")
	}
	text := heard.text()
	if strings.Contains(text, "secret") {
		t.Errorf("the event is in the troubles: %s", text)
	}
	for _, want := range []string{`judging "value": panic: a value of type string`, "index out of range", `judging "nil": no outcome`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
}

func TestAPanicOfTheProxysOwnIsA502(t *testing.T) {
	var heard troubles
	p := New(Options{Upstream: "127.0.0.1:1", Judge: pass, Trouble: heard.add})
	p.upstream = nil
	if brought := p.poll(errand{}); brought.status != http.StatusBadGateway {
		t.Errorf("the runtime got %+v", brought)
	}
	if text := heard.text(); !strings.Contains(text, "polling for an event: panic: ") {
		t.Errorf("troubles: %s", text)
	}
}

func TestALostUpstreamIsA502(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	var heard troubles
	p := start(t, Options{Upstream: listener.Addr().String(), Trouble: heard.add})
	runtime := newRuntime(t, p.Address())
	for _, got := range []reply{runtime.next(), runtime.post("a", "response", "{}")} {
		if got.status != http.StatusBadGateway || !strings.Contains(got.body, "Extension.RuntimeAPIUnavailable") {
			t.Errorf("got %+v", got)
		}
	}
	if text := heard.text(); !strings.Contains(text, "polling for an event") || !strings.Contains(text, "forwarding POST") {
		t.Errorf("troubles: %s", text)
	}
}
