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
	"strings"
	"testing"
	"time"
)

// The messages of these tests.
const (
	anEvent        = "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\nContent-Length: 2\r\n\r\n{}"
	accepted       = "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"
	acceptedNoBody = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
)

// takeRequest reads one request, with its body, and returns its first word: "" at the end of the connection.
func takeRequest(in *bufio.Reader) (method string) {
	r, err := http.ReadRequest(in)
	if err != nil {
		return ""
	}
	_, _ = io.Copy(io.Discard, r.Body)
	return r.Method
}

func TestWhatGoesStraightIsTheSameToTheByte(t *testing.T) {
	said := make(chan string, 1)
	address := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		var heard bytes.Buffer
		for takeRequest(bufio.NewReader(io.TeeReader(in, &heard))) != "" { // a request at a time: nothing is read ahead
			said <- heard.String()
			heard.Reset()
			fmt.Fprint(conn, accepted)
		}
	})
	u := newUpstream()
	defer u.close()
	for name, header := range map[string]http.Header{
		"none":       {},
		"no agent":   {"User-Agent": {""}},
		"agent":      {"User-Agent": {"aws-lambda-go/go1.26"}, "Content-Type": {typeJSON}, "Lambda-Of-Tomorrow": {"1", "2"}},
		"odd values": {"X-B": {"ü\t"}, "A": {""}, "Content-Length": {"7"}, "x-lower": {"1"}, "Accept-Encoding": {"gzip"}},
	} {
		for _, size := range []int{-1, 1, 2000, 4096, maxSmall} {
			fresh := func() *http.Request {
				method, path, body := http.MethodGet, nextPath+"?a=%zz&b", io.Reader(nil)
				if size > 0 {
					method, path, body = http.MethodPost, invocationPrefix+"a%2Fb/response", bytes.NewReader(make([]byte, size))
				}
				r, err := http.NewRequest(method, "http://"+address+path, body)
				if err != nil {
					t.Fatal(err)
				}
				r.Header = header
				return r
			}
			var heard [2]string
			for i, send := range []func(*http.Request) (*http.Response, error){u.transport.RoundTrip, u.straight.roundTrip} {
				response, err := send(fresh())
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				heard[i] = await(t, said)
			}
			if heard[0] != heard[1] || !strings.HasPrefix(heard[0], "GET ") && !strings.HasPrefix(heard[0], "POST ") {
				t.Errorf("%s, %d bytes: straight\n%.300q, else\n%.300q", name, size, heard[1], heard[0])
			}
		}
	}
}

func TestALineThatLambdaHasClosedIsNotUsed(t *testing.T) {
	closed := make(chan bool)
	polled := make(chan int, 10)
	upstream := wire(t, func(number int, conn net.Conn, in *bufio.Reader) {
		switch takeRequest(in) {
		case http.MethodGet:
			fmt.Fprint(conn, anEvent)
		case http.MethodPost:
			fmt.Fprint(conn, acceptedNoBody)
		}
		_ = conn.Close()
		polled <- number
		closed <- true
	})
	var heard troubles
	p := start(t, Options{Upstream: upstream, Trouble: heard.add})
	runtime := newRuntime(t, p.Address())
	for n := range 3 {
		if got := runtime.next(); got.body != "{}" {
			t.Fatalf("got %+v", got)
		}
		await(t, closed)
		time.Sleep(10 * time.Millisecond) // the end needs a moment to get here
		if got := runtime.post("a", "response", "{}"); got.status != http.StatusAccepted {
			t.Fatalf("got %+v", got)
		}
		await(t, closed)
		time.Sleep(10 * time.Millisecond)
		if a, b := await(t, polled), await(t, polled); a != 2*n || b != 2*n+1 {
			t.Errorf("connections %d and %d", a, b)
		}
	}
	if len(heard.list) != 0 {
		t.Errorf("troubles: %v", heard.text())
	}
}

// Lambda closes a line in the moment in which it is used.
func TestOnlyAPollIsSentAgainAndOnlyIfNothingCame(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		behind string // what comes of an answer
		sent   int
		status int
	}{
		"a poll":             {http.MethodGet, "", 3, http.StatusOK},
		"a poll, answered":   {http.MethodGet, "H", 2, http.StatusBadGateway},
		"an answer":          {http.MethodPost, "", 2, http.StatusBadGateway},
		"an answer, refused": {http.MethodPost, "HTTP/1.1 4", 2, http.StatusBadGateway},
	} {
		t.Run(name, func(t *testing.T) {
			sent := make(chan string, 10)
			upstream := wire(t, func(number int, conn net.Conn, in *bufio.Reader) {
				for n := 0; ; n++ {
					method := takeRequest(in)
					if method == "" {
						return
					}
					sent <- method
					if number == 0 && n == 1 {
						fmt.Fprint(conn, c.behind)
						return
					}
					fmt.Fprint(conn, anEvent)
				}
			})
			p := start(t, Options{Upstream: upstream})
			runtime := newRuntime(t, p.Address())
			runtime.next()
			path := nextPath
			if c.method == http.MethodPost {
				path = invocationPrefix + "a/response"
			}
			if got := runtime.do(runtime.request(c.method, path, strings.Repeat("x", len(c.method)-3))); got.status != c.status {
				t.Errorf("got %+v", got)
			}
			if len(sent) != c.sent {
				t.Errorf("%d requests, want %d", len(sent), c.sent)
			}
		})
	}
}

