package runtimeapi

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"weir/inspect/source"
)

func TestHammerParallelPollsMixNothingUp(t *testing.T) {
	const slots, each = 16, 40
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte(`"refused"`)})})
	go func() {
		for i := range slots * each {
			id := fmt.Sprintf("id-%d", i)
			upstream.events <- event{id: id + "-bad", body: "attack"}
			upstream.events <- event{id: id, body: `"` + id + `"`}
		}
	}()
	var slotsDone sync.WaitGroup
	for range slots {
		slotsDone.Go(func() {
			runtime := newRuntime(t, p.Address())
			for range each {
				got, err := runtime.try(runtime.request(http.MethodGet, nextPath, ""))
				id := got.header.Get(headerRequestID)
				if err != nil || got.status != http.StatusOK || got.body != `"`+id+`"` {
					t.Errorf("%v: %d %q for %q", err, got.status, got.body, id)
					return
				}
				answer, err := runtime.try(runtime.request(http.MethodPost, invocationPrefix+id+"/response", got.body))
				if err != nil || answer.status != http.StatusAccepted {
					t.Errorf("%v: answering %q: %d", err, id, answer.status)
					return
				}
			}
		})
	}
	slotsDone.Wait()
	refused := 0
	for range slots * each * 2 {
		got := await(t, upstream.posts)
		id := strings.TrimSuffix(strings.TrimPrefix(got.path, invocationPrefix), "/response")
		switch {
		case strings.HasSuffix(id, "-bad") && got.body == `"refused"`:
			refused++
		case got.body != `"`+id+`"`:
			t.Errorf("%q was answered with %q", id, got.body)
		}
	}
	if refused != slots*each {
		t.Errorf("%d refused", refused)
	}
	if p.desk.waiters() != 0 || p.desk.stock() != 0 || len(p.ledger.cases) != 0 {
		t.Errorf("left over: %d waiting, %d kept, %d cases", p.desk.waiters(), p.desk.stock(), len(p.ledger.cases))
	}
}

func TestParallelPollsWaitSideBySide(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	const slots = 8
	bodies := make(chan string, slots)
	for range slots {
		go func() {
			runtime := newRuntime(t, p.Address())
			got, _ := runtime.try(runtime.request(http.MethodGet, nextPath, ""))
			bodies <- got.body
		}()
	}
	for range slots {
		await(t, upstream.polls) // all are there before the first event is
	}
	for i := range slots {
		upstream.events <- event{id: fmt.Sprint(i), body: fmt.Sprint(i)}
	}
	seen := map[string]bool{}
	for range slots {
		seen[await(t, bodies)] = true
	}
	if len(seen) != slots {
		t.Errorf("got %v", seen)
	}
}

func TestOneSlotInJudgementHoldsUpNoOther(t *testing.T) {
	upstream := newLambda(t)
	proceed := make(chan bool, 1)
	p := start(t, Options{Upstream: upstream.address(), Judge: func(ctx context.Context, i source.Invocation) source.Outcome {
		if i.ID == "slow" {
			<-proceed
		}
		return pass(ctx, i)
	}})
	upstream.events <- event{id: "slow", body: "slow"}
	bodies := make(chan string, 2) // which runtime gets which event does not matter
	poll := func() {
		runtime := newRuntime(t, p.Address())
		got, _ := runtime.try(runtime.request(http.MethodGet, nextPath, ""))
		bodies <- got.body
	}
	go poll()
	await(t, upstream.polls)
	eventually(t, "the slow event is taken", func() bool { return len(upstream.events) == 0 })
	upstream.events <- event{id: "quick", body: "quick"}
	go poll()
	if got := await(t, bodies); got != "quick" {
		t.Errorf("got %q", got)
	}
	proceed <- true
	if got := await(t, bodies); got != "slow" {
		t.Errorf("then got %q", got)
	}
}
