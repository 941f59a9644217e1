package lambdatest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary plays the processes: as an extension under the names below, as a runtime under "runtime …".
func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "polite", "stubborn", "deaf", "quitter", "misnamed":
		playExtension(filepath.Base(os.Args[0]))
	case "bootstrap":
		playRuntime("echo")
	case "wrapper":
		fmt.Println("wrapped", os.Args[1:])
		if err := syscall.Exec(os.Args[1], os.Args[1:], os.Environ()); err != nil { // the test's own command
			panic(err)
		}
	}
	if len(os.Args) == 3 && os.Args[1] == "runtime" {
		playRuntime(os.Args[2])
	}
	os.Exit(m.Run())
}

func ask(method, path, body string, headers ...string) (http.Header, string) {
	req, err := http.NewRequest(method, "http://"+os.Getenv("AWS_LAMBDA_RUNTIME_API")+path, strings.NewReader(body)) // polls have no end
	if err != nil {
		panic(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		os.Exit(3) // the service has gone
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		fmt.Println(path, res.StatusCode, string(b))
		os.Exit(4)
	}
	return res.Header, string(b)
}

func playExtension(name string) {
	for _, v := range os.Environ() {
		fmt.Println("env", v)
	}
	events := `{"events":["SHUTDOWN"]}`
	if name == "deaf" || name == "misnamed" {
		events = `{"events":[]}`
	}
	if name == "misnamed" {
		name = "another"
	}
	h, _ := ask("POST", "/2020-01-01/extension/register", events, "Lambda-Extension-Name", name)
	id := h.Get("Lambda-Extension-Identifier")
	if name == "quitter" {
		go func() {
			time.Sleep(200 * time.Millisecond)
			os.Exit(0)
		}()
	}
	_, event := ask("GET", "/2020-01-01/extension/event/next", "", "Lambda-Extension-Identifier", id)
	fmt.Println(event)
	if name == "stubborn" {
		select {}
	}
	syscall.Exit(0)
}

// playRuntime answers each event as its way of life says.
func playRuntime(way string) {
	for _, v := range os.Environ() {
		fmt.Println("env", v)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	go func() {
		<-signals
		fmt.Println("got SIGTERM")
		if way != "stay" {
			syscall.Exit(0) // at once: os.Exit takes a second under the race detector
		}
	}()
	for {
		h, event := ask("GET", "/2018-06-01/runtime/invocation/next", "")
		if way == "exit" {
			os.Exit(7)
		}
		if way == "memory" {
			big := make([]byte, 64<<20)
			for i := 0; i < len(big); i += 4096 {
				big[i] = 1
			}
		}
		if way == "child" {
			attr := &os.ProcAttr{Env: os.Environ(), Files: []*os.File{nil, os.Stdout, os.Stderr}}
			child, err := os.StartProcess("/bin/sleep", []string{"sleep", "600"}, attr)
			if err != nil {
				panic(err)
			}
			fmt.Println("child", child.Pid)
			os.Exit(7)
		}
		ask("POST", "/2018-06-01/runtime/invocation/"+h.Get("Lambda-Runtime-Aws-Request-Id")+"/response", event)
	}
}

// opt makes a layer directory with the given extensions, all of them the test binary.
func opt(t *testing.T, extensions ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "extensions", "a folder is no extension"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range extensions {
		copySelf(t, filepath.Join(dir, "extensions", name))
	}
	return dir
}

func copySelf(t *testing.T, to string) {
	t.Helper()
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, self, 0o755); err != nil {
		t.Fatal(err)
	}
}

func runtimeOf(t *testing.T, way string) []string {
	t.Helper()
	self, err := filepath.Abs(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	return []string{self, "runtime", way}
}

func logged(e *Env, process, text string) bool {
	for _, line := range e.Logs() {
		if line.Process == process && strings.Contains(line.Text, text) {
			return true
		}
	}
	return false
}

func TestARuntimeStartsAfterItsExtensionAndEndsBeforeIt(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "polite"), Command: runtimeOf(t, "echo")})
	for _, payload := range []string{"1", "2"} {
		if r := e.Invoke([]byte(payload), InvokeOptions{}); string(r.Payload) != payload || r.ErrorType != "" {
			t.Fatalf("result %+v\n%s", r, transcript(e))
		}
	}
	exits := e.Shutdown()
	want := []Exit{{Process: "runtime"}, {Process: "polite"}}
	if !slices.Equal(exits, want) {
		t.Errorf("exits %+v, want %+v", exits, want)
	}
	var order []string
	for _, entry := range e.Journal() {
		if entry.Act != "" || strings.Contains(entry.Path, "register") {
			order = append(order, entry.String())
		}
	}
	wanted := []string{
		"polite: start", "polite: POST /2020-01-01/extension/register 200", "runtime: start", "runtime: SIGTERM",
		"runtime: exit 0", "polite: deliver SHUTDOWN", "polite: exit 0",
	}
	if !slices.Equal(order, wanted) {
		t.Errorf("order:\n%s\nwant:\n%s", strings.Join(order, "\n"), strings.Join(wanted, "\n"))
	}
	if !logged(e, "polite", `"shutdownReason":"spindown"`) || !logged(e, "runtime", "got SIGTERM") {
		t.Error("what the processes wrote is not in the logs")
	}
}

