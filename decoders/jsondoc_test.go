package decoders

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"testing"
)

func TestTheStringsAndNamesOfADocumentAreViews(t *testing.T) {
	value := ` {"a":"x","b":[1,"y",{"c\u0020d":"z\n","e":null}],"f":{"g":[[true,"w"]]},"":"v","h":""} `
	var got []string
	for _, v := range expand(value, Hint{})[1:] {
		got = append(got, fmt.Sprintf("%s=%q %v", v.path, v.data, v.name))
	}
	want := []string{
		`a="a" true`, `a="x" false`, `b="b" true`, `b[1]="y" false`, `b[2].c d="c d" true`, `b[2].c d="z\n" false`, `b[2].e="e" true`,
		`f="f" true`, `f.g="g" true`, `f.g[0][1]="w" false`, `="v" false`, `h="h" true`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestADocumentInAStringIsEntered(t *testing.T) {
	var enters []bool
	value := `{"Message":` + quote(`{"Records":[{"key":`+quote(`["deep"]`)+`}]}`) + `}`
	for v := range NewExpander(Limits{}).Expand([]byte(value), Hint{}) {
		if string(v.Data) != "deep" {
			continue
		}
		for _, s := range v.Path {
			enters = append(enters, s.Enter)
		}
		if got := v.Path.String(); got != "Message → Records[0].key → [0]" {
			t.Errorf("path %q", got)
		}
	}
	if !slices.Equal(enters, []bool{true, true, false, false, true}) {
		t.Errorf("entered at %v", enters)
	}
}

func TestDocumentsAreMarked(t *testing.T) {
	for value, want := range map[string][]string{
		`{"a":"[1]"}`:            {`{"a":"[1]"}`, `[1]`},
		"\xef\xbb\xbf [] ":       {"[]"},
		`{} x`:                   {`{}`},
		"{\"a\":1}\n[2]\n\"{}\"": {"{\"a\":1}\n[2]\n\"{}\"", `{"a":1}`, `[2]`, `{}`},
		`{"a":1}{"b":2}`:         {`{"a":1}{"b":2}`, `{"a":1}`, `{"b":2}`},
		`"{\"a\":1}"`:            {`{"a":1}`},
		`"text"`:                 nil,
		`{"a":1,}`:               nil,
		`17`:                     nil,
	} {
		var got []string
		for _, v := range expand(value, Hint{}) {
			if v.document {
				got = append(got, v.data)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q holds the documents %q", value, got)
		}
	}
}

func TestNamesAreYieldedOnce(t *testing.T) {
	names := 0
	for _, v := range expand(`[`+strings.Repeat(`{"id":"a"},`, 50)+`{"id":"c"}]`, Hint{}) {
		if v.name {
			names++
		}
	}
	if names != 1 {
		t.Errorf("%d views of one name", names)
	}
}

func TestDuplicateNamesAreCutOnceAndBothValuesRead(t *testing.T) {
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprintf(`"n%d":"v%d"`, i, i))
	}
	for value, duplicate := range map[string]bool{
		`{"a":"1","a":"2"}`:                                       true,
		`{"a":"1","\u0061":"2","a":"3"}`:                          true,
		`[{"a":"1"},{"a":"2"}]`:                                   false,
		`{"a":{"a":"1"}}`:                                         false,
		`{"a":"1","A":"2"}`:                                       false,
		`{"b":{"a":"1","c":{},"a":"2"}}`:                          true,
		`{` + strings.Join(many, ",") + `}`:                       false,
		`{` + strings.Join(many, ",") + `,"n17":"2","a":"1"}`:     true,
		`{"x":"{\"a\":\"1\",\"a\":\"2\"}","y":{"a":"1","a":"2"}}`: true,
	} {
		x := NewExpander(Limits{})
		views := expandWith(x, value, Hint{})
		var want []Cut
		if duplicate {
			want = []Cut{{Reason: CutDuplicates}}
			if !holds(views, "1") || !holds(views, "2") {
				t.Errorf("%.60q is not read whole", value)
			}
		}
		if got := x.Cuts(); !slices.Equal(got, want) {
			t.Errorf("%.60q: cuts %v", value, got)
		}
	}
}

func TestNestingBeyondTheLimitIsReadAsOneText(t *testing.T) {
	for _, depth := range []int{127, 128, 129, 5_000, 9_999, 50_000} {
		x := NewExpander(Limits{})
		value := strings.Repeat(`[`, depth) + `"` + canary + `"` + strings.Repeat(`]`, depth)
		views := expandWith(x, value, Hint{})
		cuts := x.Cuts()
		if !holds(views, canary) {
			t.Errorf("%d levels: missed", depth)
		}
		deep := slices.Contains(cuts, Cut{Reason: CutDepth})
		if deep != (depth > 128 && depth < 10_000) || len(views) > 3 {
			t.Errorf("%d levels: %d views, cuts %v", depth, len(views), cuts)
		}
	}
}

func TestADocumentStillReadsAfterAPartThatIsTooDeep(t *testing.T) {
	value := `{"a":` + strings.Repeat(`{"x":`, 200) + `1` + strings.Repeat(`}`, 200) + `,"b":["after"]}`
	if v, ok := find(expand(value, Hint{}), "after"); !ok || v.path != "b[0]" {
		t.Errorf("after the deep part stands %+v", v)
	}
}

func FuzzJSONDocument(f *testing.F) {
	for _, s := range []string{`{"a":["b",{"c":"d"}],"a":1}`, `"\"[\\\"x\\\"]\""`, "{}\n{}\nx", strings.Repeat(`{"a":[`, 90), `[[],{},[{}]]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkExpand(t, data, Hint{ContentType: "application/json"}, Limits{Depth: 3, Expansion: 1 << 16})
	})
}

// Which names are yielded again, because others took their place, is the same in every process: else scores would not be.
func TestTheSameNamesAreYieldedWhateverTheSeed(t *testing.T) {
	var doc strings.Builder
	for i := range 400 {
		fmt.Fprintf(&doc, `,{"member%d":1,"%c":2}`, i*7%100, 'a'+i%26)
	}
	text := []byte("[" + doc.String()[1:] + "]")
	names := func() (out []string) {
		for v := range NewExpander(Limits{}).Expand(text, Hint{}) {
			if v.Name {
				out = append(out, string(v.Data))
			}
		}
		return out
	}
	want := names()
	before := seed
	defer func() { seed = before }()
	for range 8 {
		seed = maphash.MakeSeed()
		if got := names(); !slices.Equal(got, want) {
			t.Fatalf("%d names, and %d with another seed", len(want), len(got))
		}
	}
	if len(want) < 126 || len(want) > 700 {
		t.Errorf("%d names are yielded of 126 in 800 places", len(want))
	}
}
