package inspect

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// noRecord stands for the event as a whole.
const noRecord = -1

// The reasons for incompleteness that do not come from a decoder.
const (
	cutTime   = "time"   // the budget was spent
	cutLength = "length" // a text is longer than the engine is given at once
)

// maxReasons bounds the reasons that a verdict lists. Ours are some ten, but the names of encodings are the sender's, in each record others.
const maxReasons = 64

// maxDenials bounds the matches that a verdict keeps though they do not count: a clean event may have them, and they are for people who
// ask why.
const maxDenials = 100

// findings collect what an inspection finds, and the score of each record.
type findings struct {
	matches    []Match
	eventScore int
	scores     []int              // by record
	byMode     map[recordMode]int // what rules with a mode of their own score
	denials    []Denial           // the first of the matches that were not confirmed
	denied     int                // how many there are
	incomplete []string           // the reasons, each once, up to maxReasons
	noted      map[recordReason]struct{}
	fault      string
}

type recordReason struct {
	record int
	reason string
}

// add counts a match, and keeps it while there is room. Half of the room is for matches of rules without a mode, so that a rule that is
// only watched cannot take the place of one that blocks.
func (f *findings) add(m Match) {
	record := m.Record
	if record >= len(f.scores) {
		record = noRecord
	}
	room := maxMatches
	switch {
	case m.Mode != "":
		if f.byMode == nil {
			f.byMode = make(map[recordMode]int)
		}
		f.byMode[recordMode{record, m.Mode}] += m.Score
		room = maxMatches / 2
	case record >= 0:
		f.scores[record] += m.Score
	default:
		f.eventScore += m.Score
	}
	if len(f.matches) < room {
		f.matches = append(f.matches, m)
	}
}

// deny counts a match that was not confirmed, and keeps it while there is room.
func (f *findings) deny(d Denial) {
	f.denied++
	if len(f.denials) < maxDenials {
		f.denials = append(f.denials, d)
	}
}

// incompleteIn notes a reason for incompleteness, and says whether it is new in this record.
func (f *findings) incompleteIn(record int, reason string) bool {
	key := recordReason{record, reason}
	if _, known := f.noted[key]; known {
		return false
	}
	if f.noted == nil {
		f.noted = make(map[recordReason]struct{})
	}
	f.noted[key] = struct{}{}
	if len(f.incomplete) < maxReasons && !slices.Contains(f.incomplete, reason) {
		f.incomplete = append(f.incomplete, reason)
	}
	return true
}

// bad lists the records at or over the threshold.
func (f *findings) bad(t tally, threshold int) []int {
	var bad []int
	for i := range f.scores {
		if t.record(f.scores, i) >= threshold {
			bad = append(bad, i)
		}
	}
	return bad
}

// score is the event's own score, or the highest of a record with it.
func (f *findings) score(t tally) int {
	highest := 0
	for i := range f.scores {
		highest = max(highest, t.record(f.scores, i))
	}
	return highest + t.event
}

// faultOf describes a panic by its kind and place. A panic's text may hold what was being read, so runtime errors are
// the only ones whose text is kept.
func faultOf(p any) string {
	text := fmt.Sprintf("panic of type %T", p)
	if err, ok := p.(runtime.Error); ok {
		text = err.Error()
	}
	pc := make([]uintptr, 16)
	frames := runtime.CallersFrames(pc[:runtime.Callers(3, pc)])
	for {
		frame, more := frames.Next()
		if frame.Function != "" && !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf("%s in %s", text, frame.Function)
		}
		if !more {
			return text
		}
	}
}
