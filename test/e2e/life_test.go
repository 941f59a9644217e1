package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/test/lambdatest"
)

func TestWeirListensBeforeItRegistersAndTheRuntimeStartsAfterThat(t *testing.T) {
	listening := make(chan bool, 1)
	var port string
	f := attach(t, "echo", nil, func(cfg *lambdatest.Config) {
		port = cfg.Env["WEIR_PORT"]
		cfg.Observe = func(e lambdatest.Entry) {
			if strings.HasSuffix(e.Path, "/register") {
				listening <- isAlive(port)
			}
		}
	})
	f.call(functionURL("id=1"))
	if !<-listening {
		t.Error("Weir registered before it listened")
	}
	first := f.find("weir event/next")
	register, start := f.find("weir register 200"), f.find("runtime start")
	poll := f.find("weir next 200")
	if register.Ended > start.Began || register.Ended > first.Began || start.Began > poll.Began {
		t.Errorf("register %d-%d, event/next %d, runtime %d, next %d", register.Began, register.Ended, first.Began, start.Began, poll.Began)
	}
	if register.As != "extension weir" {
		t.Errorf("registered as %s", register.As)
	}
	count := 0
	for _, s := range steps(f.Journal()) {
		if strings.HasPrefix(s, "weir event/next") {
			count++
		}
	}
	if count != 1 {
		t.Errorf("%d calls of event/next: Weir must not take INVOKE events", count)
	}
}

// isAlive asks for the sign of life that the wrapper asks for. The proxy accepts connections when it listens; it may
// answer them later.
func isAlive(port string) bool {
	c, err := dial(port)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}

func TestACleanEventPassesByteForByteAndSoDoesItsResponse(t *testing.T) {
	f := attach(t, "rawloop", nil)
	for _, event := range []string{
		functionURL("id=1&name=O%20Neill"), " [1.0, {\"a\" :\t9007199254740993}]\n", "no JSON at all", "",
	} {
		if got := f.call(event); string(got) != event {
			t.Errorf("the caller got\n%q\nfor\n%q", got, event)
		}
	}
	f.sawOnly(functionURL("id=1&name=O%20Neill"), " [1.0, {\"a\" :\t9007199254740993}]\n", "no JSON at all", "")
	f.expectSteps(f.polls(),
		"weir next 200", "weir response 202",
		"weir next 200", "weir response 202",
		"weir next 200", "weir response 202",
		"weir next 200", "weir response 202",
		"weir next")
}

func TestHeadersOfTheEventAndOfTheResponsePass(t *testing.T) {
	f := attach(t, "rawloop", nil)
	r := f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{
		TraceID: "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1", TenantID: "tenant-7",
		ClientContext: `{"client":{}}`, CognitoIdentity: `{"cognitoIdentityId":"x"}`,
		Header: http.Header{"Lambda-Runtime-Not-Yet-Invented": {"kept"}},
	})
	h := f.saw("event")[0].Header
	for name, want := range map[string]string{
		"Lambda-Runtime-Aws-Request-Id": r.RequestID, "Lambda-Runtime-Aws-Tenant-Id": "tenant-7",
		"Lambda-Runtime-Trace-Id":         "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1",
		"Lambda-Runtime-Client-Context":   `{"client":{}}`,
		"Lambda-Runtime-Cognito-Identity": `{"cognitoIdentityId":"x"}`,
		"Lambda-Runtime-Not-Yet-Invented": "kept",
	} {
		if got := h.Values(name); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Lambda-Runtime-Deadline-Ms", "Content-Length", "Content-Type", "Date"} {
		if len(h.Values(name)) != 1 {
			t.Errorf("%s: %q", name, h.Values(name))
		}
	}
	if nonce := r.Header.Get("Lambda-Runtime-Invocation-Id"); nonce == "" || nonce != h.Get("Lambda-Runtime-Invocation-Id") {
		t.Errorf("the handler's answer echoes %q", nonce)
	}
}

func TestAnOSOnlyFunctionIsStartedByTheLayersBootstrap(t *testing.T) {
	f := attach(t, "rawloop", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""}, osOnly)
	f.call(functionURL("id=1"))
	f.refused(functionURL("id=" + injectionQS))
	f.sawOnly(functionURL("id=1"))
	if by := f.find("weir next 200").By; by != "weir" {
		t.Errorf("the runtime is not behind the proxy but %s is", by)
	}
}

func TestAnExtensionInsideTheRuntimeReachesTheService(t *testing.T) {
	f := attach(t, "echo", map[string]string{"ECHO_SIGTERM": "1"})
	f.call(functionURL("id=1"))
	f.call(functionURL("id=2"))
	f.find("weir register as internal GoLangEnableSIGTERM 200")
	f.find("weir event/next as internal GoLangEnableSIGTERM")
	f.end()
	if !strings.Contains(f.text(), "echo got SIGTERM") {
		t.Error("the runtime heard no SIGTERM")
	}
}

func TestWeirEndsAtShutdownWithinItsDeadline(t *testing.T) {
	f := attach(t, "echo", nil)
	f.call(functionURL("id=1"))
	exits := f.Shutdown()
	i := slices.IndexFunc(exits, func(e lambdatest.Exit) bool { return e.Process == "weir" })
	if i < 0 || exits[i] != (lambdatest.Exit{Process: "weir"}) {
		t.Errorf("exits: %+v", exits)
	}
}

func TestWeirSurvivesNothingButStartsAnewAfterTheHandlerExits(t *testing.T) {
	f := attach(t, "echo", nil)
	if r := f.Invoke([]byte(`{"do":"exit"}`), lambdatest.InvokeOptions{}); r.ErrorType != "Runtime.ExitError" {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.call(functionURL("id=1"))
	f.refused(functionURL("id=" + injectionQS))
}

func TestAnInvocationThatTakesTooLongEndsTheEnvironmentAndTheNextOneIsGuarded(t *testing.T) {
	f := attach(t, "echo", nil, func(cfg *lambdatest.Config) { cfg.Timeout = 3 * time.Second })
	r := f.Invoke([]byte(`{"do": "sleep", "sleep": 60000}`), lambdatest.InvokeOptions{})
	if r.ErrorType != "Sandbox.Timedout" {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.refused(functionURL("id=" + injectionQS))
}

func TestARuntimeThatCannotStartSaysSoThroughWeir(t *testing.T) {
	f := attach(t, "rawloop", map[string]string{"INIT_ERROR": "1"})
	r := f.Invoke([]byte(functionURL("id=1")), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.Unfit" || string(r.Payload) != `{"errorMessage":"no","errorType":"Function.Unfit"}` {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.expectSteps(f.polls(), "weir init/error 202")
}

func TestTheRestoreRoutesPass(t *testing.T) {
	f := attach(t, "rawloop", nil, func(cfg *lambdatest.Config) { cfg.SnapStart = true })
	f.call(functionURL("id=1"))
	f.refused(functionURL("id=" + injectionQS))
	restore, next := f.find("weir restore/next 200"), f.find("weir next 200")
	if restore.Ended > next.Began {
		t.Error("the runtime went on before the restore")
	}
	if got := f.saw("restore/next"); len(got) != 1 || got[0].Status != http.StatusOK || got[0].Size != 0 {
		t.Errorf("the runtime saw %+v", got)
	}
}
