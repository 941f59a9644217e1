package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/test/lambdatest"
)

func TestSlotsOfAManagedInstanceWorkSideBySide(t *testing.T) {
	const slots, each = 8, 6
	f := attach(t, "echo", nil, func(cfg *lambdatest.Config) { cfg.Concurrency = slots })
	f.waitForPolls(slots)
	var clean []string
	var all sync.WaitGroup
	for slot := range slots {
		for n := range each {
			if n%2 == 0 {
				clean = append(clean, functionURL(fmt.Sprintf("slot=%d&n=%d", slot, n)))
			}
		}
		all.Go(func() {
			for n := range each {
				event := functionURL(fmt.Sprintf("slot=%d&n=%d", slot, n))
				if n%2 == 1 {
					event = functionURL(fmt.Sprintf("slot=%d&n=%d&id=%s", slot, n, injectionQS))
				}
				r := f.Invoke([]byte(event), lambdatest.InvokeOptions{})
				if bad := n%2 == 1; bad && !isRefusal(r.Payload) || !bad && string(r.Payload) != event || r.ErrorType != "" {
					t.Errorf("slot %d, event %d: %s %s", slot, n, r.ErrorType, r.Payload)
				}
			}
		})
	}
	all.Wait()
	f.sawOnly(clean...)
	for _, s := range steps(f.Journal()) {
		if strings.HasPrefix(s, "weir next") && s != "weir next" && s != "weir next 200" {
			t.Errorf("a poll too many: %s", s)
		}
	}
}

// waitForPolls waits until so many polls are pending at the service at the same time: each slot has its own.
func (f function) waitForPolls(want int) {
	f.t.Helper()
	pending := 0
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		pending = 0
		for _, p := range f.polls() {
			if p == "weir next" {
				pending++
			}
		}
		if pending == want {
			return
		}
	}
	f.t.Fatalf("%d polls are pending, want %d", pending, want)
}

func TestASlotThatWaitsDoesNotHoldTheOther(t *testing.T) {
	f := attach(t, "echo", nil, func(cfg *lambdatest.Config) { cfg.Concurrency = 2 })
	inside := make(chan struct{})
	slow := make(chan lambdatest.Result, 1)
	go func() {
		var once sync.Once
		event := functionURL("id=slow", `"do": "stream"`)
		slow <- f.Invoke([]byte(event), lambdatest.InvokeOptions{OnChunk: func([]byte) { once.Do(func() { close(inside) }) }})
	}()
	<-inside
	f.refused(functionURL("id=" + injectionQS))
	f.call(functionURL("id=1"))
	f.open()
	if r := <-slow; string(r.Payload) != "first second" {
		t.Errorf("the slow one got %s %s", r.ErrorType, r.Payload)
	}
}

func TestAnAnswerThatComesTooLateIsGoneAndTheRuntimeGoesOn(t *testing.T) {
	f := attach(t, "rawloop", nil, func(cfg *lambdatest.Config) { cfg.Concurrency, cfg.Timeout = 1, 3*time.Second })
	r := f.Invoke([]byte(functionURL("id=slow", `"do": "stream"`)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Sandbox.Timedout" {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.open()
	f.call(functionURL("id=1"))
	answers := f.saw("invocation/")
	if len(answers) == 0 || answers[0].Status != http.StatusGone {
		t.Errorf("the handler's POSTs got %+v", answers)
	}
	f.expectSteps(f.polls()[:4], "weir next 200", "weir response 410", "weir next 200", "weir response 202")
}
