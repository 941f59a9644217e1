package quarantine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// Answers that no server gives when it is asked to are given here by hand. Package weir/test/quarantine keeps things in
// servers that speak the protocols.

// answering is a service that gives its answers one after the other, and the last one for ever.
type answering struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func answer(t *testing.T, answers ...http.HandlerFunc) *answering {
	a := &answering{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a.mu.Lock()
		n := len(a.requests)
		a.requests = append(a.requests, r)
		a.bodies = append(a.bodies, string(body))
		a.mu.Unlock()
		answers[min(n, len(answers)-1)](w, r)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *answering) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.requests)
}

func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

var fine = status(200, "")

func env(more ...string) func(string) string {
	all := map[string]string{
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "session",
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i]] = more[i+1]
	}
	return func(name string) string { return all[name] }
}

// keepIn keeps two records in a queue at the server.
func keepIn(t *testing.T, options Options) (string, error) {
	t.Helper()
	inv := source.Invocation{ID: "r-1", FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:orders", Payload: three}
	v := sqsVerdict(inspect.Filter, 3, 1, 2)
	return New(options).Keep(t.Context(), inv, v, Taken(inv, v, source.Forward{}, nil))
}

const batchTaken = `<R><SendMessageBatchResult><SendMessageBatchResultEntry><Id>0</Id></SendMessageBatchResultEntry>` +
	`<SendMessageBatchResultEntry><Id>1</Id></SendMessageBatchResultEntry></SendMessageBatchResult></R>`

func TestWhatMayPassIsTriedAgainAndNothingElse(t *testing.T) {
	xml := func(code string) string {
		return `<ErrorResponse><Error><Type>Sender</Type><Code>` + code + `</Code><Message>told</Message></Error></ErrorResponse>`
	}
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	good := status(200, batchTaken)
	for _, test := range []struct {
		name     string
		answers  []http.HandlerFunc
		requests int
		err      string // "" is none
	}{
		{"at once", []http.HandlerFunc{good}, 1, ""},
		{"a server that stumbles", []http.HandlerFunc{status(503, "oops"), good}, 2, ""},
		{"a connection that breaks", []http.HandlerFunc{hangUp, good}, 2, ""},
		{"throttling", []http.HandlerFunc{status(400, xml("RequestThrottled")), status(429, ""), good}, 3, ""},
		{"a server that is down", []http.HandlerFunc{status(500, xml("InternalFailure"))}, attempts, "status 500 InternalFailure"},
		{"no permission", []http.HandlerFunc{status(403, xml("AccessDenied"))}, 1, "status 403 AccessDenied: told"},
		{"no queue", []http.HandlerFunc{status(400, xml("AWS.SimpleQueueService.NonExistentQueue"))}, 1, "status 400 AWS.SimpleQueueService.NonExistentQueue"},
		{"an answer in another form", []http.HandlerFunc{status(404, "{}")}, 1, "status 404"},
		{"half an answer", []http.HandlerFunc{status(200, `<R><SendMessageBatchResult/></R>`)}, 1, "names 0 of 2"},
		{"a redirection", []http.HandlerFunc{func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}}, 1, "status 307"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := answer(t, test.answers...)
			where, err := keepIn(t, Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env()})
			if got := server.count(); got != test.requests {
				t.Errorf("got %d requests, want %d", got, test.requests)
			}
			switch {
			case test.err == "" && (err != nil || where != server.URL+"/1/q"):
				t.Errorf("got %q, %v", where, err)
			case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err) || where != ""):
				t.Errorf("got %q, %v; want %s", where, err, test.err)
			}
		})
	}
}

func TestAMessageThatIsRefusedForItsLengthIsCut(t *testing.T) {
	tooLong := status(400, `<ErrorResponse><Error><Code>InvalidParameterValue</Code></Error></ErrorResponse>`)
	payload := []byte(strings.Repeat("x", 1<<20)) // too long with what is around it
	inv := source.Invocation{Payload: payload}
	v := inspect.Verdict{Source: "direct", Action: inspect.Block}
	server := answer(t, tooLong, tooLong, fine)
	q := New(Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env()})
	if _, err := q.Keep(t.Context(), inv, v, Taken(inv, v, source.Reply{Swallows: true}, nil)); err != nil {
		t.Fatal(err)
	}
	for i, limit := range []int{1 << 20, 1 << 18, 1 << 16} {
		form, err := url.ParseQuery(server.bodies[i])
		if err != nil {
			t.Fatal(err)
		}
		if got := len(form.Get("MessageBody")); got > limit || got < limit-16 {
			t.Errorf("message %d has %d bytes, want some %d", i, got, limit)
		}
	}
	server = answer(t, tooLong)
	_, err := New(Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env()}).Keep(t.Context(), inv, v, Taken(inv, v, source.Reply{Swallows: true}, nil))
	if err == nil || server.count() != 4 {
		t.Errorf("got %v after %d requests, want an error after 4", err, server.count())
	}
}