func TestWithoutAnyExtensionTheRuntimeIsKilledAtOnce(t *testing.T) {
	e := start(t, Config{Command: runtimeOf(t, "echo")})
	e.Invoke([]byte("1"), InvokeOptions{})
	exits := e.Shutdown()
	if len(exits) != 1 || !exits[0].Killed || strings.Contains(transcript(e), "SIGTERM") {
		t.Errorf("exits %+v\n%s", exits, transcript(e))
	}
}

func TestWhoDoesNotEndIsKilled(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "stubborn", "deaf"), Command: runtimeOf(t, "stay")})
	e.Invoke([]byte("1"), InvokeOptions{})
	begin := time.Now()
	exits := e.Shutdown()
	var order []string
	for _, exit := range exits {
		if !exit.Killed {
			t.Errorf("%s was not killed", exit.Process)
		}
		order = append(order, exit.Process)
	}
	if took := time.Since(begin); took < externalBudget || !slices.Equal(order, []string{"runtime", "deaf", "stubborn"}) {
		t.Errorf("ended %v after %v", order, took)
	}
}

func TestAnExtensionThatExitsIsACrashWhateverItsCode(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "polite", "quitter"), Command: runtimeOf(t, "echo")})
	if err := e.Ready(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, e, "quitter: exit 0")
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Extension.Crash" {
		t.Errorf("caller got %+v", r)
	}
	if !logged(e, "polite", `"shutdownReason":"failure"`) {
		t.Error("the other extension was not told")
	}
	if err := e.Ready(); err != nil {
		t.Errorf("the next life: %v", err)
	}
}

func TestARuntimeThatExitsFailsTheInvocationAndTheNextOneStartsAnew(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "polite"), Command: runtimeOf(t, "exit")})
	for range 2 {
		if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Runtime.ExitError" || !strings.Contains(string(r.Payload), "exit 7") {
			t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
		}
	}
	starts := strings.Count(transcript(e), "polite: start")
	if starts != 2 || !logged(e, "polite", `"shutdownReason":"failure"`) {
		t.Errorf("%d starts", starts)
	}
}

func TestExtensionsDoNotSeeWhatBelongsToTheRuntime(t *testing.T) {
	e := start(t, Config{
		Opt: opt(t, "polite"), Command: runtimeOf(t, "echo"), Handler: "my.handler", Memory: 256,
		Env: map[string]string{"MINE": "1", "_HIDDEN": "1"},
	})
	e.Invoke([]byte("1"), InvokeOptions{})
	for name, extensionToo := range map[string]bool{
		"MINE=1": true, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256": true, "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand": true,
		"AWS_LAMBDA_RUNTIME_API=" + e.Addr(): true,
		"_HIDDEN=1":                          false, "_HANDLER=my.handler": false, "LAMBDA_TASK_ROOT=": false, "AWS_EXECUTION_ENV=": false,
		"AWS_LAMBDA_LOG_GROUP_NAME=": false, "LAMBDA_RUNTIME_DIR=": false, "AWS_XRAY_DAEMON_ADDRESS=": false,
	} {
		if !logged(e, "runtime", "env "+name) {
			t.Errorf("the runtime does not see %s", name)
		}
		if logged(e, "polite", "env "+name) != extensionToo {
			t.Errorf("the extension sees %s: %v", name, !extensionToo)
		}
	}
	if logged(e, "runtime", "env HOME=") {
		t.Error("the test's own environment leaks in")
	}
}

