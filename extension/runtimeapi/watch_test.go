package runtimeapi

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"weir/inspect/source"
)

// forURL is who gets the answer to a request to a Function URL, forQueue who gets it to a batch.
var (
	forURL = func() source.Caller {
		e := source.Parse([]byte(`{"version":"2.0","requestContext":{"http":{},"domainName":"a.lambda-url.eu-west-1.on.aws"}}`))
		return source.CallerOf(source.FunctionURL{}, e, "function-url")
	}()
	forQueue = source.CallerOf(source.SQS{}, source.Event{}, "sqs")
)

// responseJudge notes what it is asked, and withholds what has "leak" in it.
type responseJudge struct {
	mu    sync.Mutex
	asked []source.Response
	invs  []source.Invocation
	hook  func()
}

func (j *responseJudge) judge(_ context.Context, inv source.Invocation, c source.Caller, r source.Response) source.Outcome {
	j.mu.Lock()
	r.Head = slices.Clone(r.Head)
	j.asked, j.invs = append(j.asked, r), append(j.invs, inv)
	j.mu.Unlock()
	if j.hook != nil {
		j.hook()
	}
	if strings.Contains(string(r.Head), "leak") {
		return c.Withhold(r, source.Note{Incident: "c0ffee"}, nil)
	}
	return nil
}

func (j *responseJudge) heads() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	var heads []string
	for _, r := range j.asked {
		heads = append(heads, string(r.Head))
	}
	return heads
}

// answering starts a proxy whose responses are judged, and a runtime that has the event "a" of a caller.
func answering(t *testing.T, mode ResponseMode, caller source.Caller, j *responseJudge) (*lambda, *languageRuntime) {
	t.Helper()
	upstream := newLambda(t)
	p := start(t, Options{
		Upstream: upstream.address(), Responses: mode, JudgeResponse: j.judge,
		Judge: func(_ context.Context, inv source.Invocation) source.Outcome {
			return source.Forward{Payload: inv.Payload, Caller: caller}
		},
	})
	upstream.events <- event{id: "a", body: "event"}
	r := newRuntime(t, p.Address())
	r.next()
	return upstream, r
}

func TestAWatchedAnswerIsJudgedWhenLambdaHasItAndBeforeTheRuntimeLearnsIt(t *testing.T) {
	j := &responseJudge{}
	upstream, runtime := answering(t, Watch, forURL, j)
	taken := false
	j.hook = func() { // the upstream has the answer by now, and the runtime still waits
		select {
		case got := <-upstream.posts:
			taken = got.body == "a leak" && got.err == nil
		default:
		}
	}
	if got := runtime.post("a", "response", "a leak"); got.status != http.StatusAccepted {
		t.Errorf("%+v", got)
	}
	if !taken {
		t.Error("it was judged before Lambda had it, or changed")
	}
	if len(j.asked) != 1 || string(j.asked[0].Head) != "a leak" || !j.asked[0].Whole || j.asked[0].Stream {
		t.Errorf("%+v", j.asked)
	}
	if inv := j.invs[0]; inv.ID != "a" || inv.Payload != nil {
		t.Errorf("invocation %+v", inv)
	}
}

func TestAnAnswerThatLambdaDoesNotTakeIsNotJudgedAndTheErrorBehindItIs(t *testing.T) {
	j := &responseJudge{}
	upstream, runtime := answering(t, Watch, forURL, j)
	upstream.status = func(n int) int {
		return []int{http.StatusRequestEntityTooLarge, http.StatusAccepted, http.StatusAccepted}[n]
	}
	runtime.post("a", "response", "large")
	runtime.post("a", "error", "told")
	runtime.post("a", "response", "again")
	if got := j.heads(); !slices.Equal(got, []string{"told"}) || !j.asked[0].Error {
		t.Errorf("%v", got)
	}
}

func TestOfALongAnswerTheHeadIsKept(t *testing.T) {
	j := &responseJudge{}
	upstream, runtime := answering(t, Watch, forURL, j)
	long := strings.Repeat("x", source.MaxHead+1)
	runtime.post("a", "response", long)
	if got := await(t, upstream.posts); got.body != long || got.length != int64(len(long)) {
		t.Errorf("Lambda got %d bytes", len(got.body))
	}
	if r := j.asked[0]; len(r.Head) != source.MaxHead || r.Whole {
		t.Errorf("%d bytes, whole: %v", len(r.Head), r.Whole)
	}
}

