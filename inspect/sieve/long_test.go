package sieve

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// That the texts of a long value share rooms makes no difference to what is said of it.
func TestTextsThatShareRoomsAreJudgedAlike(t *testing.T) {
	own, shared := &Sieve{tables: load(4)}, &Sieve{tables: load(4)}
	shared.tables.longValue = 0
	texts := slices.Concat(dense(100), transformed, spelt(1, 11))
	made := 0
	for _, text := range texts {
		var want, got Suspects
		own.Suspect([]byte(text), &want)
		shared.Suspect([]byte(text), &got)
		slices.Sort(want.rules) // in which order they are found is another
		slices.Sort(got.rules)
		if !slices.Equal(got.rules, want.rules) || !maps.Equal(got.texts, want.texts) {
			t.Fatalf("%q: %v, and with rooms of their own %v", text, got.rules, want.rules)
		}
		made += len(got.rules)
	}
	if made == 0 {
		t.Error("there were no suspects")
	}
}

// A literal is found wherever it stands in a text that is folded piece by piece.
func TestALiteralIsFoundAcrossTheEndOfAPiece(t *testing.T) {
	w := &walk{tables: sieveAt(4).tables}
	const first, last = "x=information_schema; ", " <script>document.cookie"
	partsOf := func(text string) parts { return w.findAny([]byte(text), w.classesOf([]byte(text)), nil) }
	want := partsOf(first + last)
	for short := range len(last) + 2 {
		text := first + strings.Repeat(" ", foldedAtOnce-short) + last
		if got := partsOf(text); got != want {
			t.Errorf("%d bytes before the end: %d parts, not %d", short, got.count(), want.count())
		}
	}
}
