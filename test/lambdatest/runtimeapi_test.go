package lambdatest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAnInvocationIsDeliveredAnsweredAndCompletedByTheNextPoll(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	const event = `{"a": 1.00, "a": 2}`
	result := inBackground(func() Result {
		return e.Invoke([]byte(event), InvokeOptions{
			TraceID: "Root=1", ClientContext: `{"c":1}`, CognitoIdentity: `{"i":1}`, TenantID: "t1",
			Header: http.Header{"Lambda-Runtime-Something-New": {"yes"}},
		})
	})
	n := c.next()
	if n.status != http.StatusOK || n.body != event {
		t.Fatalf("next: %d %q", n.status, n.body)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "Lambda-Runtime-Trace-Id": "Root=1", "Lambda-Runtime-Client-Context": `{"c":1}`,
		"Lambda-Runtime-Cognito-Identity": `{"i":1}`, "Lambda-Runtime-Aws-Tenant-Id": "t1", "Lambda-Runtime-Something-New": "yes",
		"Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:123456789012:function:function",
		"Content-Length":                      fmt.Sprint(len(event)),
	} {
		if got := n.header.Get(name); got != want {
			t.Errorf("header %s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Lambda-Runtime-Aws-Request-Id", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Invocation-Id"} {
		if n.header.Get(name) == "" {
			t.Errorf("header %s is missing", name)
		}
	}
	a := c.answer(n.id(), "response", `{"ok":true}`, "Content-Type", "application/json")
	if a.status != http.StatusAccepted || a.body != "{\"status\":\"OK\"}\n" {
		t.Fatalf("response: %d %q", a.status, a.body)
	}
	select {
	case r := <-result:
		t.Fatalf("the invocation is complete before the runtime asked again: %+v", r)
	case <-time.After(20 * time.Millisecond):
	}
	c.pollToTheEnd()
	r := within(t, "invoke", result)
	if string(r.Payload) != `{"ok":true}` || r.ErrorType != "" || r.Header.Get("Content-Type") != "application/json" || !r.Answered {
		t.Errorf("result: %+v", r)
	}
}

func TestEmptyValuesSendNoHeader(t *testing.T) {
	e := start(t, Config{})
	result := inBackground(func() Result { return e.Invoke(nil, InvokeOptions{NoInvocationID: true}) })
	c := callerOf(t, e)
	n := c.next()
	for _, name := range []string{"Lambda-Runtime-Trace-Id", "Lambda-Runtime-Client-Context", "Lambda-Runtime-Invocation-Id"} {
		if _, there := n.header[name]; there {
			t.Errorf("header %s is there", name)
		}
	}
	c.answer(n.id(), "response", "{}")
	c.pollToTheEnd()
	within(t, "invoke", result)
}

func TestASecondNextWhileAnInvocationRunsBringsTheSameEvent(t *testing.T) {
	e := start(t, Config{})
	result := invoke(e, `"one"`)
	c := callerOf(t, e)
	first, second := c.next(), c.next()
	if first.id() != second.id() || second.body != `"one"` {
		t.Errorf("first %s, second %s %s", first.id(), second.id(), second.body)
	}
	finish(c, first.id(), result)
}

// finish answers an invocation and asks for the next event, which never comes.
func finish(c caller, id string, result <-chan Result) Result {
	c.t.Helper()
	expect(c.t, "response", c.answer(id, "response", "{}"), http.StatusAccepted, "")
	c.pollToTheEnd()
	return within(c.t, "invoke", result)
}

func TestWrongIDsAndWrongStatesAreRefused(t *testing.T) {
	e := start(t, Config{})
	result := invoke(e, "1")
	c := callerOf(t, e)
	n := c.next()
	expect(t, "unknown id", c.answer("nobody", "response", "{}"), 400, "InvalidRequestID")
	expect(t, "unknown id in error", c.answer("nobody", "error", "{}"), 400, "InvalidRequestID")
	expect(t, "init/error after next", c.do("POST", "/2018-06-01/runtime/init/error", nil), 403, "InvalidStateTransition")
	expect(t, "response", c.answer(n.id(), "response", "{}"), 202, "")
	expect(t, "second response", c.answer(n.id(), "response", "{}"), 403, "InvalidStateTransition")
	expect(t, "error after response", c.answer(n.id(), "error", "{}"), 403, "InvalidStateTransition")
	second := inBackground(c.next)
	within(t, "invoke", result)
	expect(t, "answer to a completed invocation", c.answer(n.id(), "response", "{}"), 400, "InvalidRequestID")
	result = invoke(e, "2")
	finish(c, within(t, "next", second).id(), result)
}

func TestAnErrorReachesTheCallerAndItsTypeIsNormalised(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	poll := inBackground(c.next)
	for reported, want := range map[string]string{
		"Function.Blocked": "Function.Blocked", "Runtime.Oops": "Runtime.Oops", "Function.not": "Function.Unknown",
		"whatever": "Runtime.Unknown", "": "Runtime.Unknown",
	} {
		result := invoke(e, "1")
		id := within(t, "next", poll).id()
		expect(t, reported, c.answer(id, "error", `{"x":1}`, "Lambda-Runtime-Function-Error-Type", reported), 202, "")
		poll = inBackground(c.next)
		r := within(t, "invoke", result)
		if r.ErrorType != want || string(r.Payload) != `{"x":1}` {
			t.Errorf("%q: %s %s", reported, r.ErrorType, r.Payload)
		}
	}
	result := invoke(e, "the last poll's event")
	finish(c, within(t, "next", poll).id(), result)
}

func TestAResponseOverTheLimitIsRefusedAndEndsTheInvocation(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	result := invoke(e, "1")
	id := c.next().id()
	expect(t, "413", c.answer(id, "response", strings.Repeat("x", MaxPayload+1)), 413, "RequestEntityTooLarge")
	poll := inBackground(c.next)
	if r := within(t, "invoke", result); r.ErrorType != "Function.ResponseSizeTooLarge" {
		t.Errorf("caller got %s %.100s", r.ErrorType, r.Payload)
	}
	result = invoke(e, "2")
	id = within(t, "next", poll).id()
	expect(t, "exactly the limit", c.answer(id, "response", strings.Repeat("x", MaxPayload)), 202, "")
	c.pollToTheEnd()
	if r := within(t, "invoke", result); len(r.Payload) != MaxPayload {
		t.Errorf("caller got %d bytes", len(r.Payload))
	}
	if r := e.Invoke(bytes.Repeat([]byte("x"), MaxPayload+1), InvokeOptions{}); r.ErrorType != "RequestTooLargeException" {
		t.Errorf("an event over the limit: %+v", r)
	}
}

func TestABadResponseModeWedgesTheRuntime(t *testing.T) {
	e := start(t, Config{Timeout: 200 * time.Millisecond})
	c := callerOf(t, e)
	result := invoke(e, "1")
	id := c.next().id()
	expect(t, "mode", c.answer(id, "response", "{}", "Lambda-Runtime-Function-Response-Mode", "buffered"), 400, "InvalidFunctionResponseMode")
	expect(t, "next", c.next(), 403, "InvalidStateTransition")
	expect(t, "response", c.answer(id, "response", "{}"), 403, "InvalidStateTransition")
	if r := within(t, "invoke", result); r.ErrorType != "Sandbox.Timedout" {
		t.Errorf("caller got %+v", r)
	}
}

func TestAnAbandonedNextLosesItsEvent(t *testing.T) {
	e := start(t, Config{Timeout: 300 * time.Millisecond})
	c := callerOf(t, e)
	ctx, hangUp := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/2018-06-01/runtime/invocation/next", nil)
	if err != nil {
		t.Fatal(err)
	}
	gone := inBackground(func() error {
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			res.Body.Close()
		}
		return err
	})
	waitForPolls(t, e, 1)
	hangUp()
	if within(t, "hanging up", gone) == nil {
		t.Fatal("the poll was answered")
	}
	again := inBackground(func() error {
		_, err := c.try(http.MethodGet, "/2018-06-01/runtime/invocation/next", nil)
		return err
	})
	waitForPolls(t, e, 2)
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Sandbox.Timedout" || !strings.Contains(string(r.Payload), "timed out") {
		t.Errorf("the event was not lost: %+v", r)
	}
	if within(t, "the second poll", again) == nil {
		t.Error("the second poll got the event")
	}
}

