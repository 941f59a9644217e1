package sieve

import (
	"slices"
	"testing"
)

// A condition that asks for too much, and a literal that is wrongly required, are caught by the texts that the rules'
// own expressions spell.
func TestAPlantedBugIsCaught(t *testing.T) {
	plant := map[string]func(*tables){
		"a literal too much": func(t *tables) {
			for i := range t.literals[:len(t.literals)-1] {
				if l := &t.literals[i]; l.text == "pg_catalog" {
					l.text = "pg_catalogs"
				}
			}
		},
		"a class too much": func(t *tables) {
			for i := range t.masks {
				t.masks[i] |= t.bit['~']
			}
		},
		"a trigger too few": func(t *tables) {
			for i := range t.transform {
				if t.transform[i].trigger == t.maskOf("%+") {
					t.transform[i].trigger = t.maskOf("+")
				}
			}
		},
	}
	texts := slices.Concat(spelt(2, 5), mustList(t, regressions))
	for name, spoil := range plant {
		s := &Sieve{tables: load(1)}
		truth := load(1)
		spoil(s.tables)
		caught := slices.ContainsFunc(texts, func(text string) bool {
			return !s.MayMatch([]byte(text)) && len(truth.naive([]byte(text))) > 0
		})
		if !caught {
			t.Errorf("%s: not caught", name)
		}
	}
}
