// Package e2e tests Weir from outside: the real layer, attached to real functions, under a Lambda service for tests.
//
// What is asserted is the journal of calls between the processes and the service, besides what the caller got and what
// the handler saw.
package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/test/lambdatest"
)

// Where TestMain has built things.
var (
	opt  string // the layer, as it lies in /opt
	task string // the functions
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "weir-e2e")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	opt, task = filepath.Join(dir, "opt"), filepath.Join(dir, "task")
	for program, source := range map[string]string{
		filepath.Join(opt, "extensions", "weir"): "weir/extension",
		filepath.Join(opt, "weir-wrapper"):       "weir/layer/wrapper",
		filepath.Join(task, "echo"):              "weir/test/functions/echo",
		filepath.Join(task, "rawloop"):           "weir/test/functions/rawloop",
		filepath.Join(task, "neighbour"):         "weir/test/functions/neighbour",
	} {
		build := exec.Command("go", "build", "-o", program, source)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			panic(fmt.Sprintf("building %s: %v\n%s", source, err, out))
		}
	}
	script, err := os.ReadFile(filepath.Join("..", "..", "layer", "bootstrap"))
	if err != nil {
		panic(err)
	}
	if err := os.WriteFile(filepath.Join(opt, "bootstrap"), script, 0o755); err != nil {
		panic(err)
	}
	return m.Run()
}

