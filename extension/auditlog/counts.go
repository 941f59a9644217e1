package auditlog

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"go.uber.org/zap"

	"weir/inspect"
	"weir/inspect/source"
)

// The bounds of counting.
const (
	// windowLength is how long counts are gathered before they are written: CloudWatch keeps standard metrics by the
	// minute, so anything shorter costs lines and shows nothing more.
	windowLength = time.Minute
	// maxSamples is how many values of one metric a line may carry by the Embedded Metric Format.
	maxSamples = 100
	// maxTallies bounds what one window can tell apart. A function has a few sources; only one that is sent forged
	// events has more, and it shall not grow our memory.
	maxTallies = 32
)

// window is the time in which events without a line are counted.
type window struct {
	start, end time.Time // of the first and last event; zero if there is none
	arn        string    // the invoked ARN of the first event, in case nothing else names the function
	tallies    map[place]*tally
}

// place is what counts are told apart by: the dimensions, besides the function.
type place struct {
	source string
	action inspect.Action
}

// tally counts events of one place.
type tally struct {
	events, findings, blocked, incomplete, faults, denied int
	responseFindings, responsesBlocked                    int
	// deniedBy counts matches that were not confirmed by rule, up to maxDeniedRules.
	deniedBy map[int]int
	// samples holds the latencies of the first events, and from then on a fair sample of all.
	samples [maxSamples]int64
}

func (t *tally) add(v inspect.Verdict) {
	if v.Response {
		t.addResponse(v)
		return
	}
	t.events++
	if len(v.Matches) > 0 || len(v.Incomplete) > 0 {
		t.findings++
	}
	if v.Action == inspect.Block || v.Action == inspect.Filter {
		t.blocked++
	}
	if len(v.Incomplete) > 0 {
		t.incomplete++
	}
	if v.Fault != "" {
		t.faults++
	}
	t.deny(v)
	// Reservoir sampling: every event ends up in the sample with the same probability.
	if slot := t.events - 1; slot < maxSamples {
		t.samples[slot] = v.Took.Microseconds()
	} else if slot = rand.IntN(t.events); slot < maxSamples {
		t.samples[slot] = v.Took.Microseconds()
	}
}

// maxDeniedRules bounds the rules that one tally tells apart: few are confirmed, and honest traffic meets a dozen.
const maxDeniedRules = 100

// deny counts the matches of a verdict that were not confirmed.
func (t *tally) deny(v inspect.Verdict) {
	t.denied += v.Denied
	for _, d := range v.Denials {
		if t.deniedBy == nil {
			t.deniedBy = make(map[int]int)
		}
		if _, known := t.deniedBy[d.Rule]; known || len(t.deniedBy) < maxDeniedRules {
			t.deniedBy[d.Rule]++
		}
	}
}

// addResponse counts a response that is not clean: of others nobody hears.
func (t *tally) addResponse(v inspect.Verdict) {
	if len(v.Matches) > 0 || len(v.Incomplete) > 0 {
		t.responseFindings++
	}
	if v.Action == inspect.Block {
		t.responsesBlocked++
	}
	if v.Fault != "" {
		t.faults++
	}
}

func (t *tally) empty() bool { return t.events == 0 && t.responseFindings == 0 && t.faults == 0 }

// latencies are the samples, and the name of their metric if there are any.
func (t *tally) latencies() ([]int64, []string) {
	if t.events == 0 {
		return nil, nil
	}
	return t.samples[:min(t.events, maxSamples)], []string{latency}
}

func (t *tally) values() []metricValue {
	return []metricValue{
		{events, t.events},
		{findings, t.findings},
		{blocked, t.blocked},
		{incomplete, t.incomplete},
		{denied, t.denied},
		{faults, t.faults},
		{responseFindings, t.responseFindings},
		{responsesBlocked, t.responsesBlocked},
	}
}

// count counts an event that gets no metrics of its own, and writes the window before it if that is over.
func (l *Log) count(inv source.Invocation, v inspect.Verdict) {
	if l.options.Metrics == "" {
		return
	}
	for _, line := range l.counted(inv, v) {
		l.pipe.write(inv.ID, line)
	}
}

// counted counts an event, and returns the lines of the window before it if that is over: they are written unlocked.
func (l *Log) counted(inv source.Invocation, v inspect.Verdict) (over []line) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.window.start.IsZero() && now.Sub(l.window.start) >= windowLength {
		over = l.closeWindow()
	}
	if l.window.start.IsZero() {
		l.window.start, l.window.arn = now, inv.FunctionARN
	}
	l.window.end = now
	l.window.tally(place{v.Source, v.Action}).add(v)
	return over
}

func (w *window) tally(p place) *tally {
	t := w.tallies[p]
	if t == nil && len(w.tallies) >= maxTallies {
		p.source = "others"
		t = w.tallies[p]
	}
	if t == nil {
		if w.tallies == nil {
			w.tallies = make(map[place]*tally)
		}
		t = new(tally)
		w.tallies[p] = t
	}
	return t
}

// closeWindow returns one line per tally and starts anew. The metrics carry the time of the last event, not of the
// writing: an environment may have been frozen for an hour in between. The lock is held.
func (l *Log) closeWindow() (lines []line) {
	places := slices.SortedFunc(maps.Keys(l.window.tallies), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.action, b.action))
	})
	for _, p := range places {
		t := l.window.tallies[p]
		if t.empty() {
			delete(l.window.tallies, p)
			continue
		}
		f := l.head(Counts, "info", l.now(), source.Invocation{FunctionARN: l.window.arn})
		f = append(f, zap.String("source", dimension(p.source)), zap.String("action", dimension(string(p.action))))
		f = append(f, unconfirmedByRule(t.deniedBy)...)
		samples, sampled := t.latencies()
		if sampled != nil {
			f = append(f, zap.Int64s(latency, samples))
		}
		f = append(f, metricFields(l.window.end, l.sets(), t.values(), sampled...)...)
		lines = append(lines, l.encode(f))
		*t = tally{} // in place, so that the next event costs no memory
	}
	l.window.start, l.window.end = time.Time{}, time.Time{}
	return lines
}