func TestTheInvocationIDIsCheckedIfItIsEchoed(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	result := invoke(e, "1")
	n := c.next()
	expect(t, "stale nonce", c.answer(n.id(), "response", "{}", "Lambda-Runtime-Invocation-Id", "old"), 400, "InvalidRequestID")
	nonce := n.header.Get("Lambda-Runtime-Invocation-Id")
	expect(t, "right nonce", c.answer(n.id(), "response", "{}", "Lambda-Runtime-Invocation-Id", nonce), 202, "")
	poll := inBackground(c.next)
	within(t, "invoke", result)
	result = invoke(e, "2")
	expect(t, "no nonce", c.answer(within(t, "next", poll).id(), "response", "{}"), 202, "")
	c.pollToTheEnd()
	within(t, "invoke", result)
}

func TestAStreamArrivesPieceByPieceWithItsTrailers(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	pieces := make(chan string, 2)
	result := inBackground(func() Result {
		return e.Invoke([]byte("1"), InvokeOptions{OnChunk: func(p []byte) { pieces <- string(p) }})
	})
	id := c.next().id()
	body, w := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+"/2018-06-01/runtime/invocation/"+id+"/response", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
	req.Trailer = http.Header{"Lambda-Runtime-Function-Error-Type": nil, "Lambda-Runtime-Function-Error-Body": nil}
	status := inBackground(func() int {
		res, err := c.http.Do(req)
		if err != nil {
			return 0
		}
		res.Body.Close()
		return res.StatusCode
	})
	for _, piece := range []string{"one", "two"} {
		io.WriteString(w, piece) //nolint:errcheck // seen by the other end
		if got := within(t, "piece", pieces); got != piece {
			t.Errorf("piece %q, want %q", got, piece)
		}
	}
	req.Trailer.Set("Lambda-Runtime-Function-Error-Type", "Runtime.Broken")
	req.Trailer.Set("Lambda-Runtime-Function-Error-Body", "e30=")
	w.Close()
	if got := within(t, "response", status); got != 202 {
		t.Errorf("status %d", got)
	}
	c.pollToTheEnd()
	r := within(t, "invoke", result)
	if string(r.Payload) != "onetwo" || len(r.Chunks) != 2 || !r.Streaming || r.Chunks[1].After < r.Chunks[0].After {
		t.Errorf("result %+v", r)
	}
	if r.ErrorType != "Runtime.Broken" || r.Trailer.Get("Lambda-Runtime-Function-Error-Body") != "e30=" {
		t.Errorf("trailers %v, type %q", r.Trailer, r.ErrorType)
	}
}

