package e2e

import (
	"fmt"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// streamed sends an event whose answer is a stream: the handler sends its second piece only after the first has come
// out at the other end, so that whoever keeps the first back gets no second.
func (f function) streamed(do string) lambdatest.Result {
	f.t.Helper()
	event := functionURL("id=1", fmt.Sprintf(`"do": %q`, do))
	return f.Invoke([]byte(event), lambdatest.InvokeOptions{OnChunk: func(piece []byte) {
		if strings.Contains(string(piece), "first ") { // and not in a prelude by itself
			f.open()
		}
	}})
}

func TestAStreamPassesPieceByPiece(t *testing.T) {
	for _, c := range []struct{ handler, do, content string }{
		{"echo", "stream", "application/octet-stream"},
		{"echo", "stream-http", "application/vnd.awslambda.http-integration-response"},
		{"rawloop", "stream", ""},
	} {
		t.Run(c.handler+" "+c.do, func(t *testing.T) {
			f := attach(t, c.handler, nil)
			r := f.streamed(c.do)
			if r.ErrorType != "" || !strings.HasSuffix(string(r.Payload), "first second") || len(r.Chunks) < 2 {
				t.Errorf("%s %q in %d pieces", r.ErrorType, r.Payload, len(r.Chunks))
			}
			if got := r.Header.Get("Content-Type"); got != c.content {
				t.Errorf("content type %q", got)
			}
			if _, announced := r.Trailer["Lambda-Runtime-Function-Error-Type"]; !announced {
				t.Errorf("trailers %v", r.Trailer)
			}
			if r.Streaming != (c.handler == "rawloop") {
				t.Errorf("declared as a stream: %v", r.Streaming)
			}
			f.expectSteps(f.polls(), "weir next 200", "weir response 202", "weir next")
		})
	}
}

func TestAFailureInTheMiddleOfAStreamArrivesInTheTrailers(t *testing.T) {
	for handler, want := range map[string]string{"echo": "failure", "rawloop": "Function.MidStream"} {
		t.Run(handler, func(t *testing.T) {
			f := attach(t, handler, nil)
			r := f.streamed("stream-fail")
			if r.ErrorType != want || string(r.Payload) != "first " {
				t.Errorf("%q %q, trailers %v", r.ErrorType, r.Payload, r.Trailer)
			}
			if r.Trailer.Get("Lambda-Runtime-Function-Error-Body") == "" {
				t.Errorf("trailers %v", r.Trailer)
			}
		})
	}
}

func TestARefusalIsAStreamOnceTheFunctionHasAnsweredInStreams(t *testing.T) {
	f := attach(t, "echo", nil)
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
}

func TestAResponseThatIsTooLargeIsRefusedToTheHandlerItself(t *testing.T) {
	f := attach(t, "rawloop", nil)
	r := f.Invoke([]byte(functionURL("id=1", `"do": "large"`)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.ResponseSizeTooLarge" {
		t.Errorf("caller got %s %.200s", r.ErrorType, r.Payload)
	}
	f.call(functionURL("id=2"))
	answers := f.saw("invocation/")
	if len(answers) != 2 || answers[0].Status != 413 || answers[1].Status != 202 {
		t.Errorf("the handler's POSTs got %+v", answers)
	}
	f.expectSteps(f.polls(), "weir next 200", "weir response 413", "weir next 200", "weir response 202", "weir next")
}

func TestAHandlersErrorPasses(t *testing.T) {
	f := attach(t, "rawloop", nil)
	r := f.Invoke([]byte(functionURL("id=1", `"do": "fail"`)), lambdatest.InvokeOptions{})
	if r.ErrorType != "Function.Told" || string(r.Payload) != `{"errorMessage":"no","errorType":"Function.Told"}` {
		t.Errorf("caller got %s %s", r.ErrorType, r.Payload)
	}
	f.expectSteps(f.polls(), "weir next 200", "weir error 202", "weir next")
}
