package runtimeapi

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestWhatComesBeforeAnAnswerIsPassedOn(t *testing.T) {
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			switch takeRequest(in) {
			case http.MethodGet:
				fmt.Fprint(conn, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"+anEvent)
			case http.MethodPost:
				fmt.Fprint(conn, "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"+accepted)
			default:
				return
			}
		}
	})
	p := start(t, Options{Upstream: upstream})
	runtime := newRuntime(t, p.Address())
	for range 2 { // and the line is good for more
		if got := runtime.next(); got.status != http.StatusOK || got.body != "{}" || got.header.Get("X-Early") != "" {
			t.Errorf("got %+v", got)
		}
		conn := dial(t, p.Address())
		fmt.Fprintf(conn, "POST %sa/response HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", invocationPrefix)
		in := bufio.NewReader(conn)
		if early, got := head(in), head(in); early != "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" || !strings.HasPrefix(got, "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n") {
			t.Errorf("answered %q and %q", early, got)
		}
	}
}

func TestAnotherProtocolIsNoAnswer(t *testing.T) {
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		takeRequest(in)
		fmt.Fprint(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")
		takeRequest(in)
	})
	p := start(t, Options{Upstream: upstream})
	runtime := newRuntime(t, p.Address())
	for _, got := range []reply{runtime.next(), runtime.post("a", "response", "{}")} {
		if got.status != http.StatusBadGateway {
			t.Errorf("got %+v", got)
		}
	}
}

func TestAnAnswerThatLambdaDidNotReadIsAnsweredAllTheSame(t *testing.T) {
	for name, hangUp := range map[string]bool{"and hangs up": true, "and waits": false} {
		t.Run(name, func(t *testing.T) {
			over := make(chan bool)
			upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
				head(bufio.NewReaderSize(in, 16)) // of the body nearly nothing
				fmt.Fprint(conn, "HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
				if !hangUp {
					<-over
				}
			})
			p := start(t, Options{Upstream: upstream})
			runtime := newRuntime(t, p.Address())
			for range 20 {
				if got := runtime.post("a", "response", strings.Repeat("x", maxSmall)); got.status != http.StatusRequestEntityTooLarge {
					t.Errorf("got %+v", got)
				}
			}
			close(over)
		})
	}
}

func TestAHeadWithoutEndIsNotRead(t *testing.T) {
	read := make(chan int, 2)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		takeRequest(in)
		sent, _ := fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n")
		line := []byte("X-Long: " + strings.Repeat("x", 8000) + "\r\n")
		for err := error(nil); err == nil && sent < 10*maxAnswerHead; sent += len(line) {
			_, err = conn.Write(line)
		}
		read <- sent
	})
	var heard troubles
	p := start(t, Options{Upstream: upstream, Trouble: heard.add})
	runtime := newRuntime(t, p.Address())
	for _, got := range []reply{runtime.next(), runtime.post("a", "response", "{}")} {
		if got.status != http.StatusBadGateway || !strings.Contains(got.body, errLongHead.Error()) {
			t.Errorf("got %d with %.200q", got.status, got.body)
		}
		if n := await(t, read); n >= 10*maxAnswerHead {
			t.Errorf("%d bytes were taken", n)
		}
	}
}

func TestTheBoundOfAHeadIsNoneOfItsBody(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	body := strings.Repeat("x", maxAnswerHead+1)
	upstream.events <- event{id: "a", body: body}
	if got := newRuntime(t, p.Address()).next(); got.status != http.StatusOK || got.body != body {
		t.Errorf("got %d with %d bytes", got.status, len(got.body))
	}
}
