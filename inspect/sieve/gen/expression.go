package main

import (
	"regexp/syntax"
	"slices"
	"strings"
)

const (
	// maxTraces bounds the forms in which an expression is spelt out before it is cut: the longest lists of the Core
	// Rule Set, of SQL functions and commands, have five hundred words.
	maxTraces = 2000

	// maxChoices is the largest class of symbols that is spelt out, as in ["'`] before a word.
	maxChoices = 8
)

// erased are the symbols that shells ignore inside of words. Rules that look for disguised words, n"c or n\c, allow
// them between any two letters: such a rule's words stand together in a text without these symbols.
const erased = `"'()[\^`

// rare are symbols that stand for the disguised forms of what a rule looks for: $x between two letters, &#106; for j.
// Text without such a symbol has to hold the plain form, which says much more; text with it is let through.
var rare = []string{"", "$", "&", "$&", "#", "%"}

// reading is how an expression is read.
type reading struct {
	erase  bool // as it applies to text in which the symbols of erased are left out
	absent mask // as it applies to text without these classes: parts that need one of them match nothing
}

// ofExpression derives a formula that every text which an expression matches fulfils, and says whether it holds for the
// text without the symbols of erased. The expression may be one of characters or of bytes: \x{bc} is a symbol outside
// of ASCII in both.
func ofExpression(text string) (formula, bool, error) {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, false, err
	}
	var best formula
	var erase bool
	least := 0.0
	for _, r := range readings(text) {
		f := r.formula(tree)
		p := f.likelihood()
		if r.erase {
			p *= 2 // the erased text costs a copy and a scan, so it has to be better
		}
		if best == nil || p < least {
			best, erase, least = f, r.erase, p
		}
	}
	return best, erase, nil
}

// readings are the ways in which an expression is read. Absent symbols that it does not mention make no difference.
func readings(text string) []reading {
	var out []reading
	for _, erase := range []bool{false, true} {
		for _, symbols := range rare {
			if symbols != "" && !containsAll(text, symbols) {
				continue
			}
			out = append(out, reading{erase: erase, absent: maskOf(symbols)})
		}
	}
	return out
}

func containsAll(text, symbols string) bool {
	for i := range len(symbols) {
		if strings.IndexByte(text, symbols[i]) < 0 {
			return false
		}
	}
	return true
}

func (r reading) formula(tree *syntax.Regexp) formula {
	for tree.Op == syntax.OpCapture {
		tree = tree.Sub[0]
	}
	subs := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpConcat {
		subs = tree.Sub
	}
	// What the whole requires, and what each of its parts does.
	conditions := []condition{conditionOf(r.read(tree))}
	for _, s := range subs {
		conditions = append(conditions, conditionOf(r.read(s)))
	}
	for i, c := range conditions {
		for m := r.absent; m != 0; m &= m - 1 {
			c = or(c, condition{{mask: m &^ (m - 1)}})
		}
		conditions[i] = c.withoutShort()
	}
	return and(conditions...)
}

// read returns the traces of what an expression matches. No traces mean that it matches nothing.
func (r reading) read(e *syntax.Regexp) []trace {
	traces := r.readNode(e)
	traces = slices.DeleteFunc(slices.Clone(traces), func(t trace) bool { return t.clause().needs()&r.absent != 0 })
	return reduced(traces)
}

func (r reading) readNode(e *syntax.Regexp) []trace {
	switch e.Op {
	case syntax.OpNoMatch:
		return nil
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []trace{{}}
	case syntax.OpLiteral:
		out := []trace{{}}
		for _, c := range e.Rune {
			out = product(out, r.class([]rune{c, c}))
		}
		return out
	case syntax.OpCharClass:
		return r.class(e.Rune)
	case syntax.OpCapture:
		return r.read(e.Sub[0])
	case syntax.OpStar:
		return star(r.read(e.Sub[0]))
	case syntax.OpPlus:
		return plus(r.read(e.Sub[0]))
	case syntax.OpRepeat:
		return repeat(r.read(e.Sub[0]), e.Min, e.Max)
	case syntax.OpQuest:
		return append(slices.Clone(r.read(e.Sub[0])), trace{})
	case syntax.OpConcat:
		out := []trace{{}}
		for _, s := range e.Sub {
			out = product(out, r.read(s))
		}
		return out
	case syntax.OpAlternate:
		var out []trace
		for _, s := range e.Sub {
			out = append(out, r.read(s)...)
		}
		if len(out) > maxTraces {
			return coarse(out)
		}
		return out
	}
	return []trace{anything} // any character
}

// foreign are the three characters outside ASCII that case folding or lower-casing makes ASCII letters of.
var foreign = map[rune]byte{'\u017f': 's', '\u212a': 'k', '\u0130': 'i'}

// class reads a class of characters by its image under folding.
func (r reading) class(ranges []rune) []trace {
	var symbols []string
	seenHigh, vanishes := false, false
	add := func(c byte) {
		switch {
		case c == high:
			seenHigh = true
		case r.erase && strings.IndexByte(erased, c) >= 0:
			vanishes = true
		case !slices.Contains(symbols, string(c)):
			symbols = append(symbols, string(c))
		}
	}
	for i := 0; i < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1] && c < 0x80; c++ {
			add(foldOf[c])
		}
		if ranges[i+1] >= 0x80 {
			seenHigh = true
		}
		// The sieve reads these three as the letters that case folding or lower-casing makes of them.
		for c, folded := range foreign {
			if ranges[i] <= c && c <= ranges[i+1] {
				add(folded)
			}
		}
	}
	slices.Sort(symbols)
	var out []trace
	if vanishes {
		out = append(out, trace{})
	}
	if !seenHigh && len(symbols) <= maxChoices {
		for _, s := range symbols {
			out = append(out, trace{head: s})
		}
		return out
	}
	var classes mask
	for _, s := range symbols {
		classes |= maskOf(s)
	}
	if seenHigh {
		classes |= 1 << classHigh
	}
	if classes&(classes-1) == 0 && !vanishes {
		return []trace{{gap: true, mask: classes}}
	}
	return []trace{anything}
}
