package sieve

import (
	"strings"
	"testing"
)

// Whoever has no time left is told that the text may match, within a few looks at the clock.
func TestATextThatIsEndedMayMatch(t *testing.T) {
	s := New(1, nil)
	for name, text := range map[string]string{
		"a long text":                   strings.Repeat("Ordinary prose, and so on. ", 100<<10),
		"a text that asks for states":   strings.Repeat("select union from where or 1=1 <a href=x onerror= ${ {{ $(cat ` ; ", 1<<10),
		"a long text with many letters": strings.Repeat("é", 1<<20),
	} {
		asked := 0
		stop := func() bool { asked++; return true }
		if !s.MayMatchUntil(stop, []byte(text)) {
			t.Errorf("%s: it cannot match, says a sieve that had no time", name)
		}
		suspects := Suspects{Stop: stop}
		if !s.Suspect([]byte(text), &suspects) {
			t.Errorf("%s: no rule is suspected by a sieve that had no time", name)
		}
		if asked == 0 || asked > 4 {
			t.Errorf("%s: asked %d times, and went on", name, asked)
		}
		// The next text has its own time.
		suspects.Stop = nil
		if s.Suspect([]byte("hello"), &suspects) || s.MayMatch([]byte("hello")) {
			t.Errorf("%s: the next text is not read", name)
		}
	}
}

// What is short is not worth a look at the clock.
func TestAShortTextIsNotEnded(t *testing.T) {
	s := New(1, nil)
	suspects := Suspects{Stop: func() bool { t.Error("asked"); return true }}
	if s.Suspect([]byte("It's a garden chair, in blue."), &suspects) {
		t.Error("suspected")
	}
}
