package main

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/extension/config"
)

// The test binary plays every part: the wrapper under its own name, and the runtime or a next wrapper under any other
// name if this variable is set. A wrapper built apart would not be noticed by go's cache of test results.
const playRuntime = "PLAY_RUNTIME"

// Set by TestMain: the wrapper and the runtime, as paths.
var wrapper, runtime string

func TestMain(m *testing.M) {
	switch {
	case filepath.Base(os.Args[0]) == "weir-wrapper":
		main()
	case os.Getenv(playRuntime) != "":
		// The runtime reports what it was given, and ends.
		_ = json.NewEncoder(os.Stdout).Encode(report{Runtime: os.Args, Env: os.Environ()})
	default:
		os.Exit(runTests(m))
	}
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wrapper")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if runtime, err = os.Executable(); err != nil {
		panic(err)
	}
	wrapper = filepath.Join(dir, "weir-wrapper")
	if err := os.Symlink(runtime, wrapper); err != nil {
		panic(err)
	}
	return m.Run()
}

// report is one line on standard output: of the runtime that was started, or of the wrapper.
type report struct {
	Runtime []string
	Env     []string
	line
}

// result is what became of one run.
type result struct {
	exit    int
	runtime *report // nil if none was started
	lines   []line  // of the wrapper
}

// run starts the program with the given additions to a small environment, and waits for its end.
func run(t *testing.T, env []string, program string, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "AWS_LAMBDA_RUNTIME_API=169.254.100.1:9001", playRuntime + "=1",
		"GORACE=atexit_sleep_ms=0", // the race detector would hold up the end of every process for a second
	}, env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := result{exit: cmd.ProcessState.ExitCode()}
	for text := range strings.Lines(string(out)) {
		var got report
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("output %q: %v", text, err)
		}
		if got.Runtime != nil {
			r.runtime = &got
		} else {
			r.lines = append(r.lines, got.line)
		}
	}
	return r
}

// get returns the value of a variable in the runtime's environment.
func (r *report) get(name string) string {
	for _, e := range r.Env {
		if k, v, _ := strings.Cut(e, "="); k == name {
			return v
		}
	}
	return ""
}

// weir listens as Weir does, and returns the setting of its port.
func weir(t *testing.T) (setting, address string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/.weir/alive" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, "weir\n")
	}))
	t.Cleanup(s.Close)
	return settingOf(s.Listener)
}

func settingOf(l net.Listener) (setting, address string) {
	address = l.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	return "WEIR_PORT=" + port, address
}

// nobody returns the setting of a port on which nothing listens.
func nobody(t *testing.T) string {
	t.Helper()
	l := listen(t, nil)
	_ = l.Close()
	setting, _ := settingOf(l)
	return setting
}

// listen accepts connections and leaves each to serve.
func listen(t *testing.T, serve func(net.Conn)) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	return l
}

func TestRuntimeIsPointedAtWeirThatIsAlive(t *testing.T) {
	setting, address := weir(t)
	r := run(t, []string{setting}, wrapper, runtime, "-a", "two words", "")
	if r.exit != 0 || len(r.lines) != 0 || r.runtime == nil {
		t.Fatalf("exit %d, lines %v, runtime %v", r.exit, r.lines, r.runtime)
	}
	if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != address {
		t.Errorf("the runtime talks to %q instead of %q", got, address)
	}
	if want := []string{runtime, "-a", "two words", ""}; !slices.Equal(r.runtime.Runtime, want) {
		t.Errorf("arguments %q, want %q", r.runtime.Runtime, want)
	}
}

func TestRuntimeStartsWithoutWeirThatIsNotAlive(t *testing.T) {
	answer := func(text string) func(net.Conn) {
		return func(c net.Conn) {
			_, _ = c.Read(make([]byte, maxAnswer))
			_, _ = io.WriteString(c, text)
			_ = c.Close()
		}
	}
	drip := func(c net.Conn) {
		for _, err := c.Write([]byte("H")); err == nil; _, err = c.Write([]byte("H")) {
			time.Sleep(patience / 20)
		}
	}
	foreign := map[string]func(net.Conn){
		"another status":           answer("HTTP/1.0 404 Not Found\r\n\r\nweir"),
		"another body":             answer("HTTP/1.1 200 OK\r\n\r\nweird"),
		"an empty answer":          answer(""),
		"another protocol":         answer("RTSP/1.0 200 OK\r\n\r\nweir"),
		"an answer with more":      answer("HTTP/1.1 200 OK\r\n\r\nweir" + strings.Repeat(" ", 1<<20)),
		"silence":                  func(net.Conn) {},
		"a byte now and then":      drip,
		"the end before an answer": func(c net.Conn) { _ = c.Close() },
	}
	settings := map[string]string{"nobody": nobody(t)}
	for name, serve := range foreign {
		settings[name], _ = settingOf(listen(t, serve))
	}
	for name, setting := range settings {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the time is spent waiting
			r := run(t, []string{setting}, wrapper, runtime)
			if r.exit != 0 || r.runtime == nil {
				t.Fatalf("exit %d, runtime %v", r.exit, r.runtime)
			}
			if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != "169.254.100.1:9001" {
				t.Errorf("the runtime talks to %q", got)
			}
			if len(r.lines) != 1 || r.lines[0].Weir != "wrapper" || r.lines[0].Level != "error" ||
				!strings.Contains(r.lines[0].Message, "without Weir") || r.lines[0].Reason == "" {
				t.Fatalf("lines %+v", r.lines)
			}
			if _, err := time.Parse(time.RFC3339, r.lines[0].Time); err != nil {
				t.Error(err)
			}

			r = run(t, []string{setting, "WEIR_ON_FAULT=closed"}, wrapper, runtime)
			if r.exit != 1 || r.runtime != nil {
				t.Errorf("closed: exit %d, runtime %v", r.exit, r.runtime)
			}
			if len(r.lines) != 1 || !strings.Contains(r.lines[0].Message, "WEIR_ON_FAULT=closed") {
				t.Errorf("closed: lines %+v", r.lines)
			}
		})
	}
}

