package auditlog

import (
	"slices"
	"sort"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect"
	"weir/inspect/source"
)

// eventFields is what a line says about an event, in as many values as room.
func (l *Log) eventFields(inv source.Invocation, v inspect.Verdict, r Removal, room int) []zapcore.Field {
	var f []zapcore.Field
	_, qualifier := splitARN(inv.FunctionARN)
	f = appendWord(f, "qualifier", qualifier)
	f = appendWord(f, "request_id", inv.ID)
	f = appendWord(f, "trace_id", traceID(inv.Trace))
	f = appendWord(f, "tenant", inv.Tenant)
	if !v.Clean() {
		f = appendWord(f, "incident", v.Incident)
	}
	f = append(f, zap.String("phase", phaseOf(v)), zap.String("source", dimension(v.Source)))
	f = appendWord(f, "mode", string(v.Mode))
	f = appendWord(f, "mode_asked", v.Asked)
	f = append(f, zap.String("action", dimension(string(v.Action))))
	matches := heaviestFirst(v)
	if !v.Clean() {
		f = appendWord(f, "would", string(v.Would))
		f = appendWord(f, "client", l.client(inv, v.Origin.Client))
		f = appendWord(f, "method", v.Origin.Method)
		f = appendWord(f, "route", v.Origin.Route)
		f = append(f, foundFields(v, r, matches)...)
	}
	f = append(f, zap.Int64("micros", v.Took.Microseconds()))
	for _, total := range []metricValue{{"unconfirmed_total", v.Denied}, {"removed_total", len(r.Items)}, {"matches_total", len(matches)}} {
		if total.value > 0 {
			f = append(f, zap.Int(total.name, total.value))
		}
	}
	return append(f, l.lists(v, r, matches, leaves(room-len(f)))...)
}

// lists are the lists of a line about an event.
func (l *Log) lists(v inspect.Verdict, r Removal, matches []inspect.Match, room leaves) []zapcore.Field {
	var f []zapcore.Field
	if n := room.take(len(v.Incomplete), maxReasons, 1); n > 0 {
		reasons := slices.Clone(v.Incomplete[:n])
		for i, r := range reasons {
			reasons[i] = clip(r, maxWord)
		}
		f = append(f, zap.Strings("incomplete", reasons))
	}
	if n := room.take(len(v.Bad), maxBad, 1); n > 0 {
		f = append(f, zap.Ints("bad_records", v.Bad[:n]))
	}
	rules := distinctRules(matches)
	if n := room.take(len(rules), maxRules, 1); n > 0 {
		f = append(f, zap.Ints("rules", rules[:n]))
	}
	denied := deniedBy(v.Denials)
	if n := room.take(len(denied), maxDenied, deniedLeaves); n > 0 {
		f = append(f, denied.field(n))
	}
	if n := room.take(len(r.Items), maxListed, removedLeaves); n > 0 {
		f = append(f, zap.Array("removed", removedList(r.Items[:n])))
	}
	shown := matchList{excerpts: l.options.Excerpts}
	for _, m := range matches[:min(len(matches), maxMatches)] {
		if room.take(1, 1, matchObject{m, shown.excerpts}.leaves()) == 0 {
			break
		}
		shown.matches = append(shown.matches, m)
	}
	if len(shown.matches) > 0 {
		f = append(f, zap.Array("matches", shown))
	}
	return f
}

// leaves are how many values a line has room for.
type leaves int

// take takes room for a list of n elements with so many values each, of which a line has max, and returns for how many there is.
func (l *leaves) take(n, maximum, each int) int {
	n = max(0, min(n, maximum, int(*l)/each))
	*l -= leaves(n * each)
	return n
}

func phaseOf(v inspect.Verdict) string {
	if v.Response {
		return "response"
	}
	return "request"
}

