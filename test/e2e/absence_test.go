package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

func TestARuntimeThatDiesInItsInitIsNotSaidToBypassWeir(t *testing.T) {
	f := attach(t, "rawloop", map[string]string{"INIT_ERROR": "1"})
	f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{})
	g := attach(t, "nothing-of-this-name", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""}, osOnly)
	g.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{})
	for _, f := range []function{f, g} {
		if line := f.line("bypassed"); line != nil {
			t.Errorf("log line %v", line)
		}
	}
	if line := g.line("absent"); line == nil || line["level"] != "info" {
		t.Errorf("log line %v", line)
	}
}

// phpLike is the bootstrap of a layer that brings a runtime of its own.
const phpLike = "#!/bin/sh\nexec \"$LAMBDA_TASK_ROOT/$_HANDLER\"\n"

// functionWith is a function with the given bootstrap of its own.
func functionWith(t *testing.T, bootstrap string) func(*lambdatest.Config) {
	t.Helper()
	folder := t.TempDir()
	if err := os.Symlink(filepath.Join(task, "rawloop"), filepath.Join(folder, "rawloop")); err != nil {
		t.Fatal(err)
	}
	if bootstrap != "" {
		if err := os.WriteFile(filepath.Join(folder, "bootstrap"), []byte(bootstrap), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return func(cfg *lambdatest.Config) { cfg.TaskRoot = folder }
}

func TestARuntimeThatComesAsTheBootstrapOfAnotherLayerIsStartedByTwoLinesInTheFunction(t *testing.T) {
	folder, use := layers(t, map[string]string{"bootstrap": phpLike})
	twoLines := functionWith(t, "#!/bin/sh\nexec "+folder+"/weir-wrapper "+folder+"/bootstrap\n")
	f := attach(t, "rawloop", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""}, osOnly, use, twoLines)
	f.guarded()
	if by := f.find("weir next 200").By; by != "weir" {
		t.Errorf("Lambda was asked by %s", by)
	}
}

func TestABootstrapOfAnotherLayerInThePlaceOfWeirsIsSaidBeforeTheFirstEvent(t *testing.T) {
	_, use := layers(t, map[string]string{"bootstrap": phpLike})
	f := attach(t, "rawloop", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""}, osOnly, use, functionWith(t, ""))
	f.call(functionURL("id=1"))
	line := f.line("bypassed")
	if message, _ := line["message"].(string); !strings.Contains(message, "exec /opt/weir-wrapper /opt/bootstrap") || line["Bypassed"] != 1.0 {
		t.Errorf("log line %v", line)
	}
}
