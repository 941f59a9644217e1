package runtimeapi

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"weir/inspect/source"
)

// Go reads the proxy of the environment once in a process, so it has to be there from the start. No test may reach it.
func TestMain(m *testing.M) {
	_ = os.Setenv("HTTP_PROXY", "http://192.0.2.99:3128")
	code := m.Run()
	byServer = true // everything once more
	os.Exit(max(code, m.Run()))
}

// byServer lets all of the proxies that start runs go by net/http's server, and nothing by the proxy's own.
var byServer bool

func TestTheSignOfLifeIsNoSignOfARuntime(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	if got := runtime.do(runtime.request(http.MethodGet, "/.weir/alive", "")); got.status != http.StatusOK || got.body != "weir\n" {
		t.Errorf("got %+v", got)
	}
	if p.Seen() {
		t.Error("the wrapper was taken for a runtime")
	}
	upstream.events <- event{id: "a", body: "{}"}
	runtime.next()
	if !p.Seen() {
		t.Error("the runtime was not seen")
	}
}

func TestABusyPortIsSaidClearly(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	err = New(Options{}).Listen(listener.Addr().String())
	if err == nil || !strings.Contains(err.Error(), listener.Addr().String()+": another process has that port") {
		t.Errorf("got %v", err)
	}
}

func TestConnectionsAreTakenBetweenListenAndServe(t *testing.T) {
	p := New(Options{Judge: pass})
	if err := p.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", alivePath)
	go func() { _ = p.Serve() }()
	response := make([]byte, 15)
	if _, err := conn.Read(response); err != nil || string(response) != "HTTP/1.1 200 OK" {
		t.Errorf("%q, %v", response, err)
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
}

// A timeout cannot be waited for in a test; what the zero values mean is documented by net/http.
func TestNoLegHasATimeout(t *testing.T) {
	p := New(Options{})
	s, u := p.server, p.upstream.transport
	if s.ReadTimeout != 0 || s.ReadHeaderTimeout != 0 || s.WriteTimeout != 0 || s.IdleTimeout != 0 {
		t.Error("the runtime's leg has a timeout")
	}
	if u.IdleConnTimeout != 0 || u.ResponseHeaderTimeout != 0 || u.ExpectContinueTimeout != 0 {
		t.Error("Lambda's leg has a timeout")
	}
}

// The address is no loopback address, as newer runtimes have it: Go would not ask a proxy for one of those.
func TestTheProxyOfTheEnvironmentIsNotAsked(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: "169.254.100.1:9001", Judge: refuse(source.Reply{Payload: []byte("null")})})
	dialled := make(chan string, 10)
	p.upstream.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled <- address
		return new(net.Dialer).DialContext(ctx, network, upstream.address())
	}
	upstream.events <- event{id: "a", body: "attack"}
	upstream.events <- event{id: "b", body: "clean"}
	runtime := newRuntime(t, p.Address())
	if got := runtime.next(); got.body != "clean" {
		t.Errorf("got %+v", got)
	}
	runtime.post("b", "response", "{}")
	p.upstream.transport.CloseIdleConnections()
	runtime.do(runtime.request(http.MethodGet, "/2018-06-01/ping", ""))
	close(dialled)
	for address := range dialled {
		if address != "169.254.100.1:9001" {
			t.Errorf("called %s", address)
		}
	}
}

func TestConnectionsToLambdaAreUsedAgain(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address(), Judge: refuse(source.Reply{Payload: []byte("null")})})
	dialled := make(chan string, 1000)
	dial := p.upstream.transport.DialContext
	p.upstream.transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled <- address
		return dial(ctx, network, address)
	}
	runtime := newRuntime(t, p.Address())
	for range 50 {
		upstream.events <- event{id: "a", body: "attack"}
		upstream.events <- event{id: "b", body: "clean"}
		runtime.next()
		runtime.post("b", "response", "{}")
	}
	if n := len(dialled); n != 1 {
		t.Errorf("%d connections for 200 requests, one after the other", n)
	}
}

func TestCloseEndsThePollsAndFinishesWhatIsUnderWay(t *testing.T) {
	upstream := newLambda(t)
	started, proceed := make(chan bool), make(chan bool)
	var heard troubles
	p := New(Options{Upstream: upstream.address(), Trouble: heard.add, Judge: pass})
	if err := p.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	served, closed, posted := make(chan error, 1), make(chan error, 1), make(chan reply, 1)
	go func() { served <- p.Serve() }()
	parked := dial(t, p.Address())
	fmt.Fprintf(parked, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", nextPath)
	await(t, upstream.polls)
	upstream.status = func(int) int {
		started <- true
		<-proceed
		return http.StatusAccepted
	}
	go func() {
		runtime := newRuntime(t, p.Address())
		got, _ := runtime.try(runtime.request(http.MethodPost, invocationPrefix+"a/response", "{}"))
		posted <- got
	}()
	await(t, started)
	go func() { closed <- p.Close(context.Background()) }()
	if n, _ := parked.Read(make([]byte, 1)); n != 0 {
		t.Error("the parked runtime got an answer")
	}
	close(proceed)
	if got := await(t, posted); got.status != http.StatusAccepted {
		t.Errorf("the answer under way got %+v", got)
	}
	if err := await(t, closed); err != nil {
		t.Error(err)
	}
	if err := await(t, served); err != nil {
		t.Error(err)
	}
	heard.mu.Lock()
	defer heard.mu.Unlock()
	if len(heard.list) != 0 {
		t.Errorf("the end is no trouble: %v", heard.list)
	}
}
