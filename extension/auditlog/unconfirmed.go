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

// deniedLeaves is how many keys of UnconfirmedKeys there are.
const deniedLeaves = 3

// field is the key of a line, with the first n rules.
func (l deniedRules) field(n int) zapcore.Field { return zap.Array("unconfirmed", l[:n]) }

// sorted puts the rules with the most matches first.
func (l deniedRules) sorted() deniedRules {
	slices.SortFunc(l, func(a, b deniedRule) int {
		return cmp.Or(cmp.Compare(b.matches, a.matches), cmp.Compare(a.rule, b.rule))
	})
	return l
}

// deniedBy counts the matches of an event that did not count by their rules.
func deniedBy(denials []inspect.Denial) deniedRules {
	var list deniedRules
	for _, d := range denials {
		at := slices.IndexFunc(list, func(other deniedRule) bool { return other.rule == d.Rule })
		if at < 0 {
			at = len(list)
			list = append(list, deniedRule{rule: d.Rule, reason: d.Reason})
		}
		list[at].matches++
	}
	return list.sorted()
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
	return []zapcore.Field{list.sorted().field(min(len(list), maxCounted))}
}
