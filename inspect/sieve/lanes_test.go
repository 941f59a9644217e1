package sieve

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Automata that look at texts two at a time say what each of them says alone.
func TestAutomataSayTwoAtATimeWhatTheySayAlone(t *testing.T) {
	alone, together := load(4), load(4)
	var links []int
	for n := range alone.links {
		if _, is := alone.links[n].operator.(*expression); is {
			links = append(links, n)
		}
	}
	expressionOf := func(t *tables, n int) *automaton { return t.links[n].operator.(*expression).read() }
	random := rand.New(rand.NewPCG(3, 4))
	texts := slices.Concat(dense(40), transformed, spelt(1, 13), []string{"", "é", "\xff"})
	matching := 0
	for range 2000 {
		var trials []trial
		taken := map[int]bool{}
		for range 1 + random.IntN(7) {
			n := links[random.IntN(len(links))]
			if taken[n] {
				continue
			}
			taken[n] = true
			text := []byte(texts[random.IntN(len(texts))])
			trials = append(trials, trial{pass: pass{automaton: expressionOf(together, n)}, text: text, link: uint16(n)})
		}
		e := effort{left: 1 << 30}
		matchAll(trials, &e)
		for i := range trials {
			r := &trials[i]
			e := effort{left: 1 << 30}
			is, sure := expressionOf(alone, int(r.link)).match(r.text, &e)
			if is != r.is || sure != r.sure {
				t.Fatalf("link %d of %d in %q: %t, %t, and alone %t, %t", i, len(trials), r.text, r.is, r.sure, is, sure)
			}
			if is {
				matching++
			}
			if r.locked || !r.mu.TryLock() {
				t.Fatal("an automaton was left locked")
			}
			r.mu.Unlock()
		}
	}
	if matching == 0 {
		t.Error("nothing matched")
	}
}

// Without effort left, nothing is known that is not known already.
func TestAutomataWithoutEffortAreSureOfNothingNew(t *testing.T) {
	tab := load(4)
	var trials []trial
	for n := range tab.links {
		if e, is := tab.links[n].operator.(*expression); is && len(trials) < 8 {
			trials = append(trials, trial{pass: pass{automaton: e.read()}, text: []byte(dense(1)[0])})
		}
	}
	e := effort{left: -1}
	matchAll(trials, &e)
	unsure := 0
	for i := range trials {
		if trials[i].is {
			t.Errorf("trial %d matches", i)
		}
		if !trials[i].sure {
			unsure++
		}
		if !trials[i].mu.TryLock() {
			t.Fatal("an automaton was left locked")
		}
	}
	if unsure == 0 {
		t.Error("all were sure")
	}
}

// Where automata are divided, the same rules are suspected of the same texts.
func TestDividedAutomataSuspectTheSame(t *testing.T) {
	whole, divided := New(4, nil), New(4, nil)
	many := 0
	for i := range divided.tables.links {
		if e, is := divided.tables.links[i].operator.(*expression); is && len(e.read().starts) > 1 {
			e.automaton.divide()
			if first := e.automaton.parts[0]; len(first.starts) > 1 {
				first.divide()
			}
			many++
		}
	}
	matching := 0
	for _, text := range dense(150) {
		var a, b Suspects
		whole.Suspect([]byte(text), &a)
		divided.Suspect([]byte(text), &b)
		if !slices.Equal(a.rules, b.rules) || !maps.Equal(a.texts, b.texts) {
			t.Fatalf("%q: %v in %v, and divided %v in %v", text, a.rules, a.texts, b.rules, b.texts)
		}
		matching += len(a.texts)
	}
	if many < 20 || matching == 0 {
		t.Errorf("%d automata are divided, and %d texts match", many, matching)
	}
}
