package inspect

import (
	"time"

	"weir/inspect/source"
)

// Action is what was done with an event.
type Action string

// The actions.
const (
	Pass     Action = "pass"     // the handler gets the event as it came
	Annotate Action = "annotate" // the handler gets the event with a note
	Filter   Action = "filter"   // the handler gets the event without its bad records
	Block    Action = "block"    // the handler does not get the event
)

// Mode is what the user wants done with events whose score reaches the threshold.
type Mode string

// The modes.
const (
	ModeBlock    Mode = "block"
	ModeAnnotate Mode = "annotate"
	ModeMonitor  Mode = "monitor"
	ModeOff      Mode = "off"
)

// ResponseMode is what the user wants done with responses.
type ResponseMode string

// The modes for responses.
const (
	ResponsesOff     ResponseMode = "off"
	ResponsesMonitor ResponseMode = "monitor" // inspected when the caller has them
	ResponsesBlock   ResponseMode = "block"   // held until they are inspected
)

// Match is one rule that matched one reading of one field.
type Match struct {
	Rule     int
	Message  string
	Severity string
	Tags     []string
	Score    int
	Mode     Mode   // in force for the match, if WEIR_MODE names its rule; "" otherwise
	Record   int    // index of the record, -1 if the event is no batch
	Field    string // path of the field, down into the documents that it holds
	Kind     string // of the field, by which it was judged: "path"; "" of what is about no field, and of responses
	Via      string // encodings undone on the way: "base64>gzip"
	Text     string // what matched: the sender's text, for people who asked for it and never for a log by default
	Part     string // what of Text the rule names, with Options.Explain: never for a log
}

// Denial is a match that does not count, because no reading of its text does what the rule fears.
type Denial struct {
	Match
	Reason string // "shell: no program in the place of a command"
}

// Verdict is all that an inspection found, and what was decided. It holds no reference to the event.
type Verdict struct {
	Response   bool   // it is about a response
	Incident   string // id that joins log line, answer and annotation
	Source     string
	Mode       Mode   // in force for this source, or that of rules if theirs led to the action
	Asked      string // what the user asked for in the place of Mode, where a setting cannot be read; "" otherwise
	Action     Action
	Would      Action // Block or Filter: what monitor mode, of the source or of rules, kept from being done; else ""
	Score      int    // the highest score of a record, or the event's score if it is no batch; of what counts in Mode
	Records    int    // records in the event, 0 if it is no batch
	Bad        []int  // records at or over the threshold, ascending
	Matches    []Match
	Denials    []Denial      // the first of the matches that were not confirmed; they do not count
	Denied     int           // how many there are
	Origin     source.Origin // of the request; empty of a clean event, of a response, and of what is no request
	Incomplete []string      // what was left uninspected and why: "time", "depth", … each once
	Fault      string        // what went wrong on our side, "" if nothing
	Took       time.Duration
}

// Clean says that there is nothing to tell about the event.
func (v Verdict) Clean() bool {
	return len(v.Matches) == 0 && len(v.Incomplete) == 0 && v.Fault == ""
}

// Counts says that a match is in the verdict's score: that the mode of its rule, if it has one, is not milder than the verdict's.
func (v Verdict) Counts(m Match) bool {
	return m.Mode == "" || m.Mode.strictness() >= v.Mode.strictness()
}
