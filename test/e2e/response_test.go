package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/test/lambdatest"
)

const (
	awsLeak = `{"AccessKeyId":"ASIAEXAMPLEEXAMPLE12","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}`
	trace   = `{"errorMessage":"boom","errorType":"OrderError","stackTrace":["  File \"/var/task/app.py\", line 12, in handler\n"]}`
)

// saying is a request that makes rawloop answer with a text.
func saying(do, text string) string {
	return functionURL("id=1", fmt.Sprintf(`"do": %q, "say": %q`, do, base64.StdEncoding.EncodeToString([]byte(text))))
}

// packedLeak is a response whose body is compressed and in Base64.
func packedLeak(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(awsLeak)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return `{"statusCode":200,"headers":{"content-encoding":"gzip"},"isBase64Encoded":true,"body":"` + base64.StdEncoding.EncodeToString(b.Bytes()) + `"}`
}

// responseLine is the log line about a response, or nil. It ends the environment.
func (f function) responseLine() map[string]any {
	f.t.Helper()
	for _, line := range f.lines() {
		var members map[string]any
		if json.Unmarshal([]byte(line.Text), &members) == nil && members["phase"] == "response" {
			return members
		}
	}
	return nil
}

// monitored are the settings under which no event with what a handler has to say is refused.
func monitored(mode string) map[string]string {
	return map[string]string{"WEIR_MODE": "monitor", "WEIR_RESPONSES": mode}
}

func TestInMonitorModeTheCallerHasTheResponseBeforeItIsInspectedAndTheNextPollComesAfter(t *testing.T) {
	var mu sync.Mutex
	var polled []time.Time
	f := attach(t, "rawloop", nil, func(cfg *lambdatest.Config) { // monitor is the default
		cfg.Observe = func(e lambdatest.Entry) {
			if strings.HasSuffix(e.Path, "/invocation/next") {
				mu.Lock()
				defer mu.Unlock()
				polled = append(polled, time.Now())
			}
		}
	})
	var received time.Time
	r := f.Invoke([]byte(saying("say", awsLeak)), lambdatest.InvokeOptions{OnChunk: func([]byte) { received = time.Now() }})
	if string(r.Payload) != awsLeak || r.ErrorType != "" {
		t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
	}
	f.call(functionURL("id=2"))
	f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next 200", "weir response 202", "weir next")
	line := f.responseLine()
	if line == nil || line["action"] != "pass" || line["rule"] != 1010700.0 || line["source"] != "function-url" || line["incident"] == "" {
		t.Fatalf("log line %v", line)
	}
	written, err := time.Parse("2006-01-02T15:04:05.000Z", fmt.Sprint(line["time"])) // cut to milliseconds
	if err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(polled) < 2 || written.Before(received.Truncate(time.Millisecond)) || written.After(polled[1]) {
		t.Errorf("the caller had the response at %v, the line was written at %v, the polls came at %v", received, written, polled)
	}
}

func TestACleanResponsePassesByteForByteInEveryMode(t *testing.T) {
	for _, mode := range []string{"off", "monitor", "block"} {
		t.Run(mode, func(t *testing.T) {
			f := attach(t, "rawloop", monitored(mode))
			const odd = " {\"statusCode\": 200, \"headers\": {\"a\": \"gr\\u00fc\\u00dfe\"},\t\"n\": 1.00000000000000000001, \"body\": \"hello\\/\"}\n"
			if got := f.call(saying("say", odd)); string(got) != odd {
				t.Errorf("the caller got %q", got)
			}
			if line := f.responseLine(); line != nil {
				t.Errorf("log line %v", line)
			}
		})
	}
}

