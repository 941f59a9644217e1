package main

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// clause is one way in which a text may match: it holds the literal, folded, and a symbol of every class in the mask.
type clause struct {
	literal string
	mask    mask
}

// condition is necessary for a match: at least one of its clauses holds of every text that matches. An empty condition
// says that nothing matches; a clause without literal and mask, that anything may.
type condition []clause

var always = condition{{}}

// needs are the classes that the clause requires.
func (k clause) needs() mask { return k.mask | maskOf(k.literal) }

// needs is what every clause of the condition requires.
func (c condition) needs() mask {
	all := ^mask(0)
	for _, k := range c {
		all &= k.needs()
	}
	if len(c) == 0 {
		return 0
	}
	return all
}

func (c condition) likelihood() float64 {
	p := 0.0
	for _, k := range c {
		p += likelihood(k)
	}
	return p
}

// or joins conditions of which one has to hold.
func or(conditions ...condition) condition {
	var out condition
	for _, c := range conditions {
		out = append(out, c...)
	}
	return out.reduced()
}

// formula is a conjunction: all of its conditions are necessary, the least likely one comes first.
type formula []condition

// and joins conditions that all have to hold. It keeps those that say most, and of all what they need.
func and(conditions ...condition) formula {
	conditions = slices.Clone(conditions)
	slices.SortStableFunc(conditions, func(a, b condition) int { return cmp.Compare(a.likelihood(), b.likelihood()) })
	var needed mask
	for _, c := range conditions {
		needed |= c.needs()
	}
	if len(conditions) == 0 {
		conditions = []condition{always}
	}
	out := formula{conditions[0].requiring(needed)}
	for _, c := range conditions[1:] {
		switch n := len(c); {
		case c.likelihood() > worthwhile || slices.ContainsFunc(out, func(kept condition) bool { return kept.implies(c) }):
		case n <= maxChoices && len(out[0])*n <= maxClauses:
			out[0] = out[0].times(c)
		case len(out) < maxConditions:
			out = append(out, c.requiring(needed))
		}
	}
	return out
}

const (
	// maxClauses bounds what becomes of a condition by being combined with others.
	maxClauses = 48

	// maxConditions bounds the conditions that are looked at for one rule.
	maxConditions = 3

	// worthwhile is the likelihood from which on a condition says too little to be looked at besides another.
	worthwhile = 0.7
)

func (f formula) likelihood() float64 {
	p := 1.0
	for _, c := range f {
		p *= min(1, c.likelihood())
	}
	return p
}

func (f formula) String() string {
	parts := make([]string, len(f))
	for i, c := range f {
		parts[i] = c.String()
	}
	return strings.Join(parts, "\n& ")
}

// requiring adds classes that every clause is to need.
func (c condition) requiring(m mask) condition {
	out := slices.Clone(c)
	for i := range out {
		out[i].mask |= m
	}
	return out.reduced()
}

// times combines every clause with every clause of the other condition. Of two literals, the longer one is kept, and
// the other becomes a part of the mask.
func (c condition) times(other condition) condition {
	var out condition
	for _, a := range c {
		for _, b := range other {
			longer, shorter := a, b
			if len(a.literal) < len(b.literal) {
				longer, shorter = b, a
			}
			out = append(out, clause{longer.literal, longer.mask | shorter.needs()})
		}
	}
	return out.reduced()
}

// reduced drops what a literal implies from masks, and clauses that another one implies.
func (c condition) reduced() condition {
	out := slices.Clone(c)
	for i := range out {
		out[i].mask &^= maskOf(out[i].literal)
	}
	slices.SortFunc(out, func(a, b clause) int {
		return cmp.Or(
			cmp.Compare(len(a.literal), len(b.literal)), cmp.Compare(a.literal, b.literal),
			cmp.Compare(bits.OnesCount64(uint64(a.mask)), bits.OnesCount64(uint64(b.mask))), cmp.Compare(a.mask, b.mask),
		)
	})
	kept, needs := out[:0], make([]mask, 0, len(out))
	for _, k := range out {
		need, implied := k.needs(), false
		for i, weaker := range kept {
			// What the weaker one needs is a cheap first question.
			if needs[i]&^need == 0 && k.implies(weaker) {
				implied = true
				break
			}
		}
		if !implied {
			kept, needs = append(kept, k), append(needs, need)
		}
	}
	return kept
}

// implies says that the other clause holds wherever this one does.
func (k clause) implies(weaker clause) bool {
	return weaker.mask&^k.needs() == 0 && strings.Contains(k.literal, weaker.literal)
}

// implies says that the other condition holds wherever this one does.
func (c condition) implies(weaker condition) bool {
	for _, k := range c {
		if !slices.ContainsFunc(weaker, k.implies) {
			return false
		}
	}
	return true
}

// legible is how many symbols of ASCII stand together in every text that fulfils the formula, white space aside.
func (f formula) legible() int {
	most := 0
	for _, c := range f {
		least := -1
		for _, k := range c {
			longest := 0
			for _, part := range strings.FieldsFunc(k.literal, isApart) {
				longest = max(longest, len(part))
			}
			if least < 0 || longest < least {
				least = longest
			}
		}
		most = max(most, least)
	}
	return most
}

// isApart says that a symbol is white space, or none of ASCII.
func isApart(r rune) bool { return r == ' ' || r == '\n' || r >= utf8.RuneSelf }

// withoutShort turns literals that are too short to be looked up into masks.
func (c condition) withoutShort() condition {
	out := slices.Clone(c)
	for i, k := range out {
		if len(k.literal) < shortestLiteral {
			out[i] = clause{mask: k.mask | maskOf(k.literal)}
		}
	}
	return out.reduced()
}

// shortestLiteral is the shortest text that the sieve looks up.
const shortestLiteral = 2

func (k clause) String() string {
	var parts []string
	if k.literal != "" {
		parts = append(parts, fmt.Sprintf("%q", k.literal))
	}
	if k.mask != 0 {
		parts = append(parts, "["+k.mask.String()+"]")
	}
	if len(parts) == 0 {
		return "anything"
	}
	return strings.Join(parts, " ")
}

// String lists a symbol of each class.
func (m mask) String() string {
	var out strings.Builder
	for ; m != 0; m &= m - 1 {
		switch class := bits.TrailingZeros64(uint64(m)); class {
		case classDigit:
			out.WriteString("0-9")
		case classBlank:
			out.WriteByte('_')
		case classBreak:
			out.WriteString(`\n`)
		case classControl:
			out.WriteString(`\c`)
		case classHigh:
			out.WriteString(`\x80-\xff`)
		case classNull:
			out.WriteString(`\0`)
		default:
			out.WriteByte(byte(slices.IndexFunc(foldOf[:], func(c byte) bool { return int(classOf[c]) == class && foldOf[c] == c })))
		}
	}
	return out.String()
}

func (c condition) String() string {
	if len(c) == 0 {
		return "nothing"
	}
	parts := make([]string, len(c))
	for i, k := range c {
		parts[i] = k.String()
	}
	return strings.Join(parts, " | ")
}