func TestAWrapperInTheLayerStartsTheRuntime(t *testing.T) {
	dir := opt(t)
	copySelf(t, filepath.Join(dir, "wrapper"))
	for _, path := range []string{"/opt/wrapper", filepath.Join(dir, "wrapper")} {
		e := start(t, Config{Opt: dir, Command: runtimeOf(t, "echo"), Env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": path}})
		if r := e.Invoke([]byte("1"), InvokeOptions{}); string(r.Payload) != "1" || !logged(e, "runtime", "wrapped") {
			t.Errorf("%s: %+v", path, r)
		}
	}
}

func TestAnOSOnlyRuntimeIsTheFunctionsOwnBootstrapOrTheLayers(t *testing.T) {
	dir, task := opt(t), t.TempDir()
	copySelf(t, filepath.Join(dir, "bootstrap"))
	cfg := Config{
		Opt: dir, OSOnly: true, TaskRoot: task, Handler: "app",
		Env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/not-honoured"},
	}
	e := start(t, cfg)
	if r := e.Invoke([]byte("1"), InvokeOptions{}); string(r.Payload) != "1" || !logged(e, "runtime", "env _HANDLER=app") {
		t.Errorf("the layer's: %+v", r)
	}
	if err := os.Rename(filepath.Join(dir, "bootstrap"), filepath.Join(dir, "wrapper")); err != nil {
		t.Fatal(err)
	}
	script := []byte("#!/opt/wrapper /bin/echo\n")
	if err := os.WriteFile(filepath.Join(dir, "bootstrap"), script, 0o755); err != nil {
		t.Fatal(err)
	}
	e = start(t, cfg)
	if r := e.Invoke([]byte("1"), InvokeOptions{}); !logged(e, "runtime", "wrapped [/bin/echo "+filepath.Join(dir, "bootstrap")+"]") {
		t.Errorf("a script with an interpreter in /opt: %+v %+v", r, e.Logs())
	}
	folder := filepath.Join(task, "bootstrap")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	e = start(t, cfg)
	if r := e.Invoke([]byte("1"), InvokeOptions{}); !logged(e, "runtime", "wrapped [/bin/echo "+filepath.Join(dir, "bootstrap")+"]") {
		t.Errorf("a folder of the function's that is called bootstrap: %+v %+v", r, e.Logs())
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	own := []byte("#!/bin/sh\nexit 9\n")
	if err := os.WriteFile(filepath.Join(task, "bootstrap"), own, 0o755); err != nil {
		t.Fatal(err)
	}
	e = start(t, cfg)
	if r := e.Invoke([]byte("1"), InvokeOptions{}); !strings.Contains(string(r.Payload), "exit 9") {
		t.Errorf("the function's own: %s", r.Payload)
	}
}

func TestAnExtensionThatCannotBeExecutedFailsTheFunction(t *testing.T) {
	dir := opt(t)
	if err := os.WriteFile(filepath.Join(dir, "extensions", "data"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := start(t, Config{Opt: dir})
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Extension.LaunchError" {
		t.Errorf("caller got %+v", r)
	}
}

func TestWhatAProcessStartedEndsWithIt(t *testing.T) {
	e := start(t, Config{Command: runtimeOf(t, "child")})
	e.Invoke([]byte("1"), InvokeOptions{})
	pid := 0
	for _, line := range e.Logs() {
		if n, found := strings.CutPrefix(line.Text, "child "); found {
			pid, _ = strconv.Atoi(n)
		}
	}
	if pid == 0 {
		t.Fatalf("no child: %+v", e.Logs())
	}
	for limit := time.Now().Add(10 * time.Second); ; time.Sleep(2 * time.Millisecond) {
		// An orphan stays a zombie until somebody waits for it: it has ended, too.
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if errors.Is(err, os.ErrNotExist) || strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(limit) {
			t.Fatalf("the runtime's child %d lives: %s", pid, stat)
		}
	}
}

func TestCloseEndsWhatRuns(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "stubborn"), Command: runtimeOf(t, "stay")})
	if err := e.Ready(); err != nil {
		t.Fatal(err)
	}
	processes := e.box.processes
	e.Close()
	for _, p := range processes {
		if err := syscall.Kill(p.cmd.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
			t.Errorf("%s: %v", p.name, err)
		}
	}
	if len(processes) != 2 {
		t.Errorf("%d processes", len(processes))
	}
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Sandbox.Failure" {
		t.Errorf("a closed environment: %+v", r)
	}
}

func TestPeakMemoryIsTheHighestSoFar(t *testing.T) {
	e := start(t, Config{Command: runtimeOf(t, "memory")})
	if err := e.Ready(); err != nil {
		t.Fatal(err)
	}
	before := e.PeakMemory("runtime")
	e.Invoke([]byte("1"), InvokeOptions{})
	if after := e.PeakMemory("runtime"); before == 0 || after < before+60<<20 {
		t.Errorf("peak %d before, %d after 64 MB more", before, after)
	}
	if e.PeakMemory("nobody") != 0 {
		t.Error("a process that is not there has memory")
	}
}

func TestTheJournalNamesTheProcessBehindAConnection(t *testing.T) {
	e := start(t, Config{Opt: opt(t, "misnamed"), Command: runtimeOf(t, "echo"), InitTimeout: 300 * time.Millisecond})
	if entry := waitFor(t, e, "register 200"); entry.By != "misnamed" || entry.As != "internal another" {
		t.Errorf("by %q as %q", entry.By, entry.As)
	}
	callerOf(t, e).do("GET", "/2018-06-01/ping", nil)
	if entry := waitFor(t, e, "ping"); entry.By != "" {
		t.Errorf("the test's own call is by %q", entry.By)
	}
}
