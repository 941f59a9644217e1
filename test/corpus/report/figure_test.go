package main

import (
	"strings"
	"testing"

	"weir/test/corpus"
)

func TestAFigureUnderItsFloorIsAnError(t *testing.T) {
	for _, c := range []struct {
		found int
		is    bool
	}{{97, false}, {96, true}, {0, true}, {100, false}} {
		f := corpus.Figure{Positives: corpus.Tally{Found: c.found, All: 100}, Below: corpus.Tally{Found: 0, All: 50}}
		if err := underFloor(f); (err != nil) != c.is {
			t.Errorf("%s: %v", f.Whole(), err)
		}
	}
}

func TestTheFigureSaysWhatItCounts(t *testing.T) {
	var b strings.Builder
	writeFigure(&b, corpus.Figure{
		Attacks: corpus.Tally{Found: 1, All: 2}, Positives: corpus.Tally{Found: 3, All: 4}, Below: corpus.Tally{Found: 0, All: 5},
	}, []corpus.Result{{Found: true}})
	for _, want := range []string{
		"level 1: 4 of 6, 66.7 % (floor: 97 %)", "1 of 2, 50.0 %", "3 of 4, 75.0 %", "0 of 5, 0.0 %", "1 of 1, 100.0 %", "4 of 11, 36.4 %",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}
