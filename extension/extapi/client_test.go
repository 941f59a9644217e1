package extapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// Go reads the proxy of the environment once in a process, so it has to be there from the start. No test may reach it.
func TestMain(m *testing.M) {
	_ = os.Setenv("HTTP_PROXY", "http://192.0.2.99:3128")
	os.Exit(m.Run())
}

// service answers each call from a list, and keeps what it was told.
type service struct {
	answers []answer
	told    []told
}

type answer struct {
	status     int
	identifier string
	body       string
}

type told struct {
	call   string
	header http.Header
	body   string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.told = append(s.told, told{r.Method + " " + r.URL.Path, r.Header, string(body)})
	next := s.answers[0]
	s.answers = s.answers[1:]
	if next.identifier != "" {
		w.Header().Set("Lambda-Extension-Identifier", next.identifier)
	}
	w.WriteHeader(next.status)
	_, _ = io.WriteString(w, next.body)
}

func serve(t *testing.T, answers ...answer) (*service, *Client) {
	s := &service{answers: answers}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, New(strings.TrimPrefix(server.URL, "http://"))
}

var registered = answer{200, "uuid-1", `{"functionName":"f","functionVersion":"$LATEST","handler":"app.run","accountId":"123456789012"}`}

func TestRegistrationTellsTheFunction(t *testing.T) {
	s, c := serve(t, registered)
	got, err := c.Register(context.Background(), "weir", Shutdown)
	want := Registration{"f", "$LATEST", "app.run", "123456789012", "uuid-1"}
	if err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	sent := s.told[0]
	if sent.call != "POST /2020-01-01/extension/register" || sent.body != `{"events":["SHUTDOWN"]}` {
		t.Errorf("sent %s %s", sent.call, sent.body)
	}
	if sent.header.Get("Lambda-Extension-Name") != "weir" || sent.header.Get("Lambda-Extension-Accept-Feature") != "accountId" ||
		sent.header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", sent.header)
	}
}

func TestRegistrationForNoEventsSendsAnEmptyArray(t *testing.T) {
	s, c := serve(t, registered)
	if _, err := c.Register(context.Background(), "weir"); err != nil {
		t.Error(err)
	}
	if s.told[0].body != `{"events":[]}` {
		t.Errorf("sent %s", s.told[0].body)
	}
}

func TestARegistrationWithoutIdentifierIsNone(t *testing.T) {
	_, c := serve(t, answer{200, "", registered.body})
	if _, err := c.Register(context.Background(), "weir", Shutdown); err == nil {
		t.Error("no error")
	}
}

func TestARefusalNamesStatusAndType(t *testing.T) {
	_, c := serve(t, answer{403, "", `{"errorMessage":"already closed","errorType":"Extension.RegistrationClosed"}`}, answer{500, "", "<html>"})
	_, err := c.Register(context.Background(), "weir", Shutdown)
	var refused *Error
	if !errors.As(err, &refused) || refused.Status != 403 || refused.Type != "Extension.RegistrationClosed" {
		t.Errorf("got %v", err)
	}
	if want := `registering the extension "weir": Lambda says 403 Extension.RegistrationClosed: already closed`; err.Error() != want {
		t.Errorf("got %q", err)
	}
	if _, err = c.Next(context.Background()); err == nil || err.Error() != "waiting for the extension's next event: Lambda says 500" {
		t.Errorf("got %v", err)
	}
}

