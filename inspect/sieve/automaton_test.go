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
		enough := effort{left: 1 << 40}
		for _, text := range own {
			if got := e.matches([]byte(text), &enough); got != want.matches([]byte(text), nil) {
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

// An automaton whose states have no room takes more, or is divided, or forgets them, and still says the same.
func TestAutomataWithoutRoomSayTheSame(t *testing.T) {
	others := spelt(1, 3)
	for _, rule := range []int{932235, 1010150, 1010300, 942190, 944100} {
		key := [2]int{rule, 0}
		e, want := sieveAt(1).tables.expressions()[key], regular(rule, 0)
		tree, err := syntax.Parse(sources()[key].text, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		s := newSpeller(41)
		var spare spareRoom
		a := newAutomaton(e.program, &spare)
		matched, most := 0, a.most
		for i := range 600 {
			text := []byte(s.disguise(s.spell(tree)))
			if i%3 > 0 {
				text = []byte(s.disguise(others[s.IntN(len(others))]))
			}
			for _, one := range a.undivided() {
				one.size = one.most + 1
				most = max(most, one.most)
			}
			e := effort{left: 1 << 40}
			got, known := a.match(text, &e)
			if !known || got != want.matches(text, nil) {
				t.Errorf("rule %d, %q: %v", rule, text, got)
			}
			if got {
				matched++
			}
		}
		if matched < 20 || most != largestSize || len(a.undivided()) != len(a.starts) {
			t.Errorf("rule %d: %d texts match, %d automata take %d bytes each", rule, matched, len(a.undivided()), most)
		}
		taken := int64(0)
		for _, one := range a.undivided() {
			taken += int64(one.most - usualSize)
		}
		if taken != spare.taken.Load() {
			t.Errorf("rule %d: %d bytes are taken, and %d are noted", rule, taken, spare.taken.Load())
		}
	}
}

// undivided are the automata that do the work.
func (a *automaton) undivided() []*automaton {
	if a.parts == nil {
		return []*automaton{a}
	}
	var all []*automaton
	for _, part := range a.parts {
		all = append(all, part.undivided()...)
	}
	return all
}

// Where a match has to reach the end of the text, what does not end like one is told by its end.
func TestAutomataTellTextsByTheirEnd(t *testing.T) {
	e := sieveAt(1).tables.expressions()[[2]int{1010150, 0}]
	a := newAutomaton(e.program, nil)
	a.divide()
	told := 0
	for _, one := range a.undivided() {
		if one.ending == nil {
			continue
		}
		told++
		for text, want := range map[string]bool{
			"": false, ".": false, "png": false, "x.pn": false, "$(a b).png ": false, "$(a b).png\n": false, "\xffpng": false,
			"anything.html": false, "$(who are you)what.JPEG": true, "`who are you`;curl x|what.html": true, ";curl ééééééééé.tgz": true,
		} {
			if one.ending.fits([]byte(text)) != want {
				t.Errorf("%q: %v", text, !want)
			}
		}
	}
	if told == 0 {
		t.Error("no part of the expression has an end of its own")
	}
}

// What all automata have to spare is taken once.
func TestAutomataTakeNoMoreThanThereIsToSpare(t *testing.T) {
	var spare spareRoom
	e := sieveAt(1).tables.expressions()[[2]int{932235, 0}]
	taken := 0
	for range 40 {
		a := newAutomaton(e.program, &spare)
		for a.extend() {
		}
		taken += a.most - usualSize
	}
	if taken != allSpare {
		t.Errorf("%d bytes taken of %d", taken, allSpare)
	}
}

// Without effort, nothing is claimed.
func TestAutomataThatMayNotWorkSayThatTheyDoNotKnow(t *testing.T) {
	e := sieveAt(1).tables.expressions()[[2]int{932235, 0}]
	a := newAutomaton(e.program, nil)
	none := effort{left: -1}
	if _, known := a.match([]byte("hello"), &none); known {
		t.Error("an answer without work")
	}
}
