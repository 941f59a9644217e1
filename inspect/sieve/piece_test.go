package sieve

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// A long text that is read in pieces becomes what it becomes as a whole, wherever a piece ends.
func TestPiecesOfALongTextAreReadAsTheWhole(t *testing.T) {
	units := []string{"a", " ", "%", "%2", "%27", "%u", "%u00", "%u00e9", "%U0927", "+", "é", "世", "\U0001f600", "\xc3", "\xa0", "\xe4\xb8", "\xff", "A", "K", "\u212a", "0", "f"}
	random := rand.New(rand.NewPCG(1, 2))
	tab := sieveAt(4).tables
	tried := 0
	for i := range tab.transform {
		step := &tab.transform[i]
		if step.ends == nil {
			continue
		}
		tried++
		for range 20 {
			var text []byte
			for len(text) < stopEvery+stopEvery/2 {
				if len(text) > stopEvery-64 && len(text) < stopEvery+64 || len(text) > stopEvery*5/4 {
					text = append(text, units[random.IntN(len(units))]...)
				} else {
					text = append(text, "plain text, %20 and é so on "...)
				}
			}
			w := &walk{tables: tab}
			want, wantChanged := step.apply(nil, text)
			got, changed := w.apply(uint8(i), nil, text)
			if !bytes.Equal(got, want) || changed != wantChanged {
				t.Fatalf("step %d: %d bytes, changed %t; as a whole %d, %t", i, len(got), changed, len(want), wantChanged)
			}
		}
	}
	if tried < 4 {
		t.Errorf("%d steps read pieces", tried)
	}
}
