package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"weir/extension/auditlog"
	"weir/inspect/source"
)

func TestAPanicInJudgingIsRefusedWhereFaultsAreClosed(t *testing.T) {
	broken := &weir{closed: true, log: auditlog.New(io.Discard, auditlog.Options{})} // without an inspector
	if _, failed := broken.judge(context.Background(), source.Invocation{Payload: []byte("{}")}).(source.Fail); !failed {
		t.Error("the event is not refused")
	}
	broken.closed = false
	defer func() {
		if recover() == nil {
			t.Error("the proxy does not hear of it")
		}
	}()
	broken.judge(context.Background(), source.Invocation{Payload: []byte("{}")})
}

// lines is a standard output that can be read while it is written to.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Lambda does not start the runtime before it has the registration: what else the start has to do comes after it.
func TestNothingButListeningComesBeforeTheRegistration(t *testing.T) {
	stdout := &lines{}
	var port string
	atRegister, atNext := make(chan string, 1), make(chan string, 1)
	lambda := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/register") {
			said := stdout.String()
			if c, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
				said += "listening"
				_ = c.Close() // it was only asked for
			}
			atRegister <- said
			w.Header().Set("Lambda-Extension-Identifier", "1")
			_, _ = io.WriteString(w, "{}")
			return
		}
		atNext <- stdout.String()
		_, _ = io.WriteString(w, `{"eventType":"SHUTDOWN"}`)
	}))
	defer lambda.Close()
	port = freePort(t)
	env := map[string]string{"AWS_LAMBDA_RUNTIME_API": strings.TrimPrefix(lambda.URL, "http://"), "WEIR_PORT": port}
	code := run(t.Context(), world{getenv: func(name string) string { return env[name] }, stdout: stdout, name: "weir"})
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	if said := <-atRegister; said != "listening" {
		t.Errorf("at the registration: %q", said)
	}
	if said := <-atNext; strings.Count(said, `"weir":"start"`) != 1 {
		t.Errorf("when Weir says that it has started: %q", said)
	}
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
}

func TestTheProcessFitsTheFunction(t *testing.T) {
	limit, processors := debug.SetMemoryLimit(-1), runtime.GOMAXPROCS(2)
	defer func() {
		debug.SetMemoryLimit(limit)
		runtime.GOMAXPROCS(processors)
	}()
	for memory, want := range map[string]struct {
		limit      int64
		processors int
	}{
		"128": {64 << 20, 1}, "1769": {1769 << 19, 1}, "1770": {1770 << 19, 2}, "4096": {2 << 30, 2},
		"": {math.MaxInt64, 2}, "0": {math.MaxInt64, 2}, "-1": {math.MaxInt64, 2}, "much": {math.MaxInt64, 2},
	} {
		debug.SetMemoryLimit(math.MaxInt64)
		runtime.GOMAXPROCS(2)
		fit(memory)
		if got := debug.SetMemoryLimit(-1); got != want.limit {
			t.Errorf("%q: the limit is %d bytes", memory, got)
		}
		if got := runtime.GOMAXPROCS(0); got != want.processors {
			t.Errorf("%q: %d processors", memory, got)
		}
	}
}