func TestAnswersPassAsTheyCameIfNothingIsFound(t *testing.T) {
	for name, mode := range map[string]ResponseMode{"never": "", "watch": Watch, "hold": Hold} {
		t.Run(name, func(t *testing.T) {
			j := &responseJudge{}
			upstream, runtime := answering(t, mode, forURL, j)
			const body = " {\"a\": 1.0000000000000000001,\t\"a\":\"\\u00fc\xff\"}\n"
			request := runtime.request(http.MethodPost, invocationPrefix+"a/response", body)
			request.Header.Set("Content-Type", "application/json; charset=x")
			request.Header.Set("X-Unknown", "kept")
			if got := runtime.do(request); got.status != http.StatusAccepted {
				t.Errorf("%+v", got)
			}
			got := await(t, upstream.posts)
			if got.body != body || got.length != int64(len(body)) || got.header.Get("Content-Type") != "application/json; charset=x" || got.header.Get("X-Unknown") != "kept" {
				t.Errorf("%+v", got)
			}
			if asked := len(j.asked); (asked == 0) != (mode == "") {
				t.Errorf("judged %d times", asked)
			}
		})
	}
}

func TestAnAnswerThatLeaksIsReplaced(t *testing.T) {
	for name, chunked := range map[string]bool{"with a length": false, "in chunks, as aws-lambda-go sends JSON": true} {
		t.Run(name, func(t *testing.T) {
			upstream, runtime := answering(t, Hold, forURL, &responseJudge{})
			request := runtime.request(http.MethodPost, invocationPrefix+"a/response", `{"statusCode":200,"body":"leak"}`)
			request.Header.Set("Content-Type", "application/json")
			if chunked {
				request.Body, request.ContentLength = io.NopCloser(request.Body), -1
				request.Trailer = http.Header{headerErrorType: nil}
			}
			if got := runtime.do(request); got.status != http.StatusAccepted {
				t.Errorf("%+v", got)
			}
			got := await(t, upstream.posts)
			if got.path != invocationPrefix+"a/response" || strings.Contains(got.body, "leak") || !strings.Contains(got.body, `"statusCode":502`) ||
				!strings.Contains(got.body, "c0ffee") || got.length != int64(len(got.body)) {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAnErrorThatLeaksKeepsItsType(t *testing.T) {
	upstream, runtime := answering(t, Hold, forURL, &responseJudge{})
	request := runtime.request(http.MethodPost, invocationPrefix+"a/error", `{"errorMessage":"a leak","errorType":"Shop.Error","stackTrace":["leak"]}`)
	request.Header.Set(headerErrorType, "Function.Shop")
	runtime.do(request)
	got := await(t, upstream.posts)
	if got.path != invocationPrefix+"a/error" || got.header.Get(headerErrorType) != "Function.Shop" ||
		got.body != `{"errorMessage":"The response was withheld (incident c0ffee)","errorType":"Shop.Error","stackTrace":[]}` {
		t.Errorf("%+v", got)
	}
}

func TestAnAnswerThatNoClientSeesIsNeverHeld(t *testing.T) {
	j := &responseJudge{}
	upstream, runtime := answering(t, Hold, forQueue, j)
	runtime.post("a", "response", "a leak")
	if got := await(t, upstream.posts); got.body != "a leak" {
		t.Errorf("%+v", got)
	}
	if len(j.asked) != 1 {
		t.Errorf("judged %d times", len(j.asked))
	}
}

// streaming posts a stream whose pieces the test sends, and returns what Lambda answers.
func streaming(runtime *languageRuntime, change func(*http.Request)) (*io.PipeWriter, chan reply) {
	body, w := io.Pipe()
	request := runtime.request(http.MethodPost, invocationPrefix+"a/response", "")
	request.Body, request.ContentLength = body, -1
	request.Header.Set("Content-Type", typeHTTP)
	request.Header.Set(headerResponseMode, "streaming")
	if change != nil {
		change(request)
	}
	done := make(chan reply, 1)
	go func() { done <- runtime.do(request) }()
	return w, done
}

func TestAStreamThatLeaksEndsAsOneThatFailed(t *testing.T) {
	upstream, runtime := answering(t, Hold, forURL, &responseJudge{})
	w, done := streaming(runtime, nil)
	const clean = "{\"statusCode\":200}\x00\x00\x00\x00\x00\x00\x00\x00first "
	for _, piece := range []string{clean, "a leak", " more", strings.Repeat("and more ", 100_000)} {
		if _, err := io.WriteString(w, piece); err != nil {
			t.Fatalf("the runtime could not go on: %v", err)
		}
	}
	_ = w.Close()
	if got := await(t, done); got.status != http.StatusAccepted {
		t.Errorf("the runtime got %+v", got)
	}
	got := await(t, upstream.posts)
	if !strings.HasPrefix(clean, got.body) || got.err != nil { // pieces may come together
		t.Errorf("Lambda got %q, %v", got.body, got.err)
	}
	text, err := base64.StdEncoding.DecodeString(got.trailer.Get(headerErrorBody))
	if got.trailer.Get(headerErrorType) != source.Blocked || err != nil || !strings.Contains(string(text), "c0ffee") {
		t.Errorf("trailers %v: %s", got.trailer, text)
	}
}

func TestACleanStreamPassesWithItsOwnTrailersAndUnheld(t *testing.T) {
	for name, mode := range map[string]ResponseMode{"watch": Watch, "hold": Hold} {
		for announced, trailer := range map[string]http.Header{"announced": {headerErrorType: nil, headerErrorBody: nil}, "unannounced": nil} {
			t.Run(name+", trailers "+announced, func(t *testing.T) {
				j := &responseJudge{}
				upstream, runtime := answering(t, mode, forURL, j)
				var sent http.Header
				w, done := streaming(runtime, func(r *http.Request) {
					r.Trailer = trailer
					sent = r.Trailer
				})
				_, _ = io.WriteString(w, "first ")
				_, _ = io.WriteString(w, "second")
				if sent != nil {
					sent.Set(headerErrorType, "Function.MidStream")
				}
				_ = w.Close()
				await(t, done)
				got := await(t, upstream.posts)
				if got.body != "first second" || got.err != nil || !slices.Equal(got.transfer, []string{"chunked"}) {
					t.Errorf("%+v", got)
				}
				if want := sent.Get(headerErrorType); got.trailer.Get(headerErrorType) != want {
					t.Errorf("trailers %v, want %q", got.trailer, want)
				}
				if heads := j.heads(); len(heads) == 0 || heads[len(heads)-1] != "first second" {
					t.Errorf("judged %q", heads)
				}
			})
		}
	}
}

func TestAPanicInTheJudgementOfAResponseCostsNoAnswer(t *testing.T) {
	for _, mode := range []ResponseMode{Watch, Hold} {
		j := &responseJudge{hook: func() { panic("secret") }}
		upstream, runtime := answering(t, mode, forURL, j)
		if got := runtime.post("a", "response", "theirs"); got.status != http.StatusAccepted {
			t.Errorf("%s: %+v", mode, got)
		}
		if got := await(t, upstream.posts); got.body != "theirs" {
			t.Errorf("%s: Lambda got %q", mode, got.body)
		}
	}
}

func TestCallsAreKnownByTheirIdsUntilTheyAreAnswered(t *testing.T) {
	var c calls
	for n := range maxCases + 10 {
		c.keep(source.Invocation{ID: string(rune('a' + n))}, forURL)
	}
	if _, ok := c.of("a"); ok || len(c.byID) != maxCases || len(c.order) != maxCases {
		t.Errorf("%d kept, in an order of %d", len(c.byID), len(c.order))
	}
	last := string(rune('a' + maxCases + 9))
	if _, ok := c.of(last); !ok {
		t.Error("the last is not known")
	}
	c.forget(last)
	if _, ok := c.of(last); ok {
		t.Error("what was forgotten is known")
	}
	c.keep(source.Invocation{ID: "nobody"}, source.Caller{})
	if _, ok := c.of("nobody"); ok {
		t.Error("nobody waits, and the call is kept")
	}
}
