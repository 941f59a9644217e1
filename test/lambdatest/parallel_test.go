package lambdatest

import (
	"context"
	"io"
	"net/http"
	"testing"
	"time"
)

func TestSlotsWorkSideBySideAndAnswerInAnyOrder(t *testing.T) {
	e := start(t, Config{Concurrency: 2})
	c := callerOf(t, e)
	one, two := inBackground(c.next), inBackground(c.next)
	waitForPolls(t, e, 2)
	expect(t, "a third poll with two slots", c.next(), 403, "InvalidStateTransition")
	results := []<-chan Result{invoke(e, "1"), invoke(e, "2")}
	a, b := within(t, "one", one), within(t, "two", two)
	if a.id() == b.id() {
		t.Fatal("both slots got the same event")
	}
	expect(t, "the later", c.answer(b.id(), "response", b.body), 202, "")
	expect(t, "the earlier", c.answer(a.id(), "response", a.body), 202, "")
	expect(t, "twice", c.answer(a.id(), "response", a.body), 400, "InvalidRequestID")
	for i, want := range []string{"1", "2"} {
		if r := within(t, "invoke", results[i]); string(r.Payload) != want {
			t.Errorf("invocation %s got %s", want, r.Payload)
		}
	}
}

func TestALateAnswerOfAManagedInstanceIsGoneAndTheRuntimeLives(t *testing.T) {
	e := start(t, Config{Concurrency: 1, Timeout: 100 * time.Millisecond})
	c := callerOf(t, e)
	result := invoke(e, "1")
	id := c.next().id()
	if r := within(t, "invoke", result); r.ErrorType != "Sandbox.Timedout" {
		t.Errorf("caller got %+v", r)
	}
	expect(t, "late response", c.answer(id, "response", "{}"), 410, "ErrorRuntimeInvokeTimeout")
	expect(t, "late error", c.answer(id, "error", "{}"), 410, "ErrorRuntimeInvokeTimeout")
	poll := inBackground(c.next)
	waitForPolls(t, e, 1)
	result = invoke(e, "2")
	expect(t, "the next one", c.answer(within(t, "next", poll).id(), "response", `"ok"`), 202, "")
	if r := within(t, "invoke", result); string(r.Payload) != `"ok"` {
		t.Errorf("caller got %+v", r)
	}
}

func TestAnAbandonedNextOfAManagedInstanceFailsItsInvocationAtOnce(t *testing.T) {
	e := start(t, Config{Concurrency: 1})
	c := callerOf(t, e)
	ctx, hangUp := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/2018-06-01/runtime/invocation/next", nil)
	if err != nil {
		t.Fatal(err)
	}
	go c.http.Do(req) //nolint:errcheck // it is hung up
	waitForPolls(t, e, 1)
	e.box.mu.Lock()
	poll := e.box.polls[0]
	e.box.mu.Unlock()
	hangUp()
	<-poll.context.Done()
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Runtime.Unknown" {
		t.Errorf("caller got %+v", r)
	}
}

func TestAnErrorMayCutAStreamShortOnAManagedInstanceOnly(t *testing.T) {
	for _, parallel := range []int{0, 1} {
		e := start(t, Config{Concurrency: parallel, Timeout: 2 * time.Second})
		c := callerOf(t, e)
		arrived := make(chan string, 1)
		result := inBackground(func() Result {
			return e.Invoke([]byte("1"), InvokeOptions{OnChunk: func(p []byte) { arrived <- string(p) }})
		})
		id := c.next().id()
		body, w := io.Pipe()
		stream := inBackground(func() reply {
			return c.do(http.MethodPost, "/2018-06-01/runtime/invocation/"+id+"/response", body,
				"Lambda-Runtime-Function-Response-Mode", "streaming")
		})
		io.WriteString(w, "begin") //nolint:errcheck // seen by the other end
		within(t, "piece", arrived)
		failed := c.answer(id, "error", "{}", "Lambda-Runtime-Function-Error-Type", "Function.Late")
		if parallel > 0 {
			expect(t, "error in a stream", failed, 202, "")
			if r := within(t, "invoke", result); r.ErrorType != "Function.Late" {
				t.Errorf("caller got %+v", r)
			}
			w.Close()
			within(t, "stream", stream)
			continue
		}
		expect(t, "error in a stream, on demand", failed, 403, "InvalidStateTransition")
		w.Close()
		within(t, "stream", stream)
		c.pollToTheEnd()
		within(t, "invoke", result)
	}
}

func TestExtensionsOfAManagedInstanceCannotTakeInvoke(t *testing.T) {
	e := start(t, Config{Concurrency: 1, Played: []string{"x"}})
	c := callerOf(t, e)
	expect(t, "INVOKE", c.register("x", `{"events":["INVOKE"]}`), 403, "Extension.InvalidEventType")
	expect(t, "SHUTDOWN", c.register("x", `{"events":["SHUTDOWN"]}`), 200, "")
}
