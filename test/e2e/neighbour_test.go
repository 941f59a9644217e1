package e2e

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// layers copies the layer, and adds the files of other layers to it, by their names in /opt.
func layers(t *testing.T, files map[string]string) (folder string, use func(*lambdatest.Config)) {
	t.Helper()
	folder = t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(opt)); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(file) // of two layers with one file the later one wins
		if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return folder, func(cfg *lambdatest.Config) { cfg.Opt = folder }
}

// tracer is another Runtime API proxy in an extension, as monitoring layers have one: it listens on a port of its own, speaks to
// Lambda itself, and its wrapper sends the runtime to it.
func tracer(t *testing.T) (port string, files map[string]string) {
	t.Helper()
	program, err := os.ReadFile(filepath.Join(task, "neighbour"))
	if err != nil {
		t.Fatal(err)
	}
	port = freePort(t)
	return port, map[string]string{
		"extensions/tracer": string(program),
		"tracer-wrapper":    "#!/bin/sh\nargs=\"$1\"\nshift\nexport AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + port + "\nexec \"$args\" \"$@\"\n",
	}
}

// guarded says whether honest events reach the handler and attacks do not.
func (f function) guarded() {
	f.t.Helper()
	f.call(functionURL("id=1"))
	f.refused(functionURL("id=" + injectionQS))
	f.call(functionURL("id=2"))
	f.sawOnly(functionURL("id=1"), functionURL("id=2"))
}

// warned expects a warning about the settings.
func (f function) warned(text string) {
	f.t.Helper()
	line := f.line("settings")
	if all := fmt.Sprint(line["warnings"]); !strings.Contains(all, text) {
		f.t.Errorf("warnings: %s", all)
	}
}

func TestAWrapperThatSendsTheRuntimeToItsOwnProxyComesBehindWeir(t *testing.T) {
	port, files := tracer(t)
	folder, use := layers(t, files)
	f := attach(t, "echo", map[string]string{
		"WEIR_NEXT_WRAPPER": filepath.Join(folder, "tracer-wrapper"), "TRACER_PORT": port,
	}, use)
	f.guarded()
	if by := f.find("tracer next 200").By; by != "tracer" {
		t.Errorf("Lambda was asked by %s", by)
	}
	if line := f.line("wrapper"); line == nil || line["level"] != "info" {
		t.Errorf("the wrapper's line: %v", line)
	}
	if line := f.line("bypassed"); line != nil {
		t.Errorf("log line %v", line)
	}
}

func TestAProxyThatIsToldToAskWeirStandsBeforeIt(t *testing.T) {
	port, files := tracer(t)
	folder, use := layers(t, files)
	weir := freePort(t)
	f := attach(t, "echo", map[string]string{
		"WEIR_NEXT_WRAPPER": filepath.Join(folder, "tracer-wrapper"), "TRACER_PORT": port, "WEIR_PORT": weir,
		"LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:" + weir, "LRAP_LISTENER_PORT": port,
	}, use)
	f.guarded()
	if by := f.find("weir next 200").By; by != "weir" {
		t.Errorf("Lambda was asked by %s", by)
	}
	if !strings.Contains(f.text(), "tracer passes /2018-06-01/runtime/invocation/next") {
		t.Error("nothing came through the other proxy")
	}
	f.warned("LRAP_RUNTIME_API_ENDPOINT is not taken for Weir's")
}

// Some monitoring layers start their proxy only if their own wrapper is Lambda's, and send the runtime to it in any case.
func TestAWrapperThatSendsTheRuntimeWhereNobodyListensDoesNotEndTheFunction(t *testing.T) {
	port, files := tracer(t)
	delete(files, "extensions/tracer")
	folder, use := layers(t, files)
	_ = port
	f := attach(t, "echo", map[string]string{"WEIR_NEXT_WRAPPER": filepath.Join(folder, "tracer-wrapper")}, use)
	f.guarded()
	if line := f.line("wrapper"); line == nil || line["level"] != "error" || !strings.Contains(line["reason"].(string), port) {
		t.Errorf("the wrapper's line: %v", line)
	}
}

func TestAnotherProxyKeepsThePortThatTheSharedNameGivesIt(t *testing.T) {
	port, files := tracer(t)
	_, use := layers(t, files)
	f := attach(t, "echo", map[string]string{"WEIR_PORT": "", "LRAP_LISTENER_PORT": port, "TRACER_PORT": port}, use,
		func(*lambdatest.Config) { needPort(t, "9057") })
	f.guarded()
	f.warned("LRAP_LISTENER_PORT is not taken for Weir's")
	if !strings.Contains(f.text(), "tracer listens") {
		t.Error("the other proxy has not got its port")
	}
}

// needPort fails a test that needs a certain port early, and says why.
func needPort(t *testing.T, port string) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:"+port)
	if err != nil {
		t.Fatalf("this test needs port %s: %v", port, err)
	}
	_ = l.Close()
}

func TestWeirAsksLambdaItselfIfTheProxyThatTheSharedNameGivesIsNotThere(t *testing.T) {
	f := attach(t, "echo", map[string]string{"LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:" + freePort(t)})
	f.guarded()
	if line := f.line("fault"); line == nil || !strings.Contains(line["fault"].(string), "asking Lambda itself") {
		t.Errorf("log line %v", line)
	}
}

// Layers for OpenTelemetry have a wrapper that sets variables, prints to the log, and starts the runtime: by exec, or as a child.
func TestAWrapperThatOnlyPreparesTheRuntimeRunsBetweenWeirAndIt(t *testing.T) {
	for name, last := range map[string]string{"by exec": `exec "$@"`, "as a child": `"$@"`} {
		t.Run(name, func(t *testing.T) {
			folder, use := layers(t, map[string]string{
				"otel-handler": "#!/bin/sh\nset -ef\nexport OTEL_PROPAGATORS=tracecontext,baggage,xray\necho prepared at $AWS_LAMBDA_RUNTIME_API >&2\n" + last + "\n",
			})
			f := attach(t, "echo", map[string]string{"WEIR_NEXT_WRAPPER": filepath.Join(folder, "otel-handler")}, use)
			f.guarded()
			if !strings.Contains(f.text(), "prepared at 127.0.0.1:"+f.port) {
				t.Error("the wrapper did not run")
			}
		})
	}
}
