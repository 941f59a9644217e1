package inspect

import (
	"context"
	"slices"
	"time"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// report keeps the matches that count.
func (r *reading) report(matches []engine.Match, request *engine.Request) {
	matches = slices.DeleteFunc(matches, func(m engine.Match) bool {
		from := r.originOf(m, request)
		return m.Rule == rules.BrokenBody && isWellFormed(request) || from.binary && slices.Contains(rules.ByteRange, m.Rule) || !r.counts(m, from, request)
	})
	matches = r.confirmed(matches, request)
	doubted := r.doubted(matches, request)
	counts := func(n int) bool { _, gone := slices.BinarySearch(doubted, n); return !gone }
	r.countParts(matches, request, counts)
	for n, m := range matches {
		from := r.originOf(m, request)
		if !counts(n) || r.repeated(m, from) {
			continue
		}
		match := Match{
			Rule: m.Rule, Message: m.Message, Severity: m.Severity, Tags: m.Tags, Score: m.Score, Record: r.record,
			Field: from.field, Kind: r.kindIn(from).String(), Via: from.via, Text: m.Text, Part: m.Part,
		}
		if m.Deny {
			match.Score = max(match.Score, r.inspector.options.threshold())
		}
		r.foundIn(match, from.part)
	}
}

// originOf tells where the text that a rule matched came from.
func (r *reading) originOf(m engine.Match, request *engine.Request) origin {
	if m.Value >= 0 {
		return r.portion.origins[m.Value]
	}
	return origin{field: requestField(m.Variable, request), request: true}
}

// ask lets the engine evaluate suspects, and counts the time.
func (r *reading) ask(request *engine.Request, values []engine.Value, suspects *engine.Suspects) ([]engine.Match, error) {
	i := r.inspector
	began := i.now()
	r.time.read(began)
	err := i.engine.Prepare(until{r.ctx, r.time.last}, request, suspects)
	asked := i.now()
	r.time.began = asked
	if err != nil {
		return nil, err
	}
	defer func() { r.time.exactly(asked, i.now()) }()
	return i.engine.Evaluate(until{r.ctx, r.time.end(asked)}, request, values, suspects)
}

// until is a context with a deadline by the inspector's own clock; the zero time is none.
type until struct {
	context.Context
	end time.Time
}

// Deadline implements context.Context.
func (u until) Deadline() (time.Time, bool) { return u.end, !u.end.IsZero() }

// found keeps a match unless the user excluded it or turned its rule off.
func (r *reading) found(m Match) { r.foundIn(m, "") }

// foundIn is found for a match in a part of the request, by the part's name: what is excluded there, is.
func (r *reading) foundIn(m Match, part string) {
	r.doubtful = true
	inPart := m
	inPart.Field = part
	for _, x := range r.inspector.options.Exclude {
		if x.covers(r.source, m) || part != "" && x.covers(r.source, inPart) {
			return
		}
	}
	o := &r.inspector.options
	if m.Mode = o.ruleMode(m.Rule, m.Tags); m.Mode == ModeOff {
		return
	}
	if !o.Excerpts && !o.Explain {
		m.Text = ""
	}
	r.guests.count(m)
	r.findings.add(m)
}
