package runtimeapi

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWhatTheProxyDoesNotKnowIsForwardedAsItIs(t *testing.T) {
	heard := make(chan string, 1)
	upstream := newLambda(t)
	upstream.rest = func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		heard <- r.Method + " " + r.RequestURI + " " + string(body) + " " + strings.Join(r.Header["Lambda-Of-Tomorrow"], ",")
		w.Header()["Lambda-Extension-Identifier"] = []string{"uuid"}
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "as it is")
	}
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	for _, call := range []string{
		"POST /2020-01-01/extension/register",
		"GET /2020-01-01/extension/event/next",
		"POST /2020-01-01/extension/init/error",
		"PUT /2020-08-15/logs",
		"PUT /2022-07-01/telemetry",
		"GET /2018-06-01/runtime/restore/next",
		"POST /2018-06-01/runtime/restore/error",
		"POST /2018-06-01/runtime/init/error",
		"GET /2021-04-23/credentials?b=%zz&a;c",
		"GET /2018-06-01/ping",
		"GET /2018-06-01/runtime/%2e%2e/a%2Fb?",
		"HEAD /2018-06-01/runtime/invocation/next",
		"POST /.weir/alive",
		"DELETE /2099-01-01/of/tomorrow?x",
	} {
		method, path, _ := strings.Cut(call, " ")
		body := ""
		if method == http.MethodPost || method == http.MethodPut {
			body = `{"a": 1}`
		}
		request := runtime.request(method, "", body)
		request.URL.Opaque = path
		request.Header["Lambda-Of-Tomorrow"] = []string{"1", "2"}
		if strings.Contains(path, "invocation/next") { // the small Lambda would wait
			upstream.events <- event{status: http.StatusTeapot, body: "as it is", header: http.Header{"Lambda-Extension-Identifier": {"uuid"}}}
		}
		got := runtime.do(request)
		if got.status != http.StatusTeapot || got.header.Get("Lambda-Extension-Identifier") != "uuid" || (got.body != "as it is" && method != http.MethodHead) {
			t.Errorf("%s: got %+v", call, got)
		}
		if strings.Contains(path, "invocation/next") {
			continue
		}
		if want := method + " " + path + " " + body + " 1,2"; await(t, heard) != want {
			t.Errorf("%s arrived as something else", call)
		}
	}
}

func TestAnUncleanPathIsNotRedirected(t *testing.T) {
	said := make(chan string, 1)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		said <- head(in)
		fmt.Fprint(conn, "HTTP/1.1 204 No Content\r\n\r\n")
		head(in)
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprint(conn, "GET //unclean/../path// HTTP/1.1\r\nHost: x\r\n\r\n")
	if got := head(bufio.NewReader(conn)); got != "HTTP/1.1 204 No Content\r\n\r\n" {
		t.Errorf("answered %q", got)
	}
	if got := await(t, said); !strings.HasPrefix(got, "GET //unclean/../path// HTTP/1.1\r\n") {
		t.Errorf("asked %q", got)
	}
}

func TestAParkedPollOfAnExtensionHoldsUpNothing(t *testing.T) {
	upstream := newLambda(t)
	parked, proceed := make(chan bool, 2), make(chan bool)
	upstream.rest = func(w http.ResponseWriter, _ *http.Request) {
		parked <- true
		<-proceed
		_, _ = io.WriteString(w, "at last")
	}
	p := start(t, Options{Upstream: upstream.address()})
	answers := make(chan string, 2)
	for _, path := range []string{"/2020-01-01/extension/event/next", "/2018-06-01/runtime/restore/next"} {
		go func() {
			runtime := newRuntime(t, p.Address())
			got, _ := runtime.try(runtime.request(http.MethodGet, path, ""))
			answers <- got.body
		}()
		await(t, parked)
	}
	runtime := newRuntime(t, p.Address())
	upstream.events <- event{id: "a", body: "{}"}
	if got := runtime.next(); got.status != http.StatusOK {
		t.Errorf("got %+v", got)
	}
	close(proceed)
	for range 2 {
		if body := await(t, answers); body != "at last" {
			t.Errorf("the poll got %q", body)
		}
	}
}

func TestNothingIsAddedToWhatPassesThrough(t *testing.T) {
	said := make(chan string, 1)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		said <- head(in)
		fmt.Fprint(conn, "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nx-lower: 1\r\nKeep-Alive: 5\r\n\r\nno")
		head(in)
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprint(conn, "GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:9057\r\nx-forwarded-for: 1.2.3.4\r\nforwarded: for=me\r\nTE: deflate\r\n\r\n")
	in := bufio.NewReader(conn)
	const want = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Lower: 1\r\n\r\n"
	if got := head(in); got != want {
		t.Errorf("answered\n%q, want\n%q", got, want)
	}
	asked := "GET /a?b HTTP/1.1\r\nHost: " + upstream + "\r\nForwarded: for=me\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n"
	if got := await(t, said); got != asked {
		t.Errorf("asked\n%q, want\n%q", got, asked)
	}
}

