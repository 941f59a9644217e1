package corpus

import (
	"slices"
	"testing"
)

// sample is how many positives are skipped for each that is taken where time is short. It has no factor in common with
// anything in the corpus.
const sample = 23

// positivesFloor is how many there must be: what expects no rule of level 1 is no positive, and that must not hide cases.
const positivesFloor = 2000

func TestThePositivesOfTheCoreRuleSetAreFoundOrListedAsMissed(t *testing.T) {
	missed, err := MissedPositives()
	if err != nil {
		t.Fatal(err)
	}
	below, err := BelowPositives()
	if err != nil {
		t.Fatal(err)
	}
	oneIn := 1
	if testing.Short() {
		oneIn = sample
	}
	results, err := JudgePositives(oneIn)
	if err != nil || len(results) < positivesFloor/oneIn {
		t.Fatalf("%d positives, %v", len(results), err)
	}
	occurs := map[string]bool{}
	covered := func(list []Entry, id string) bool {
		i := slices.IndexFunc(list, func(e Entry) bool { return e.Covers(id) })
		if i >= 0 {
			occurs[list[i].Pattern] = true
		}
		return i >= 0
	}
	for _, p := range results {
		if p.Verdict.Source != "function-url" || p.Verdict.Fault != "" {
			t.Errorf("%s: source %q, fault %q", p.Name, p.Verdict.Source, p.Verdict.Fault)
		}
		switch isMissed, isBelow := covered(missed, p.Name), covered(below, p.Name); {
		case p.Blocked() && isBelow:
			t.Errorf("%s: stock Coraza blocks it, with score %d, and crs-below.txt has it", p.Name, p.Stock.Score)
		case !p.Blocked() && !isBelow:
			t.Errorf("%s: stock Coraza does not block it, with score %d, and crs-below.txt does not have it", p.Name, p.Stock.Score)
		case p.Blocked() && p.Found() == isMissed:
			t.Errorf("%s: found is %t, with rules %v where stock Coraza has %v; in crs-missed.txt: %t", p.Name, p.Found(), rulesOf(p.Verdict), p.Stock.Rules, isMissed)
		}
	}
	for _, e := range slices.Concat(missed, below) {
		if oneIn == 1 && !occurs[e.Pattern] {
			t.Errorf("%s is listed, and there is no such test", e.Pattern)
		}
	}
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	attacks, err := Judge(cases)
	if err != nil {
		t.Fatal(err)
	}
	if f := FigureOf(attacks, results); f.Whole().Share() < FigureFloor || f.Positives.Share() < FigureFloor {
		t.Errorf("%s are found, of the positives alone %s; the floor is %.0f %%", f.Whole(), f.Positives, FigureFloor)
	}
}

func TestTheFigureCountsWhatStockCorazaBlocks(t *testing.T) {
	result := func(found bool) Result { return Result{Found: found} }
	positive := func(stock, weir int) Positive {
		var p Positive
		p.Stock.Score, p.Verdict.Score = stock, weir
		return p
	}
	f := FigureOf(
		[]Result{result(true), result(false)},
		[]Positive{positive(5, 5), positive(8, 10), positive(5, 3), positive(3, 3), positive(0, 10), positive(3, 5)},
	)
	if want := (Figure{Attacks: Tally{1, 2}, Positives: Tally{2, 3}, Below: Tally{2, 3}}); f != want {
		t.Errorf("%+v, want %+v", f, want)
	}
	if f.Whole() != (Tally{3, 5}) || f.Strict() != (Tally{5, 8}) {
		t.Errorf("the whole is %s, with all %s", f.Whole(), f.Strict())
	}
	if got := f.Whole().String(); got != "3 of 5, 60.0 %" {
		t.Error(got)
	}
	if got := (Tally{}).String(); got != "–" {
		t.Error(got)
	}
}
