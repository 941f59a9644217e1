//go:build node

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// AWS's own runtime client for Node takes its events through libcurl and streams through Node's HTTP client; neither
// is Go's. It has to be built, for which more is needed than Go: "make node" does, and runs these tests.

// nodeFunction attaches Weir to a handler of test/functions/node.
func nodeFunction(t *testing.T, handler string, env map[string]string) function {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", "functions", "node"))
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal(err)
	}
	client := filepath.Join(root, "node_modules", "aws-lambda-ric")
	if _, err := os.Stat(filepath.Join(client, "dist", "rapid-client.node")); err != nil {
		t.Fatalf("the client is not built, which make node does: %v", err)
	}
	return attach(t, handler, env, func(cfg *lambdatest.Config) {
		cfg.TaskRoot, cfg.Handler = root, "index."+handler
		cfg.Command = []string{node, filepath.Join(client, "bin", "index.mjs"), cfg.Handler}
	})
}

// nodeClients are the two clients that aws-lambda-ric chooses from by a variable: one in C++, one in JavaScript.
var nodeClients = map[string]map[string]string{
	"native":      nil,
	"alternative": {"AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1": "true"},
}

// asNodeWrites is a text as JSON.stringify writes it.
func asNodeWrites(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func TestACleanEventReachesNodeByteForByteAndSoDoesItsResponse(t *testing.T) {
	for client, env := range nodeClients {
		t.Run(client, func(t *testing.T) {
			f := nodeFunction(t, "echo", env)
			events := []string{functionURL("id=1&name=O%20Neill"), " {\"a\" :\t9007199254740993, \"b\": [1.0, \"Grüße, 世界 😀\"]}\n"}
			for _, event := range events {
				if got := f.call(event); string(got) != asNodeWrites(t, event) {
					t.Errorf("the caller got\n%q\nfor\n%q", got, event)
				}
			}
			f.sawOnly(events...)
			f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next 200", "weir response 202", "weir next")
		})
	}
}

func TestARefusedEventNeverReachesNode(t *testing.T) {
	for client, env := range nodeClients {
		t.Run(client, func(t *testing.T) {
			f := nodeFunction(t, "echo", env)
			f.refused(functionURL("id=" + injectionQS))
			f.call(functionURL("id=1"))
			f.refused(functionURL("id=" + injectionQS))
			f.call(functionURL("id=2"))
			f.sawOnly(functionURL("id=1"), functionURL("id=2"))
			each := slices.Repeat([]string{"weir next 200", "weir response 202"}, 4)
			f.expectSteps(f.polls(), append(each, "weir next")...)
		})
	}
}

func TestNodeGetsTheGoodRecordsOfABatch(t *testing.T) {
	f := nodeFunction(t, "echo", nil)
	r := sqsRecords("one", injection, "three")
	rest := batch(r[0], r[2])
	if got := f.call(batch(r...)); string(got) != asNodeWrites(t, rest) {
		t.Errorf("the caller got %s", got)
	}
	f.sawOnly(rest)
}

func TestAnErrorOfANodeHandlerArrivesAsItDoesWithoutWeir(t *testing.T) {
	event := []byte(functionURL("id=1", `"do": "fail"`))
	alone := nodeFunction(t, "echo", map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": ""})
	want := alone.Invoke(event, lambdatest.InvokeOptions{})
	if !strings.Contains(string(want.Payload), `"errorMessage":"the function was told to fail"`) {
		t.Fatalf("without Weir the caller got %s %s", want.ErrorType, want.Payload)
	}
	f := nodeFunction(t, "echo", nil)
	got := f.Invoke(event, lambdatest.InvokeOptions{})
	if got.ErrorType != want.ErrorType || string(got.Payload) != string(want.Payload) {
		t.Errorf("the caller got\n%s %s\nand without Weir\n%s %s", got.ErrorType, got.Payload, want.ErrorType, want.Payload)
	}
	if want.Header.Get("Lambda-Runtime-Function-Xray-Error-Cause") == "" || !maps.EqualFunc(got.Header, want.Header, slices.Equal) {
		t.Errorf("the report's headers are\n%q\nand without Weir\n%q", got.Header, want.Header)
	}
	f.call(functionURL("id=2"))
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next 200", "weir response 202", "weir next")
}

func TestAStreamOfNodePassesPieceByPiece(t *testing.T) {
	for _, c := range []struct{ do, content, prelude string }{
		{"stream", "application/octet-stream", ""},
		{
			"stream-http", "application/vnd.awslambda.http-integration-response",
			`{"statusCode":200,"headers":{"content-type":"text/plain"}}` + "\x00\x00\x00\x00\x00\x00\x00\x00",
		},
	} {
		t.Run(c.do, func(t *testing.T) {
			f := nodeFunction(t, "stream", nil)
			r := f.streamed(c.do)
			if r.ErrorType != "" || len(r.Chunks) < 2 || !r.Streaming {
				t.Errorf("%s, %d pieces, declared as a stream: %v", r.ErrorType, len(r.Chunks), r.Streaming)
			}
			if want := c.prelude + "first second"; string(r.Payload) != want {
				t.Errorf("the caller got %q, want %q", r.Payload, want)
			}
			if got := r.Header.Get("Content-Type"); got != c.content {
				t.Errorf("content type %q", got)
			}
			if r.Trailer.Get("Lambda-Runtime-Function-Error-Type") != "" {
				t.Errorf("trailers %v", r.Trailer)
			}
			f.sawOnly(functionURL("id=1", `"do": "`+c.do+`"`))
			f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next")
		})
	}
}

func TestAFailureInTheMiddleOfANodeStreamArrivesInTheTrailers(t *testing.T) {
	f := nodeFunction(t, "stream", nil)
	r := f.streamed("stream-fail")
	if r.ErrorType != "Function.Told" || string(r.Payload) != "first " {
		t.Errorf("%q %q, trailers %v", r.ErrorType, r.Payload, r.Trailer)
	}
	detail, err := base64.StdEncoding.DecodeString(r.Trailer.Get("Lambda-Runtime-Function-Error-Body"))
	if err != nil || !strings.Contains(string(detail), `"errorMessage":"the function was told to fail"`) {
		t.Errorf("trailers %v, the error in them %s", r.Trailer, detail)
	}
	if again := f.streamed("stream"); again.ErrorType != "" || string(again.Payload) != "first second" {
		t.Errorf("the next stream: %s %q", again.ErrorType, again.Payload)
	}
}

func TestARefusalIsAStreamOnceNodeHasAnsweredInStreams(t *testing.T) {
	f := nodeFunction(t, "stream", nil)
	f.refused(functionURL("id=" + injectionQS)) // nothing is known yet
	f.streamed("stream-http")
	r := f.Invoke([]byte(functionURL("id="+injectionQS)), lambdatest.InvokeOptions{})
	prelude, body, found := strings.Cut(string(r.Payload), "\x00\x00\x00\x00\x00\x00\x00\x00")
	if !found || !strings.Contains(prelude, `"statusCode":403`) || body != `{"message":"Forbidden"}` || !r.Streaming {
		t.Errorf("streaming %v: %q", r.Streaming, r.Payload)
	}
	if got := r.Header.Get("Content-Type"); got != "application/vnd.awslambda.http-integration-response" {
		t.Errorf("content type %q", got)
	}
	if again := f.streamed("stream-http"); again.ErrorType != "" || !strings.HasSuffix(string(again.Payload), "first second") {
		t.Errorf("the next stream: %s %q", again.ErrorType, again.Payload)
	}
	f.sawOnly(functionURL("id=1", `"do": "stream-http"`), functionURL("id=1", `"do": "stream-http"`))
}
