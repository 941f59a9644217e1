package e2e

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/test/lambdatest"
)

func dial(port string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(context.Background(), "tcp4", "127.0.0.1:"+port)
}

func TestOffIsIdleAndTheRuntimeGoesItsOwnWay(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_MODE": "off"})
	attack := functionURL("id=" + injectionQS)
	f.call(attack)
	f.sawOnly(attack)
	f.expectSteps(f.polls(), "runtime next 200", "runtime response 202", "runtime next")
	f.find("weir register 200")
	f.find("weir event/next")
}

// An extension that ends takes the function with it. Go ends a process in which everything waits for what never comes.
func TestARefusedRegistrationDoesNotEndTheExtension(t *testing.T) {
	asked := make(chan bool, 1)
	lambda := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		w.WriteHeader(http.StatusForbidden)
		asked <- true
	}))
	defer lambda.Close()
	weir := exec.CommandContext(t.Context(), filepath.Join(opt, "extensions", "weir"))
	weir.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + lambda.Listener.Addr().String(), "WEIR_MODE=off"}
	if err := weir.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- weir.Wait() }()
	<-asked
	select {
	case err := <-ended:
		t.Errorf("the extension ended: %v", err)
	case <-time.After(time.Second): // it would have ended with the connection
		_ = weir.Process.Kill()
		if err := <-ended; err == nil {
			t.Error("the end of a killed process is none")
		}
	}
}

func TestABadConfigurationNeitherKillsTheFunctionNorBlocks(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_MODE": "blok", "WEIR_PARANOIA": "9", "WEIR_EXTRA": "1"})
	f.call(functionURL("id=" + injectionQS))
	f.call(functionURL("id=1"))
	f.sawOnly(functionURL("id="+injectionQS), functionURL("id=1"))
	line := f.line("settings")
	problems, _ := line["problems"].([]any)
	var names []string
	for _, p := range problems {
		members, _ := p.(map[string]any)
		name, _ := members["name"].(string)
		names = append(names, name)
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"WEIR_EXTRA", "WEIR_MODE", "WEIR_PARANOIA"}) || line["ConfigErrors"] != 3.0 {
		t.Errorf("log line %v", line)
	}
}

func TestABadConfigurationFailsTheStartIfTheUserWantsIt(t *testing.T) {
	for name, value := range map[string]string{"WEIR_MODE": "blok", "WEIR_EXCLUDE": "999999"} {
		f := attach(t, "echo", map[string]string{name: value, "WEIR_ON_FAULT": "closed"})
		r := f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{})
		if !strings.HasPrefix(r.ErrorType, "Extension.") {
			t.Errorf("%s=%s: caller got %s %s", name, value, r.ErrorType, r.Payload)
		}
		f.sawOnly()
		f.find("weir init/error 202")
		if f.line("settings") == nil {
			t.Errorf("%s=%s: nothing says what is wrong", name, value)
		}
	}
}

// squat takes Weir's port before Weir can, with a server that knows nothing of a sign of life.
func squat(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.NotFoundHandler()}
	go server.Serve(l) //nolint:errcheck // it ends with the test
	t.Cleanup(func() { _ = server.Close() })
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestABusyPortLeavesTheRuntimeAloneAndIsSaid(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_PORT": squat(t)})
	f.call(functionURL("id=1"))
	f.expectSteps(f.polls(), "runtime next 200", "runtime response 202", "runtime next")
	if line := f.line("wrapper"); line == nil || line["level"] != "error" {
		t.Errorf("the wrapper's line: %v", line)
	}
	if line := f.line("fault"); line == nil {
		t.Error("Weir does not say that its port is busy")
	}
	f.find("weir event/next")
}

func TestABusyPortFailsTheStartIfTheUserWantsIt(t *testing.T) {
	f := attach(t, "echo", map[string]string{"WEIR_PORT": squat(t), "WEIR_ON_FAULT": "closed"})
	if r := f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{}); r.ErrorType == "" {
		t.Errorf("caller got %s", r.Payload)
	}
	f.sawOnly()
}

func TestARuntimeThatNeverComesThroughThePortIsSaid(t *testing.T) {
	f := attach(t, "echo", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""})
	f.call(functionURL("id=1"))
	f.end()
	f.expectSteps(f.polls()[:3], "runtime next 200", "runtime response 202", "runtime next")
	if f.line("bypassed") == nil {
		t.Error("nothing says that Weir is bypassed")
	}
}

func TestARuntimeBehindThePortIsNotSaidToBypassIt(t *testing.T) {
	f := attach(t, "echo", nil)
	f.call(functionURL("id=1"))
	f.end()
	if line := f.line("bypassed"); line != nil {
		t.Errorf("log line %v", line)
	}
}
