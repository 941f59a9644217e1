package sieve

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// piecemeal is what texts are made of that steps read in other ways piece by piece than as a whole, if they are wrong.
var piecemeal = []string{
	" \t\n\u00a0\u0085\xa0\xc2\xe3\x80ab", `\'"^ ,;/(aB`, "/*ab* ", "<!-->#/*-a", "%u0041%4+a%", "&amp;#x41;lt&a b", `\u{0041}\x41\101\\a "`, "é\xc3\xa9\xff\u017fİKa\u2003\U0001f600\x00", "./\\:a ",
}

func checkPieces(t *testing.T, tab *tables, text []byte, size func() int) {
	t.Helper()
	for i := range tab.transform {
		s := &tab.transform[i]
		if s.ready == nil {
			continue
		}
		want, _ := s.apply(nil, text)
		var got []byte
		var waiting []byte
		for rest := text; len(rest) > 0; {
			n := min(size(), len(rest))
			waiting = append(waiting, rest[:n]...)
			if rest = rest[n:]; len(rest) == 0 {
				break
			}
			ready := s.ready(waiting)
			out, _ := s.apply(nil, waiting[:ready])
			got = append(got, out...)
			waiting = bytes.Clone(waiting[ready:])
		}
		out, _ := s.apply(nil, waiting)
		if got = append(got, out...); !bytes.Equal(got, want) {
			t.Fatalf("step %d, %q: %q piece by piece, %q as a whole", i, text, got, want)
		}
	}
}

func TestWhatIsReadyIsTransformedByItself(t *testing.T) {
	tab := load(4)
	r := rand.New(rand.NewPCG(1, 2))
	for range 30_000 {
		var text []byte
		from := piecemeal[r.IntN(len(piecemeal))]
		for range 1 + r.IntN(30) {
			if r.IntN(12) == 0 {
				from = piecemeal[r.IntN(len(piecemeal))]
			}
			text = append(text, from[r.IntN(len(from))])
		}
		checkPieces(t, tab, text, func() int { return 1 + r.IntN(6) })
	}
}

// What steps make of a value piece by piece is what they make of it as a whole, at every node.
func TestALongValueIsTheSameInPieces(t *testing.T) {
	tab := load(4)
	for _, unit := range piecemeal {
		if unit == "" {
			continue
		}
		value := []byte(strings.Repeat(unit, pieceSize/len(unit)+40))
		long, short := &walk{tables: tab}, &walk{tables: tab}
		long.begin(value)
		short.begin(value)
		for at := range tab.nodes {
			want := value
			for _, step := range long.stepsTo(uint8(at)) {
				out, _ := tab.transform[step].apply(nil, want)
				want = bytes.Clone(out)
			}
			if got := long.whole(long.stepsTo(uint8(at)), 0); !bytes.Equal(got, want) {
				t.Fatalf("node %d of %q: %d bytes, not %d", at, unit, len(got), len(want))
			}
		}
	}
}

func FuzzPieces(f *testing.F) {
	for _, text := range piecemeal {
		f.Add([]byte(text+text), uint8(3))
	}
	tab := load(4)
	f.Fuzz(func(t *testing.T, text []byte, size uint8) {
		checkPieces(t, tab, text, func() int { return 1 + int(size) })
	})
}
