package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestBootstrapBecomesTheHandler(t *testing.T) {
	setting, address := weir(t)
	bootstrap := write(t, "bootstrap", "#!"+wrapper+" --bootstrap\n", 0o755)
	handler := link(t, "handler", runtime)
	env := []string{setting, "LAMBDA_TASK_ROOT=" + filepath.Dir(handler), "_HANDLER=handler"}
	next := link(t, "next", runtime)
	for name, test := range map[string]struct {
		env  []string
		want []string
	}{
		"at once":                    {env, []string{handler}},
		"by way of the next wrapper": {append(env, "WEIR_NEXT_WRAPPER="+next), []string{next, handler}},
		"even if the next wrapper is the bootstrap": {append(env, "WEIR_NEXT_WRAPPER="+bootstrap), []string{handler}},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, test.env, bootstrap)
			if r.exit != 0 || len(r.lines) != 0 || r.runtime == nil {
				t.Fatalf("exit %d, lines %v, runtime %v", r.exit, r.lines, r.runtime)
			}
			if !slices.Equal(r.runtime.Runtime, test.want) {
				t.Errorf("arguments %q, want %q", r.runtime.Runtime, test.want)
			}
			if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API"); got != address {
				t.Errorf("the runtime talks to %q instead of %q", got, address)
			}
		})
	}
}

func TestBootstrapNamesTheHandlerThatCannotBeStarted(t *testing.T) {
	setting, _ := weir(t)
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "data"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, handler := range []string{"index.handler", "data", "."} {
		r := run(t, []string{setting, "LAMBDA_TASK_ROOT=" + root, "_HANDLER=" + handler}, wrapper, "--bootstrap", "/opt/bootstrap")
		if r.exit != 1 || len(r.lines) != 1 || !strings.Contains(r.lines[0].Reason, "handler: "+filepath.Join(root, handler)) {
			t.Errorf("handler %s: exit %d, lines %+v", handler, r.exit, r.lines)
		}
	}
}

func TestBootstrapOfTheLayerNamesTheWrapperOfTheLayer(t *testing.T) {
	got, err := os.ReadFile("../bootstrap")
	if err != nil {
		t.Fatal(err)
	}
	if want := "#!/opt/weir-wrapper --bootstrap\n"; string(got) != want {
		t.Errorf("bootstrap is %q, want %q", got, want)
	}
}
