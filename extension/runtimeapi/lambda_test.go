package runtimeapi

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/inspect/source"
)

// patience is how long a test waits for what must happen. It only bounds the wait of a test that fails.
const patience = 20 * time.Second

// lambda is a small Runtime API: next brings what the test sends, answers are recorded, the rest is the test's.
type lambda struct {
	t      *testing.T
	server *httptest.Server
	events chan event    // for next
	polls  chan string   // query and user agent of each next, as it comes in
	posts  chan post     // each answer, when its body has ended
	status func(int) int // of the answer with this number, from 0; nil means 202
	rest   http.HandlerFunc

	mu       sync.Mutex
	journal  []string
	answered int
	over     chan struct{}
}

type event struct {
	id     string
	body   string
	header http.Header // beside the request id
	status int         // 0 means 200
}

type post struct {
	path     string
	header   http.Header
	length   int64
	transfer []string
	body     string
	err      error // how the body ended
	trailer  http.Header
}

func newLambda(t *testing.T) *lambda {
	t.Helper()
	l := &lambda{
		t:      t,
		events: make(chan event, 4000),
		polls:  make(chan string, 4000),
		posts:  make(chan post, 4000),
		over:   make(chan struct{}),
	}
	l.server = httptest.NewUnstartedServer(l)
	l.server.Config.MaxHeaderBytes = 8 << 20
	l.server.Start()
	t.Cleanup(func() {
		close(l.over)
		l.server.CloseClientConnections()
		l.server.Close()
	})
	return l
}

func (l *lambda) address() string { return strings.TrimPrefix(l.server.URL, "http://") }

func (l *lambda) write(entry string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.journal = append(l.journal, entry)
}

func (l *lambda) calls() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.journal, ", ")
}

func (l *lambda) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch _, isAnswer := answered(r); {
	case r.URL.Path == nextPath:
		l.write("next")
		l.polls <- r.URL.RawQuery + " " + r.UserAgent()
		select {
		case e := <-l.events:
			l.deliver(w, e)
		case <-l.over: // and not the client's leaving: Lambda does not notice it either
		}
	case isAnswer:
		l.accept(w, r)
	case l.rest != nil:
		l.rest(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (l *lambda) deliver(w http.ResponseWriter, e event) {
	for name, values := range e.header {
		w.Header()[name] = values
	}
	if e.id != "" {
		w.Header().Set(headerRequestID, e.id)
	}
	if e.status != 0 {
		w.WriteHeader(e.status)
	}
	_, _ = io.WriteString(w, e.body)
}

func (l *lambda) accept(w http.ResponseWriter, r *http.Request) {
	l.write(strings.TrimPrefix(r.URL.Path, invocationPrefix))
	body, err := io.ReadAll(r.Body)
	l.mu.Lock()
	number := l.answered
	l.answered++
	l.mu.Unlock()
	status := http.StatusAccepted
	if l.status != nil {
		status = l.status(number)
	}
	l.posts <- post{
		path: r.URL.EscapedPath(), header: r.Header, length: r.ContentLength, transfer: r.TransferEncoding,
		body: string(body), err: err, trailer: r.Trailer,
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, "{\"status\":\"OK\"}\n")
}

// troubles collects what a proxy complains of.
type troubles struct {
	mu   sync.Mutex
	list []error
}

func (s *troubles) add(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, err)
}

func (s *troubles) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.list...).Error()
}

func pass(_ context.Context, invocation source.Invocation) source.Outcome {
	return source.Forward{Payload: invocation.Payload}
}

// refuse answers events that hold the word "attack" and forwards the others.
func refuse(outcome source.Outcome) func(context.Context, source.Invocation) source.Outcome {
	return func(ctx context.Context, invocation source.Invocation) source.Outcome {
		if strings.Contains(string(invocation.Payload), "attack") {
			return outcome
		}
		return pass(ctx, invocation)
	}
}

// start runs a proxy before the given Runtime API.
func start(t testing.TB, options Options) *Proxy {
	t.Helper()
	if options.Judge == nil {
		options.Judge = pass
	}
	p := New(options)
	p.front.only = byServer
	if err := p.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- p.Serve() }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		_ = p.Close(ctx)
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return p
}

// runtime is a language runtime: it asks one address for everything.
type languageRuntime struct {
	t      testing.TB
	base   string
	client *http.Client
}

func newRuntime(t testing.TB, address string) *languageRuntime {
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &languageRuntime{t: t, base: "http://" + address, client: &http.Client{Transport: transport}}
}

// reply is an answer whose body has been read.
type reply struct {
	status int
	header http.Header
	length int64
	body   string
}

func (r *languageRuntime) do(request *http.Request) reply {
	r.t.Helper()
	got, err := r.try(request)
	if err != nil {
		r.t.Fatal(err)
	}
	return got
}

func (r *languageRuntime) try(request *http.Request) (reply, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	response, err := r.client.Do(request.WithContext(ctx))
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return reply{response.StatusCode, response.Header, response.ContentLength, string(body)}, err
}

func (r *languageRuntime) request(method, path, body string) *http.Request {
	request, err := http.NewRequest(method, r.base+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	return request
}

func (r *languageRuntime) next() reply {
	r.t.Helper()
	return r.do(r.request(http.MethodGet, nextPath, ""))
}

func (r *languageRuntime) post(id, kind, body string) reply {
	r.t.Helper()
	return r.do(r.request(http.MethodPost, invocationPrefix+id+"/"+kind, body))
}

// await receives what must come.
func await[T any](t testing.TB, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// eventually waits for what no channel tells.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// wire is a server that speaks bytes: for what net/http would tidy up.
func wire(t *testing.T, serve func(number int, conn net.Conn, in *bufio.Reader)) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close()
		open.Wait()
	})
	open.Go(func() {
		for number := 0; ; number++ {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() {
				defer conn.Close()
				_ = conn.SetDeadline(time.Now().Add(patience))
				serve(number, conn, bufio.NewReader(conn))
			})
		}
	})
	return listener.Addr().String()
}

// dial opens a connection for a runtime that speaks bytes.
func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(patience))
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// head reads a message up to its empty line.
func head(in *bufio.Reader) string {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		text.WriteString(line)
		if err != nil || line == "\r\n" {
			return text.String()
		}
	}
}

// httpServer runs a handler and returns its host and port.
func httpServer(t testing.TB, handler http.HandlerFunc) (address string) {
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return strings.TrimPrefix(server.URL, "http://")
}