func TestAnswerWithoutEndIsNotRead(t *testing.T) {
	const most = 64 << 20 // more than the buffers of two sockets hold
	sent := make(chan int)
	l := listen(t, func(c net.Conn) {
		n := 0
		for block := make([]byte, 1<<20); n < most; n += len(block) {
			if _, err := c.Write(block); err != nil {
				break
			}
		}
		_ = c.Close()
		sent <- n
	})
	if err := ask(l.Addr().(*net.TCPAddr).Port); err == nil {
		t.Error("taken for Weir")
	}
	if n := <-sent; n >= most {
		t.Errorf("%d bytes were read", n)
	}
}

func TestRuntimeStartsWithoutWeirThatIsOff(t *testing.T) {
	setting, _ := weir(t)
	r := run(t, []string{setting, "WEIR_MODE=off", "WEIR_ON_FAULT=closed"}, wrapper, runtime)
	if r.exit != 0 || r.runtime == nil {
		t.Fatalf("exit %d, runtime %v", r.exit, r.runtime)
	}
	if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != "169.254.100.1:9001" {
		t.Errorf("the runtime talks to %q", got)
	}
	if len(r.lines) != 1 || r.lines[0].Level != "info" || r.lines[0].Reason != "WEIR_MODE=off" {
		t.Errorf("lines %+v", r.lines)
	}
}

func TestNextWrapperGetsTheRuntime(t *testing.T) {
	setting, address := weir(t)
	next := link(t, "next", runtime)
	r := run(t, []string{setting, "WEIR_NEXT_WRAPPER=" + next}, wrapper, runtime, "-a")
	if r.exit != 0 || len(r.lines) != 0 || r.runtime == nil {
		t.Fatalf("exit %d, lines %v, runtime %v", r.exit, r.lines, r.runtime)
	}
	if want := []string{next, runtime, "-a"}; !slices.Equal(r.runtime.Runtime, want) {
		t.Errorf("arguments %q, want %q", r.runtime.Runtime, want)
	}
	if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != address {
		t.Errorf("the next wrapper talks to %q instead of %q", got, address)
	}
}

func TestTheRuntimeDoesNotGetTheKeyOfTheLog(t *testing.T) {
	setting, _ := weir(t)
	next := link(t, "next", runtime)
	for name, env := range map[string][]string{
		"beside Weir":                {setting},
		"without Weir":               {nobody(t)},
		"switched off":               {setting, "WEIR_MODE=off"},
		"by way of the next wrapper": {setting, "WEIR_NEXT_WRAPPER=" + next},
	} {
		r := run(t, append(env, "WEIR_LOG_CLIENT_KEY=hunter2", "WEIR_LOG_CLIENT=hash"), wrapper, runtime, "-a")
		if r.runtime == nil || r.runtime.get("WEIR_LOG_CLIENT") != "hash" {
			t.Fatalf("%s: runtime %v", name, r.runtime)
		}
		if slices.ContainsFunc(r.runtime.Env, func(e string) bool { return strings.Contains(e, "hunter2") }) {
			t.Errorf("%s: the runtime has the key", name)
		}
		for _, l := range r.lines {
			if l.Stamp == "" || l.Stamp != l.Time {
				t.Errorf("%s: timestamp %q", name, l.Stamp)
			}
		}
	}
}

func TestNextWrapperThatIsThisOneEndsInTheRuntime(t *testing.T) {
	setting, address := weir(t)
	r := run(t, []string{setting, "WEIR_NEXT_WRAPPER=" + wrapper}, wrapper, runtime, "-a")
	if r.exit != 0 || r.runtime == nil || !slices.Equal(r.runtime.Runtime, []string{runtime, "-a"}) {
		t.Fatalf("exit %d, runtime %v", r.exit, r.runtime)
	}
	if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != address {
		t.Errorf("the runtime talks to %q instead of %q", got, address)
	}
}

