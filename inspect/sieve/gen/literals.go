package main

import (
	"cmp"
	"slices"
	"strings"
)

// literals writes the literals by the three symbols under which they are looked up, or two of the shortest ones.
func (t *tables) literals(all map[string][]posting) {
	type entry struct {
		text      string
		end, gram int
	}
	var entries []entry
	for text := range all {
		end, gram := keyOf(text)
		entries = append(entries, entry{text, end, gram})
	}
	// Those that reach farther behind their key come later: where a text ends before, none of them needs to be compared.
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(flag(len(a.text) > 2), flag(len(b.text) > 2)), cmp.Compare(a.gram, b.gram),
			cmp.Compare(len(a.text)-a.end, len(b.text)-b.end), strings.Compare(a.text, b.text))
	})
	t.number(len(entries))
	for _, e := range entries {
		t.text(e.text)
		t.number(e.end)
		t.postings(all[e.text])
	}
}

// commonlyTogether is about how often a place in a text has :// or three of one symbol, as in 1000, which is much more often than
// the symbols by themselves.
const commonlyTogether = 1e-3

// keyOf is where the rarest three neighbouring symbols of a literal end, and their numbers.
func keyOf(text string) (end, gram int) {
	if len(text) == 2 {
		return 2, int(symbolOf[text[0]])<<6 | int(symbolOf[text[1]])
	}
	least := 2.0
	for i := 3; i <= len(text); i++ {
		p := 1.0
		g := 0
		for _, c := range []byte(text[i-3 : i]) {
			p *= symbolFrequency[c]
			g = g<<6 | int(symbolOf[c])
		}
		if key := text[i-3 : i]; key == "://" || key[0] == key[1] && key[1] == key[2] {
			p = commonlyTogether
		}
		if p < least {
			end, gram, least = i, g, p
		}
	}
	return end, gram
}
