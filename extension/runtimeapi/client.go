package runtimeapi

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// client is a runtime's connection as long as its requests are plain. It reads one request after the other. An answer it
// passes on and acknowledges by itself; a poll it leaves to the desk, and reads on: so it hears when the runtime leaves.
type client struct {
	proxy *Proxy
	conn  *socket
	ctx   context.Context // of requests to Lambda: they do not end with the connection
	in    []byte          // of which the first have bytes were read
	have  int
	out   bytes.Buffer

	polling bool      // an event is owed; only the goroutine that reads knows
	written chan bool // it was written, or could not be

	mu   sync.Mutex
	shut bool // the runtime sends no more: it may have left
	left bool // it has left
}

const inputSize = 4 << 10 // a request of an everyday answer

func newClient(p *Proxy, conn *net.TCPConn) *client {
	c := &client{proxy: p, conn: newSocket(conn), in: make([]byte, inputSize), written: make(chan bool, 1)}
	c.ctx = httptrace.WithClientTrace(context.WithoutCancel(p.open), &httptrace.ClientTrace{Got1xxResponse: c.pass})
	return c
}

// serve is the life of the connection.
func (c *client) serve() {
	defer func() {
		if v := recover(); v != nil {
			c.proxy.trouble(fmt.Errorf("serving the runtime: panic: %s", panicText(v)))
			_ = c.conn.Close()
			c.proxy.front.leave(c)
		}
	}()
	handOver := c.requests()
	c.proxy.front.leave(c)
	if !handOver {
		_ = c.conn.Close()
		return
	}
	c.proxy.front.handOver(&begun{c.conn.TCPConn, bytes.NewReader(c.in[:c.have])})
}

// begun is a connection of which something was read.
type begun struct {
	net.Conn
	read *bytes.Reader
}

// Read implements net.Conn.
func (b *begun) Read(to []byte) (int, error) {
	if b.read.Len() > 0 {
		return b.read.Read(to)
	}
	return b.Conn.Read(to)
}

// CloseWrite is what net/http's server looks for.
func (b *begun) CloseWrite() error { return b.Conn.(*net.TCPConn).CloseWrite() }

// requests answers one request after the other, until one comes that is not plain, and the connection is to be handed over,
// or none comes any more.
func (c *client) requests() (handOver bool) {
	for size := 1; ; size = 1 {
		var r plainRequest
		for is := partial; is == partial; {
			for c.have < size {
				if !c.read() {
					return c.have > 0 // what was cut short arrives cut short
				}
			}
			r, is = readPlain(c.in[:c.have])
			if is == unusual {
				return true
			}
			size = max(r.size, c.have+1)
		}
		c.have = 0
		c.proxy.meet()
		if r.poll {
			c.poll(r)
			if !c.proxy.front.busy(c, false) { // a poll is no reason to wait
				return false
			}
		} else if !c.answer(r) || !c.proxy.front.busy(c, false) {
			return false
		}
	}
}

// read reads more of a request. It is not ok at the end.
func (c *client) read() (ok bool) {
	if c.have == len(c.in) {
		c.in = append(c.in, make([]byte, maxPlainHead+maxSmall-len(c.in))...)
	}
	n, err := c.conn.Read(c.in[c.have:])
	c.have += n
	if err != nil && n == 0 {
		if c.polling {
			c.linger()
			c.have = 0
		}
		return false
	}
	if c.polling {
		if !<-c.written { // whoever asks before the last answer is there has to wait for it
			c.have = 0
			return false
		}
		c.polling = false
	}
	return c.proxy.front.busy(c, true)
}

// poll has an event fetched for the runtime.
func (c *client) poll(r plainRequest) {
	c.polling = true
	setUserAgent(r.header, r.header)
	then, owes := c.proxy.desk.enter(c)
	if owes {
		var message bytes.Buffer
		writeRequest(&message, c.proxy.api(), &r)
		c.proxy.send(errand{header: r.header, message: message.Bytes()})
	}
	if then != nil {
		then()
	}
}

// linger waits for the event that is owed to a runtime that sends no more, as long as it is there.
func (c *client) linger() {
	c.mu.Lock()
	c.shut = true
	c.mu.Unlock()
	for c.present() {
		select {
		case <-c.written:
			return
		case <-c.proxy.open.Done():
		case <-time.After(glance):
		}
	}
	c.mu.Lock()
	c.left = true
	c.mu.Unlock()
	c.proxy.desk.leave(c)
}

// present says whether a runtime that sends no more is there, as far as that matters.
func (c *client) present() bool {
	return c.proxy.open.Err() == nil && present(c.conn.RemoteAddr().(*net.TCPAddr), c.conn.LocalAddr().(*net.TCPAddr))
}

// take implements taker.
func (c *client) take(brought *delivery) (then func()) {
	if len(brought.body) > maxSmall {
		return func() { go c.give(brought) } // it may take as long as the runtime reads
	}
	return func() { c.give(brought) }
}