func TestNextWrapperThatCannotBeStartedIsLeftOut(t *testing.T) {
	setting, _ := weir(t)
	for name, next := range map[string]string{
		"missing":        filepath.Join(t.TempDir(), "next"),
		"not executable": write(t, "next", "#!/bin/sh\n", 0o644),
		"no program":     write(t, "next", "\x7fELF is what it says", 0o755),
	} {
		t.Run(name, func(t *testing.T) {
			env := []string{setting, "WEIR_NEXT_WRAPPER=" + next}
			r := run(t, env, wrapper, runtime)
			if r.exit != 0 || r.runtime == nil {
				t.Fatalf("exit %d, runtime %v", r.exit, r.runtime)
			}
			if len(r.lines) != 1 || !strings.Contains(r.lines[0].Reason, next) {
				t.Errorf("lines %+v", r.lines)
			}

			r = run(t, append(env, "WEIR_ON_FAULT=closed"), wrapper, runtime)
			if r.exit != 1 || r.runtime != nil || len(r.lines) != 1 {
				t.Errorf("closed: exit %d, runtime %v, lines %v", r.exit, r.runtime, r.lines)
			}
		})
	}
}

func TestCommandIsFoundInPath(t *testing.T) {
	setting, _ := weir(t)
	command := link(t, "some-runtime", runtime)
	r := run(t, []string{setting, "PATH=" + filepath.Dir(command)}, wrapper, "some-runtime", "-a")
	if r.exit != 0 || r.runtime == nil || !slices.Equal(r.runtime.Runtime, []string{"some-runtime", "-a"}) {
		t.Errorf("exit %d, lines %v, runtime %v", r.exit, r.lines, r.runtime)
	}
}

func TestRuntimeThatCannotBeStartedIsNamed(t *testing.T) {
	setting, _ := weir(t)
	missing := filepath.Join(t.TempDir(), "runtime")
	for name, args := range map[string][]string{
		missing:             {missing},
		"no-such-runtime":   {"no-such-runtime"},
		"no command line":   {},
		"_HANDLER":          {"--bootstrap", "/opt/bootstrap"},
		"not an executable": {t.TempDir()},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, []string{setting}, wrapper, args...)
			if r.exit != 1 || len(r.lines) != 1 || !strings.Contains(r.lines[0].Reason, name) {
				t.Errorf("exit %d, lines %+v", r.exit, r.lines)
			}
		})
	}
}

func TestPortIsTheOneOnWhichWeirListens(t *testing.T) {
	for _, test := range []struct{ weir, lrap string }{
		{"", ""},
		{"", "9010"},
		{"9011", "9010"},
		{" 9011 ", ""},
		{"+9011", "9010"},
		{"0", ""},
		{"80", "9010"},
		{"65536", ""},
		{"http", "9010"},
		{"http", "http"},
		{`"9011"`, "9010"},
		{" '9011 ' ", ""},
		{`"'9011'"`, "9010"},
		{"“9011”", ""},
		{`"9011`, "9010"},
	} {
		t.Setenv("WEIR_PORT", test.weir)
		t.Setenv("LRAP_LISTENER_PORT", test.lrap)
		settings, _ := config.FromEnv(os.Getenv, nil, nil)
		if got, want := port(), settings.Port; got != want {
			t.Errorf("WEIR_PORT=%q LRAP_LISTENER_PORT=%q: port %d, want %d", test.weir, test.lrap, got, want)
		}
	}
}

// The wrapper and the extension read the same words: one that starts without the other would be no use.
func TestWordsAreReadAsTheExtensionReadsThem(t *testing.T) {
	for _, text := range []string{
		"off", "OFF", `"off"`, "' Off '", "“off”", "`off`", "off,", "of", "off,sqs=block", "block", `"off`, "", "closed", "Closed", `"CLOSED"`, "close", "open", " ' closed'",
	} {
		t.Setenv("WEIR_MODE", text)
		t.Setenv("WEIR_ON_FAULT", text)
		settings, _ := config.FromEnv(os.Getenv, nil, []string{"sqs"})
		if got, want := isOff(), settings.Mode == "off" && len(settings.Modes) == 0; got != want {
			t.Errorf("WEIR_MODE=%s: off %v for the wrapper, %v for the extension", text, got, want)
		}
		if got := isClosed(); got != settings.FaultClosed {
			t.Errorf("WEIR_ON_FAULT=%s: closed %v for the wrapper, %v for the extension", text, got, settings.FaultClosed)
		}
	}
}

func write(t *testing.T, name, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T, name, target string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	return path
}
