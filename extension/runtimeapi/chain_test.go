package runtimeapi

import (
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// neighbour is another Runtime API proxy, before the given one. It counts what passes.
func neighbour(t *testing.T, upstream string) (address string, passed func() int) {
	t.Helper()
	count := make(chan string, 1000)
	forward := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: upstream})
	address = httpServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == nextPath {
			count <- r.URL.Path
		}
		forward.ServeHTTP(w, r)
	})
	return address, func() int { return len(count) }
}

// tell tells the proxy of another one, as the wrapper does.
func tell(t *testing.T, p *Proxy, address string) reply {
	t.Helper()
	r := newRuntime(t, p.Address())
	return r.do(r.request(http.MethodPost, chainPath, address))
}

// servesAnInvocation says whether an event and its answer pass between Lambda and a runtime that asks the given address.
func servesAnInvocation(t *testing.T, upstream *lambda, address string) bool {
	t.Helper()
	upstream.events <- event{id: "a", body: "event"}
	runtime := newRuntime(t, address)
	return runtime.next().body == "event" && runtime.post("a", "response", "{}").status == http.StatusAccepted &&
		await(t, upstream.posts).body == "{}"
}

func TestTheProxyPutsItselfBehindAnotherOne(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	other, passed := neighbour(t, upstream.address())
	if got := tell(t, p, other); got.body != answerBehind {
		t.Fatalf("told %+v", got)
	}
	if !servesAnInvocation(t, upstream, p.Address()) || passed() != 1 {
		t.Errorf("%d polls came through the other proxy", passed())
	}
}

func TestAnotherProxyThatLeadsToThisOneStaysBeforeIt(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	other, passed := neighbour(t, p.Address())
	if got := tell(t, p, other); got.body != answerBefore {
		t.Fatalf("told %+v", got)
	}
	if !servesAnInvocation(t, upstream, other) || passed() != 1 || !p.Seen() {
		t.Errorf("%d polls came through the other proxy", passed())
	}
}

// vacant is an address on which nobody listens.
func vacant(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestAnotherProxyThatIsNotThereIsLeftOut(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	if got := tell(t, p, vacant(t)); got.body != answerAbsent {
		t.Fatalf("told %+v", got)
	}
	if !servesAnInvocation(t, upstream, p.Address()) {
		t.Error("no invocation")
	}
}

func TestTheProxyIsSentNowhereElse(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	own := strings.Replace(p.Address(), "127.0.0.1", "localhost", 1)
	if got := tell(t, p, own); got.status != http.StatusOK || p.api() != upstream.address() {
		t.Errorf("to itself: %+v, now at %s", got, p.api())
	}
	for _, address := range []string{"", "nowhere", "a b:1", "x:0", "x:99999", ":1", "http://x:1", strings.Repeat("x", 4*maxAddress) + ":1"} {
		if got := tell(t, p, address); got.status != http.StatusBadRequest {
			t.Errorf("%q: %+v", address, got)
		}
	}
	servesAnInvocation(t, upstream, p.Address())
	other, _ := neighbour(t, upstream.address())
	if got := tell(t, p, other); got.status != http.StatusConflict || p.api() != upstream.address() {
		t.Errorf("after the first poll: %+v, now at %s", got, p.api())
	}
	r := newRuntime(t, p.Address())
	if got := r.do(r.request(http.MethodGet, chainPath, "")); got.status != http.StatusNotFound {
		t.Errorf("a GET: %+v", got)
	}
}

func TestLambdaItselfIsAskedIfNobodyListensWhereAnotherProxyWasToBe(t *testing.T) {
	upstream := newLambda(t)
	var heard troubles
	p := start(t, Options{Upstream: vacant(t), Fallback: upstream.address(), Trouble: heard.add})
	if !servesAnInvocation(t, upstream, p.Address()) || !strings.Contains(heard.text(), "nobody listens on") {
		t.Errorf("troubles: %s", heard.text())
	}
	other, passed := neighbour(t, upstream.address())
	p = start(t, Options{Upstream: other, Fallback: upstream.address()})
	if !servesAnInvocation(t, upstream, p.Address()) || passed() != 1 {
		t.Error("a proxy that is there was left out")
	}
}

func TestAWrapperThatAskedIsRememberedAndIsNoRuntime(t *testing.T) {
	p := start(t, Options{Upstream: "127.0.0.1:1"})
	if p.Asked() {
		t.Error("nobody has asked")
	}
	r := newRuntime(t, p.Address())
	r.do(r.request(http.MethodGet, alivePath, ""))
	if !p.Asked() || p.Seen() {
		t.Errorf("asked: %v, seen: %v", p.Asked(), p.Seen())
	}
}
