package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// chained is a Weir that answers what it is told of other proxies with the given text, and notes it.
func chained(t *testing.T, status int, answer string) (setting, address string, told *[]string) {
	t.Helper()
	told = new([]string)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/.weir/alive" {
			_, _ = io.WriteString(w, "weir\n")
			return
		}
		body, _ := io.ReadAll(r.Body)
		*told = append(*told, r.Method+" "+r.URL.Path+" "+string(body))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	t.Cleanup(s.Close)
	setting, address = settingOf(s.Listener)
	return setting, address, told
}

// realWrapper is the wrapper as a file of its own: the layer has no link.
func realWrapper(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "weir-wrapper")
	if err := os.Link(runtime, file); err != nil {
		t.Fatal(err)
	}
	return file
}

const (
	lambda = "169.254.100.1:9001" // as run sets it
	other  = "127.0.0.1:9000"
)

func TestANextWrapperThatSendsTheRuntimeElsewhereIsNoticed(t *testing.T) {
	const sends = "export AWS_LAMBDA_RUNTIME_API=" + other + "\n"
	for name, c := range map[string]struct {
		script string
		status int
		answer string
		weir   bool // the runtime comes to Weir
		level  string
	}{
		"Weir stands behind it":         {sends + `exec "$@"`, 200, "behind", true, "info"},
		"it leads to Weir":              {sends + `exec "$@"`, 200, "before", false, "info"},
		"it is not there":               {sends + `exec "$@"`, 200, "absent", true, "error"},
		"Weir cannot stand behind it":   {sends + `exec "$@"`, 409, "the runtime has started", false, "error"},
		"a command of its own sets it":  {"exec env AWS_LAMBDA_RUNTIME_API=" + other + ` "$@"`, 200, "behind", true, "info"},
		"another script sets it":        {". ./other.sh\n" + `exec "$@"`, 200, "behind", true, "info"},
		"it starts Weir's wrapper, too": {sends + `exec "$WRAPPER" "$@"`, 200, "behind", true, "info"},
	} {
		t.Run(name, func(t *testing.T) {
			setting, address, told := chained(t, c.status, c.answer)
			wrapper := realWrapper(t)
			next := write(t, "next", "#!/bin/sh\ncd \"$(dirname \"$0\")\"\n"+c.script+"\n", 0o755)
			if err := os.WriteFile(filepath.Join(filepath.Dir(next), "other.sh"), []byte(sends), 0o600); err != nil {
				t.Fatal(err)
			}
			r := run(t, []string{setting, "WEIR_NEXT_WRAPPER=" + next, "WRAPPER=" + wrapper}, wrapper, runtime, "-a")
			if r.exit != 0 || r.runtime == nil || !slices.Equal(r.runtime.Runtime, []string{runtime, "-a"}) {
				t.Fatalf("exit %d, lines %+v, runtime %v", r.exit, r.lines, r.runtime)
			}
			want := map[bool]string{true: address, false: other}[c.weir]
			if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != want {
				t.Errorf("the runtime talks to %s, want %s", got, want)
			}
			if !slices.Equal(*told, []string{"POST /.weir/chain " + other}) {
				t.Errorf("Weir was told %q", *told)
			}
			if len(r.lines) != 1 || r.lines[0].Level != c.level {
				t.Errorf("lines %+v", r.lines)
			}
			for _, name := range []string{programName, lambdaName} {
				if got := r.runtime.get(name); got != "" {
					t.Errorf("the runtime has %s=%s", name, got)
				}
			}
		})
	}
}

func TestANextWrapperThatSendsTheRuntimeNowhereElseCostsNothing(t *testing.T) {
	for name, script := range map[string]string{
		"it leaves all as it is":         `exec "$@"`,
		"it sends it to Lambda itself":   "export AWS_LAMBDA_RUNTIME_API=" + lambda + "\n" + `exec "$@"`,
		"it adds arguments to the first": `program="$1"; shift; exec "$program" -javaagent:/opt/agent.jar "$@"`,
		"it runs it as a child":          `"$@"`,
	} {
		t.Run(name, func(t *testing.T) {
			setting, address, told := chained(t, 200, "behind")
			next := write(t, "next", "#!/bin/sh\n"+script+"\n", 0o755)
			r := run(t, []string{setting, "WEIR_NEXT_WRAPPER=" + next}, realWrapper(t), runtime, "-a")
			if r.exit != 0 || r.runtime == nil || len(r.lines) != 0 || len(*told) != 0 {
				t.Fatalf("exit %d, lines %+v, told %q", r.exit, r.lines, *told)
			}
			want := []string{runtime, "-a"}
			if strings.Contains(script, "javaagent") {
				want = []string{runtime, "-javaagent:/opt/agent.jar", "-a"}
			}
			if got := r.runtime; !slices.Equal(got.Runtime, want) || got.get("AWS_LAMBDA_RUNTIME_API") != address {
				t.Errorf("the runtime is %q at %s", got.Runtime, got.get("AWS_LAMBDA_RUNTIME_API"))
			}
		})
	}
}

func TestARuntimeThatIsSentPastWeirDoesNotStartIfTheUserWantsIt(t *testing.T) {
	setting, _, _ := chained(t, 500, "")
	next := write(t, "next", "#!/bin/sh\nexport AWS_LAMBDA_RUNTIME_API="+other+"\nexec \"$@\"\n", 0o755)
	r := run(t, []string{setting, "WEIR_NEXT_WRAPPER=" + next, "WEIR_ON_FAULT=closed"}, realWrapper(t), runtime)
	if r.exit == 0 || r.runtime != nil || len(r.lines) != 1 || !strings.Contains(r.lines[0].Reason, other) {
		t.Errorf("exit %d, lines %+v, runtime %v", r.exit, r.lines, r.runtime)
	}
}

func TestANextWrapperIsLeftAloneWhereWeirIsOff(t *testing.T) {
	next := write(t, "next", "#!/bin/sh\nexport AWS_LAMBDA_RUNTIME_API="+other+"\nexec \"$@\"\n", 0o755)
	r := run(t, []string{"WEIR_MODE=off", "WEIR_NEXT_WRAPPER=" + next}, realWrapper(t), runtime)
	if r.exit != 0 || r.runtime == nil || r.runtime.get("AWS_LAMBDA_RUNTIME_API") != other {
		t.Errorf("exit %d, lines %+v, runtime %v", r.exit, r.lines, r.runtime)
	}
}