func TestStatusesOfAnswersArePassedOn(t *testing.T) {
	upstream := newLambda(t)
	statuses := []int{202, 200, 400, 403, 410, 413, 500}
	upstream.status = func(number int) int { return statuses[number] }
	p := start(t, Options{Upstream: upstream.address()})
	for _, status := range statuses {
		got := newRuntime(t, p.Address()).post("a", "response", "{}")
		if got.status != status || got.body != "{\"status\":\"OK\"}\n" || len(got.header["Content-Length"]) != 1 {
			t.Errorf("%d became %+v", status, got)
		}
	}
}

func TestHeadersOfAnswersArePassedOn(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	request := runtime.request(http.MethodPost, invocationPrefix+"a/error", `{"errorMessage":"x"}`)
	request.Header = http.Header{
		"Content-Type":                             {"application/vnd.aws.lambda.error.cause+json"},
		headerErrorType:                            {"Function.Boom"},
		headerInvocationID:                         {"nonce"},
		"Lambda-Runtime-Of-Tomorrow":               {"1"},
		"Lambda-Runtime-Function-Xray-Error-Cause": {strings.Repeat("x", 1<<20)}, // as long as aws-lambda-go makes it
		"Lambda-Runtime-Of-Length":                 {strings.Repeat("x", 16<<10)},
		"User-Agent":                               {"aws-lambda-go/go1.26"},
	}
	if got := runtime.do(request); got.status != http.StatusAccepted {
		t.Fatalf("got %+v", got)
	}
	got := await(t, upstream.posts)
	for name := range request.Header {
		if got.header.Get(name) != request.Header.Get(name) {
			t.Errorf("%s is lost", name)
		}
	}
}

func TestABodyOfKnownLengthKeepsItsLength(t *testing.T) {
	said := make(chan string, 1)
	upstream := wire(t, func(_ int, conn net.Conn, in *bufio.Reader) {
		said <- head(in)
		_, _ = io.CopyN(io.Discard, in, 100_000)
		fmt.Fprint(conn, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
		head(in)
	})
	p := start(t, Options{Upstream: upstream})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "POST %sa/response HTTP/1.1\r\nHost: x\r\ncontent-length: 100000\r\ncontent-type: application/json\r\n\r\n%s",
		invocationPrefix, strings.Repeat("x", 100_000))
	if got := head(bufio.NewReader(conn)); got != "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n" {
		t.Errorf("answered %q", got)
	}
	want := "POST " + invocationPrefix + "a/response HTTP/1.1\r\nHost: " + upstream + "\r\nContent-Length: 100000\r\nContent-Type: application/json\r\n\r\n"
	if got := await(t, said); got != want {
		t.Errorf("said\n%q, want\n%q", got, want)
	}
}

func TestAnExpectationIsMetOnceAndNotPassedOn(t *testing.T) {
	upstream := newLambda(t)
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	fmt.Fprintf(conn, "POST %sa/response HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n", invocationPrefix)
	in := bufio.NewReader(conn)
	if got := head(in); got != "HTTP/1.1 100 Continue\r\n\r\n" {
		t.Errorf("answered %q", got)
	}
	fmt.Fprint(conn, "{}")
	if got := head(in); !strings.HasPrefix(got, "HTTP/1.1 202 Accepted\r\n") {
		t.Errorf("then answered %q", got)
	}
	if got := await(t, upstream.posts); got.body != "{}" || got.header.Get("Expect") != "" {
		t.Errorf("Lambda got %+v", got)
	}
}

// aws-lambda-go sends neither the response mode nor a length: chunks and two announced trailers are all there is.
func TestAStreamGoesChunkByChunkAndKeepsItsTrailers(t *testing.T) {
	chunks := make(chan string, 10)
	trailers := make(chan http.Header, 1)
	upstream := newLambda(t)
	upstream.rest = func(w http.ResponseWriter, r *http.Request) {
		buffer := make([]byte, 100)
		for {
			n, err := r.Body.Read(buffer)
			if n > 0 {
				chunks <- string(buffer[:n])
			}
			if err != nil {
				break
			}
		}
		trailers <- r.Trailer
		w.WriteHeader(http.StatusAccepted)
	}
	p := start(t, Options{Upstream: upstream.address()})
	for _, announced := range []string{"Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n", ""} {
		conn := dial(t, p.Address())
		// The path is one that the small Lambda does not read to its end before it looks.
		fmt.Fprintf(conn, "POST /stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n%s\r\n", announced)
		for _, chunk := range []string{"one", "two", "three"} {
			fmt.Fprintf(conn, "%x\r\n%s\r\n", len(chunk), chunk)
			if got := await(t, chunks); got != chunk {
				t.Errorf("Lambda got %q, want %q", got, chunk)
			}
		}
		fmt.Fprint(conn, "0\r\nLambda-Runtime-Function-Error-Type: Runtime.Boom\r\nLambda-Runtime-Function-Error-Body: e30=\r\n\r\n")
		if got := head(bufio.NewReader(conn)); !strings.HasPrefix(got, "HTTP/1.1 202 Accepted\r\n") {
			t.Errorf("answered %q", got)
		}
		got := await(t, trailers)
		if got.Get("Lambda-Runtime-Function-Error-Type") != "Runtime.Boom" || got.Get("Lambda-Runtime-Function-Error-Body") != "e30=" {
			t.Errorf("announced by %q, the trailers are %v", announced, got)
		}
	}
}

