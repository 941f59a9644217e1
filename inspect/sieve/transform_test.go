package sieve

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// jumbled are short texts of the symbols that transformations ask for, and of the bytes of foreign letters.
func jumbled(n int) []string {
	s := newSpeller(67)
	symbols := append(strings.Split("abkKsSiI.,;:/(*%+<-#>!&^~\"'\\ \t\n\r\v\x00\u017f\u212a\u0130\u0085", ""),
		"\xc5", "\xbf", "\xe2", "\x84", "\xaa", "\xc4", "\xb0", "\xa0", "\xff", "%41", "&lt;", `\x41`)
	out := []string{"\xc5\x00\xbf", "\xe2\x84#\xaa", "\xc4\"\xb0", "/"}
	for range n {
		var text strings.Builder
		for range 1 + s.IntN(8) {
			text.WriteString(symbols[s.IntN(len(symbols))])
		}
		out = append(out, text.String())
	}
	return out
}

// A text without a transformation's trigger stays as it is, no byte appears that was not announced, and no text gets longer.
func TestWhatIsSaidOfTransformationsIsTrue(t *testing.T) {
	tab := load(4)
	names := tab.stepNames()
	texts := append(jumbled(10_000), transformed...)
	for i, s := range tab.transform {
		if names[i] == "length" {
			continue // it changes even the empty text; no text is looked at after it
		}
		for _, text := range texts {
			out, _ := s.apply(nil, []byte(text))
			mask, after := tab.classesOf([]byte(text)), tab.classesOf(out)
			same := string(out) == text || s.cases && strings.EqualFold(string(out), text)
			if mask&s.trigger == 0 && !same {
				t.Errorf("%s changes %q into %q without its trigger", names[i], text, out)
			}
			if n := (node{step: uint8(i), triggers: whatever}); tab.unchanged(&n, tab.keyOf([]byte(text), mask)) && !same {
				t.Errorf("%s changes %q into %q, in which there is nothing to change", names[i], text, out)
			}
			if mask&s.opens == 0 && after&^(mask|s.creates) != 0 {
				t.Errorf("%s makes %q of %q", names[i], out, text)
			}
			if !s.lengthens && utf8.RuneCount(out) > utf8.RuneCountInString(text) {
				t.Errorf("%s makes more characters of %q: %q", names[i], text, out)
			}
		}
	}
}
