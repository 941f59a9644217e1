package decoders

import (
	"slices"
	"strings"
	"testing"
)

func cutsOf(value string, hint Hint, limits Limits) ([]seen, []Cut) {
	x := NewExpander(limits)
	return expandWith(x, value, hint), x.Cuts()
}

func TestABombIsCutAtItsRatio(t *testing.T) {
	zeros := strings.Repeat("\x00", 10<<20)
	for e, bomb := range map[Encoding]string{Gzip: gzipped(t, zeros), Zlib: zlibbed(t, zeros), Zstd: zstandard(t, zeros), Brotli: brotlied(t, zeros)} {
		views, cuts := cutsOf(base64Of(bomb), Hint{Encodings: []Encoding{Base64, e}}, Limits{})
		if !slices.Equal(cuts, []Cut{{CutRatio, e}}) {
			t.Errorf("%s: cuts %v", e, cuts)
		}
		if n := len(views[0].data); !views[0].declared || n < ratioFloor || n > max(ratioFloor, DefaultRatio*len(bomb)) {
			t.Errorf("%s: the first view has %d bytes of a stream of %d", e, n, len(bomb))
		}
		if e == Brotli {
			continue // never guessed
		}
		if _, cuts = cutsOf(base64Of(bomb), Hint{}, Limits{}); !slices.Equal(cuts, []Cut{{CutRatio, e}}) {
			t.Errorf("%s, not declared: cuts %v", e, cuts)
		}
	}
}

func TestASmallStreamMayGrowAtAnyRatio(t *testing.T) {
	spaces := strings.Repeat(" ", ratioFloor-1) + "x"
	views, cuts := cutsOf(gzipped(t, spaces), Hint{Encodings: []Encoding{Gzip}}, Limits{Ratio: 2})
	if views[0].data != spaces || cuts != nil {
		t.Errorf("%d bytes, cuts %v", len(views[0].data), cuts)
	}
}

func TestExpansionIsSharedByAllValues(t *testing.T) {
	x := NewExpander(Limits{Expansion: 250})
	hint := Hint{Encodings: []Encoding{Base64}}
	value := base64Of(strings.Repeat("<>", 50))
	for i, want := range []int{100, 100, 50, 0, 0} {
		views := expandWith(x, value, hint)
		if n := len(views[0].data); n > want || n < want-3 {
			t.Errorf("value %d: %d bytes", i, n)
		}
		if cuts := x.Cuts(); (cuts != nil) != (want < 100) || want < 100 && !slices.Contains(cuts, Cut{CutExpansion, Base64}) {
			t.Errorf("value %d: cuts %v", i, cuts)
		}
	}
	if views := expandWith(x, `plain "text"`, Hint{}); len(views) != 1 || x.Cuts() != nil {
		t.Error("a value without encodings is cut")
	}
}

func TestDepthIsCutAndWhatStandsThereIsRead(t *testing.T) {
	const attack = "' OR 1=1 -- " // without a plus, which might be a space
	value := attack
	for range 5 {
		value = base64Of(value)
	}
	views, cuts := cutsOf(value, Hint{}, Limits{Depth: 5})
	if !holds(views, attack) || cuts != nil {
		t.Errorf("five levels of five: cuts %v", cuts)
	}
	views, cuts = cutsOf(value, Hint{}, Limits{Depth: 4})
	if holds(views, attack) || !holds(views, base64Of(attack)) || !slices.Equal(cuts, []Cut{{CutDepth, Base64}}) {
		t.Errorf("five levels of four: cuts %v", cuts)
	}
	for _, value := range []string{`["[\"[\\\"x\\\"]\"]"]`, `<a>a=b&amp;c=d</a>`, `["a=%255b%255d&b="]`, `["--x\r\na: b\r\n\r\n<b/>\r\n--x--"]`} {
		if _, cuts = cutsOf(value, Hint{}, Limits{Depth: 1}); len(cuts) == 0 || cuts[0].Reason != CutDepth {
			t.Errorf("%q at a depth of one: cuts %v", value, cuts)
		}
		if _, cuts = cutsOf(value, Hint{}, Limits{}); cuts != nil {
			t.Errorf("%q: cuts %v", value, cuts)
		}
	}
}

func TestNamesAndEntriesAreCutAndTheRestIsReadAsText(t *testing.T) {
	part := "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nv\r\n"
	for _, c := range []struct {
		value string
		hint  Hint
		cut   Cut
	}{
		{`["a","b","c","d","` + canary + `"]`, Hint{}, Cut{Reason: CutNames}},
		{`{"a":1,"b":2,"c":{"d":4,"e":{"f":"` + canary + `"}}}`, Hint{}, Cut{Reason: CutNames}},
		{`a=1&b=2&c=3&d=4&e=` + canary, Hint{ContentType: "application/x-www-form-urlencoded"}, Cut{Reason: CutNames}},
		{`<a><b/><b/><b/><b/><c>` + `$(id)` + `</c></a>`, Hint{ContentType: "text/xml"}, Cut{Reason: CutNames}},
		{part + part + part + part + "--x\r\n\r\n" + canary + "\r\n--x--", Hint{ContentType: "multipart/form-data; boundary=x"}, Cut{Reason: CutEntries}},
		{archive(t, "a", "1", "b", "2", "c", "3", "d", canary), Hint{}, Cut{CutEntries, Zip}},
	} {
		views, cuts := cutsOf(c.value, c.hint, Limits{Names: 3, Entries: 3})
		if c.cut.Reason == CutEntries {
			views, cuts = cutsOf(c.value, c.hint, Limits{Entries: 3})
		}
		if !slices.Equal(cuts, []Cut{c.cut}) {
			t.Errorf("%.40q: cuts %v", c.value, cuts)
		}
		last := views[len(views)-1]
		if c.cut.Encoding != Zip && (!strings.Contains(last.data, canary) && !strings.Contains(last.data, "$(id)") || last.document || last.path != "") {
			t.Errorf("%.40q ends with %+v", c.value, last)
		}
	}
}

func TestTheDefaultsAreBelowTheLargestEvent(t *testing.T) {
	var b strings.Builder
	b.WriteByte('[')
	for b.Len() < 6<<20-64 {
		b.WriteString(`{"id":12345,"n":"ab"},`)
	}
	b.WriteString("0]")
	x := NewExpander(Limits{})
	n := 0
	for range x.Expand([]byte(b.String()), Hint{}) {
		n++
	}
	if cuts := x.Cuts(); n < 1_000 || len(cuts) > 0 && cuts[0].Reason != CutNames {
		t.Errorf("%d views, cuts %v", n, cuts)
	}
}

func TestCutsAreForgottenAndBounded(t *testing.T) {
	x := NewExpander(Limits{})
	for i := range 200 {
		expandWith(x, "text", Hint{Encodings: []Encoding{Encoding(strings.Repeat("x", i))}})
		expandWith(x, "<", Hint{Encodings: []Encoding{Base64}})
	}
	if n := len(x.Cuts()); n != maxCuts {
		t.Errorf("%d cuts", n)
	}
	if x.Cuts() != nil {
		t.Error("the cuts are told twice")
	}
}