// lookAtSources looks at every file that the programs are built from. The programs are built by another process, so
// that only this tells go test that a result of before a change is none.
var lookAtSources = sync.OnceValue(func() error {
	for _, dir := range []string{"decoders", "extension", "inspect", "layer", "test/functions"} {
		err := filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "node_modules" {
				return filepath.SkipDir // thousands of files, of which no Go program is built
			}
			if err == nil {
				_, err = os.Stat(path)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	_, err := os.Stat(filepath.Join("..", "..", "go.sum"))
	return err
})

// function is a Lambda function with Weir attached.
type function struct {
	*lambdatest.Env
	t    *testing.T
	port string // Weir's
	gate string // a stream's handler waits after the first piece until this file is there
}

// attach starts a function with the layer. The handler is a program in task; it is started through the wrapper, as a
// managed runtime would be. Whatever the test does, Weir must end at SHUTDOWN, in time and by itself, and not before.
func attach(t *testing.T, handler string, env map[string]string, change ...func(*lambdatest.Config)) function {
	t.Helper()
	if err := lookAtSources(); err != nil {
		t.Fatal(err)
	}
	port, gate := freePort(t), filepath.Join(t.TempDir(), "gate")
	cfg := lambdatest.Config{
		Opt: opt, Command: []string{filepath.Join(task, handler)}, TaskRoot: task, Handler: handler,
		// Of a machine under load; what has to be fast says so itself.
		Timeout: 60 * time.Second, InitTimeout: 60 * time.Second,
		Env: map[string]string{
			"AWS_LAMBDA_EXEC_WRAPPER": "/opt/weir-wrapper", "WEIR_PORT": port, "GATE": gate,
			"WEIR_BUDGET": "30s", // verdicts must not depend on the machine's load
		},
	}
	for name, value := range env {
		if value == "" {
			delete(cfg.Env, name)
			continue
		}
		cfg.Env[name] = value
	}
	for _, f := range change {
		f(&cfg)
	}
	e, err := lambdatest.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	f := function{e, t, port, gate}
	t.Cleanup(func() {
		f.end()
		if t.Failed() {
			t.Logf("journal:\n%s\nlogs:\n%s", strings.Join(steps(e.Journal()), "\n"), f.text())
		}
		e.Close()
	})
	return f
}

func osOnly(cfg *lambdatest.Config) { cfg.OSOnly, cfg.Command = true, nil }

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// end shuts the environment down and looks at how Weir took it, in this life and in those before.
func (f function) end() {
	f.t.Helper()
	f.Shutdown()
	told, failed := false, false
	for _, entry := range f.Journal() {
		switch {
		case entry.By != "weir":
		case entry.Act == "start":
			told, failed = false, false
		case entry.Act == "deliver SHUTDOWN":
			told = true
		case step(entry) == "weir init/error 202":
			failed = true // the service has to be told before, and the code is as good as any
		case strings.HasPrefix(entry.Act, "exit"), strings.HasPrefix(entry.Act, "signal"):
			if !failed && (entry.Act != "exit 0" || !told) {
				f.t.Errorf("weir ended with %q; told to: %v", entry.Act, told)
			}
		}
	}
}

// open lets a stream go on.
func (f function) open() {
	if err := os.WriteFile(f.gate, nil, 0o600); err != nil {
		f.t.Error(err)
	}
}

// call sends an event and expects a success.
func (f function) call(event string) []byte {
	f.t.Helper()
	r := f.Invoke([]byte(event), lambdatest.InvokeOptions{})
	if r.ErrorType != "" {
		f.t.Fatalf("the function failed: %s %s", r.ErrorType, r.Payload)
	}
	return r.Payload
}

// refused sends an event and expects the answer of Weir to an HTTP attack.
func (f function) refused(event string) {
	f.t.Helper()
	if payload := f.call(event); !isRefusal(payload) {
		f.t.Errorf("not refused: %s", payload)
	}
}

func isRefusal(payload []byte) bool {
	var answer struct {
		StatusCode int    `json:"statusCode"`
		Body       string `json:"body"`
	}
	err := json.Unmarshal(payload, &answer)
	return err == nil && answer.StatusCode == http.StatusForbidden && answer.Body == `{"message":"Forbidden"}`
}

// seen is what a function wrote down about one event.
type seen struct {
	Saw    string
	Status int
	Size   int
	SHA256 string
	Trace  string
	Header http.Header
	Event  []byte
}

// lines ends the environment and returns all that its processes wrote. While they run, a line may still be on its way
// when the answer of which it tells is there.
func (f function) lines() []lambdatest.Line {
	f.Shutdown()
	return f.Logs()
}

// saw returns the events that the handler saw, in order, or the answers to its calls of one path. It ends the
// environment.
func (f function) saw(what string) []seen {
	f.t.Helper()
	var all []seen
	for _, line := range f.lines() {
		if line.Process != "runtime" || !strings.HasPrefix(line.Text, `{"saw":"`+what) {
			continue
		}
		var s seen
		if err := json.Unmarshal([]byte(line.Text), &s); err != nil {
			f.t.Fatalf("line %q: %v", line.Text, err)
		}
		all = append(all, s)
	}
	return all
}

// sawOnly asserts which events the handler got, byte for byte, in any order: slots work side by side. It ends the
// environment.
func (f function) sawOnly(events ...string) {
	f.t.Helper()
	var got []string
	for _, s := range f.saw("event") {
		got = append(got, string(s.Event))
	}
	want := slices.Sorted(slices.Values(events))
	slices.Sort(got)
	if !slices.Equal(got, want) {
		f.t.Errorf("the handler saw\n%q\nwant\n%q", got, want)
	}
}

// line finds a log line of a kind: the value of its key "weir". It ends the environment.
func (f function) line(kind string) map[string]any {
	f.t.Helper()
	for _, line := range f.lines() {
		var members map[string]any
		if json.Unmarshal([]byte(line.Text), &members) == nil && members["weir"] == kind {
			return members
		}
	}
	return nil
}

func (f function) text() string {
	var b bytes.Buffer
	for _, line := range f.lines() {
		fmt.Fprintf(&b, "%s %s: %.400s\n", line.Process, line.Stream, line.Text)
	}
	return b.String()
}

// steps is a journal in short: "weir next 200", "runtime SIGTERM", with paths cut to their last parts.
func steps(journal []lambdatest.Entry) []string {
	var out []string
	for _, e := range journal {
		out = append(out, step(e))
	}
	return out
}

func step(e lambdatest.Entry) string {
	if e.Act != "" {
		return strings.TrimSpace(e.By + " " + e.Act)
	}
	path := e.Path
	for _, prefix := range []string{"/2018-06-01/runtime/", "/2020-01-01/extension/", "invocation/"} {
		path = strings.TrimPrefix(path, prefix)
	}
	if id, verb, found := strings.Cut(path, "/"); found && strings.HasPrefix(id, "00000072-") {
		path = verb // the ids of requests
	}
	if e.As != "runtime" && e.As != "extension weir" {
		path += " as " + e.As
	}
	if e.Status == 0 {
		return e.By + " " + path
	}
	return fmt.Sprintf("%s %s %d", e.By, path, e.Status)
}

// polls is what was called on behalf of the runtime, by whichever process.
func (f function) polls() []string {
	var out []string
	for _, e := range f.Journal() {
		if e.Method != "" && e.As == "runtime" {
			out = append(out, step(e))
		}
	}
	return out
}

// expectSteps compares a part of the journal.
func (f function) expectSteps(got []string, want ...string) {
	f.t.Helper()
	if !slices.Equal(got, want) {
		f.t.Errorf("the journal is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// find returns the first entry with this step, or with this step and whatever status.
func (f function) find(want string) lambdatest.Entry {
	f.t.Helper()
	for _, e := range f.Journal() {
		if s := step(e); s == want || strings.HasPrefix(s, want+" ") {
			return e
		}
	}
	f.t.Fatalf("no %q in the journal", want)
	return lambdatest.Entry{}
}
