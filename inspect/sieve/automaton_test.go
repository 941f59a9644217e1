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
	automata := sieveAt(4).tables.expressions()
	if len(automata) != len(sources()) {
		t.Errorf("%d automata of %d expressions", len(automata), len(sources()))
	}
	for _, key := range expressionKeys() {
		e := automata[key]
		if e == nil {
			t.Errorf("rule %d, link %d: no automaton", key[0], key[1])
			continue
		}
		tree, err := syntax.Parse(sources()[key].text, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		own := slices.Clone(texts)
		for range n {
			text := s.spell(tree)
			own = append(own, text, text+traps[s.IntN(len(traps))], traps[s.IntN(len(traps))]+text, s.disguise(text))
		}
		want := regular(key[0], key[1])
		effort := 1 << 40
		for _, text := range own {
			if got := e.matches([]byte(text), &effort); got != want.matches([]byte(text), nil) {
				t.Errorf("rule %d, link %d, %q: %v", key[0], key[1], text, got)
			}
		}
	}
}

// expressions are all that a rule or a check asks, by rule and link.
func (t *tables) expressions() map[[2]int]*expression {
	out := make(map[[2]int]*expression)
	for _, l := range t.links {
		o := l.operator
		if b, ok := o.(both); ok {
			out[[2]int{l.rule, 1}] = b.second.(*expression)
			o = b.first
		}
		if e, ok := o.(*expression); ok {
			out[[2]int{l.rule, 0}] = e
		}
	}
	for i := range t.checks {
		for k := range t.checks[i].links {
			if e := t.checks[i].links[k].expression; e != nil {
				out[[2]int{t.checks[i].rule, k}] = e
			}
		}
	}
	return out
}

// An automaton whose states have no room forgets them, and still says the same.
func TestAutomataThatForgetSayTheSame(t *testing.T) {
	e := sieveAt(1).tables.expressions()[[2]int{932235, 0}]
	want := regular(932235, 0)
	s := newSpeller(41)
	a := newAutomaton(e.program)
	for range 200 {
		text := []byte(s.disguise(spelt(1, uint64(s.IntN(3)))[s.IntN(300)]))
		a.size = maxSize + 1
		effort := 1 << 40
		if got, known := a.match(text, &effort); !known || got != want.matches(text, nil) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Without effort, nothing is claimed.
func TestAutomataThatMayNotWorkSayThatTheyDoNotKnow(t *testing.T) {
	e := sieveAt(1).tables.expressions()[[2]int{932235, 0}]
	a := newAutomaton(e.program)
	effort := -1
	if _, known := a.match([]byte("hello"), &effort); known {
		t.Error("an answer without work")
	}
}
