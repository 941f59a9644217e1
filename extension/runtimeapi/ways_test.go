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

// said is what a runtime and Lambda heard in one exchange, to the byte.
type said struct{ runtime, lambda string }

// exchanged has a runtime say something to a proxy whose Lambda answers as told, by one of the two ways.
func exchanged(t *testing.T, server bool, request, answer string) said {
	t.Helper()
	before := byServer
	byServer = server
	defer func() { byServer = before }()
	toLambda := make(chan string, 4)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		for {
			text := head(in)
			r, err := http.ReadRequest(bufio.NewReader(io.MultiReader(strings.NewReader(text), in)))
			if err != nil {
				return
			}
			body, _ := io.ReadAll(r.Body)
			toLambda <- text + string(body)
			fmt.Fprint(conn, answer)
		}
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprint(conn, request)
	in := bufio.NewReader(conn)
	var got said
	response, err := http.ReadResponse(bufio.NewReader(io.TeeReader(in, (*text)(&got.runtime))), nil) //nolint:bodyclose // it holds nothing
	var body []byte
	if err == nil {
		body, _ = io.ReadAll(response.Body)
	}
	select {
	case got.lambda = <-toLambda:
	case <-time.After(patience):
		t.Fatal("Lambda heard nothing")
	}
	if err == nil && len(response.TransferEncoding) > 0 { // how large chunks are, and the order of what says so, is nobody's business
		got.runtime = fmt.Sprint(response.Status, response.Header, response.Trailer, body)
	}
	got.lambda = strings.ReplaceAll(got.lambda, upstream, "lambda")
	got.runtime = strings.ReplaceAll(got.runtime, upstream, "lambda")
	return got
}

// text is a writer that remembers.
type text string

func (s *text) Write(b []byte) (int, error) {
	*s += text(b)
	return len(b), nil
}

// The answers that the differential test has Lambda give. The first is an event, the second accepts an answer.
var lambdaSays = []string{
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Mon, 30 Nov 2026 10:00:00 GMT\r\nLambda-Runtime-Aws-Request-Id: a\r\nlambda-runtime-x: 1\r\nContent-Length: 2\r\n\r\n{}",
	"HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"status\":\"OK\"}\n",
	"HTTP/1.1 202 Something Else\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 202\r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 202 \r\nContent-Length: 0\r\n\r\n",
	"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n",
	"HTTP/1.1 304 Not Modified\r\nX-A: 1\r\n\r\n",
	"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\nx-b:\r\nX-C:   spaced  \r\n\r\nno",
	"HTTP/1.1 413 X\r\nConnection: X-A\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 500 X\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 599 X\r\nKeep-Alive: timeout=5\r\nPragma: no-cache\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\nContent-Length: 2\n\nno",
	"HTTP/1.1 200 OK\r\nX-A: b\xc3\xbc\tc\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + strings.Repeat("x", 5000),
	"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + strings.Repeat("x", 70000),
	"HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("x", 5000) + "\r\nContent-Length: 2\r\n\r\nno",
	"HTTP/1.1 200 OK\r\n" + strings.Repeat("X-A: 1\r\n", 1000) + "Content-Length: 2\r\n\r\nno",
	"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n2\r\n{}\r\n0\r\nX-End: 1\r\n\r\n",
	"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n" + strings.Repeat("x", 5000) + "\r\n0\r\n\r\n",
	"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nno",
	"nonsense\r\n\r\n",
	"HTTP/1.1 0x2 OK\r\nContent-Length: 2\r\n\r\nno",
}

// runtimesSay are requests as runtimes send them, and as they might.
var runtimesSay = []string{
	"GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: 127.0.0.1:9057\r\nUser-Agent: AWS_Lambda_Cpp/0.2.8\r\nAccept: */*\r\n\r\n",
	"GET %s HTTP/1.1\r\nhost: localhost\r\nuser-agent: node\r\nConnection: keep-alive\r\nAccept-Encoding: gzip\r\nx-a: 1\r\nX-A: 2\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: x\r\nUser-Agent:\r\nForwarded: for=1\r\nx_under: 1\r\nX-Forwarded-For: 1\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: x\r\nPragma: no-cache\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: x\r\nConnection: X-A\r\nX-A: 1\r\n\r\n",
	"GET %s HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n",
	"GET %s HTTP/1.1\nHost: x\n\n",
	"GET %s?a=%%zz HTTP/1.1\r\nHost: x\r\n\r\n",
	"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
	"POST %s HTTP/1.1\r\nHost: x\r\nUser-Agent: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nLambda-Of-Tomorrow: 1\r\nAccept-Encoding: gzip\r\n\r\n{}",
	"POST %s HTTP/1.1\r\nHost: x\r\ncontent-length: 0002\r\nExpect:\r\n\r\n{}",
	"POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
	"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + strings.Repeat("y", 5000),
	"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 32768\r\n\r\n" + strings.Repeat("y", 32768),
	"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 32769\r\n\r\n" + strings.Repeat("y", 32769),
	"POST %s HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("y", 9000) + "\r\nContent-Length: 2\r\n\r\n{}",
	"POST %s HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X-A: 1\r\n", 1000) + "Content-Length: 2\r\n\r\n{}",
}

// Lambda and the runtime hear the same by both ways.
func TestBothWaysAreTheSameToTheByte(t *testing.T) {
	compare := func(request, answer string) {
		ours, theirs := exchanged(t, false, request, answer), exchanged(t, true, request, answer)
		if ours != theirs {
			t.Errorf("%.200q, %.200q:\nours\n%.400q,\nnet/http's\n%.400q", request, answer, ours, theirs)
		}
	}
	targets := map[string]string{"GET": nextPath, "POST": invocationPrefix + "8476a536-e9f4-11e8-9739-2dfe598c3fcd/response"}
	filled := func(request string) string {
		method, _, _ := strings.Cut(request, " ")
		return fmt.Sprintf(request, targets[method])
	}
	for _, request := range runtimesSay {
		compare(filled(request), lambdaSays[0])
	}
	for _, answer := range lambdaSays {
		compare(filled(runtimesSay[1]), answer)
		compare(filled(runtimesSay[11]), answer)
	}
	compare("POST "+invocationPrefix+"a/error HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Error-Type: A.B\r\nContent-Length: 2\r\n\r\n{}", lambdaSays[1])
	compare("POST "+invocationPrefix+"a%2Fb/error HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", lambdaSays[1])
}