func TestEventsOfBothTypes(t *testing.T) {
	s, c := serve(t, registered,
		answer{200, "", `{"eventType":"INVOKE","deadlineMs":1700000000123,"requestId":"r","invokedFunctionArn":"arn","tracing":{"type":"X","value":"v"}}`},
		answer{200, "", `{"eventType":"SHUTDOWN","shutdownReason":"spindown","deadlineMs":1700000002000}`},
		answer{200, "", `{"eventType":"SHUTDOWN","shutdownReason":"timeout"}`})
	if _, err := c.Register(context.Background(), "weir", Invoke, Shutdown); err != nil {
		t.Fatal(err)
	}
	for _, want := range []Event{
		{Type: Invoke, Deadline: time.UnixMilli(1700000000123), RequestID: "r", FunctionARN: "arn"},
		{Type: Shutdown, Deadline: time.UnixMilli(1700000002000), Reason: "spindown"},
		{Type: Shutdown, Reason: "timeout"},
	} {
		if got, err := c.Next(context.Background()); err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	}
	if sent := s.told[1]; sent.call != "GET /2020-01-01/extension/event/next" || sent.header.Get("Lambda-Extension-Identifier") != "uuid-1" {
		t.Errorf("sent %+v", sent)
	}
}

func TestErrorsAreReportedUnderTheirType(t *testing.T) {
	s, c := serve(t, registered, answer{202, "", ""}, answer{202, "", `{"status":"OK"}`}, answer{403, "", `{"errorType":"Extension.InvalidExtensionState"}`})
	ctx := context.Background()
	if _, err := c.Register(ctx, "weir", Shutdown); err != nil {
		t.Fatal(err)
	}
	if err := c.InitError(ctx, "Extension.BadConfiguration", `WEIR_MODE="x"`); err != nil {
		t.Error(err)
	}
	if err := c.ExitError(ctx, "Extension.Broken", "why"); err != nil {
		t.Error(err)
	}
	if err := c.ExitError(ctx, "Extension.Broken", "why"); err == nil {
		t.Error("a refusal is no error")
	}
	for i, call := range []string{"POST /2020-01-01/extension/init/error", "POST /2020-01-01/extension/exit/error"} {
		sent := s.told[i+1]
		if sent.call != call || sent.header.Get("Lambda-Extension-Identifier") != "uuid-1" {
			t.Errorf("sent %+v", sent)
		}
	}
	if sent := s.told[1]; sent.header.Get("Lambda-Extension-Function-Error-Type") != "Extension.BadConfiguration" ||
		sent.body != `{"errorMessage":"WEIR_MODE=\"x\"","errorType":"Extension.BadConfiguration","stackTrace":[]}` {
		t.Errorf("sent %+v", sent)
	}
}

func TestTheWaitEndsWithItsContext(t *testing.T) {
	waiting, over := make(chan bool), make(chan bool)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		waiting <- true
		<-over
	}))
	defer server.Close()
	defer close(over)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-waiting
		cancel()
	}()
	if _, err := New(strings.TrimPrefix(server.URL, "http://")).Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A timeout cannot be waited for in a test; what the zero values mean is documented by net/http.
func TestThereIsNoTimeout(t *testing.T) {
	c := New("127.0.0.1:1")
	transport := c.http.Transport.(*http.Transport)
	if c.http.Timeout != 0 || transport.ResponseHeaderTimeout != 0 || transport.IdleConnTimeout != 0 {
		t.Error("a call has a timeout")
	}
}

// The address is no loopback address, as newer runtimes have it: Go would not ask a proxy for one of those.
func TestTheProxyOfTheEnvironmentIsNotAsked(t *testing.T) {
	dialled := make(chan string, 1)
	c := New("169.254.100.1:9001")
	c.http.Transport.(*http.Transport).DialContext = func(_ context.Context, _, address string) (net.Conn, error) {
		dialled <- address
		return nil, errors.New("no network here")
	}
	if _, err := c.Next(context.Background()); err == nil {
		t.Error("no error")
	}
	if address := <-dialled; address != "169.254.100.1:9001" {
		t.Errorf("called %s", address)
	}
}

func TestAnEndlessAnswerIsNotReadToItsEnd(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for err := error(nil); err == nil; {
			_, err = io.WriteString(w, strings.Repeat(" ", 1000))
		}
	}))
	defer server.Close()
	if _, err := New(strings.TrimPrefix(server.URL, "http://")).Next(context.Background()); err == nil {
		t.Error("no error")
	}
}
