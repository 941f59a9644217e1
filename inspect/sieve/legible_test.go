package sieve

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// longestLegible is how many characters stand together in a text that are ASCII, or stand for a letter of it, or are white space.
func longestLegible(text []byte) int {
	longest, n := 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r >= ' ' && r < 0x7f, unicode.IsSpace(r), hasForeign(text[i : i+size]):
			n++
		default:
			n = 0
		}
		longest = max(longest, n)
		i += size
	}
	return longest
}

// What Base64 stands for is never more legible than is said, and mostly not much less.
func TestBase64IsAsLegibleAsIsSaid(t *testing.T) {
	s, tab := newSpeller(5), sieveAt(1).tables
	alphabet := strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-. \n\r\té", "")
	texts := append([]string{
		"ZXZhbCgxKQ==", "Z X Z h b C g x K Q = =", "w6nDqcOpw6k=", "8J+YgPCfmIA=", "w6lhw6lh", "wyBhYmM=", "YWJjw2RlZg==", "4oKs4oKs", "YQBiYwBkZWY=",
	}, transformed...)
	for range 20_000 {
		var out strings.Builder
		for range s.IntN(40) {
			out.WriteString(alphabet[s.IntN(len(alphabet)-s.IntN(12))])
		}
		texts = append(texts, out.String())
	}
	said, untrue := 0, 0
	for _, text := range texts {
		for _, unspaced := range []bool{false, true} {
			of := []byte(text)
			if unspaced {
				of, _ = removeWhitespace(nil, of)
			}
			out, _ := base64Decode(nil, of)
			is := longestLegible(out)
			in := tab.readBase64([]byte(text), unspaced, 0)
			if in.legible < is {
				t.Errorf("%q stands for %q, with %d legible characters", text, out, is)
			}
			if lacks := tab.classesOf(out) &^ in.mask; lacks != 0 {
				t.Errorf("%q stands for %q: classes %b are not told", text, out, lacks)
			}
			for least := range 9 {
				switch early := tab.readBase64([]byte(text), unspaced, least); {
				case early.known && early != in:
					t.Errorf("%q: %v is said to stand for it, where %d characters are asked for, and %v otherwise", text, early, least, in)
				case !early.known && (is >= least || early.fewer != least):
					t.Errorf("%q stands for %q, where %d characters are said not to stand together", text, out, least)
				}
			}
			if in.legible > is {
				untrue++
			}
			said++
		}
	}
	if untrue*5 > said {
		t.Errorf("of %d texts, %d are taken for more legible than they are", said, untrue)
	}
}
