package inspect

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"weir/inspect/source"
)

// Events as AWS sends them, from AWS's own library: none of them holds an attack.
func TestAWSsOwnSampleEventsPass(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "events", "testdata", "*.json"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d samples: %v", len(files), err)
	}
	i := inspectorFor(t, patient())
	for _, file := range files {
		name := filepath.Base(file)
		if strings.Contains(name, "response") { // what functions answer
			continue
		}
		payload, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		v, outcome := i.Inspect(context.Background(), source.Invocation{Payload: payload})
		forward, ok := outcome.(source.Forward)
		if !ok || v.Action != Pass || string(forward.Payload) != string(payload) || v.Fault != "" {
			t.Errorf("%s, recognised as %s: %s with score %d, fault %q: %+v", name, v.Source, v.Action, v.Score, v.Fault, v.Matches)
		}
	}
}
