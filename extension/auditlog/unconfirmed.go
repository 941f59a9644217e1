package auditlog

import (
	"cmp"
	"slices"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect"
)

// deniedRule is a rule some of whose matches did not count.
type deniedRule struct {
	rule, matches int
	reason        string // "" where several events are told together
}

// MarshalLogObject writes the keys of UnconfirmedKeys.
func (d deniedRule) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddInt("rule", d.rule)
	enc.AddInt("matches", d.matches)
	if d.reason != "" {
		enc.AddString("reason", clip(d.reason, maxWord))
	}
	return nil
}

// deniedRules encodes rules, those with the most matches first.
type deniedRules []deniedRule

// MarshalLogArray writes one object per rule.
func (l deniedRules) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, d := range l {
		if err := enc.AppendObject(d); err != nil {
			return err
		}
	}
	return nil
}

// field is the key of a line, cut at maxDenied.
func (l deniedRules) field() zapcore.Field {
	slices.SortFunc(l, func(a, b deniedRule) int {
		return cmp.Or(cmp.Compare(b.matches, a.matches), cmp.Compare(a.rule, b.rule))
	})
	return zap.Array("unconfirmed", l[:min(len(l), maxDenied)])
}

// unconfirmed is what a line says about matches of an event that did not count.
func unconfirmed(v inspect.Verdict) []zapcore.Field {
	if v.Denied == 0 {
		return nil
	}
	var list deniedRules
	for _, d := range v.Denials {
		at := slices.IndexFunc(list, func(other deniedRule) bool { return other.rule == d.Rule })
		if at < 0 {
			at = len(list)
			list = append(list, deniedRule{rule: d.Rule, reason: d.Reason})
		}
		list[at].matches++
	}
	return []zapcore.Field{zap.Int("unconfirmed_total", v.Denied), list.field()}
}

// unconfirmedByRule is the same about many events.
func unconfirmedByRule(counts map[int]int) []zapcore.Field {
	if len(counts) == 0 {
		return nil
	}
	var list deniedRules
	for rule, matches := range counts {
		list = append(list, deniedRule{rule: rule, matches: matches})
	}
	return []zapcore.Field{list.field()}
}