// give writes a delivery to the runtime.
func (c *client) give(brought *delivery) {
	defer func() {
		if v := recover(); v != nil {
			c.proxy.trouble(fmt.Errorf("writing an event to the runtime: panic: %s", panicText(v)))
			_ = c.conn.Close()
			c.written <- false
		}
	}()
	c.mu.Lock()
	left, shut := c.left, c.shut
	c.mu.Unlock()
	ok := c.proxy.open.Err() == nil && !left && (!shut || c.present()) && c.write(brought) == nil
	if !ok {
		c.proxy.desk.giveBack(brought)
		_ = c.conn.Close()
	}
	c.written <- ok
}

func (c *client) write(d *delivery) error {
	if !bodiless(d.status) {
		d.header.Set("Content-Length", strconv.Itoa(len(d.body)))
	}
	return c.say(d.status, d.header, d.body)
}

// bodiless says whether an answer has no body, and no length, whatever was meant to be in it.
func bodiless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

// say writes an answer, as net/http writes it.
func (c *client) say(status int, header http.Header, body []byte) error {
	c.out.Reset()
	writeResponse(&c.out, status, header)
	defer c.keepSmall()
	if len(body) > maxSmall {
		both := net.Buffers{c.out.Bytes(), body}
		_, err := both.WriteTo(c.conn.TCPConn)
		return err
	}
	c.out.Write(body)
	_, err := c.conn.Write(c.out.Bytes())
	return err
}

// keepSmall leaves no large buffer behind.
func (c *client) keepSmall() {
	if c.out.Cap() > 2*inputSize {
		c.out = bytes.Buffer{}
	}
}

// pass passes on what Lambda says before its answer.
func (c *client) pass(status int, header textproto.MIMEHeader) error {
	return c.say(status, http.Header(header), nil)
}

// answer passes on one of the runtime's answers, and Lambda's acknowledgement.
func (c *client) answer(r plainRequest) (ok bool) {
	p := c.proxy
	w, ok := p.watchPlain(&r)
	if !ok || p.merges.has(r.id) {
		return c.altered(r)
	}
	p.learn(r.header)
	c.out.Reset()
	writeRequest(&c.out, p.api(), &r)
	h, err := p.upstream.straight.exchange(c.ctx, p.api(), c.out.Bytes(), false, maxSmall)
	c.keepSmall()
	if err != nil {
		return c.failed(r, err)
	}
	p.ledger.forget(r.id)
	p.desk.drop(r.id)
	p.taken(h.status, r.id, w)
	if h.response == nil {
		return h.cut == nil && c.say(h.status, h.header, h.body) == nil
	}
	defer h.response.Body.Close()
	return c.acknowledge(h.response) == nil
}

// failed tells the runtime that its answer did not reach Lambda.
func (c *client) failed(r plainRequest, err error) (ok bool) {
	if errors.Is(err, context.Canceled) {
		return false
	}
	err = fmt.Errorf("forwarding POST %q to the Runtime API: %w", r.path, err)
	c.proxy.trouble(err)
	return c.write(unavailable(err)) == nil
}

// altered passes on an answer that is judged first, or that something is put into.
func (c *client) altered(r plainRequest) (ok bool) {
	p := c.proxy
	request := (&http.Request{
		Method: http.MethodPost, URL: &url.URL{Scheme: "http", Host: p.api(), Path: r.path},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: r.header, ContentLength: int64(len(r.body)),
		Body: io.NopCloser(bytes.NewReader(bytes.Clone(r.body))), // the next request is read into the same bytes
	}).WithContext(c.ctx)
	p.learn(r.header)
	p.merge(request, r.id, r.error)
	request = p.watch(request, r.id, r.error)
	if _, ok := request.Header["User-Agent"]; !ok {
		request.Header["User-Agent"] = []string{""} // Go would send its own
	}
	response, err := p.upstream.RoundTrip(request)
	if err != nil {
		return c.failed(r, err)
	}
	defer response.Body.Close()
	p.ledger.forget(r.id)
	p.desk.drop(r.id)
	p.responded(response, r.id)
	return c.acknowledge(response) == nil
}

// acknowledge passes Lambda's answer to an answer on.
func (c *client) acknowledge(response *http.Response) error {
	length := response.ContentLength
	if length < 0 || length > maxSmall || len(response.Trailer) > 0 || bodiless(response.StatusCode) {
		return c.stream(response)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(response.Body, body); err != nil {
		return err
	}
	_, _ = response.Body.Read(make([]byte, 1)) // its end, which frees the line
	return c.say(response.StatusCode, endToEnd(response.Header), body)
}

// stream passes on an acknowledgement that is not one of known and small length.
func (c *client) stream(response *http.Response) error {
	again := *response
	again.Header, again.Close, again.Request = endToEnd(response.Header), false, nil
	again.ProtoMajor, again.ProtoMinor = 1, 1
	if again.ContentLength < 0 {
		again.TransferEncoding = []string{"chunked"}
	}
	out := bufio.NewWriter(c.conn)
	if err := again.Write(out); err != nil {
		return err
	}
	return out.Flush()
}