func TestWhatOneEntryOfARequestLacksIsSentByItself(t *testing.T) {
	server := answer(t, status(200, `<R><SendMessageBatchResult><SendMessageBatchResultEntry><Id>0</Id></SendMessageBatchResultEntry>`+
		`<BatchResultErrorEntry><Id>1</Id><Code>InternalError</Code></BatchResultErrorEntry></SendMessageBatchResult></R>`), fine)
	if _, err := keepIn(t, Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env()}); err != nil {
		t.Fatal(err)
	}
	if server.count() != 2 || !strings.Contains(server.bodies[1], "id-2") || strings.Contains(server.bodies[1], "id-1") {
		t.Errorf("got the requests %q", server.bodies)
	}
}

func TestTheBucketsRegionIsLearned(t *testing.T) {
	elsewhere := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amz-Bucket-Region", "us-west-2")
		w.WriteHeader(301)
	}
	server := answer(t, elsewhere, fine)
	q := New(Options{Place: Place{Bucket: "refused"}, Getenv: env("AWS_ENDPOINT_URL", server.URL)})
	inv := source.Invocation{Payload: three}
	v := sqsVerdict(inspect.Filter, 3, 1)
	for range 2 {
		if _, err := q.Keep(t.Context(), inv, v, Taken(inv, v, source.Forward{}, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if server.count() != 3 {
		t.Fatalf("got %d requests, want 3", server.count())
	}
	for i, want := range []string{"/eu-central-1/s3/", "/us-west-2/s3/", "/us-west-2/s3/"} {
		if got := server.requests[i].Header.Get("Authorization"); !strings.Contains(got, want) {
			t.Errorf("request %d is signed %q, want %s", i, got, want)
		}
	}
}

func TestCredentialsComeFromEitherOfLambdasTwoPlaces(t *testing.T) {
	credentials := answer(t, status(200, `{"AccessKeyId":"AKIDCONTAINER","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}`))
	for name, test := range map[string]struct {
		env []string
		key string
		err string
	}{
		"variables": {nil, "AKIDEXAMPLE", ""},
		"SnapStart": {[]string{"AWS_ACCESS_KEY_ID", "", "AWS_CONTAINER_CREDENTIALS_FULL_URI", credentials.URL, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "word"}, "AKIDCONTAINER", ""},
		"nowhere":   {[]string{"AWS_ACCESS_KEY_ID", ""}, "", "neither AWS_ACCESS_KEY_ID nor"},
		"anywhere":  {[]string{"AWS_ACCESS_KEY_ID", "", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/"}, "", "loopback"},
		"no region": {[]string{"AWS_REGION", ""}, "", "AWS_REGION"},
	} {
		t.Run(name, func(t *testing.T) {
			server := answer(t, status(200, batchTaken))
			_, err := keepIn(t, Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env(test.env...)})
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %v, want %s", err, test.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := server.requests[0].Header.Get("Authorization"); !strings.Contains(got, "Credential="+test.key+"/") {
				t.Errorf("signed by %q, want %s", got, test.key)
			}
		})
	}
	if got := credentials.requests[0].Header.Get("Authorization"); got != "word" {
		t.Errorf("the credentials were asked for with the token %q", got)
	}
}

func TestTimeIsBoundedByTheInvocations(t *testing.T) {
	release := make(chan struct{})
	server := answer(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	inv := source.Invocation{Payload: three, Deadline: time.Now().Add(200 * time.Millisecond)}
	v := sqsVerdict(inspect.Filter, 3, 1)
	q := New(Options{Place: Place{Queue: server.URL + "/1/q"}, Getenv: env()})
	ended := make(chan error, 1)
	go func() {
		_, err := q.Keep(context.WithoutCancel(t.Context()), inv, v, Taken(inv, v, source.Forward{}, nil))
		ended <- err
	}()
	select {
	case err := <-ended:
		if err == nil || errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(4 * time.Second):
		t.Error("an invocation that had 200 ms waits for 4 s")
	}
	inv.Deadline = time.Now().Add(-time.Second)
	before := server.count()
	if _, err := q.Keep(t.Context(), inv, v, Taken(inv, v, source.Forward{}, nil)); err == nil || server.count() != before {
		t.Errorf("after the deadline: got %v and %d requests", err, server.count()-before)
	}
}

func TestNothingIsDoneBeforeThereIsSomethingToKeep(t *testing.T) {
	asked := 0
	q := New(Options{Place: Place{Bucket: "refused"}, Getenv: func(string) string { asked++; return "" }})
	inv := source.Invocation{Payload: three}
	passed := inspect.Verdict{Source: "sqs", Action: inspect.Pass}
	if where, err := q.Keep(t.Context(), inv, passed, Taken(inv, passed, source.Forward{Payload: three}, nil)); where != "" || err != nil {
		t.Errorf("got %q, %v", where, err)
	}
	if asked > 0 {
		t.Error("a client was made")
	}
	v := sqsVerdict(inspect.Filter, 3, 1)
	if where, err := New(Options{}).Keep(t.Context(), inv, v, Taken(inv, v, source.Forward{}, nil)); where != "" || err != nil {
		t.Errorf("without a place: got %q, %v", where, err)
	}
	if _, err := q.Keep(t.Context(), inv, v, Taken(inv, v, source.Forward{}, nil)); err == nil || asked == 0 {
		t.Errorf("with something to keep: got %v, %d variables asked for", err, asked)
	}
	if n := testing.AllocsPerRun(100, func() {
		_, _ = q.Keep(context.Background(), inv, passed, Taken(inv, passed, source.Forward{Payload: three}, nil))
	}); n > 1 { // the outcome itself, as an interface
		t.Errorf("an event that passes costs %v allocations", n)
	}
}

func TestAFunctionThatReadsItsOwnQuarantineIsNotFedFromIt(t *testing.T) {
	server := answer(t, fine)
	_, err := keepIn(t, Options{Place: Place{Queue: server.URL + "/123456789012/orders"}, Getenv: env()})
	if err == nil || server.count() > 0 {
		t.Errorf("got %v and %d requests", err, server.count())
	}
}

func TestAQueuesRegionIsInItsURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://sqs.eu-west-1.amazonaws.com/1/q":                          "eu-west-1",
		"https://sqs-fips.us-gov-west-1.amazonaws.com/1/q":                 "us-gov-west-1",
		"https://sqs.cn-north-1.amazonaws.com.cn/1/q":                      "cn-north-1",
		"https://sqs.us-east-1.api.aws/1/q":                                "us-east-1",
		"https://vpce-0a-b.sqs.us-east-2.vpce.amazonaws.com/1/q":           "us-east-2",
		"https://eu-west-1.queue.amazonaws.com/1/q":                        "eu-west-1",
		"http://127.0.0.1:4100/1/q":                                        "",
		"http://localhost:4566/1/sqs.eu-west-1.amazonaws.com":              "",
		"https://mysqs.eu-west-1.example.com/1/q":                          "",
		"https://queue.example.com/1/q":                                    "",
		"https://sqs.eu-central-1.localhost.localstack.cloud:4566/000/que": "eu-central-1",
	} {
		if got := regionOf(address); got != want {
			t.Errorf("%s: got %q, want %q", address, got, want)
		}
	}
}

func TestAnObjectsAddressIsAsS3WantsIt(t *testing.T) {
	for _, test := range []struct{ bucket, endpoint, region, key, want string }{
		{"refused", "", "eu-west-1", "a/b.jsonl", "https://refused.s3.eu-west-1.amazonaws.com/a/b.jsonl"},
		{"my.refused", "", "eu-west-1", "a", "https://s3.eu-west-1.amazonaws.com/my.refused/a"},
		{"refused", "", "cn-north-1", "a", "https://refused.s3.cn-north-1.amazonaws.com.cn/a"},
		{"refused", "", "us-isob-east-1", "a", "https://refused.s3.us-isob-east-1.sc2s.sgov.gov/a"},
		{"refused", "http://127.0.0.1:7070", "eu-west-1", "a", "http://127.0.0.1:7070/refused/a"},
		{"refused", "", "eu-west-1", "team=a b/ü~+", "https://refused.s3.eu-west-1.amazonaws.com/team%3Da%20b/%C3%BC~%2B"},
	} {
		b := bucket{place: Place{Bucket: test.bucket}, endpoint: test.endpoint}
		if got := b.address(test.region, test.key); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestAnObjectIsNamedByFunctionDaySourceAndContent(t *testing.T) {
	inv := source.Invocation{FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live", Payload: three}
	b := bucket{place: Place{Bucket: "refused", Prefix: "weir"}}
	one := parcels(inv, sqsVerdict(inspect.Filter, 3, 1), source.Forward{})
	if got, want := b.key(one), "weir/orders/2026/03/04/sqs/"+one[0].item.SHA256+".jsonl"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	two := parcels(inv, sqsVerdict(inspect.Filter, 3, 1, 2), source.Forward{})
	inv.ID = "another delivery"
	if again := parcels(inv, sqsVerdict(inspect.Filter, 3, 1, 2), source.Forward{}); b.key(again) != b.key(two) || b.key(two) == b.key(one) {
		t.Errorf("got %s, %s and %s", b.key(one), b.key(two), b.key(again))
	}
	v := inspect.Verdict{Source: "cognito:PostConfirmation", Action: inspect.Block}
	b.place.Prefix = ""
	if got := b.key(parcels(source.Invocation{}, v, source.Reply{Swallows: true})); !strings.HasPrefix(got, "unknown/2026/03/04/cognito-PostConfirmation/") {
		t.Errorf("got %s", got)
	}
}

func TestTheMemoryOfWhatWasSentIsBounded(t *testing.T) {
	var r recent
	for i := range 3 * maxRecent {
		r.add(fmt.Sprint(i))
		r.add(fmt.Sprint(i))
		if !r.has(fmt.Sprint(i)) || len(r.known) > maxRecent {
			t.Fatalf("after %d: known %v, of %d", i, r.has(fmt.Sprint(i)), len(r.known))
		}
	}
	if r.has("0") || !r.has(fmt.Sprint(2*maxRecent)) {
		t.Error("the oldest should be forgotten first")
	}
}