func TestAnAnswersStreamIsFlushedChunkByChunk(t *testing.T) {
	for _, length := range []string{"", "12"} {
		t.Run("of length "+length, func(t *testing.T) { streamDown(t, length) })
	}
}

func streamDown(t *testing.T, length string) {
	proceed := make(chan bool)
	upstream := newLambda(t)
	upstream.rest = func(w http.ResponseWriter, _ *http.Request) {
		if length != "" {
			w.Header().Set("Content-Length", length)
		} else {
			w.Header().Set("Trailer", "X-End")
		}
		for range 3 {
			_, _ = io.WriteString(w, "tick")
			_ = http.NewResponseController(w).Flush()
			<-proceed
		}
		w.Header().Set("X-End", "done")
	}
	p := start(t, Options{Upstream: upstream.address()})
	runtime := newRuntime(t, p.Address())
	response, err := runtime.client.Do(runtime.request(http.MethodGet, "/stream", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	for range 3 {
		tick := make([]byte, 4)
		if _, err := io.ReadFull(response.Body, tick); err != nil || string(tick) != "tick" {
			t.Fatalf("%q, %v", tick, err)
		}
		proceed <- true
	}
	rest, err := io.ReadAll(response.Body)
	if err != nil || len(rest) != 0 || (response.Trailer.Get("X-End") == "done") != (length == "") {
		t.Errorf("%q, %v, trailers %v", rest, err, response.Trailer)
	}
}

func TestOnlyTheAcknowledgementOfAnAnswerIsWrittenAsAWhole(t *testing.T) {
	upstream := newLambda(t)
	upstream.rest = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "2")
		_, _ = io.WriteString(w, "{}")
	}
	p := start(t, Options{Upstream: upstream.address()})
	for path, flushed := range map[string]bool{invocationPrefix + "a/response": false, invocationPrefix + "a/error": false, "/stream": true} {
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader("{}")))
		if w.Flushed != flushed || w.Body.Len() == 0 {
			t.Errorf("%s: flushed: %t, %q", path, w.Flushed, w.Body)
		}
	}
}

// AWS's page on custom runtimes asks a runtime to close the connection at the end of a streamed response.
func TestAnAnswerArrivesThoughTheRuntimeHangsUpBehindIt(t *testing.T) {
	upstream := newLambda(t)
	got := make(chan post, 1)
	proceed := make(chan bool)
	upstream.rest = func(_ http.ResponseWriter, r *http.Request) {
		<-proceed // the runtime has long gone when Lambda reads
		body, err := io.ReadAll(r.Body)
		got <- post{body: string(body), err: err, trailer: r.Trailer}
	}
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	const size = 1 << 20
	fmt.Fprintf(conn, "POST /stream HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTrailer: X-End\r\n\r\n%x\r\n", size)
	_, _ = conn.Write(bytes.Repeat([]byte("x"), size))
	fmt.Fprint(conn, "\r\n0\r\nX-End: done\r\n\r\n")
	_ = conn.Close()
	close(proceed)
	if p := await(t, got); len(p.body) != size || p.err != nil || p.trailer.Get("X-End") != "done" {
		t.Errorf("%d bytes, %v, trailers %v", len(p.body), p.err, p.trailer)
	}
}

func TestAnAnswerCutShortArrivesCutShort(t *testing.T) {
	upstream := newLambda(t)
	var heard troubles
	p := start(t, Options{Upstream: upstream.address(), Trouble: heard.add})
	for _, framing := range []string{"Content-Length: 100\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"} {
		conn := dial(t, p.Address())
		fmt.Fprintf(conn, "POST %sa/response HTTP/1.1\r\nHost: x\r\n%s", invocationPrefix, framing)
		_ = conn.Close()
		if got := await(t, upstream.posts); got.err == nil {
			t.Errorf("half an answer arrived as %q", got.body)
		}
	}
}

func TestALongPollEndsWithItsCaller(t *testing.T) {
	upstream := newLambda(t)
	parked, ended := make(chan bool), make(chan bool)
	upstream.rest = func(_ http.ResponseWriter, r *http.Request) {
		parked <- true
		<-r.Context().Done()
		ended <- true
	}
	p := start(t, Options{Upstream: upstream.address()})
	conn := dial(t, p.Address())
	fmt.Fprint(conn, "GET /2020-01-01/extension/event/next HTTP/1.1\r\nHost: x\r\n\r\n")
	await(t, parked)
	_ = conn.Close()
	await(t, ended)
}
