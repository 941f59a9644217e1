package lambdatest

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// caller plays a runtime or an extension with a plain HTTP client.
type caller struct {
	t    *testing.T
	base string
	http *http.Client
}

type reply struct {
	status int
	header http.Header
	body   string
}

func (r reply) errorType() string {
	_, after, _ := strings.Cut(r.body, `"errorType":"`)
	name, _, _ := strings.Cut(after, `"`)
	return name
}

func callerOf(t *testing.T, e *Env) caller {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return caller{t, "http://" + e.Addr(), &http.Client{Transport: transport}}
}

func (c caller) do(method, path string, body io.Reader, headers ...string) reply {
	c.t.Helper()
	r, err := c.try(method, path, body, headers...)
	if err != nil {
		c.t.Errorf("%s %s: %v", method, path, err)
	}
	return r
}

func (c caller) try(method, path string, body io.Reader, headers ...string) (reply, error) {
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, body)
	if err != nil {
		return reply{}, err
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return reply{res.StatusCode, res.Header, string(b)}, err
}

func (c caller) next() reply {
	c.t.Helper()
	return c.do(http.MethodGet, "/2018-06-01/runtime/invocation/next", nil)
}

// pollToTheEnd asks for an event that never comes: the poll ends with the environment.
func (c caller) pollToTheEnd() {
	go c.try(http.MethodGet, "/2018-06-01/runtime/invocation/next", nil) //nolint:errcheck // see above
}

// waitToTheEnd does the same for an extension.
func (c caller) waitToTheEnd(id string) {
	go c.try(http.MethodGet, "/2020-01-01/extension/event/next", nil, "Lambda-Extension-Identifier", id) //nolint:errcheck // see above
}

func (c caller) answer(id, what, body string, headers ...string) reply {
	c.t.Helper()
	return c.do(http.MethodPost, "/2018-06-01/runtime/invocation/"+id+"/"+what, strings.NewReader(body), headers...)
}

func (c caller) register(name, body string, headers ...string) reply {
	c.t.Helper()
	return c.do(http.MethodPost, "/2020-01-01/extension/register", strings.NewReader(body),
		append([]string{"Lambda-Extension-Name", name}, headers...)...)
}

func (c caller) event(id string) reply {
	c.t.Helper()
	return c.do(http.MethodGet, "/2020-01-01/extension/event/next", nil, "Lambda-Extension-Identifier", id)
}

func (r reply) id() string    { return r.header.Get("Lambda-Runtime-Aws-Request-Id") }
func (r reply) extID() string { return r.header.Get("Lambda-Extension-Identifier") }

// inBackground runs f and hands over what it returns.
func inBackground[T any](f func() T) <-chan T {
	out := make(chan T, 1)
	go func() { out <- f() }()
	return out
}

// within takes a value that has to come soon.
func within[T any](t *testing.T, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: nothing happened", what)
		panic("unreachable")
	}
}

func start(t *testing.T, cfg Config) *Env {
	t.Helper()
	e, err := Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

func invoke(e *Env, payload string) <-chan Result {
	return inBackground(func() Result { return e.Invoke([]byte(payload), InvokeOptions{}) })
}

func expect(t *testing.T, what string, r reply, status int, errorType string) {
	t.Helper()
	if r.status != status || r.errorType() != errorType {
		t.Errorf("%s: got %d %s, want %d %s", what, r.status, r.body, status, errorType)
	}
}

// waitFor waits until the journal holds an entry with this text.
func waitFor(t *testing.T, e *Env, text string) Entry {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(2 * time.Millisecond) {
		for _, entry := range e.Journal() {
			if strings.Contains(entry.String(), text) {
				return entry
			}
		}
	}
	t.Fatalf("no entry %q in the journal:\n%s", text, transcript(e))
	return Entry{}
}

func transcript(e *Env) string {
	var b bytes.Buffer
	for _, entry := range e.Journal() {
		b.WriteString(entry.String() + "\n")
	}
	return b.String()
}

// waitForPolls waits until so many calls of invocation/next are pending.
func waitForPolls(t *testing.T, e *Env, want int) {
	t.Helper()
	eventually(t, "pending polls", e, func(s *sandbox) bool { return len(s.polls) == want })
}

// waitForReady waits until an extension asked for its first event.
func waitForReady(t *testing.T, e *Env, name string) {
	t.Helper()
	eventually(t, name+" ready", e, func(s *sandbox) bool {
		for _, x := range s.extensions {
			if x.name == name && x.ready {
				return true
			}
		}
		return false
	})
}

func eventually(t *testing.T, what string, e *Env, holds func(*sandbox) bool) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(2 * time.Millisecond) {
		e.box.mu.Lock()
		ok := holds(e.box)
		e.box.mu.Unlock()
		if ok {
			return
		}
	}
	t.Fatalf("%s: not in time", what)
}
