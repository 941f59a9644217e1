// Package extapi is a client of the Lambda Extensions API: registration, the wait for the end of the environment, and
// the two ways to report that the extension cannot go on.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
package extapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// Client talks to the Extensions API. Register comes first and once; after it, the methods are safe for concurrent use.
type Client struct {
	base       string
	identifier string
	http       *http.Client
}

// New returns a client for the host and port of AWS_LAMBDA_RUNTIME_API.
func New(address string) *Client {
	dialer := &net.Dialer{KeepAlive: -1} // probes on a poll of hours prove nothing after a thaw
	return &Client{
		base: "http://" + address + "/2020-01-01/extension",
		// No timeout: the sandbox may be frozen while a poll is pending.
		http: &http.Client{Transport: &http.Transport{
			Proxy:              nil, // HTTP_PROXY of the function's environment must not reach this API
			DialContext:        dialer.DialContext,
			DisableCompression: true,
		}},
	}
}

// EventType is what an extension can register for.
type EventType string

// The event types.
const (
	Invoke   EventType = "INVOKE"
	Shutdown EventType = "SHUTDOWN"
)

// Registration is what Lambda tells an extension about its function.
type Registration struct {
	FunctionName    string `json:"functionName"`
	FunctionVersion string `json:"functionVersion"`
	Handler         string `json:"handler"`
	AccountID       string `json:"accountId"` // of the function; "" where Lambda does not tell
	Identifier      string `json:"-"`         // of the extension, for every later call
}

// Register makes the extension known. The name is that of its file in /opt/extensions, exactly: with another one Lambda
// takes it for an extension inside the runtime, and waits for the file's until the start has timed out.
func (c *Client) Register(ctx context.Context, name string, events ...EventType) (Registration, error) {
	if events == nil {
		events = []EventType{} // an array even if it is empty
	}
	header := http.Header{
		"Lambda-Extension-Name":           {name},
		"Lambda-Extension-Accept-Feature": {"accountId"},
	}
	body := struct {
		Events []EventType `json:"events"`
	}{events}
	var known Registration
	got, err := c.call(ctx, http.MethodPost, "/register", header, body, &known)
	if err != nil {
		return Registration{}, fmt.Errorf("registering the extension %q: %w", name, err)
	}
	known.Identifier = got.Get("Lambda-Extension-Identifier")
	if known.Identifier == "" {
		return Registration{}, fmt.Errorf("registering the extension %q: Lambda gave it no identifier", name)
	}
	c.identifier = known.Identifier
	return known, nil
}

// Event is something that happens to the environment.
type Event struct {
	Type        EventType
	Deadline    time.Time // when the extension must be done
	Reason      string    // of a SHUTDOWN: spindown, timeout or failure
	RequestID   string    // of an INVOKE
	FunctionARN string    // of an INVOKE, with its qualifier
}

// Next says that the extension has started, or is done with the last event, and waits for the next one. That may take
// hours, and the environment may be frozen meanwhile; only the context ends the wait.
func (c *Client) Next(ctx context.Context) (Event, error) {
	var said struct {
		Type        EventType `json:"eventType"`
		Deadline    int64     `json:"deadlineMs"`
		Reason      string    `json:"shutdownReason"`
		RequestID   string    `json:"requestId"`
		FunctionARN string    `json:"invokedFunctionArn"`
	}
	if _, err := c.call(ctx, http.MethodGet, "/event/next", http.Header{}, nil, &said); err != nil {
		return Event{}, fmt.Errorf("waiting for the extension's next event: %w", err)
	}
	event := Event{Type: said.Type, Reason: said.Reason, RequestID: said.RequestID, FunctionARN: said.FunctionARN}
	if said.Deadline != 0 {
		event.Deadline = time.UnixMilli(said.Deadline)
	}
	return event, nil
}

// InitError reports that the extension cannot start, which fails the function's start. The caller exits after it.
func (c *Client) InitError(ctx context.Context, errorType, message string) error {
	if err := c.fail(ctx, "/init/error", errorType, message); err != nil {
		return fmt.Errorf("reporting that the extension cannot start: %w", err)
	}
	return nil
}

// ExitError reports that the extension cannot go on, which fails the invocation. The caller exits after it.
func (c *Client) ExitError(ctx context.Context, errorType, message string) error {
	if err := c.fail(ctx, "/exit/error", errorType, message); err != nil {
		return fmt.Errorf("reporting that the extension cannot go on: %w", err)
	}
	return nil
}

func (c *Client) fail(ctx context.Context, path, errorType, message string) error {
	body := struct {
		Message string   `json:"errorMessage"`
		Type    string   `json:"errorType"`
		Trace   []string `json:"stackTrace"`
	}{message, errorType, []string{}}
	_, err := c.call(ctx, http.MethodPost, path, http.Header{"Lambda-Extension-Function-Error-Type": {errorType}}, body, nil)
	return err
}

// Error is an answer of Lambda's that is no success.
type Error struct {
	Status  int
	Type    string // such as Extension.InvalidExtensionState; "" if Lambda says none
	Message string
}

func (e *Error) Error() string {
	if e.Type == "" {
		return fmt.Sprintf("Lambda says %d", e.Status)
	}
	return fmt.Sprintf("Lambda says %d %s: %s", e.Status, e.Type, e.Message)
}

// maxAnswer bounds what is read of an answer: Lambda's have some hundred bytes.
const maxAnswer = 64 << 10

// call makes one request. It writes body as JSON unless it is nil, and reads the answer into said unless that is nil.
func (c *Client) call(ctx context.Context, method, path string, header http.Header, body, said any) (http.Header, error) {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(text)
		header.Set("Content-Type", "application/json")
	}
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, content)
	if err != nil {
		return nil, err
	}
	request.Header = header
	if c.identifier != "" {
		header.Set("Lambda-Extension-Identifier", c.identifier)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("reading Lambda's answer: %w", err)
	}
	if response.StatusCode/100 != 2 {
		return nil, refusal(response.StatusCode, text)
	}
	if said != nil {
		if err := json.Unmarshal(text, said); err != nil {
			return nil, fmt.Errorf("reading Lambda's answer: %w", err)
		}
	}
	return response.Header, nil
}

func refusal(status int, text []byte) error {
	var said struct {
		Type    string `json:"errorType"`
		Message string `json:"errorMessage"`
	}
	_ = json.Unmarshal(text, &said) // without a reason, the status has to do
	return &Error{Status: status, Type: said.Type, Message: said.Message}
}