func TestACutBodyIsATruncatedResponse(t *testing.T) {
	e := start(t, Config{Timeout: 300 * time.Millisecond})
	c := callerOf(t, e)
	result := invoke(e, "1")
	id := c.next().id()
	conn, err := net.Dial("tcp", e.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc", id)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	if res.StatusCode != 400 || !strings.Contains(string(b), "TruncatedHTTPRequest") {
		t.Errorf("%d %s", res.StatusCode, b)
	}
	expect(t, "next", c.next(), 403, "InvalidStateTransition")
	within(t, "invoke", result)
}

func TestPingAnswersAndUnknownPathsDoNot(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	if r := c.do("GET", "/2018-06-01/ping", nil); r.status != 200 || r.body != "pong" {
		t.Errorf("ping: %+v", r)
	}
	for _, path := range []string{"/", "/2018-06-01/runtime/restore/next", "/2099-01-01/new"} {
		if r := c.do("GET", path, nil); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestAnErrorBeforeTheFirstNextFailsTheFirstInvocation(t *testing.T) {
	e := start(t, Config{})
	c := callerOf(t, e)
	r := c.do("POST", "/2018-06-01/runtime/init/error", strings.NewReader(`{"errorType":"X"}`),
		"Lambda-Runtime-Function-Error-Type", "Runtime.NoSuchHandler")
	expect(t, "init/error", r, 202, "")
	expect(t, "next after it", c.next(), 403, "InvalidStateTransition")
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Runtime.NoSuchHandler" || string(r.Payload) != `{"errorType":"X"}` {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
}

func TestSnapStartHoldsTheRuntimeUntilEveryExtensionIsReady(t *testing.T) {
	e := start(t, Config{SnapStart: true, Played: []string{"x"}})
	c := callerOf(t, e)
	id := c.register("x", `{"events":["SHUTDOWN"]}`).extID()
	restored := inBackground(func() reply { return c.do("GET", "/2018-06-01/runtime/restore/next", nil) })
	waitFor(t, e, "restore/next")
	expect(t, "next before the restore", c.next(), 403, "InvalidStateTransition")
	c.waitToTheEnd(id)
	if r := within(t, "restore/next", restored); r.status != 200 || r.body != "" {
		t.Errorf("restore/next: %+v", r)
	}
	expect(t, "a second restore/next", c.do("GET", "/2018-06-01/runtime/restore/next", nil), 403, "InvalidStateTransition")
	result := invoke(e, "1")
	finish(c, c.next().id(), result)
	expect(t, "restore/error later", c.do("POST", "/2018-06-01/runtime/restore/error", nil), 403, "InvalidStateTransition")
}

func TestARestoreErrorFailsTheFirstInvocation(t *testing.T) {
	e := start(t, Config{SnapStart: true})
	c := callerOf(t, e)
	c.do("GET", "/2018-06-01/runtime/restore/next", nil)
	r := c.do("POST", "/2018-06-01/runtime/restore/error", strings.NewReader("{}"), "Lambda-Runtime-Function-Error-Type", "Runtime.BadHook")
	expect(t, "restore/error", r, 202, "")
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Runtime.BadHook" {
		t.Errorf("caller got %+v", r)
	}
}
