package extapi

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// awaited waits for SHUTDOWN against a service that has to be asked for all its answers, and returns what was troubling.
func awaited(t *testing.T, answers ...answer) (troubles []string) {
	t.Helper()
	s, c := serve(t, answers...)
	c.RegisterAndAwait(t.Context(), "weir", Shutdown, func() {}, func(err error) { troubles = append(troubles, err.Error()) })
	if len(s.answers) > 0 {
		t.Errorf("%d answers are left", len(s.answers))
	}
	return troubles
}

var shutdown = answer{200, "", `{"eventType":"SHUTDOWN","shutdownReason":"spindown"}`}

func TestThePollForSHUTDOWNIsMadeAgainUntilItSucceeds(t *testing.T) {
	for name, failure := range map[string]answer{
		"a failure of Lambda's": {500, "", `{"errorMessage":"no","errorType":"Extension.Unknown"}`},
		"a refusal":             {403, "", `{"errorMessage":"no","errorType":"Extension.InvalidExtensionState"}`},
		"no JSON":               {200, "", "OK"},
		"no event":              {200, "", "{}"},
		"a long answer":         {200, "", strings.Repeat("x", maxAnswer+1)},
	} {
		troubles := awaited(t, registered, failure, failure, failure, shutdown)
		if len(troubles) != 2 {
			t.Errorf("%s: troubles %q, want the first and the second of three", name, troubles)
		}
	}
}

func TestAnInvokeEventIsFollowedByTheNextPoll(t *testing.T) {
	invoke := answer{200, "", `{"eventType":"INVOKE"}`}
	if troubles := awaited(t, registered, invoke, invoke, shutdown); troubles != nil {
		t.Errorf("troubles %q", troubles)
	}
}

func TestAConnectionThatDiesUnderThePollIsReplaced(t *testing.T) {
	polls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/register") {
			w.Header().Set("Lambda-Extension-Identifier", "1")
			_, _ = w.Write([]byte("{}"))
			return
		}
		if polls++; polls < 6 {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				_ = conn.(*net.TCPConn).SetLinger(0)
				_ = conn.Close()
			}
			return
		}
		_, _ = w.Write([]byte(shutdown.body))
	}))
	defer server.Close()
	var troubles int
	New(strings.TrimPrefix(server.URL, "http://")).RegisterAndAwait(t.Context(), "weir", Shutdown, func() {}, func(error) { troubles++ })
	if troubles == 0 {
		t.Error("nobody heard of it")
	}
}

func TestARegistrationIsMadeAgainUnlessLambdaRefusesIt(t *testing.T) {
	if troubles := awaited(t, answer{500, "", ""}, registered, shutdown); len(troubles) != 1 {
		t.Errorf("troubles %q", troubles)
	}
	s, c := serve(t, answer{403, "", `{"errorType":"Extension.RegistrationClosed","errorMessage":"no"}`})
	ctx, cancel := context.WithCancel(t.Context())
	prepared := false
	c.RegisterAndAwait(ctx, "weir", Shutdown, func() {
		prepared = true
		cancel()
	}, func(error) {})
	if len(s.told) != 1 || !prepared {
		t.Errorf("%d calls, prepared: %v", len(s.told), prepared)
	}
}

func TestTheEndOfTheContextEndsTheWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, c := serve(t, registered, answer{500, "", ""})
	c.RegisterAndAwait(ctx, "weir", Shutdown, func() {}, func(error) { cancel() })
}

func TestNothingIsPolledBeforeWhatFollowsTheRegistration(t *testing.T) {
	s, c := serve(t, registered, shutdown)
	c.RegisterAndAwait(t.Context(), "weir", Shutdown, func() {
		if len(s.told) != 1 {
			t.Errorf("%d calls before", len(s.told))
		}
	}, func(error) {})
}
