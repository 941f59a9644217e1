package lambdatest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Entry is one thing that happened: a call to the service, or an act of the service. Calls have a Method, acts an Act.
type Entry struct {
	// Began and Ended are places in one order of all events of an environment. Ended is 0 while a call is unanswered;
	// a call whose Ended is smaller than another's Began was over before the other came.
	Began, Ended int

	// By names the process that made the connection: "runtime", an extension's file name, or "" for everybody else
	// (the test itself, or where there is no /proc). For an act it names the process acted on.
	By string
	// As is the part that the caller plays: "runtime", "extension NAME" or "internal NAME".
	As string

	Method    string
	Path      string
	Header    http.Header // of the request
	Status    int         // 0 while unanswered, and if the connection was dropped
	ErrorType string      // of a refusal

	// Act is what the service did or saw: "start", "exit N", "signal: killed", "SIGTERM", "SIGKILL", "deliver
	// SHUTDOWN", or "fail TYPE".
	Act string
}

// String is the entry on one line, for assertions and for people: "weir: POST /2020-01-01/extension/register 200".
func (e Entry) String() string {
	who := e.By
	if who == "" {
		who = "-"
	}
	if e.Act != "" {
		return who + ": " + e.Act
	}
	s := fmt.Sprintf("%s: %s %s %d", who, e.Method, e.Path, e.Status)
	if e.ErrorType != "" {
		s += " " + e.ErrorType
	}
	return s
}

// journal is the record of one environment.
type journal struct {
	mu    sync.Mutex
	clock int
	all   []*Entry
}

func newJournal() *journal { return &journal{} }

// begin adds an entry; finish completes it.
func (j *journal) begin(e Entry) *Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.clock++
	e.Began = j.clock
	j.all = append(j.all, &e)
	return &e
}

func (j *journal) finish(e *Entry, status int, errorType string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if e.Ended != 0 {
		return
	}
	j.clock++
	e.Ended, e.Status, e.ErrorType = j.clock, status, errorType
}

func (j *journal) as(e *Entry, role string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.As = role
}

func (j *journal) act(process, act string) {
	j.finish(j.begin(Entry{By: process, Act: act}), 0, "")
}

func (j *journal) entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Entry, len(j.all))
	for i, e := range j.all {
		out[i] = *e
	}
	return out
}

// Line is one line that a process wrote.
type Line struct {
	Process string // "runtime", or an extension's file name
	Stream  string // "stdout" or "stderr"
	Text    string
	At      time.Time
}

// logs collects lines of all processes.
type logs struct {
	mu  sync.Mutex
	all []Line
}

func (l *logs) lines() []Line {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Line(nil), l.all...)
}

// stream is an io.Writer that cuts what one process writes into lines.
type stream struct {
	logs          *logs
	process, name string
	mu            sync.Mutex
	unfinished    []byte
}

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	rest := append(s.unfinished, p...)
	for {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			break
		}
		s.add(string(line), now)
		rest = after
	}
	s.unfinished = append([]byte(nil), rest...)
	return len(p), nil
}

// flush keeps what the process wrote last without a line feed.
func (s *stream) flush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.unfinished) > 0 {
		s.add(string(s.unfinished), time.Now())
		s.unfinished = nil
	}
}

func (s *stream) add(text string, at time.Time) {
	s.logs.mu.Lock()
	defer s.logs.mu.Unlock()
	s.logs.all = append(s.logs.all, Line{Process: s.process, Stream: s.name, Text: strings.TrimSuffix(text, "\r"), At: at})
}