func TestInBlockModeAResponseThatLeaksIsWithheld(t *testing.T) {
	for name, response := range map[string]string{
		"a body by itself":          awsLeak,
		"a body with a status":      fmt.Sprintf(`{"statusCode":200,"body":%q}`, awsLeak),
		"a compressed body":         packedLeak(t),
		"a trace, in an error page": `{"statusCode":500,"body":"  File \"/var/task/app.py\", line 12, in handler"}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := attach(t, "rawloop", monitored("block"))
			payload := f.call(saying("say", response))
			var answer struct {
				StatusCode int
				Headers    map[string]string
				Body       string
			}
			if err := json.Unmarshal(payload, &answer); err != nil || answer.StatusCode != 502 || answer.Body != `{"message":"Bad Gateway"}` {
				t.Errorf("the caller got %s", payload)
			}
			f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next")
			line := f.responseLine()
			if line == nil || line["action"] != "block" || line["incident"] != answer.Headers["x-weir-incident"] {
				t.Errorf("log line %v, headers %v", line, answer.Headers)
			}
			if strings.Contains(f.weirText(), "wJalrXUtnFEMI") {
				t.Error("the secret is in the log")
			}
		})
	}
}

func TestInBlockModeAnErrorKeepsItsTypeAndLosesItsTrace(t *testing.T) {
	f := attach(t, "rawloop", monitored("block"))
	r := f.Invoke([]byte(saying("say-error", trace)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.Told" || !strings.Contains(string(r.Payload), `"errorType":"OrderError"`) || strings.Contains(string(r.Payload), "/var/task") {
		t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
	}
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next")
}

func TestInMonitorModeAnErrorThatNoClientSeesIsNoFinding(t *testing.T) {
	f := attach(t, "rawloop", monitored("monitor"))
	if r := f.Invoke([]byte(saying("say-error", trace)), lambdatest.InvokeOptions{}); string(r.Payload) != trace {
		t.Errorf("the caller got %s", r.Payload)
	}
	if line := f.responseLine(); line != nil {
		t.Errorf("log line %v", line)
	}
}

func TestInBlockModeAStreamStillPassesPieceByPiece(t *testing.T) {
	for _, c := range []struct{ handler, do string }{{"echo", "stream"}, {"echo", "stream-http"}, {"rawloop", "stream"}} {
		t.Run(c.handler+" "+c.do, func(t *testing.T) {
			f := attach(t, c.handler, monitored("block"))
			r := f.streamed(c.do)
			if r.ErrorType != "" || !strings.HasSuffix(string(r.Payload), "first second") || len(r.Chunks) < 2 {
				t.Errorf("%s %q in %d pieces", r.ErrorType, r.Payload, len(r.Chunks))
			}
		})
	}
}

func TestAStreamThatLeaksIsReportedOrEnded(t *testing.T) {
	for mode, ends := range map[string]bool{"monitor": false, "block": true} {
		t.Run(mode, func(t *testing.T) {
			f := attach(t, "rawloop", monitored(mode))
			r := f.Invoke([]byte(saying("stream", awsLeak)), lambdatest.InvokeOptions{OnChunk: func(piece []byte) {
				if strings.Contains(string(piece), "first ") {
					f.open()
				}
			}})
			if ends && (string(r.Payload) != "first " || r.ErrorType != "Function.Blocked" || r.Trailer.Get("Lambda-Runtime-Function-Error-Body") == "") {
				t.Errorf("%s %q, trailers %v", r.ErrorType, r.Payload, r.Trailer)
			}
			if !ends && (string(r.Payload) != "first "+awsLeak || r.ErrorType != "") {
				t.Errorf("%s %q", r.ErrorType, r.Payload)
			}
			f.call(functionURL("id=2")) // the runtime is well
			want := map[bool]string{true: "block", false: "pass"}[ends]
			if line := f.responseLine(); line == nil || line["action"] != want {
				t.Errorf("log line %v", line)
			}
		})
	}
}

func TestResponsesOfSlotsSideBySideAreJudgedEachByItself(t *testing.T) {
	const slots = 6
	f := attach(t, "rawloop", monitored("block"), func(cfg *lambdatest.Config) { cfg.Concurrency = slots })
	var all sync.WaitGroup
	for n := range 4 * slots {
		all.Go(func() {
			leaks := n%2 == 1
			text := fmt.Sprintf(`{"statusCode":200,"body":"clean %d"}`, n)
			if leaks {
				text = awsLeak
			}
			payload := string(f.Invoke([]byte(saying("say", text)), lambdatest.InvokeOptions{}).Payload)
			if withheld := strings.Contains(payload, `"statusCode":502`); withheld != leaks || !leaks && payload != text {
				t.Errorf("invocation %d: %s", n, payload)
			}
		})
	}
	all.Wait()
}
