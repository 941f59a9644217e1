//go:generate go run generate.go ../../docs/LOGS.md

// Package auditlog knows what Weir writes to the function's log: one line of JSON per finding, the few lines about
// Weir's own life, and the metrics, which CloudWatch takes out of these lines.
//
// It knows verdicts and the invocations they belong to. It learns nothing of an event's bytes except excerpts that the
// user asked for, and those it redacts. Record.go holds every key of every line.
package auditlog

import (
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect"
	"weir/inspect/source"
)

// Level says which events get a line.
type Level string

// The levels.
const (
	Findings Level = "findings" // the default: events with findings, and everything that goes wrong
	All      Level = "all"      // every event
	Errors   Level = "errors"   // only what goes wrong on our side
)

// Dimensions say by what metrics are counted.
type Dimensions string

// The dimensions.
const (
	ByAction   Dimensions = "all"      // by function, and by function, source and action
	ByFunction Dimensions = "function" // by function alone
)

// Options are all that a Log is told.
type Options struct {
	Function        string // the function's name; "" means the one in the invoked ARN
	FunctionVersion string
	Level           Level      // "" means Findings
	Excerpts        bool       // add what matched, redacted
	Metrics         Dimensions // by what metrics are counted; "" means no metrics
	Client          Client     // what of a client's address is written; "" means Hashed
	ClientKey       string     // a secret: the key to hash addresses with
	Now             func() time.Time
}

// Log writes lines. Each is one Write to its writer, at once and whole. It is safe for concurrent use.
//
// A writer that stands still or fails holds no invocation for longer than patience: lines are lost then, and the next one
// that is written says how many.
type Log struct {
	options Options
	encoder zapcore.Encoder
	pipe    *pipe
	now     func() time.Time

	mu     sync.Mutex
	window window // counts of what got no line
}

// New prepares a log that writes to w, which is the process's standard output in Lambda.
func New(w io.Writer, options Options) *Log {
	// The encoder writes our fields and nothing of its own.
	l := &Log{options: options, encoder: zapcore.NewJSONEncoder(zapcore.EncoderConfig{}), pipe: newPipe(w), now: options.Now}
	if l.now == nil {
		l.now = time.Now
	}
	return l
}

// Removal is what an outcome has taken away, of which nobody learns but by the log and the quarantine. The zero Removal
// is nothing.
type Removal struct {
	Items []Removed
	Place string // where they are kept, "" if they are not
}

// Removed is one record that was taken out of a batch, or a whole event that was swallowed.
type Removed struct {
	Record int    // index of the record, -1 for a whole event
	ID     string // the record's id as its service knows it, "" if it has none
	SHA256 string // in hex
}

// Write records what was found in an event, and what was removed by it. An event without findings costs no line, unless all events are logged,
// and no memory: it is counted. A clean response is not.
func (l *Log) Write(inv source.Invocation, v inspect.Verdict, r Removal) {
	kind := kindOf(v)
	if v.Response && kind == Event {
		return
	}
	lined := l.lines(kind)
	if !lined || kind == Event {
		l.count(inv, v)
	}
	if !lined {
		return
	}
	now := l.now()
	fields := l.head(kind, levelOf(v), now, inv)
	var metrics []zapcore.Field
	if l.options.Metrics != "" && kind != Event {
		metrics = l.eventMetrics(now, v)
	}
	const room = maxLeaves - 1 // the one is lines_lost
	fields = append(fields, l.eventFields(inv, v, r, room-len(fields)-leavesOf(metrics))...)
	l.emit(inv.ID, append(fields, metrics...))
	l.taken(inv, v, r)
}

// taken writes what of the records that were taken out the line of the finding had no room for.
func (l *Log) taken(inv source.Invocation, v inspect.Verdict, r Removal) {
	rest := r.Items[min(len(r.Items), maxListed):min(len(r.Items), maxRemoved)]
	for part := range slices.Chunk(rest, maxTaken) {
		f := l.head(Taken, levelOf(v), l.now(), inv)
		f = appendWord(f, "request_id", inv.ID)
		f = appendWord(f, "incident", v.Incident)
		l.emit(inv.ID, append(f,
			zap.String("source", dimension(v.Source)),
			zap.Int("removed_total", len(r.Items)),
			zap.Array("removed", removedList(part)),
		))
	}
}

func kindOf(v inspect.Verdict) Kind {
	switch {
	case v.Fault != "":
		return Fault
	case v.Clean():
		return Event
	}
	return Finding
}

func levelOf(v inspect.Verdict) string {
	switch {
	case v.Fault != "":
		return "error"
	case v.Clean():
		return "info"
	}
	return "warn"
}

// lines says whether the user wants lines of this kind.
func (l *Log) lines(kind Kind) bool {
	switch kind {
	case Event:
		return l.options.Level == All
	case Finding, Start, Posture, Absent:
		return l.options.Level != Errors
	}
	return true
}

// usualFields is how many keys and metrics a finding has at most, as a rule. The tables themselves are for the documents, and are not
// in the program as long as it asks them nothing.
const usualFields = 48

// head begins a line. inv may be the zero Invocation.
func (l *Log) head(kind Kind, level string, now time.Time, inv source.Invocation) []zapcore.Field {
	fields := make([]zapcore.Field, 0, usualFields)
	moment := now.UTC().Format("2006-01-02T15:04:05.000Z")
	fields = append(fields,
		zap.String("weir", string(kind)),
		zap.String("level", level),
		zap.String("time", moment),
		// Without it Lambda takes a line for one of level INFO, whatever it says.
		// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
		zap.String("timestamp", moment),
		zap.String("function", l.function(inv.FunctionARN)),
	)
	return appendWord(fields, "function_version", l.options.FunctionVersion)
}

// emit writes a line of an invocation, or of the process if id is "".
func (l *Log) emit(id string, fields []zapcore.Field) { l.pipe.write(id, l.encode(fields)) }

// lostPlace is the place of the key lines_lost: behind the time and the timestamp.
const lostPlace = 4

func (l *Log) encode(fields []zapcore.Field) line {
	lost := l.pipe.lost.Swap(0)
	if lost > 0 {
		fields = slices.Insert(fields, lostPlace, zap.Int64("lines_lost", lost))
	}
	text, _ := l.encoder.EncodeEntry(zapcore.Entry{}, fields) // it never fails
	return line{text, lost}
}

// function is the function's name: from the options, else from the invoked ARN.
func (l *Log) function(arn string) string {
	name := l.options.Function
	if name == "" {
		name, _ = splitARN(arn)
	}
	return dimension(name)
}

// splitARN takes the name and the qualifier out of arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER].
func splitARN(arn string) (name, qualifier string) {
	parts := strings.Split(arn, ":")
	if len(parts) > 6 {
		name = parts[6]
	}
	if len(parts) > 7 {
		qualifier = parts[7]
	}
	return name, qualifier
}

// appendWord adds a word, if there is one. A dozen calls are smaller than its body in a dozen places.
//
//go:noinline
func appendWord(fields []zapcore.Field, key, value string) []zapcore.Field {
	if value == "" {
		return fields
	}
	return append(fields, zap.String(key, clip(value, maxWord)))
}

// clip cuts a text at the border of a character, so that it has no more than limit bytes and the sign of the cut.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && text[limit]&0xc0 == 0x80 { // inside a character
		limit--
	}
	return text[:limit] + "…"
}
