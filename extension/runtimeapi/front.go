package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// front takes the connections of runtimes. Each has a goroutine that reads plain requests by itself; with the first one
// that is not plain, a connection goes to net/http's server, for good.
//
// net/http's server starts a second goroutine for each request, which looks for the end of the connection, and makes a context and
// a dozen of other objects for it; ReverseProxy copies it. What that costs of a clean GET, docs/RATIONALE.md says.
type front struct {
	listener net.Listener
	unusual  chan net.Conn // for net/http's server
	closing  chan struct{}
	only     bool // all connections go to net/http's server: for tests, which try both ways

	mu      sync.Mutex
	clients map[*client]bool // whether it has a request under way that Close waits for
	over    bool
	idle    sync.Cond // tells that one more has none
}

// Accept implements net.Listener for net/http's server.
func (f *front) Accept() (net.Conn, error) {
	select {
	case conn := <-f.unusual:
		return conn, nil
	case <-f.closing:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (f *front) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.over {
		return nil
	}
	f.over = true
	close(f.closing)
	return f.listener.Close()
}

// Addr implements net.Listener.
func (f *front) Addr() net.Addr { return f.listener.Addr() }

// handOver gives a connection to net/http's server.
func (f *front) handOver(conn net.Conn) {
	select {
	case f.unusual <- conn:
	case <-f.closing:
		_ = conn.Close()
	}
}

// A runtime that cannot connect now may be able to when others have closed what they have open.
const (
	acceptPause   = 5 * time.Millisecond // doubled each time
	longestAccept = time.Second
)

// accept takes connections until the end.
func (p *Proxy) accept() error {
	pause := acceptPause
	for {
		conn, err := p.front.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return err
		}
		if err != nil {
			p.trouble(fmt.Errorf("taking a connection of the runtime: %w", err))
			time.Sleep(pause)
			pause = min(2*pause, longestAccept)
			continue
		}
		pause = acceptPause
		tcp, ok := conn.(*net.TCPConn)
		if !ok || p.front.only {
			go p.front.handOver(conn)
			continue
		}
		c := newClient(p, tcp)
		if p.front.enter(c) {
			go c.serve()
		} else {
			_ = conn.Close()
		}
	}
}

func (f *front) enter(c *client) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.over {
		f.clients[c] = false
	}
	return !f.over
}

// leave forgets a client.
func (f *front) leave(c *client) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.clients, c)
	f.idle.Broadcast()
}

// busy notes that a client has a request under way, or has no more. It is false if it should go no further.
func (f *front) busy(c *client, is bool) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clients[c] = is
	if f.over {
		f.idle.Broadcast()
	}
	return !f.over
}

// shutDown closes what waits for a request or for an event, and waits for the others until the context ends.
func (f *front) shutDown(ctx context.Context) error {
	_ = f.Close()
	stop := context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.idle.Broadcast()
	})
	defer stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		busy := 0
		for c, is := range f.clients {
			if is && ctx.Err() == nil {
				busy++
				continue
			}
			_ = c.conn.Close()
		}
		if busy == 0 {
			return ctx.Err()
		}
		f.idle.Wait()
	}
}

// serve answers until Close, and then returns nil.
func (p *Proxy) serve() error {
	failed := make(chan error, 2)
	go func() { failed <- p.server.Serve(&p.front) }()
	go func() { failed <- p.accept() }()
	err := <-failed
	_ = p.front.Close()
	if other := <-failed; err == nil || errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		err = other
	}
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("serving the runtime on %s: %w", p.Address(), err)
}
