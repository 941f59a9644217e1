package sieve

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// counting counts the steps that a walk takes.
func counting(w *walk) *int {
	taken := new(int)
	w.tables.transform = slices.Clone(w.tables.transform)
	for i := range w.tables.transform {
		s := &w.tables.transform[i]
		apply := s.apply
		s.apply = func(dst, src []byte) ([]byte, bool) {
			*taken++
			return apply(dst, src)
		}
	}
	return taken
}

// Where a dense text is read a second time, as its percent-decoded reading that is the same from some step on, the steps behind are not
// taken again.
func TestAnotherReadingOfADenseTextTakesNoStepAgain(t *testing.T) {
	w := &walk{tables: load(4), suspects: &Suspects{}}
	taken := counting(w)
	judged := 0
	for _, text := range dense(50) {
		text := []byte(text)
		if w.mayMatch(text, 0); !w.keeps() {
			continue
		}
		judged++
		*taken = 0
		if w.mayMatch(bytes.Clone(text), 0); *taken > 0 {
			t.Errorf("%q: %d steps were taken for its second reading", text, *taken)
		}
	}
	if judged == 0 {
		t.Error("no text was dense")
	}
}

// Long texts that follow each other leave about keepBytes: a step may need somewhat more than it was given.
func TestWhatIsKeptOfLongTextsIsBounded(t *testing.T) {
	w := &walk{tables: load(4)}
	text := strings.Join(dense(50), " ")
	text = strings.Repeat(text, longValue/len(text)+1)[:longValue-8]
	most := 0
	for _, begin := range []string{"a", "b", "c"} {
		w.suspects = &Suspects{}
		if w.mayMatch([]byte(begin+text), 0); !w.keeps() {
			t.Fatal("the text is not dense")
		}
		rooms := 0
		for _, list := range [][]made{w.results.now, w.results.earlier} {
			for _, m := range list {
				rooms += cap(m.room)
			}
		}
		for _, room := range w.results.free {
			rooms += cap(room)
		}
		if rooms != w.results.bytes {
			t.Errorf("rooms of %d bytes, counted as %d", rooms, w.results.bytes)
		}
		most = max(most, rooms)
	}
	if most == 0 || most > keepBytes*5/4 {
		t.Errorf("%d bytes are kept", most)
	}
}
