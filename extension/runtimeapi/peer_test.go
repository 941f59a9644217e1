package runtimeapi

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// sayAndShut is a runtime that says all it has to say, closes its sending direction, and reads on, as "nc -N" does.
func sayAndShut(t *testing.T, p *Proxy, request string) net.Conn {
	t.Helper()
	conn := dial(t, p.Address())
	fmt.Fprint(conn, request)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	return conn
}

const aPoll = "GET " + nextPath + " HTTP/1.1\r\nHost: x\r\n\r\n"

func TestARuntimeThatHasShutItsSendingDirectionIsAnswered(t *testing.T) {
	for _, version := range []string{"1.0", "1.1"} {
		upstream := newLambda(t)
		p := start(t, Options{Upstream: upstream.address()})
		for i := range 3 {
			conn := sayAndShut(t, p, strings.Replace(aPoll, "1.1", version, 1))
			await(t, upstream.polls)
			untilNoticed()
			upstream.events <- event{id: fmt.Sprint(i), body: fmt.Sprintf(`{"n":%d}`, i)}
			got, err := io.ReadAll(conn)
			if err != nil || !strings.HasSuffix(string(got), fmt.Sprintf("\r\n\r\n{\"n\":%d}", i)) {
				t.Errorf("HTTP/%s: the runtime got %q, %v", version, got, err)
			}
			conn = sayAndShut(t, p, fmt.Sprintf("POST %s%d/response HTTP/%s\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", invocationPrefix, i, version))
			if got, err := io.ReadAll(conn); err != nil || !strings.Contains(string(got), " 202 ") {
				t.Errorf("HTTP/%s: the runtime's answer got %q, %v", version, got, err)
			}
		}
		if got, want := upstream.calls(), "next, 0/response, next, 1/response, next, 2/response"; got != want {
			t.Errorf("HTTP/%s: Lambda was asked %s", version, got)
		}
	}
}

// untilNoticed gives the proxy time to notice that a runtime sends no more. Nothing shows it from outside.
func untilNoticed() { time.Sleep(50 * time.Millisecond) }

func TestParallelRuntimesThatHaveShutTheirSendingDirectionGetOneEventEach(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	var conns []net.Conn
	for range 4 {
		conns = append(conns, sayAndShut(t, p, aPoll))
		await(t, upstream.polls)
	}
	for i := range conns {
		upstream.events <- event{id: fmt.Sprint(i), body: fmt.Sprint(i)}
	}
	seen := map[string]bool{}
	for _, conn := range conns {
		got, err := io.ReadAll(conn)
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := strings.Cut(string(got), "\r\n\r\n")
		seen[body] = true
	}
	if len(seen) != len(conns) || seen[""] {
		t.Errorf("the runtimes got %v", seen)
	}
}

func TestAnEventDoesNotGoToARuntimeThatHasShutItsSendingDirectionAndLeft(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := sayAndShut(t, p, aPoll)
	await(t, upstream.polls)
	untilNoticed()
	_ = conn.Close() // which tells the proxy nothing more
	upstream.events <- event{id: "a", body: `{"kept":true}`}
	if got := newRuntime(t, p.Address()).next(); got.body != `{"kept":true}` {
		t.Errorf("got %+v", got)
	}
}

func TestOtherPollsOfARuntimeThatHasShutItsSendingDirectionAreAnswered(t *testing.T) {
	upstream := newLambda(t)
	asked, proceed := make(chan bool, 1), make(chan bool)
	upstream.rest = func(w http.ResponseWriter, r *http.Request) {
		asked <- true
		<-proceed
		_, _ = io.WriteString(w, "restored")
	}
	p := start(t, Options{Upstream: upstream.address()})
	conn := sayAndShut(t, p, "GET /2018-06-01/runtime/restore/next HTTP/1.1\r\nHost: x\r\n\r\n")
	await(t, asked)
	untilNoticed()
	close(proceed)
	if got, err := io.ReadAll(conn); err != nil || !strings.HasSuffix(string(got), "restored") {
		t.Errorf("the runtime got %q, %v", got, err)
	}
}

func TestAForwardedPollEndsWithTheRuntime(t *testing.T) {
	upstream := newLambda(t)
	asked, ended := make(chan bool, 1), make(chan bool, 1)
	upstream.rest = func(_ http.ResponseWriter, r *http.Request) {
		asked <- true
		<-r.Context().Done()
		ended <- true
	}
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	fmt.Fprint(conn, "GET /2020-01-01/extension/event/next HTTP/1.1\r\nHost: x\r\n\r\n")
	await(t, asked)
	_ = conn.Close()
	await(t, ended)
}

func TestAnEndThatNobodyHasOpenIsNotPresent(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2361 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1077 1 00000000a623a3c4 100 0 0 10 0
   1: 0100007F:9382 0100007F:2361 05 00000000:00000000 00:00000000 00000000     0        0 1570697 1 00000000a623a3c4 100 0 0 10 0
   2: 0100007F:9383 0100007F:2361 05 00000000:00000000 03:00000AD4 00000000     0        0 0 3 00000000a623a3c4
   3: 0000000000000000FFFF00000100007F:9384 0000000000000000FFFF00000100007F:2361 05 00000000:00000000 00:00000000 00000000  0  0 77 1 0
   4: 0100007F:2361 0100007F:9385 08 00000000:00000000 00:00000000 00000000     0        0 1570698 1 00000000a623a3c4 100 0 0 10 0
   5: 0200007F:9386 0100007F:2361 05 00000000:00000000 00:00000000 00000000     0        0 1570697 1 00000000a623a3c4 100 0 0 10 0
   6: short`
	for port, want := range map[int]bool{0x9382: true, 0x9383: false, 0x9384: true, 0x9385: false, 0x9386: false, 0x9387: false} {
		peer := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port}
		proxy := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 0x2361}
		if got := held(bufio.NewScanner(strings.NewReader(table)), entry(peer), entry(proxy)); got != want {
			t.Errorf("port %X: present is %v", port, got)
		}
	}
}
