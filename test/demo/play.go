package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"weir/test/lambdatest"
)

// played is what came of a row.
type played struct {
	row     row
	without string // what the event did to the bare function
	verdict string // Weir's action; in monitor mode what would have been its action
	rule    string // and its strongest reason, "" if there is none
	caller  string // what the caller saw
	handler string // what the handler saw
	took    time.Duration
	wrong   string // what was not as it should be; "" if all was
}

// line is what the table needs of a line of Weir's log.
type line struct {
	Weir    string `json:"weir"`
	Request string `json:"request_id"`
	Action  string `json:"action"`
	Would   string `json:"would"`
	Micros  int64  `json:"micros"`
	Matches []struct {
		Rule    int    `json:"rule"`
		Message string `json:"message"`
		Field   string `json:"field"`
		Via     string `json:"via"`
	} `json:"matches"`
}

// repeats is how often each event is played again behind Weir: the first one warms up.
const repeats = 5

// play sends one event to both functions.
func play(r row, m mode, bare, guarded *lambdatest.Env) played {
	p := played{row: r}
	without := bare.Invoke(r.event, lambdatest.InvokeOptions{})
	p.without = "works as meant"
	if r.harm != "" {
		p.without = "NO HARM DONE"
		if bytes.Contains(without.Payload, []byte(r.harm)) {
			p.without = "leaks a secret"
		}
	}

	seen := len(handlerLines(guarded))
	with := guarded.Invoke(r.event, lambdatest.InvokeOptions{})
	p.caller = callerSaw(with)
	found := logged(guarded, with.RequestID)
	p.verdict = cmp.Or(found.Would, found.Action)
	if len(found.Matches) > 0 {
		m := found.Matches[0]
		p.rule = fmt.Sprintf("%d in %s", m.Rule, m.Field)
		if m.Via != "" {
			p.rule += ", decoded by " + strings.ReplaceAll(m.Via, ">", ", then ")
		}
	}
	lines := handlerLines(guarded)[seen:]
	p.handler = handlerSaw(r, lines)
	p.took = fastest(r, guarded, found)
	p.wrong = wrong(r, p, without, with, lines)
	if m == monitor {
		p.wrong = wrongInMonitor(r, found, without, with, lines)
	}
	return p
}

// fastest is the shortest inspection of several, as Weir's log tells it: of events that pass and of those that do not the same
// work is measured, and nothing of the handler's.
func fastest(r row, guarded *lambdatest.Env, first line) time.Duration {
	best := first.Micros
	for range repeats {
		best = min(best, logged(guarded, guarded.Invoke(r.event, lambdatest.InvokeOptions{}).RequestID).Micros)
	}
	return time.Duration(best) * time.Microsecond
}

// wrong says what is not as it should be.
func wrong(r row, p played, without, with lambdatest.Result, lines []string) string {
	harmless := bytes.Contains(without.Payload, []byte(r.harm))
	switch {
	case r.harm != "" && !harmless:
		return "the attack does not even work without Weir"
	case r.harm != "" && bytes.Contains(with.Payload, []byte(r.harm)):
		return "the attack works behind Weir"
	case p.verdict != r.action:
		return "the verdict is " + p.verdict + ", not " + r.action
	case r.action == "block" && len(lines) != 0:
		return "the handler saw the event"
	case r.action == "pass" && !bytes.Equal(with.Payload, without.Payload):
		return "the answer is another one behind Weir"
	case r.records > 0 && (len(lines) != 1 || strings.Count(lines[0], `"messageId"`) != r.records):
		return "the handler did not see " + strconv.Itoa(r.records) + " messages"
	}
	return ""
}

// wrongInMonitor is wrong where Weir lets every event pass.
func wrongInMonitor(r row, found line, without, with lambdatest.Result, lines []string) string {
	would := r.action
	if would == "pass" {
		would = ""
	}
	switch {
	case found.Action != "pass":
		return "the verdict is " + found.Action + " in monitor mode"
	case found.Would != would:
		return fmt.Sprintf("the event would get %q, not %q", found.Would, would)
	case len(lines) != 1 || strings.Count(lines[0], `"messageId"`) != bytes.Count(r.event, []byte(`"messageId"`)):
		return "the handler did not see the whole event"
	case !bytes.Equal(with.Payload, without.Payload):
		return "the answer is another one behind Weir"
	}
	return ""
}

func callerSaw(result lambdatest.Result) string {
	if result.ErrorType != "" {
		return "an error"
	}
	var http struct {
		StatusCode int `json:"statusCode"`
	}
	if json.Unmarshal(result.Payload, &http) == nil && http.StatusCode != 0 {
		return strconv.Itoa(http.StatusCode)
	}
	return "an answer"
}

func handlerSaw(r row, lines []string) string {
	switch {
	case len(lines) == 0:
		return "nothing"
	case r.records > 0:
		return fmt.Sprintf("%d of %d", strings.Count(lines[0], `"messageId"`), bytes.Count(r.event, []byte(`"messageId"`)))
	}
	return "the event"
}

// handlerLines are the lines in which the goat notes each event that reaches it.
func handlerLines(env *lambdatest.Env) []string {
	var lines []string
	for _, l := range env.Logs() {
		if event, ok := strings.CutPrefix(l.Text, "goat: "); ok && l.Process == "runtime" {
			lines = append(lines, event)
		}
	}
	return lines
}

// logged is Weir's line about an invocation. It is written before the answer is.
func logged(env *lambdatest.Env, request string) line {
	for _, l := range env.Logs() {
		var about line
		if l.Process == "weir" && json.Unmarshal([]byte(l.Text), &about) == nil && about.Request == request &&
			(about.Weir == "finding" || about.Weir == "event") {
			return about
		}
	}
	return line{}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
