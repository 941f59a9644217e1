package runtimeapi

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"weir/inspect/source"
)

func TestARepeatedDeliveryIsJudgedOnce(t *testing.T) {
	upstream := newLambda(t)
	var judged atomic.Int32
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		judged.Add(1)
		return pass(ctx, i)
	}})
	runtime := newRuntime(t, p.Address())
	first := event{id: "a", body: "{}", header: http.Header{headerDeadline: {"1700000000123"}}}
	for range 3 {
		upstream.events <- first
		if got := runtime.next(); got.body != "{}" {
			t.Errorf("got %+v", got)
		}
	}
	if n := judged.Load(); n != 1 {
		t.Errorf("judged %d times", n)
	}
	// A retry of an asynchronous invocation has the same request id, and another deadline.
	upstream.events <- event{id: "a", body: "{}", header: http.Header{headerDeadline: {"1700000060123"}}}
	runtime.next()
	if n := judged.Load(); n != 2 {
		t.Errorf("the retry: judged %d times in all", n)
	}
	// Nothing is remembered of an invocation with an answer.
	runtime.post("a", "response", "{}")
	upstream.events <- event{id: "a", body: "{}", header: http.Header{headerDeadline: {"1700000060123"}}}
	runtime.next()
	if n := judged.Load(); n != 3 {
		t.Errorf("after the answer: judged %d times in all", n)
	}
}

func TestTheLedgerIsBounded(t *testing.T) {
	var l ledger
	for i := range 10 * maxCases {
		l.open(fmt.Sprint(i), identity{})
	}
	if len(l.cases) != maxCases || len(l.order) != maxCases {
		t.Errorf("%d cases, %d in order", len(l.cases), len(l.order))
	}
	if newest := l.open("x", identity{}); l.open("x", identity{}) != newest {
		t.Error("the newest case is not remembered")
	}
}

func TestDeliveriesWithoutAnIDAreAllJudged(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte("null")})})
	runtime := newRuntime(t, p.Address())
	for _, body := range []string{"first", "attack", "second"} {
		upstream.events <- event{body: body}
	}
	for _, want := range []string{"first", "second"} {
		if got := runtime.next(); got.body != want {
			t.Errorf("got %+v", got)
		}
	}
}
