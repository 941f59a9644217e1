package sieve

import "testing"

// Of texts at which few links look, those links that are run say what the walk over all steps says.
func TestFewLinksSayWhatTheWalkSays(t *testing.T) {
	s := newSpeller(51)
	texts := append(append(mustList(t, regressions), plain...), transformed...)
	run := 0
	for level := 1; level <= 4; level++ {
		w := &walk{tables: sieveAt(level).tables}
		for kind, few := range w.few {
			for range 300 {
				text := []byte("/" + texts[s.IntN(len(texts))])
				mask := w.classesOf(text)
				links, n, can := w.ofFew(few, mask)
				if few == nil || !can {
					continue
				}
				run++
				walked := w.judgeText(text, mask, w.parts[kind], w.activeAt[kind])
				if is := w.ask(links[:n], text, mask); is != walked {
					t.Errorf("level %d, kind %d: %q may match: %v; the walk says %v", level, kind, text, is, walked)
				}
			}
		}
	}
	if run == 0 {
		t.Error("no links were run")
	}
}
