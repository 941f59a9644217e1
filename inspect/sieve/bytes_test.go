package sieve

import (
	"slices"
	"strings"
	"testing"
)

// Bytes are looked at eight by eight, wherever among them what is looked for stands.
func TestWordsSayWhatTheirBytesSay(t *testing.T) {
	s := newSpeller(6)
	alphabet := []string{"a", "z", "A", "Z", "@", "[", "`", "0", " ", "\x7f", "plain words ", "\t", "\x01", "é", "\xa0"}
	found := map[[2]bool]int{}
	for range 50_000 {
		var out strings.Builder
		some := alphabet[:1+s.IntN(len(alphabet))]
		for range s.IntN(24) {
			out.WriteString(some[s.IntN(len(some))])
		}
		text := []byte(out.String())
		isSingle := !strings.Contains(out.String(), "  ") &&
			!slices.ContainsFunc(text, func(c byte) bool { return blankness[c] == otherSpace })
		hasCapital := slices.ContainsFunc(text, func(c byte) bool { return 'A' <= c && c <= 'Z' })
		if isCompressed(text) != isSingle {
			t.Fatalf("the white space of %q is single blanks: %t", text, !isSingle)
		}
		if hasCapitals(text) != hasCapital {
			t.Fatalf("%q has capitals: %t", text, !hasCapital)
		}
		found[[2]bool{isSingle, hasCapital}]++
	}
	for kind, n := range found {
		if n < 500 || len(found) < 4 {
			t.Errorf("%d texts of kind %t are too few to say anything", n, kind)
		}
	}
}

// No class of words has a byte that is none of a word.
func TestTheClassesOfWordsAreThose(t *testing.T) {
	tab := sieveAt(1).tables
	for c := range 256 {
		if is := c < 0x80 && isWordByte[c]; is != (tab.bit[c]&tab.wordly != 0) {
			t.Errorf("%q counts as a byte of words: %t", rune(c), !is)
		}
	}
	if tab.wordless.empty() {
		t.Error("no rule is left out for single words")
	}
}