func TestAPollIsNotSentAgainOnANewLine(t *testing.T) {
	polls := make(chan string, 10)
	upstream := wire(t, func(_ int, _ net.Conn, in *bufio.Reader) { polls <- takeRequest(in) })
	p := start(t, Options{Upstream: upstream})
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusBadGateway {
		t.Errorf("got %+v", got)
	}
	if len(polls) != 1 {
		t.Errorf("%d polls", len(polls))
	}
}

// broken is a connection to which nothing can be written.
type broken struct{ net.Conn }

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
func (broken) Close() error              { return nil }

func TestWhatWasNotWrittenIsSentAgain(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	for range 3 {
		p.upstream.straight.keep(newLine(broken{}))
	}
	runtime := newRuntime(t, p.Address())
	if got := runtime.post("a", "response", "whole"); got.status != http.StatusAccepted {
		t.Errorf("got %+v", got)
	}
	if got := await(t, upstream.posts); got.body != "whole" || len(upstream.posts) != 0 {
		t.Errorf("Lambda got %+v", got)
	}
}

// What the end of an answer says of its connection.
func TestALineIsUsedAgainOnlyIfItsAnswerLeavesItFree(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		hangUp bool
		again  bool
	}{
		"with a length":    {answer: accepted, again: true},
		"without a body":   {answer: acceptedNoBody, again: true},
		"no content":       {answer: "HTTP/1.1 204 No Content\r\n\r\n", again: true},
		"in chunks":        {answer: "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", again: true},
		"without a length": {answer: "HTTP/1.1 202 Accepted\r\n\r\n{}", hangUp: true},
		"to be closed":     {answer: "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"},
		"of HTTP/1.0":      {answer: "HTTP/1.0 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"},
		"with more behind": {answer: accepted + accepted},
	} {
		t.Run(name, func(t *testing.T) {
			upstream := wire(t, func(number int, conn net.Conn, in *bufio.Reader) {
				mark := fmt.Sprintf("X-Connection: %d\r\n", number)
				marked := strings.NewReplacer("Accepted\r\n", "Accepted\r\n"+mark, "No Content\r\n", "No Content\r\n"+mark)
				for takeRequest(in) != "" {
					fmt.Fprint(conn, marked.Replace(c.answer))
					if c.hangUp {
						return
					}
				}
			})
			p := start(t, Options{Upstream: upstream})
			runtime := newRuntime(t, p.Address())
			first, second := runtime.post("a", "response", "{}"), runtime.post("a", "response", "{}")
			if first.status/100 != 2 || second.status != first.status || second.body != first.body {
				t.Errorf("answered %+v and %+v", first, second)
			}
			if again := second.header.Get("X-Connection") == "0"; again != c.again {
				t.Errorf("used again: %t", again)
			}
		})
	}
}

func TestWhoeverHasGoneAsksNothing(t *testing.T) {
	upstream := newLambda(t)
	u := newUpstream()
	defer u.close()
	u.straight.keep(newLine(dial(t, upstream.address())))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := u.straight.take(ctx, upstream.address(), (*line).open); !errors.Is(err, context.Canceled) || len(u.straight.idle) != 1 {
		t.Errorf("%v, %d lines left", err, len(u.straight.idle))
	}
}

func TestNoLineIsKeptBehindTheEnd(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	upstream.events <- event{id: "a", body: "{}"}
	newRuntime(t, p.Address()).next()
	s := &p.upstream.straight
	if len(s.idle) != 1 {
		t.Fatalf("%d lines", len(s.idle))
	}
	kept := s.idle[0]
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
	late := newLine(dial(t, upstream.address()))
	s.keep(late)
	if len(s.idle) != 0 || kept.open() || late.open() {
		t.Errorf("%d lines; open: %t, %t", len(s.idle), kept.open(), late.open())
	}
	if _, err := p.pollOnce(errand{}); err == nil {
		t.Error("polled behind the end")
	}
	if got := upstream.calls(); got != "next" {
		t.Errorf("Lambda was asked %s", got)
	}
}
