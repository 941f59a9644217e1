package runtimeapi

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// plainClients is how many connections are read by the proxy itself.
func (p *Proxy) plainClients() int {
	p.front.mu.Lock()
	defer p.front.mu.Unlock()
	return len(p.front.clients)
}

// speaks says something and returns the status and the body of what is answered.
func speaks(t *testing.T, conn net.Conn, in *bufio.Reader, request string) (status int, body string) {
	t.Helper()
	fmt.Fprint(conn, request)
	return hears(t, in)
}

func hears(t *testing.T, in *bufio.Reader) (status int, body string) {
	t.Helper()
	response, err := http.ReadResponse(in, nil) //nolint:bodyclose // it holds nothing
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if _, err := bufio.NewReader(response.Body).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, b.String()
}

func anAnswer(id string) string {
	return "POST " + invocationPrefix + id + "/response HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
}

func TestAConnectionStaysAsLongAsItIsPlainAndIsHandedOverThen(t *testing.T) {
	if byServer {
		return // nothing stays
	}
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	in := bufio.NewReader(conn)
	for i := range 3 {
		upstream.events <- event{id: "a", body: fmt.Sprint(i)}
		if status, body := speaks(t, conn, in, aPoll); status != http.StatusOK || body != fmt.Sprint(i) {
			t.Errorf("got %d %q", status, body)
		}
		if status, _ := speaks(t, conn, in, anAnswer("a")); status != http.StatusAccepted || p.plainClients() != 1 {
			t.Errorf("got %d; %d connections are plain", status, p.plainClients())
		}
	}
	const chunked = "POST " + invocationPrefix + "a/response HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
	if status, _ := speaks(t, conn, in, chunked); status != http.StatusAccepted || p.plainClients() != 0 {
		t.Errorf("got %d; %d connections are plain", status, p.plainClients())
	}
	upstream.events <- event{id: "b", body: "later"}
	if status, body := speaks(t, conn, in, aPoll); status != http.StatusOK || body != "later" {
		t.Errorf("then got %d %q", status, body)
	}
}

func TestWhatIsSaidBehindAPollWaitsForItsEvent(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	for _, behind := range []string{anAnswer("a"), aPoll, "GET /2018-06-01/ping HTTP/1.1\r\nHost: x\r\n\r\n"} {
		for _, pause := range []time.Duration{0, 10 * time.Millisecond} {
			conn := dial(t, p.Address())
			in := bufio.NewReader(conn)
			fmt.Fprint(conn, aPoll)
			time.Sleep(pause) // at once it comes in the same piece
			fmt.Fprint(conn, behind)
			await(t, upstream.polls)
			upstream.events <- event{id: "a", body: "first"}
			if behind == aPoll {
				upstream.events <- event{id: "b", body: "second"}
			}
			if status, body := hears(t, in); status != http.StatusOK || body != "first" {
				t.Errorf("%.20q: got %d %q", behind, status, body)
			}
			status, body := hears(t, in)
			switch {
			case behind == aPoll:
				await(t, upstream.polls)
				if body != "second" {
					t.Errorf("then got %d %q", status, body)
				}
			case strings.HasPrefix(behind, "POST"):
				if status != http.StatusAccepted {
					t.Errorf("then got %d %q", status, body)
				}
			case status != http.StatusNotFound:
				t.Errorf("then got %d %q", status, body)
			}
		}
	}
}

func TestARequestMayComeInPieces(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	in := bufio.NewReader(conn)
	request := anAnswer("a")
	for at := 1; at < len(request); at += 7 {
		fmt.Fprint(conn, request[:at])
		time.Sleep(time.Millisecond)
		if status, _ := speaks(t, conn, in, request[at:]); status != http.StatusAccepted {
			t.Errorf("cut at %d: got %d", at, status)
		}
		if got := await(t, upstream.posts); got.body != "{}" || got.err != nil {
			t.Errorf("cut at %d: Lambda got %+v", at, got)
		}
	}
}

func TestALargeAnswerAndALargeEventPassAConnectionThatWasPlain(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	for _, size := range []int{1, maxSmall - 1, maxSmall, maxSmall + 1, 6 << 20, 2} {
		body := strings.Repeat("z", size)
		upstream.events <- event{id: "a", body: body}
		if got := runtime.next(); got.body != body {
			t.Errorf("%d bytes became %d", size, len(got.body))
		}
		if got := runtime.post("a", "response", body); got.status != http.StatusAccepted {
			t.Errorf("%d bytes were answered with %d", size, got.status)
		}
		if got := await(t, upstream.posts); got.body != body || got.err != nil || got.length != int64(size) {
			t.Errorf("%d bytes arrived as %d, %v", size, len(got.body), got.err)
		}
	}
}

// The runtime does not read: what is written to it may not hold up who reads.
func TestARuntimeThatReadsNothingHoldsUpNoOther(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	deaf := dial(t, p.Address())
	fmt.Fprint(deaf, aPoll)
	await(t, upstream.polls)
	upstream.events <- event{id: "large", body: strings.Repeat("z", 30<<20)}
	eventually(t, "the event is being written", func() bool { return p.desk.waiters() == 0 })
	runtime := newRuntime(t, p.Address())
	for range 3 {
		upstream.events <- event{id: "a", body: "small"}
		if got := runtime.next(); got.body != "small" {
			t.Errorf("got %d bytes", len(got.body))
		}
		runtime.post("a", "response", "{}")
	}
}
