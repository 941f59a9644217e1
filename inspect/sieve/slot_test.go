package sieve

import (
	"slices"
	"strings"
	"testing"
)

// A check that is passed over, since the request has not what it needs, does not fire.
func TestChecksThatArePassedOverDoNotFire(t *testing.T) {
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	s := newSpeller(41)
	all := append(slices.Clone(honest), corpus...)
	for range 2000 {
		all = append(all, s.vary(s.vary(all[s.IntN(len(all))], plain), plain))
	}
	passed, fired := 0, 0
	for level := 1; level <= 4; level++ {
		w := &walk{tables: sieveAt(level).tables, suspects: &Suspects{}}
		for _, r := range all {
			w.request.read(r, w.tables)
			for i := range w.checks {
				c := &w.checks[i]
				switch may, fires := c.mayFire(w.request.has), w.fires(c, &w.request); {
				case fires && !may:
					t.Errorf("level %d: rule %d is passed over and fires for %q", level, c.rule, *r)
				case fires:
					fired++
				case !may:
					passed++
				}
			}
			w.request.clear()
		}
	}
	t.Logf("%d passed over, %d fired", passed, fired)
	if passed == 0 || fired == 0 {
		t.Error("nothing was passed over, or nothing fired")
	}
}

func TestHeadersAreKnownByTheirNames(t *testing.T) {
	tab := sieveAt(1).tables
	for i, h := range tab.headerKinds {
		if n := tab.headerOf(h.name); int(n) != i+1 {
			t.Errorf("%s is number %d, not %d", h.name, n, i+1)
		}
		if n := tab.headerOf(h.name + "x"); n != 0 && tab.headerKinds[n-1].name != h.name+"x" {
			t.Errorf("%sx is number %d", h.name, n)
		}
	}
	if n := tab.headerOf(strings.Repeat("x", 1000)); n != 0 {
		t.Errorf("a long name is number %d", n)
	}
}
