package decoders

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"testing"
)

// A simple text is shown to two decoders only: the others would find nothing in it.
func TestSimpleTextsAreReadAsAllDecodersReadThem(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same texts every time
	pieces := []string{"Basic ", "bearer ", "eyJ", "PK", "x", "V*M", "+/v8", "64,", ".", " ", "]", "}", ">", "words and ", "\\u0041", "a'b", "(", "~"}
	var views []string
	w := NewExpander(Limits{}).borrow()
	w.yield = func(v View) bool {
		views = append(views, v.Via.String()+" "+string(v.Data))
		return true
	}
	found := 0
	for range 50_000 {
		var text []byte
		for range random.IntN(4) {
			text = append(text, pieces[random.IntN(len(pieces))]...)
			inner := []byte("select " + pieces[random.IntN(len(pieces))] + " from")
			if random.IntN(2) == 0 {
				text = base64.RawStdEncoding.AppendEncode(text, inner)
			}
		}
		is := traitsOf(text)
		if !is.simple() {
			continue
		}
		if jsonKind, _ := w.jsonKind(&reading{data: text}); jsonKind != noJSON || !IsText(text) {
			t.Fatalf("%q is JSON, or no text", text)
		}
		views, w.seen = nil, nil
		w.guess(&reading{data: text}, is)
		few := views
		views, w.seen = nil, nil
		if !is.numeric() {
			w.guessAll(&reading{data: text}, is)
		}
		if !slices.Equal(few, views) {
			t.Fatalf("%q: %q, of all decoders %q", text, few, views)
		}
		found += len(views)
	}
	if found < 1000 {
		t.Errorf("%d views are too few to say anything", found)
	}
}
