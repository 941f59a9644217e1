package decoders

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseJSONAcceptsWhatRuntimesAccept(t *testing.T) {
	for _, text := range []string{
		`{}`, `[]`, `""`, `0`, `-0.5e+7`, `true`, `null`, " \n{\t\"a\" : [1, 2 ,{}] }\r\n", "\xef\xbb\xbf{}",
		`{"a":{"b":[[],{"c":"d\"\\"}]}}`, `"\u00e9\ud83d\ude00\ud800"`, "\"a\x01b\"", `[NaN,Infinity,-Infinity]`,
		"\"\xff\"", strings.Repeat("[", 9999) + strings.Repeat("]", 9999),
	} {
		if _, ok := ParseJSON([]byte(text)); !ok {
			t.Errorf("%.60q is refused", text)
		}
	}
}

func TestParseJSONRefusesTheRest(t *testing.T) {
	for _, text := range []string{
		``, ` `, `{`, `}`, `{]`, `[}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `[1,]`, `[,]`, `{,}`, `01`, `1.`, `.5`, `+1`, `1e`, `--1`,
		`tru`, `"`, `"\"`, `"\x"`, `"\u12"`, `{} {}`, `{}x`, `'a'`, `{a:1}`, `[1 2]`, `{"a" 1}`, `{"a":1 "b":2}`, `"a" "b"`,
		strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
	} {
		if j, ok := ParseJSON([]byte(text)); ok {
			t.Errorf("%.60q is accepted as %.60q", text, j)
		}
	}
}

func TestJSONGetTakesTheLastOfDuplicates(t *testing.T) {
	j, _ := ParseJSON([]byte(`{"a":{"x":1},"b":[10,[20,"q"]], "a" : {"x" : "l\u00e4st"} }`))
	if got := j.Get("a", "x").String(); got != "läst" {
		t.Errorf("a.x = %q", got)
	}
	if got := j.Get("b").At(1).At(1).String(); got != "q" {
		t.Errorf("b[1][1] = %q", got)
	}
	if j.Get("a", "y") != nil || j.Get("b", "x") != nil || j.Get("b").At(7) != nil || JSON(nil).Get("a") != nil {
		t.Error("something was found that is not there")
	}
	if n := j.Len(); n != 3 {
		t.Errorf("%d members", n)
	}
}

func TestJSONTextAliasesTheDocumentWithoutEscapes(t *testing.T) {
	doc := []byte(`"plain"`)
	j, _ := ParseJSON(doc)
	if text := j.Text(nil); &text[0] != &doc[1] {
		t.Error("the text was copied")
	}
}

// The reader agrees with encoding/json wherever that accepts a text, and never panics.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,"b\n\u00e9\ud83d\ude00",{"c":null}],"a":true}`, `[[[[]]]]`, `"\\\""`, `{"":{"":[{}]}}`, `-1e5`, "\"\xff\""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		j, ok := ParseJSON(text)
		if json.Valid(text) && !ok {
			t.Fatal("valid JSON is refused")
		}
		if !ok {
			return
		}
		walkJSON(t, j, 0)
		var s string
		if j.IsString() && json.Unmarshal(j, &s) == nil && bytes.Equal(j, bytes.ToValidUTF8(j, nil)) && j.String() != s {
			t.Fatalf("%q reads as %q, not %q", j, j.String(), s)
		}
	})
}

func walkJSON(t *testing.T, j JSON, depth int) {
	if depth > 200 {
		return
	}
	for name, value := range j.Members() {
		if !name.IsString() {
			t.Fatalf("name %q", name)
		}
		if _, ok := ParseJSON(value); !ok {
			t.Fatalf("member %q of %q is no value", value, j)
		}
		walkJSON(t, value, depth+1)
	}
	for _, value := range j.Elements() {
		if _, ok := ParseJSON(value); !ok {
			t.Fatalf("element %q of %q is no value", value, j)
		}
		walkJSON(t, value, depth+1)
	}
}

