package lambdatest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// call is one call to the service: its answer is written down before it is sent, so that whatever the caller does next
// comes later in the journal.
type call struct {
	w       http.ResponseWriter
	journal *journal
	entry   *Entry
}

// answer sends a status with a body.
func (c *call) answer(status int, header http.Header, body []byte) { c.send(status, "", header, body) }

func (c *call) send(status int, errorType string, header http.Header, body []byte) {
	for name, values := range header {
		c.w.Header()[name] = values
	}
	c.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	c.journal.finish(c.entry, status, errorType)
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // a caller that has gone is not the service's trouble
}

// accept is the answer to every POST that did what it wanted.
func (c *call) accept() {
	c.answer(http.StatusAccepted, jsonHeader(), []byte("{\"status\":\"OK\"}\n"))
}

// refuse answers with an error.
func (c *call) refuse(r *refusal) {
	c.send(r.status, r.errorType, jsonHeader(), append(errorBody(r.errorType, r.message), '\n'))
}

// drop ends the connection without an answer.
func (c *call) drop() { panic(http.ErrAbortHandler) }

func jsonHeader() http.Header { return http.Header{"Content-Type": {"application/json"}} }

// refusal is an answer that says no.
type refusal struct {
	status    int
	errorType string
	message   string
}

func forbidden(errorType, message string) *refusal {
	return &refusal{http.StatusForbidden, errorType, message}
}

func badRequest(errorType, message string) *refusal {
	return &refusal{http.StatusBadRequest, errorType, message}
}

func wrongState() *refusal {
	return forbidden("InvalidStateTransition", "the call does not fit the state of the environment")
}

// routes are the paths that the service knows; the others are 404.
func (s *sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, serve func(*call, *http.Request)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			serve(s.record(w, r, "runtime"), r)
		})
	}
	handle("GET /2018-06-01/ping", func(c *call, _ *http.Request) { c.answer(http.StatusOK, nil, []byte("pong")) })
	handle("GET /2018-06-01/runtime/invocation/next", s.next)
	handle("POST /2018-06-01/runtime/invocation/{id}/response", s.response)
	handle("POST /2018-06-01/runtime/invocation/{id}/error", s.invocationError)
	handle("POST /2018-06-01/runtime/init/error", s.initError)
	if s.cfg.SnapStart {
		handle("GET /2018-06-01/runtime/restore/next", s.restoreNext)
		handle("POST /2018-06-01/runtime/restore/error", s.restoreError)
	}
	handle("POST /2020-01-01/extension/register", s.register)
	handle("GET /2020-01-01/extension/event/next", s.eventNext)
	handle("POST /2020-01-01/extension/init/error", s.extensionInitError)
	handle("POST /2020-01-01/extension/exit/error", s.extensionExitError)
	handle("/", func(c *call, _ *http.Request) { c.answer(http.StatusNotFound, nil, []byte("404 page not found\n")) })
	return mux
}

func (s *sandbox) record(w http.ResponseWriter, r *http.Request, role string) *call {
	entry := s.journal.begin(Entry{
		By: s.owner(r.Context()), As: role, Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(),
	})
	if s.cfg.Observe != nil {
		s.cfg.Observe(Entry{Began: entry.Began, By: entry.By, As: role, Method: entry.Method, Path: entry.Path, Header: entry.Header})
	}
	return &call{w: w, journal: s.journal, entry: entry}
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only values of this package come here, and they marshal
	}
	return b
}
