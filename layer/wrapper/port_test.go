package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The names that proxies share are Weir's only if no other proxy can be meant.
func TestASharedPortIsNotTakenFromAnotherExtension(t *testing.T) {
	for name, c := range map[string]struct {
		others []string
		env    []string
		weir   bool
	}{
		"alone":                    {nil, nil, true},
		"beside another extension": {[]string{"agent"}, nil, false},
		"behind another proxy":     {nil, []string{"LRAP_RUNTIME_API_ENDPOINT=127.0.0.1:9057"}, false},
		"before another proxy":     {nil, []string{"LRAP_RUNTIME_API_ENDPOINT=127.0.0.1:9000"}, true},
		"beside another extension, and it has its own": {[]string{"agent"}, []string{"OWN"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			setting, address := weir(t)
			file := realWrapper(t)
			folder := filepath.Join(filepath.Dir(file), "extensions")
			for _, extension := range append(c.others, "weir", "folder/in/it") {
				extension = filepath.Join(folder, extension)
				if err := os.MkdirAll(filepath.Dir(extension), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(extension, nil, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			env := append(c.env, "LRAP_LISTENER_PORT="+strings.TrimPrefix(setting, "WEIR_PORT="))
			if len(c.env) > 0 && c.env[0] == "OWN" {
				env = []string{setting, "LRAP_LISTENER_PORT=1025"}
			}
			r := run(t, env, file, runtime)
			if r.runtime == nil {
				t.Fatalf("no runtime, lines %+v", r.lines)
			}
			if got := r.runtime.get("AWS_LAMBDA_RUNTIME_API") == address; got != c.weir {
				t.Errorf("it asked the shared port: %v", got)
			}
		})
	}
}
