package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// describe writes a list of the program that runs, after a change, and checks it.
func describe(t *testing.T, change func(map[string]string)) []string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	versions, err := modules(program)
	if err != nil {
		t.Fatal(err)
	}
	if versions[std] == "" {
		t.Fatal("the program does not say which Go built it")
	}
	change(versions)
	type component struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	var list []component
	for name, version := range versions {
		list = append(list, component{name, version})
	}
	text, err := json.Marshal(map[string]any{"bomFormat": "CycloneDX", "components": list})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "list.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	faults, err := check(file, program)
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

func TestAListThatFitsTheProgramHasNoFaults(t *testing.T) {
	if faults := describe(t, func(map[string]string) {}); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestAListThatSaysMoreLessOrOtherIsFaulty(t *testing.T) {
	for name, test := range map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"less":  {func(m map[string]string) { delete(m, std) }, "is linked, and listed as"},
		"more":  {func(m map[string]string) { m["example.com/x"] = "v1.0.0" }, "is listed, and not linked"},
		"other": {func(m map[string]string) { m[std] = "go1.0" }, `listed as "go1.0"`},
	} {
		faults := describe(t, test.change)
		if len(faults) != 1 || !strings.Contains(faults[0], test.want) {
			t.Errorf("%s: %q", name, faults)
		}
	}
	if faults := unchosen(map[string]string{"example.com/x": "v1.0.0"}, []byte("example.com/x v1.1.0\n")); len(faults) != 1 {
		t.Errorf("of another version: %q", faults)
	}
}

func TestWhatIsNoListIsAnError(t *testing.T) {
	for _, text := range []string{"", "{}", `{"bomFormat":"SPDX"}`} {
		if _, err := components([]byte(text)); err == nil {
			t.Errorf("%q is no list", text)
		}
	}
}
