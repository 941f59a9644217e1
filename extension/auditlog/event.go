package auditlog

import (
	"slices"
	"sort"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect"
	"weir/inspect/source"
)

// eventFields is what a line says about an event.
func (l *Log) eventFields(inv source.Invocation, v inspect.Verdict, r Removal) []zapcore.Field {
	var f []zapcore.Field
	_, qualifier := splitARN(inv.FunctionARN)
	f = appendWord(f, "qualifier", qualifier)
	f = appendWord(f, "request_id", inv.ID)
	f = appendWord(f, "tenant", inv.Tenant)
	if !v.Clean() {
		f = appendWord(f, "incident", v.Incident)
	}
	f = append(f, zap.String("phase", phaseOf(v)), zap.String("source", dimension(v.Source)))
	f = appendWord(f, "mode", string(v.Mode))
	f = append(f, zap.String("action", dimension(string(v.Action))))
	matches := heaviestFirst(v)
	if !v.Clean() {
		f = append(f, foundFields(v, r, matches)...)
	}
	f = append(f, zap.Int64("micros", v.Took.Microseconds()))
	if len(matches) > 0 {
		f = append(f, zap.Ints("rules", distinctRules(matches)))
	}
	f = append(f, unconfirmed(v)...)
	if len(r.Items) > 0 {
		f = append(f,
			zap.Int("removed_total", len(r.Items)),
			zap.Array("removed", removedList(r.Items[:min(len(r.Items), maxRemoved)])),
		)
	}
	if len(matches) > 0 {
		f = append(f,
			zap.Int("matches_total", len(matches)),
			zap.Array("matches", matchList{matches[:min(len(matches), maxMatches)], l.options.Excerpts}),
		)
	}
	return f
}

func phaseOf(v inspect.Verdict) string {
	if v.Response {
		return "response"
	}
	return "request"
}

// foundFields is what a line says about an event that is not clean, but for its matches.
func foundFields(v inspect.Verdict, r Removal, matches []inspect.Match) []zapcore.Field {
	f := []zapcore.Field{zap.Int("score", v.Score)}
	if len(matches) > 0 {
		f = append(f, zap.Int("rule", matches[0].Rule))
	}
	if v.Records > 0 {
		f = append(f, zap.Int("records", v.Records))
	}
	if len(v.Bad) > 0 {
		f = append(f, zap.Ints("bad_records", v.Bad[:min(len(v.Bad), maxBad)]), zap.Int("bad_total", len(v.Bad)))
	}
	if r.Place != "" {
		f = append(f, zap.String("quarantine", clip(r.Place, maxPlace)))
	}
	if len(v.Incomplete) > 0 {
		reasons := slices.Clone(v.Incomplete[:min(len(v.Incomplete), maxReasons)])
		for i, r := range reasons {
			reasons[i] = clip(r, maxWord)
		}
		f = append(f, zap.Strings("incomplete", reasons))
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
	enc.AddString("field", clip(m.Field, maxField))
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
