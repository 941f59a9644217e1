package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheReasonIsToldWhyNoRuntimeCame(t *testing.T) {
	const weirs = "#!/opt/weir-wrapper --bootstrap\n"
	for name, c := range map[string]struct {
		managed  bool
		asked    bool
		reason   string
		env      map[string]string
		files    map[string]string
		bypassed bool
		says     string
	}{
		"the runtime died in its init": {managed: true, asked: true, reason: "failure", says: "ended before it asked"},
		"no wrapper":                   {managed: true, bypassed: true, says: "AWS_LAMBDA_EXEC_WRAPPER is not set"},
		"another wrapper": {
			managed: true, env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-handler"}, bypassed: true,
			says: "WEIR_NEXT_WRAPPER to /opt/otel-handler",
		},
		"the wrapper never ran": {
			managed: true, env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": wrapper}, reason: "failure", says: "was not started",
		},
		"an own bootstrap": {
			files: map[string]string{"task/bootstrap": "\x7fELF", "opt/bootstrap": weirs}, bypassed: true, reason: "spindown",
			says: "name it as the handler",
		},
		"an own bootstrap that starts Weir's wrapper": {
			files:  map[string]string{"task/bootstrap": "#!/bin/sh\nexec /opt/weir-wrapper /opt/bootstrap\n", "opt/bootstrap": "#!/bin/sh\n"},
			reason: "failure", says: "was not started",
		},
		"a bootstrap of another layer": {
			files: map[string]string{"opt/bootstrap": "#!/bin/sh\nexec php\n"}, bypassed: true, says: "another layer has replaced",
		},
		"a folder of that name":                  {files: map[string]string{"task/bootstrap/x": "", "opt/bootstrap": weirs}, reason: "failure", says: "was not started"},
		"another extension failed first":         {files: map[string]string{"opt/bootstrap": weirs}, reason: "Failure", says: "was not started"},
		"an image with an entrypoint of its own": {reason: "spindown", bypassed: true, says: "ENTRYPOINT"},
		"the web adapter": {
			managed: true, env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/bootstrap"},
			files: map[string]string{"opt/extensions/lambda-adapter": ""}, bypassed: true,
			says: "AWS_LWA_LAMBDA_RUNTIME_API_PROXY=http://127.0.0.1:9057",
		},
	} {
		dir := t.TempDir()
		for file, text := range c.files {
			file = filepath.Join(dir, file)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		w := world{
			getenv: func(name string) string { return c.env[name] }, name: "weir", managed: c.managed,
			opt: filepath.Join(dir, "opt"), task: filepath.Join(dir, "task"),
		}
		message, bypassed := w.absence(9057, c.asked, c.reason)
		if bypassed != c.bypassed || !strings.Contains(message, c.says) {
			t.Errorf("%s: bypassed %v: %s", name, bypassed, message)
		}
	}
}
