package sieve

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"sync"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// full asks for the whole comparison, which takes minutes, instead of a sample.
var full = flag.Bool("sieve.full", false, "compare everything with the engine, not a sample")

var engines [5]struct {
	once   sync.Once
	engine *engine.Engine
	err    error
}

func engineAt(t testing.TB, level int) *engine.Engine {
	t.Helper()
	e := &engines[level]
	e.once.Do(func() {
		e.engine, e.err = engine.New(engine.Options{Paranoia: level, Setup: rules.Setup(), Files: rules.Files()})
	})
	if e.err != nil {
		t.Fatal(e.err)
	}
	return e.engine
}

var sieves [5]struct {
	once  sync.Once
	sieve *Sieve
}

func sieveAt(level int) *Sieve {
	s := &sieves[level]
	s.once.Do(func() { s.sieve = New(level, nil) })
	return s.sieve
}

// spelt are texts from every rule's own expression, n each, and as many disguised ones.
func spelt(n int, seed uint64) []string {
	var out []string
	s := newSpeller(seed)
	t := sieveAt(4).tables
	for _, key := range expressionKeys() {
		tree, err := syntax.Parse(sources()[key].text, syntax.Perl)
		if err != nil {
			panic(err)
		}
		for range n {
			text := s.spell(tree)
			out = append(out, text, s.disguise(text))
		}
	}
	for i := range t.literals[:len(t.literals)-1] {
		if s.IntN(200) < n {
			text := t.literals[i].text
			out = append(out, text, s.disguise(text))
		}
	}
	return out
}

// expressionKeys are the rules and links that have an expression, in order.
func expressionKeys() [][2]int {
	keys := slices.Collect(maps.Keys(sources()))
	slices.SortFunc(keys, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
	return keys
}

// heldBack are texts that were kept from a rule once, because of what a step left of them, or of a foreign letter.
var heldBack = []string{
	"pg)", "7z)", "sh)", "\r\nQUIT", "\r\n\\QUIT", "q%3D%3C%3Aurl%28Java%C5%BFCRiPT", "q=\\x29.:%b;2;:u\\x52\\x4c\\x28jAva\u017fcrIPT",
	"url(java\u017fcript", "x=\u017fleep(5)", "\u212aill -9 1", "select \u0130d from",
}

// Every rule that the naive program finds is a suspect, however many others are.
func TestEveryMatchOfTheNaiveProgramIsASuspect(t *testing.T) {
	n, every := 2, 16
	switch {
	case *full:
		n = 200
	case testing.Short():
		n, every = 1, 80
	}
	texts := slices.Concat(spelt(n, 1), plain, transformed, traps)
	s := newSpeller(2)
	for _, text := range slices.Concat(mustList(t, regressions), mustList(t, fixtures)) {
		if *full || s.IntN(every) == 0 {
			texts = append(texts, text, s.disguise(text), s.disguise(s.disguise(text)))
		}
	}
	matches, let := 0, 0
	for level := 4; level >= 1; level-- {
		for _, text := range heldBack {
			unsuspected(t, level, text)
		}
		for i, text := range texts {
			if !*full && i%4 != level-1 {
				continue
			}
			found, may := unsuspected(t, level, text)
			matches += min(found, 1)
			if may {
				let++
			}
		}
	}
	t.Logf("%d texts, %d matches, %d let through", len(texts), matches, let)
}

// unsuspected fails for rules that match and are no suspects. It returns how many match, and whether any is suspected.
func unsuspected(t *testing.T, level int, text string) (found int, may bool) {
	t.Helper()
	sv := sieveAt(level)
	matching := sv.tables.naive([]byte(text))
	var suspects Suspects
	may = sv.Suspect([]byte(text), &suspects)
	for _, rule := range matching {
		if !slices.Contains(suspects.rules, rule) {
			t.Errorf("level %d: rule %d matches %q and is no suspect", level, rule, text)
		}
	}
	if may != sv.MayMatch([]byte(text)) {
		t.Errorf("level %d: %q has suspects: %v; may match: %v", level, text, suspects.rules, !may)
	}
	return len(matching), may
}

// What the sieve holds back, the engine finds nothing in.
func TestTheEngineFindsNothingInWhatIsHeldBack(t *testing.T) {
	n := 1
	if *full {
		n = 30
	}
	texts := slices.Concat(spelt(n, 3), mustList(t, regressions), mustList(t, fixtures), plain, transformed, traps)
	for level := 1; level <= 4; level++ {
		sample, every := texts, 5
		if testing.Short() {
			every = 40
		}
		if !*full {
			sample = nil
			for i := level; i < len(texts); i += every {
				sample = append(sample, texts[i])
			}
		}
		differ(t, level, sample)
	}
}

// differ gives the engine the texts that the sieve holds back.
func differ(t *testing.T, level int, texts []string) {
	t.Helper()
	var values []engine.Value
	held := 0
	flush := func() {
		matches, err := engineAt(t, level).Evaluate(context.Background(), nil, values, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range matches {
			if m.Value < 0 {
				t.Errorf("level %d: rule %d matches something else: %s", level, m.Rule, m.Variable)
				continue
			}
			t.Errorf("level %d: %q is held back, rule %d matches %q", level, values[m.Value].Text, m.Rule, m.Text)
		}
		values = values[:0]
	}
	for _, text := range texts {
		if sieveAt(level).MayMatch([]byte(text)) {
			continue
		}
		held++
		values = append(values, engine.Value{Name: fmt.Sprint("v", held), Text: text})
		if len(values) == 64 {
			flush()
		}
	}
	flush()
	t.Logf("level %d: %d of %d texts held back", level, held, len(texts))
	if held == 0 {
		t.Errorf("level %d: nothing was held back", level)
	}
}
