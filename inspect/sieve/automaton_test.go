package sieve

import (
	"regexp/syntax"
	"slices"
	"testing"
)

// The automaton of every expression says what the engine's own matcher says.
func TestAutomataMatchAsTheEnginesMatchersDo(t *testing.T) {
	n := 4
	if *full {
		n = 300
	}
	texts := slices.Concat(plain, transformed, traps)
	s := newSpeller(7)
	tab := sieveAt(4).tables
	for _, l := range tab.links {
		operators := []operator{l.operator}
		if b, ok := l.operator.(both); ok {
			operators = []operator{b.first, b.second}
		}
		for _, o := range operators {
			e, ok := o.(*expression)
			if !ok {
				continue
			}
			tree, err := syntax.Parse(e.source, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			own := slices.Clone(texts)
			for range n {
				text := s.spell(tree)
				own = append(own, text, text+traps[s.IntN(len(traps))], traps[s.IntN(len(traps))]+text, s.disguise(text))
			}
			want := regular(e)
			effort := 1 << 40
			for _, text := range own {
				if got := e.matches([]byte(text), &effort); got != want.matches([]byte(text), nil) {
					t.Errorf("rule %d, %q: %v", l.rule, text, got)
				}
			}
		}
	}
}
