package runtimeapi

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

// exhausted is a listener that has no descriptor left for the first connections.
type exhausted struct {
	net.Listener
	failures atomic.Int32
}

func (e *exhausted) Accept() (net.Conn, error) {
	if e.failures.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: syscall.EMFILE}
	}
	return e.Listener.Accept()
}

func TestAConnectionThatCannotBeTakenIsTakenLater(t *testing.T) {
	upstream := newLambda(t)
	var heard troubles
	p := New(Options{Upstream: upstream.address(), Judge: pass, Trouble: heard.add})
	p.front.only = byServer
	if err := p.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	listener := &exhausted{Listener: p.front.listener}
	listener.failures.Store(3)
	p.front.listener = listener
	served := make(chan error, 1)
	go func() { served <- p.Serve() }()
	upstream.events <- event{id: "a", body: "{}"}
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusOK {
		t.Errorf("got %+v", got)
	}
	if !errors.Is(errors.Join(heard.list...), syscall.EMFILE) || len(heard.list) != 3 {
		t.Errorf("troubles: %v", heard.list)
	}
	if err := errors.Join(p.Close(context.Background()), await(t, served)); err != nil {
		t.Error(err)
	}
}

func TestAPanicEndsOneConnectionOnly(t *testing.T) {
	upstream := newLambda(t)
	var heard troubles
	p := start(t, Options{Upstream: upstream.address(), Trouble: heard.add})
	if byServer {
		return // net/http's server does that
	}
	p.desk.giveBack(&delivery{status: http.StatusOK, event: true, id: "a"}) // no header to write the length into
	conn := dial(t, p.Address())
	if _, err := conn.Write([]byte(aPoll)); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("the runtime got %d bytes", n)
	}
	upstream.events <- event{id: "b", body: "{}"}
	if got := newRuntime(t, p.Address()).next(); got.body != "{}" {
		t.Errorf("got %+v", got)
	}
	if text := heard.text(); !strings.Contains(text, "writing an event to the runtime: panic: ") {
		t.Errorf("troubles: %s", text)
	}
}
