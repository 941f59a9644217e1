package sieve

import (
	"slices"
	"strings"
	"testing"
)

func TestTextsWithinAList(t *testing.T) {
	lists := []string{"", "a", "abc", "GET HEAD POST OPTIONS", "/proxy/ /lock-token/ /if/", ".ani/ .asa/ .asax/"}
	texts := []string{"", "a", "GET", "get", "POST", "HEAD P", "GETX", "/if/", "/if", "/proxy/x", "/lock-token/ /if/", "/lock-/if/", ".asax/", ".ani/ .asax/"}
	for _, list := range lists {
		w := newWithin(list)
		for _, text := range append(texts, list) {
			if is := w.matches(text); is != strings.Contains(list, text) {
				t.Errorf("%q is within %q: %v", text, list, is)
			}
		}
	}
}

// What is not kept of a request would not have made the check fire.
func TestWhatIsNotKeptIsNotSought(t *testing.T) {
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	s := newSpeller(43)
	all := append(slices.Clone(honest), corpus...)
	for range 500 {
		all = append(all, s.vary(all[s.IntN(len(all))], plain))
	}
	for _, name := range []string{"Proxy", "PROXY", "if", "IF", "Lock-Token", "Loc\u212a-Token", "X-Http-Method", "Proxy\x80", "\u212a", "Prox"} {
		all = append(all, &Request{"GET", "/", "HTTP/1.1", with(browser, Header{name, "1"}), nil})
	}
	fired := 0
	for level := 1; level <= 4; level++ {
		w := &walk{tables: load(level)}
		for i := range w.checks {
			c := &w.checks[i]
			sought := c.links[0].sought
			if sought == nil {
				continue
			}
			for _, r := range all {
				w.request.read(r, w.tables)
				c.links[0].sought = sought
				fires := w.fires(c, &w.request)
				c.links[0].sought = nil
				if is := w.fires(c, &w.request); is != fires {
					t.Errorf("level %d: rule %d fires for %q: %v; keeping everything: %v", level, c.rule, *r, fires, is)
				} else if is {
					fired++
				}
				w.request.clear()
			}
		}
	}
	if fired == 0 {
		t.Error("no such check fired")
	}
}
