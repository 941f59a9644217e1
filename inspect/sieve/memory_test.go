package sieve

import (
	"bytes"
	"maps"
	"slices"
	"testing"
)

// What is kept while a dense text is judged is what the steps make of it, taken one by one.
func TestWhatIsKeptOfADenseTextIsWhatStepsMakeOfIt(t *testing.T) {
	s := sieveAt(4)
	w, fresh := &walk{tables: s.tables}, &walk{tables: s.tables}
	kept := 0
	texts := dense(200)
	for i := range 400 { // each of them twice, since what is kept of one is there for the next
		text := texts[i/2]
		var suspects Suspects
		w.suspects = &suspects
		if w.mayMatch([]byte(text), 0); !w.keeps() {
			continue
		}
		fresh.begin([]byte(text))
		for at := range s.tables.nodes {
			got, want := w.exact(uint8(at)), fresh.whole(fresh.stepsTo(uint8(at)), 0)
			if !bytes.Equal(got, want) {
				t.Fatalf("node %d of %q: %q, not %q", at, text, got, want)
			}
		}
		kept += len(w.results.now)
	}
	if kept == 0 {
		t.Error("nothing was kept")
	}
}

// What is remembered of a text makes no difference to what is said of another reading of it.
func TestWhatIsRememberedOfATextIsWhatIsSaidOfIt(t *testing.T) {
	s := sieveAt(4)
	var remembering Suspects
	remembered := 0
	for _, text := range dense(100) {
		for _, reading := range []string{text, text + "%20", text, "x" + text} {
			var fresh Suspects
			remembering.Clear()
			s.Suspect([]byte(reading), &remembering)
			s.Suspect([]byte(reading), &fresh)
			if !slices.Equal(remembering.rules, fresh.rules) || !maps.Equal(remembering.texts, fresh.texts) ||
				!slices.Equal(remembering.known, fresh.known) {
				t.Fatalf("%q: %v, and without memory %v", reading, remembering.rules, fresh.rules)
			}
		}
		remembered += len(remembering.memory)
	}
	if remembered == 0 {
		t.Error("nothing was remembered")
	}
}
