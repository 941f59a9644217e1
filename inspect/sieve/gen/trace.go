package main

import (
	"cmp"
	"slices"
)

// trace is one form of the texts that an expression matches: what they begin with, what they end with, and what stands
// between, as far as it is known. Without a gap, the head is the whole text.
type trace struct {
	head, tail string
	gap        bool
	literal    string // the least likely one that was passed on the way
	mask       mask   // classes of what was passed, besides
}

var anything = trace{gap: true}

// then is the trace of a text that is followed by another one.
func (t trace) then(next trace) trace {
	switch {
	case !t.gap && !next.gap:
		return trace{head: t.head + next.head}
	case !t.gap:
		next.head = t.head + next.head
		return next
	case !next.gap:
		t.tail += next.head
		return t
	}
	return trace{
		head: t.head, tail: next.tail, gap: true,
		literal: rarer(t.literal, rarer(next.literal, t.tail+next.head)),
		mask:    t.mask | next.mask | maskOf(t.literal) | maskOf(next.literal) | maskOf(t.tail) | maskOf(next.head),
	}
}

// clause is what the trace requires of a text.
func (t trace) clause() clause {
	return clause{
		literal: rarer(t.literal, rarer(t.head, t.tail)),
		mask:    t.mask | maskOf(t.literal) | maskOf(t.head) | maskOf(t.tail),
	}
}

// rarer is the less likely of two literals.
func rarer(a, b string) string {
	if likelihood(clause{literal: b}) < likelihood(clause{literal: a}) || a == "" {
		return b
	}
	return a
}

// product is every trace of a followed by every trace of b.
func product(a, b []trace) []trace {
	if len(a)*len(b) > maxTraces {
		// The side that says less is kept as what all of it requires.
		if conditionOf(a).likelihood() < conditionOf(b).likelihood() {
			b = []trace{summary(b)}
		} else {
			a = []trace{summary(a)}
		}
	}
	out := make([]trace, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x.then(y))
		}
	}
	return reduced(out)
}

// summary is what all traces require.
func summary(traces []trace) trace { return trace{gap: true, mask: conditionOf(traces).needs()} }

// coarse forgets what traces begin and end with.
func coarse(traces []trace) []trace {
	c := conditionOf(traces)
	if len(c) > maxTraces {
		return []trace{summary(traces)}
	}
	out := make([]trace, len(c))
	for i, k := range c {
		out[i] = trace{gap: true, literal: k.literal, mask: k.mask}
	}
	return out
}

func star(sub []trace) []trace {
	if len(sub) == 0 || len(sub) == 1 && sub[0] == (trace{}) {
		return []trace{{}}
	}
	return []trace{anything}
}

// plus begins with one of sub and ends with one of sub, which may be the same.
func plus(sub []trace) []trace {
	if len(sub) > 3 {
		return product(sub, []trace{anything})
	}
	return product(product(sub, []trace{anything}), sub)
}

// repeat is min to max times sub; max is -1 if it has no end.
func repeat(sub []trace, min, max int) []trace {
	switch {
	case max == 0:
		return []trace{{}}
	case min == 0 && max == 1:
		return append(slices.Clone(sub), trace{})
	case min == 0:
		return star(sub)
	case min != max:
		return plus(sub)
	}
	out := []trace{{}}
	for range min {
		out = product(out, sub)
	}
	return out
}

// reduced sorts traces and drops those that another one covers.
func reduced(traces []trace) []trace {
	slices.SortFunc(traces, func(a, b trace) int {
		return cmp.Or(
			cmp.Compare(a.head, b.head), cmp.Compare(a.tail, b.tail), cmp.Compare(a.literal, b.literal),
			cmp.Compare(a.mask, b.mask), compareBool(a.gap, b.gap),
		)
	})
	traces = slices.Compact(traces)
	// A trace that begins and ends with anything covers all that imply it.
	for _, t := range traces {
		if t.gap && t.head == "" && t.tail == "" {
			k := t.clause()
			traces = slices.DeleteFunc(traces, func(other trace) bool { return other != t && other.clause().implies(k) })
			break
		}
	}
	return traces
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// conditionOf is the condition that every text of these traces fulfils.
func conditionOf(traces []trace) condition {
	out := make(condition, len(traces))
	for i, t := range traces {
		out[i] = t.clause()
	}
	return out.reduced()
}
