package sieve

import (
	"context"
	"slices"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// dense are texts that hold much of what rules look for.
func dense(n int) []string {
	s := newSpeller(47)
	pieces := slices.Concat(spelt(1, 47), plain, transformed)
	var out []string
	for range n {
		var b strings.Builder
		for range 20 + s.IntN(20) {
			piece := pieces[s.IntN(len(pieces))]
			b.WriteString(piece[:min(len(piece), 80)])
			b.WriteByte(' ')
		}
		out = append(out, b.String())
	}
	return out
}

// In texts that are not scanned because so much is expected of them, the suspects find what all rules find.
func TestTheSuspectsFindWhatAllRulesFindInDenseTexts(t *testing.T) {
	n := 8
	if *full {
		n = 400
	}
	expected := 0
	for i, text := range dense(n) {
		level := 1 + i%4
		w := &walk{tables: sieveAt(level).tables, suspects: &Suspects{}}
		if w.mayMatch([]byte(text), 0); w.held >= manyHeld {
			expected++
		}
		values := []engine.Value{{Name: "a", Text: text}}
		var suspects Suspects
		e, asked := engineAt(t, level), suspectsOf(sieveAt(level), &suspects, values)
		all := told(e.Evaluate(context.Background(), nil, values, nil))
		few := told(e.Evaluate(context.Background(), nil, values, asked))
		if !slices.Equal(all, few) {
			t.Errorf("level %d, %q: all rules say\n%s\nthe suspects\n%s", level, text, strings.Join(all, "\n"), strings.Join(few, "\n"))
		}
	}
	if expected*2 < n {
		t.Errorf("only %d of %d texts hold much", expected, n)
	}
}

// A rule that is asked alone says what it says among all, and is certain only of what its own expression says.
func TestOneRuleSaysWhatItSaysAmongAll(t *testing.T) {
	texts := slices.Concat(dense(4), plain, transformed, traps)
	certainly := 0
	for i, text := range texts {
		s := sieveAt(1 + i%4)
		var all Suspects
		s.Suspect([]byte(text), &all)
		for n, l := range s.tables.links {
			if !s.tables.parts[0].has(uint16(n)) {
				continue
			}
			var one Suspects
			may, certain := s.SuspectOne([]byte(text), l.rule, &one)
			if may != slices.Contains(all.rules, l.rule) && !s.tables.conditions.has(uint16(n)) { // of conditions too much may be expected
				t.Errorf("rule %d, %q: %v, and among all %v", l.rule, text, may, !may)
			}
			if certain {
				certainly++
			}
			if may != slices.Contains(one.rules, l.rule) || certain && (!may || !l.alone) {
				t.Errorf("rule %d, %q: %v, certain: %v, suspects %v", l.rule, text, may, certain, one.rules)
			}
		}
	}
	if certainly == 0 {
		t.Error("nothing was certain")
	}
}
