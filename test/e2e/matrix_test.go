package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"weir/test/lambdatest"
)

// faults are what may go wrong in a function: who dies or stalls, and when.
var faults = []struct {
	name    string
	handler string
	event   string // at which it happens
	env     map[string]string
	change  func(*testing.T) func(*lambdatest.Config)
}{
	{name: "the runtime exits in an invocation", handler: "echo", event: `{"do":"exit"}`},
	{name: "the runtime stalls beyond the deadline", handler: "echo", event: `{"do":"sleep","sleep":60000}`, change: shortly},
	{name: "the runtime reports an error", handler: "rawloop", event: `{"do":"fail"}`},
	{name: "the runtime answers too much", handler: "rawloop", event: `{"do":"large"}`},
	{name: "the runtime cannot start", handler: "rawloop", env: map[string]string{"INIT_ERROR": "1"}},
	{name: "the runtime's program is missing", handler: "nothing-of-this-name", change: func(*testing.T) func(*lambdatest.Config) { return osOnly }},
	{name: "the runtime shuts its sending direction", handler: "rawloop", env: map[string]string{"HALF_CLOSE": "1"}},
	{name: "the log's reader goes", handler: "rawloop", change: readerGone},
	{name: "another proxy is not there", handler: "rawloop", env: map[string]string{"WEIR_RUNTIME_API": "127.0.0.1:1"}},
}

func shortly(*testing.T) func(*lambdatest.Config) {
	return func(cfg *lambdatest.Config) { cfg.Timeout = 3 * time.Second }
}

func readerGone(t *testing.T) func(*lambdatest.Config) {
	r, _, use := logPipe(t)
	_ = r.Close()
	return use
}

// results are what the caller gets for an honest event, for the event at which it happens, and for an honest one after it.
func results(f function, event string) string {
	var all []string
	for _, e := range []string{functionURL("id=1"), event, functionURL("id=2")} {
		if e == "" {
			continue
		}
		r := f.Invoke([]byte(e), lambdatest.InvokeOptions{})
		all = append(all, fmt.Sprintf("%s %.200s", r.ErrorType, strings.ReplaceAll(string(r.Payload), r.RequestID, "ID")))
	}
	return strings.Join(all, "\n")
}

// Whatever goes wrong in a function, its callers get what they would get without Weir.
func TestFaultsAreAsWithoutWeir(t *testing.T) {
	if err := lookAtSources(); err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults {
		change := func(t *testing.T) func(*lambdatest.Config) {
			if fault.change == nil {
				return func(*lambdatest.Config) {}
			}
			return fault.change(t)
		}
		without := attach(t, fault.handler, fault.env, change(t), func(cfg *lambdatest.Config) {
			folder := t.TempDir() // a layer without Weir
			if err := os.WriteFile(folder+"/bootstrap", []byte("#!/bin/sh\ntest -x \"$LAMBDA_TASK_ROOT/$_HANDLER\" || exit 1\n"+strings.TrimPrefix(phpLike, "#!/bin/sh\n")), 0o755); err != nil {
				t.Fatal(err)
			}
			cfg.Opt = folder
			delete(cfg.Env, "AWS_LAMBDA_EXEC_WRAPPER")
		})
		want := results(without, fault.event)
		for _, mode := range []string{"block", "monitor", "off"} {
			for _, policy := range faultPolicies {
				t.Run(fault.name+"/"+mode+"/"+policy, func(t *testing.T) {
					env := map[string]string{"WEIR_MODE": mode, "WEIR_ON_FAULT": policy}
					for name, value := range fault.env {
						env[name] = value
					}
					f := attach(t, fault.handler, env, change(t))
					if got := results(f, fault.event); got != want {
						t.Errorf("callers get\n%s\nwithout Weir\n%s", got, want)
					}
				})
			}
		}
	}
}
