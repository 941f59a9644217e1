package decoders

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// isTextSlowly is IsText, character by character.
func isTextSlowly(text []byte) bool {
	bad := 0
	for rest := text; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			bad++
		}
		rest = rest[n:]
	}
	share := 2
	switch n := len(text); {
	case n < 32:
		share = 8
	case n < 256:
		share = 4
	}
	return bad*share <= len(text)
}

// Eight bytes are read at once, and the rest with what stands before it, whatever that is.
func TestTextIsToldCharacterByCharacter(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts every time
	alphabet := []string{"a", "Z", "0", " ", "~", "\n", "\x00", "\x1f", "\x7f", "\x80", "\xc3", "é", "€", "😀", "plain wor", "12345678"}
	told := map[bool]int{}
	for range 50_000 {
		var text []byte
		some := alphabet[random.IntN(len(alphabet)):]
		for range random.IntN(24) {
			text = append(text, some[random.IntN(len(some))]...)
		}
		is := IsText(text)
		if is != isTextSlowly(text) {
			t.Fatalf("%q is taken for text: %t", text, is)
		}
		told[is]++
	}
	if told[true] < 1000 || told[false] < 1000 {
		t.Errorf("%v are too few of a kind to say anything", told)
	}
}
