package libinjection

import (
	"flag"
	"fmt"
	"strings"
	"testing"
)

// units are repeated for long texts: what is read token by token, or has an end that has to be looked for.
var units = []string{
	"'", `"`, "`", `""`, `"b"`, "'a'", `\`, `\'`, `\"`, "\\`", `\'a''b`, `\'a'`, `'a\'`, `\\'`, `\\\'x`, `""id"":17,`, `{\"id\":17,\"name\":\"chair\"},`, `{"a":"say \"hi\""},`,
	"/*", "*/", "/**/", "/*/*", "/*!", "--", "-- ", "--x\n", "#", "#\n", "q'[", "q'[x]'", "nq'", "$", "$$", "$a$", "$ab", "@", "@@`", "{", "}", "{x", "[", "]", "(", ")", "()", ",", ";", ";;",
	"select ", "select.", "select`", "union all ", "x.", "x ", "1 ", "1,", "1e", "0x", "+", "!!", ":", "::", "<=>", "x'f", "b'1", "u&'", "n'", "ſ", "é", "\xff", "\x00", "\xa0", "not ", "like ", "in(", "a or b ",
	"insert into t values (1,'it''s','say \\'hi\\'',NULL);\n", "level=info msg=\"got {\\\"id\\\":17}\" took=3ms\n",
}

// markupUnits are the same for markup.
var markupUnits = []string{
	"<", "<a", "<a ", "<a b", "<a b=", "<a b=c ", "<a b='c'", "<a/", "</a", "</>", "<>", "<!", "<!-", "<!--", "-", "-\x00", "--", "<!--x-->", "<%", "%", "<%x%>", "<?", "<![CDATA[", "]", "]]", "]]>",
	"'", `"`, "`", "=", " =", "a=", "a='", "/", " ", "\x00", "&#", "&#0", "href=&#0", "href= ", "href=\x80", "by=&#x6a;", "by=\x00", "style", "<x\x00",
}

// full compares texts for which the original takes minutes, as well.
var full = flag.Bool("libinjection.full", false, "compare millions of texts, and texts of 64 KB, with the original")

// sample is how many generated texts are compared, of a number that a whole comparison takes.
func sample(whole int) int {
	switch {
	case *full:
		return whole
	case testing.Short():
		return whole / 20
	}
	return whole / 5
}

// Long texts are read as the original reads them, as far as it can in the time that there is: 64 KB of quotes take it seconds.
func TestLongTextsAreReadAsTheOriginalReadsThem(t *testing.T) {
	sizes := []int{100, 1001, 4 << 10, 8 << 10, 64 << 10}
	switch {
	case testing.Short():
		sizes = sizes[:3]
	case !*full:
		sizes = sizes[:4]
	}
	for _, size := range sizes {
		for n, unit := range units {
			text := strings.Repeat(unit, size/len(unit))
			texts := []string{text, text + "x", "x" + text + "'", "1 or '" + text, `\'` + text, text + `" or 1=1 -- `, text + "' or 1=1 -- "}
			if size == 64<<10 {
				texts = texts[n%len(texts):][:1]
			}
			for _, text := range texts {
				sameSQL(t, text)
			}
		}
		for _, unit := range markupUnits {
			text := strings.Repeat(unit, size/len(unit))
			for _, text := range []string{text, text + ">", "<a b=" + text, "<a " + text + " href=javascript:x", "<!--" + text + "-->", text + "<script>"} {
				sameXSS(t, text)
			}
		}
	}
}

// A text that is too long to be told in little memory is not known, and never clean.
func TestNotEverythingIsKnownOfVeryLongStrings(t *testing.T) {
	for _, c := range []struct {
		unit  string
		known bool
	}{
		{`\'a''b`, false}, // hangs on where the rest stands first
		{`\'a`, true},     // all quotes are escaped
		{`a''b`, true},    // and none is
		{`\'a' `, true},   // strings are short
	} {
		text := strings.Repeat(c.unit, 2*maxRepeats/len(c.unit))
		if is, _, known := IsSQLi(text, nil); known != c.known || is {
			t.Errorf("%q repeated is %v, and known: %v", c.unit, is, known)
		}
	}
}

// Whoever says stop is obeyed within a text, however it is made, and then nothing is known.
func TestReadingStops(t *testing.T) {
	const size = 128 << 10 // is asked a few times at least
	for _, c := range []struct {
		units []string
		read  func(text string, stop func() bool) (is, known bool)
	}{
		{units, func(text string, stop func() bool) (is, known bool) {
			is, _, known = IsSQLi(text, stop)
			return is, known
		}},
		{markupUnits, IsXSS},
	} {
		for _, unit := range c.units {
			text := strings.Repeat(unit, size/len(unit))
			asked := 0
			never := func() bool { asked++; return false }
			is, known := c.read(text, never)
			if !known {
				continue
			}
			if asked == 0 && !is {
				continue // it ends at once: its first tokens tell
			}
			for _, after := range []int{1, (asked + 1) / 2, asked} {
				n := 0
				is, known := c.read(text, func() bool { n++; return n >= after })
				if after > 0 && (is || known || n != after) {
					t.Errorf("%q repeated is %v, and known: %v; it was asked %d times, and should have been %d", unit, is, known, n, after)
				}
			}
		}
	}
}

func ExampleIsSQLi() {
	is, fingerprint, known := IsSQLi("x' or 1=1 -- ", nil)
	fmt.Println(is, fingerprint, known)
	// Output: true s&1c true
}

func FuzzIsSQLi(f *testing.F) {
	for _, text := range attacks(f) {
		f.Add(text)
	}
	for _, unit := range units {
		f.Add(strings.Repeat(unit, 9))
	}
	f.Fuzz(func(t *testing.T, text string) { sameSQL(t, text) })
}

func FuzzIsXSS(f *testing.F) {
	for _, text := range attacks(f) {
		f.Add(text)
	}
	for _, unit := range markupUnits {
		f.Add(strings.Repeat(unit, 9))
	}
	f.Fuzz(func(t *testing.T, text string) { sameXSS(t, text) })
}

// BenchmarkIsSQLi reads texts that take the original the square of their length, and short ones.
func BenchmarkIsSQLi(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"attack", "x' union select password from users -- "},
		{"sentence", "it's the chair's fault (or so they said) and select few"},
		{"log_100KB", strings.Repeat("level=info msg=\"got {\\\"id\\\":17}\" took=3ms\n", 100<<10/44)},
		{"quotes_100KB", strings.Repeat("''", 50<<10) + "x"},
		{"mixed_100KB", strings.Repeat(`\'a''b`, 100<<10/6)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				IsSQLi(c.text, nil)
			}
		})
	}
}
