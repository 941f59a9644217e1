package sieve

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// told is what the engine says of a match, as a line that can be compared.
func told(matches []engine.Match, err error) []string {
	var out []string
	for _, m := range matches {
		out = append(out, fmt.Sprintf("%d %d %d %s %q", m.Rule, m.Score, m.Value, m.Variable, m.Text))
	}
	if err != nil {
		out = append(out, err.Error())
	}
	slices.Sort(out)
	return out
}

// toldOfAny is told without which member of a collection it was, and its text: of several cookies, headers or parts that
// match alike, the engine names whichever its map yields first.
func toldOfAny(matches []engine.Match, err error) []string {
	for i, m := range matches {
		if collection, _, is := strings.Cut(m.Variable, ":"); is && m.Value < 0 {
			matches[i].Variable, matches[i].Text = collection, ""
		}
	}
	return told(matches, err)
}

// suspectsOf asks a sieve about values, besides what the suspects may be already.
func suspectsOf(sieve *Sieve, s *Suspects, values []engine.Value) *engine.Suspects {
	var byValue [][]int
	for _, v := range values {
		s.Begin()
		sieve.Suspect([]byte(v.Text), s)
		byValue = append(byValue, slices.Clone(s.Since()))
	}
	ids, all := s.Rules()
	if all {
		return nil
	}
	return &engine.Suspects{Rules: ids, ByValue: byValue, Matches: s.Matches}
}

// Evaluating the suspects alone finds what evaluating all rules finds, match by match.
func TestTheSuspectsFindWhatAllRulesFind(t *testing.T) {
	n := 1
	if *full {
		n = 20
	}
	texts := slices.Concat(spelt(n, 41), mustList(t, regressions), mustList(t, fixtures), plain, transformed, traps)
	every := 37
	if testing.Short() {
		every = 199
	}
	compared, matched := 0, 0
	for level := 1; level <= 4; level++ {
		e := engineAt(t, level)
		for i, text := range texts {
			if !*full && i%every != level || !sieveAt(level).MayMatch([]byte(text)) {
				continue
			}
			// Several values at once: the suspects of one must not hide anything about the others. Their names differ, since the
			// links of a chain tell Coraza's texts by name.
			values := []engine.Value{{Name: "a", Text: text}}
			for n, name := range []string{"b", "c", "d", "e"}[:1+i%4/3*3] {
				values = append(values, engine.Value{Name: name, Text: texts[(i*31+n*1009+7)%len(texts)]})
			}
			var suspects Suspects
			asked := suspectsOf(sieveAt(level), &suspects, values)
			all := told(e.Evaluate(context.Background(), nil, values, nil))
			few := told(e.Evaluate(context.Background(), nil, values, asked))
			if !slices.Equal(all, few) {
				t.Errorf("level %d, %q: all rules say\n%s\nthe suspects %v\n%s", level, text, strings.Join(all, "\n"), suspects.rules, strings.Join(few, "\n"))
			}
			compared++
			matched += min(len(all), 1)
		}
	}
	t.Logf("%d compared, of which %d match", compared, matched)
	if matched*3 < compared || matched == 0 {
		t.Errorf("only %d of %d match anything", matched, compared)
	}
}

// The same holds for requests, alone and beside values.
func TestTheSuspectsFindWhatAllRulesFindInRequests(t *testing.T) {
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	n := 300
	switch {
	case *full:
		n = 20_000
	case testing.Short():
		n = 60
	}
	s := newSpeller(43)
	texts := append(append(mustList(t, regressions), plain...), transformed...)
	matched := 0
	for i := range n {
		level := 1 + i%4
		r := corpus[s.IntN(len(corpus))]
		for range s.IntN(3) {
			r = s.vary(r, texts)
		}
		var values []engine.Value
		var suspects Suspects
		sieveAt(level).SuspectRequest(r, &suspects)
		for n := range i % 3 * 2 {
			values = append(values, engine.Value{Name: fmt.Sprint("v", n), Text: texts[s.IntN(len(texts))]})
		}
		asked := suspectsOf(sieveAt(level), &suspects, values)
		e := engineAt(t, level)
		q := asEngine(r)
		all := toldOfAny(e.Evaluate(context.Background(), q, values, nil))
		few := toldOfAny(e.Evaluate(context.Background(), q, values, asked))
		if !slices.Equal(all, few) {
			t.Errorf("level %d, %q: all rules say\n%s\nthe suspects %v\n%s", level, *r, strings.Join(all, "\n"), suspects.rules, strings.Join(few, "\n"))
		}
		matched += min(len(all), 1)
	}
	t.Logf("%d of %d match", matched, n)
	if matched*3 < n {
		t.Errorf("only %d of %d match anything", matched, n)
	}
}