// Strings that end, or have a quote or a backslash, on every side of the lengths at which the search changes its ways.
func TestStringsOfEveryLengthEndWhereTheyEnd(t *testing.T) {
	for n := range shortRun + 2*longRun + 3 {
		plain := strings.Repeat("x", n)
		for _, c := range []struct{ raw, text string }{{"", ""}, {`\"`, `"`}, {`\\`, `\`}, {`\u0041`, "A"}, {`\"\\\"`, `"\"`}} {
			value := `"` + plain + c.raw + plain + `"`
			j, ok := ParseJSON([]byte(value))
			if want := plain + c.text + plain; !ok || j.String() != want || !j.Equal(want) {
				t.Fatalf("%d characters around %s: %v, %.80q", n, c.raw, ok, j.String())
			}
			for _, broken := range []string{value[:len(value)-1], `"` + plain + `\`, `"` + plain + `\"`, `"` + plain + `\u004"`, `"` + plain + `\x"`} {
				if _, ok := ParseJSON([]byte(broken)); ok {
					t.Fatalf("%d characters: %.80q is taken for a string", n, broken)
				}
			}
		}
	}
}

func TestPlainRunsEndAtTheFirstQuoteOrBackslash(t *testing.T) {
	for size := range 600 {
		if size > 80 && size%37 != 0 {
			continue
		}
		for c := range 256 {
			text := bytes.Repeat([]byte{byte(c)}, size)
			want := strings.IndexAny(string(text), `"\`)
			if c >= utf8.RuneSelf || want < 0 {
				want = size
			}
			if got := skipPlain(text, 0); got != want {
				t.Fatalf("%d of %#x end at %d, not %d", size, c, got, want)
			}
			for _, mark := range `"\` {
				marked := append(append(bytes.Clone(text[:want]), byte(mark)), text...)
				if got := skipPlain(marked, 0); got != want {
					t.Fatalf("%d of %#x before %q end at %d", size, c, mark, got)
				}
			}
		}
	}
}

// Escapes are found wherever they stand among the eight bytes that are copied at once, and by the end of the text.
func TestUnescapingIsTheSameAtEveryPlace(t *testing.T) {
	for _, c := range []struct{ raw, want string }{
		{`\n`, "\n"},
		{`\"`, `"`},
		{`\\`, `\`},
		{`\/`, `/`},
		{`\u00e9`, "é"},
		{`\ud83d\ude00`, "😀"},
		{`\ud800`, "\ufffd"},
		{`"`, `"`},
		{`\x`, `x`},
		{"\\\x00", "\x00"},
		{`\b\f\r\t`, "\b\f\r\t"},
		{`\uz`, "\ufffdz"},
		{`\u\u\u\uz`, "\ufffd\ufffd\ufffd\ufffdz"},
		{`\uzz\n`, "\ufffdzz\n"},
	} {
		for before := range 20 {
			for after := range 20 {
				b, a := strings.Repeat("é", before/2)+strings.Repeat("b", before%2), strings.Repeat("a", after)
				if got := JSON(`"` + b + c.raw + a + `"`).Text([]byte("old")); string(got) != b+c.want+a {
					t.Fatalf("%q among %d and %d bytes is %q", c.raw, before, after, got)
				}
			}
		}
	}
	if got := string(unescape([]byte("kept"), []byte(`a\n\`))); got != "kepta\n\\" {
		t.Errorf("%q", got)
	}
}

// skipSlowly is SkipString byte by byte.
func skipSlowly(text []byte) (end int, plain bool) {
	plain = true
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return i + 1, plain
		case '\\':
			plain = false
			i++
		}
	}
	return -1, false
}

// Eight bytes at once find the same end of a string as one byte after the other, wherever backslashes and quotes stand.
func TestStringsEndWhereEveryByteIsLookedAt(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	for n := range 100_000 {
		text := make([]byte, source.IntN(200))
		for i := range text {
			text[i] = "\\\"\xdc\xa2\x00\xff#!]["[source.IntN(10)]
			if source.IntN(40) > n%40 {
				text[i] = 'x'
			}
		}
		end, plain := skipString(text, 0)
		if wantEnd, want := skipSlowly(text); end != wantEnd || plain != want {
			t.Fatalf("%q ends at %d, plain %v; expected %d, %v", text, end, plain, wantEnd, want)
		}
	}
}
