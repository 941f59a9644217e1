package runtimeapi

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"weir/inspect/source"
)

// startAlone starts a proxy when the pollers of other tests are gone.
func startAlone(t *testing.T, options Options) *Proxy {
	t.Helper()
	eventually(t, "the pollers of other tests end", func() bool { return polling() == 0 })
	return start(t, options)
}

// polling counts the goroutines that are there to poll, at work or not.
func polling() int {
	stacks := make([]byte, 4<<20)
	return strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "(*Proxy).runErrands(")
}

func TestAPollerIsKeptForTheNextPoll(t *testing.T) {
	upstream := newLambda(t)
	p := startAlone(t, Options{Upstream: upstream.address()})
	r := newRuntime(t, p.Address())
	for range 50 {
		upstream.events <- event{id: "a", body: "{}"}
		r.next()
		r.post("a", "response", "{}")
		if n := polling(); n != 1 {
			t.Fatalf("%d pollers for one runtime", n)
		}
	}
}

func TestThereAreAsManyPollersAsRuntimesEverWaited(t *testing.T) {
	upstream := newLambda(t)
	p := startAlone(t, Options{Upstream: upstream.address()})
	const slots = 5
	for range 20 {
		answers := make(chan reply, slots)
		for range slots {
			go func() {
				r := newRuntime(t, p.Address())
				got, _ := r.try(r.request(http.MethodGet, nextPath, ""))
				answers <- got
			}()
		}
		for range slots {
			await(t, upstream.polls)
		}
		for range slots {
			upstream.events <- event{id: "a", body: "{}"}
		}
		for range slots {
			await(t, answers)
		}
	}
	if n := polling(); n != slots {
		t.Errorf("%d pollers for %d runtimes", n, slots)
	}
}

func TestPollersEndWithTheProxy(t *testing.T) {
	upstream := newLambda(t)
	p := startAlone(t, Options{Upstream: upstream.address()})
	r := newRuntime(t, p.Address())
	upstream.events <- event{id: "a", body: "{}"}
	r.next() // this one has nothing to do now
	conn := dial(t, p.Address())
	upstream.events <- event{id: "b", body: "{}"}
	if err := r.request(http.MethodGet, nextPath, "").Write(conn); err != nil {
		t.Fatal(err)
	}
	eventually(t, "an event is fetched", func() bool { return len(upstream.events) == 0 })
	parked := dial(t, p.Address())
	if err := r.request(http.MethodGet, nextPath, "").Write(parked); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		await(t, upstream.polls) // of which the last one waits
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
	eventually(t, "the pollers end", func() bool { return polling() == 0 })
}

func TestAPanicEndsNoPoller(t *testing.T) {
	upstream := newLambda(t)
	p := startAlone(t, Options{Upstream: upstream.address(), Judge: refuse(source.Put{URL: "http://192.0.2.1/"})})
	p.outside = nil
	r := newRuntime(t, p.Address())
	upstream.events <- event{id: "a", body: "attack"}
	if got := r.next(); got.status != http.StatusBadGateway || !strings.Contains(got.body, "the proxy panicked") {
		t.Errorf("got %+v", got)
	}
	upstream.events <- event{id: "b", body: "clean"}
	if got := r.next(); got.body != "clean" {
		t.Errorf("then got %+v", got)
	}
	if n := polling(); n != 1 {
		t.Errorf("%d pollers for one runtime", n)
	}
}