// foundFields is what a line says about an event that is not clean, but for its lists.
func foundFields(v inspect.Verdict, r Removal, matches []inspect.Match) []zapcore.Field {
	f := []zapcore.Field{zap.Int("score", v.Score)}
	if len(matches) > 0 {
		m := matches[0]
		f = append(f, zap.Int("rule", m.Rule), zap.String("message", clip(m.Message, maxMessage)))
		if m.Field != "" { // an event as a whole has none
			f = append(f, zap.String("field", clip(m.Field, maxField)))
		}
		f = appendWord(f, "kind", clip(m.Kind, maxKind))
		f = appendWord(f, "via", m.Via)
		if m.Record >= 0 {
			f = append(f, zap.Int("record", m.Record))
		}
	}
	if v.Records > 0 {
		f = append(f, zap.Int("records", v.Records))
	}
	if len(v.Bad) > 0 {
		f = append(f, zap.Int("bad_total", len(v.Bad)))
	}
	if r.Place != "" {
		f = append(f, zap.String("quarantine", clip(r.Place, maxPlace)))
	}
	if v.Fault != "" {
		f = append(f, zap.String("fault", clip(v.Fault, maxFault)))
	}
	return f
}

// heaviestFirst sorts matches by what they add to the score, highest first, so that a cut takes the least. It leaves the verdict alone.
func heaviestFirst(v inspect.Verdict) []inspect.Match {
	sorted := slices.Clone(v.Matches)
	sort.SliceStable(sorted, func(a, b int) bool {
		if first, second := v.Counts(sorted[a]), v.Counts(sorted[b]); first != second {
			return first
		}
		return sorted[a].Score > sorted[b].Score
	})
	return sorted
}

func distinctRules(matches []inspect.Match) []int {
	var rules []int
	for _, m := range matches {
		if len(rules) == maxRules {
			break
		}
		if !slices.Contains(rules, m.Rule) {
			rules = append(rules, m.Rule)
		}
	}
	return rules
}

// matchList encodes matches.
type matchList struct {
	matches  []inspect.Match
	excerpts bool
}

// MarshalLogArray writes one object per match.
func (l matchList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, m := range l.matches {
		if err := enc.AppendObject(matchObject{m, l.excerpts}); err != nil {
			return err
		}
	}
	return nil
}

// removedLeaves is how many keys of RemovedKeys there are.
const removedLeaves = 3

// removedList encodes what was removed.
type removedList []Removed

// MarshalLogArray writes one object per record.
func (l removedList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, r := range l {
		if err := enc.AppendObject(r); err != nil {
			return err
		}
	}
	return nil
}

// MarshalLogObject writes the keys of RemovedKeys, in plain ASCII, whatever a sender of forged events has put there.
func (r Removed) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	if r.Record >= 0 {
		enc.AddInt("record", r.Record)
	}
	if r.ID != "" {
		enc.AddString("id", dimension(r.ID))
	}
	if r.SHA256 != "" {
		enc.AddString("sha256", dimension(r.SHA256))
	}
	return nil
}

type matchObject struct {
	inspect.Match

	excerpt bool
}

// leaves is how many keys the match has.
func (m matchObject) leaves() int {
	n := 3 // rule, message, score
	for _, more := range []bool{m.Field != "", m.Severity != "", m.Mode != "", m.Kind != "", m.Via != "", m.Record >= 0, m.excerpt && m.Text != ""} {
		if more {
			n++
		}
	}
	return n
}

// MarshalLogObject writes the keys of MatchKeys.
func (m matchObject) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddInt("rule", m.Rule)
	enc.AddString("message", clip(m.Message, maxMessage))
	if m.Severity != "" {
		enc.AddString("severity", clip(m.Severity, maxWord))
	}
	enc.AddInt("score", m.Score)
	if m.Mode != "" {
		enc.AddString("mode", clip(string(m.Mode), maxWord))
	}
	if m.Field != "" {
		enc.AddString("field", clip(m.Field, maxField))
	}
	if m.Kind != "" {
		enc.AddString("kind", clip(m.Kind, maxKind))
	}
	if m.Via != "" {
		enc.AddString("via", clip(m.Via, maxWord))
	}
	if m.Record >= 0 {
		enc.AddInt("record", m.Record)
	}
	if m.excerpt && m.Text != "" {
		enc.AddString("excerpt", excerpt(m.Field, m.Text))
	}
	return nil
}
