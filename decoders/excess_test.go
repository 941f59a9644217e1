package decoders

import (
	"slices"
	"strings"
	"testing"
)

func TestExcesses(t *testing.T) {
	limits := Limits{Depth: 1, Keys: 3, Elements: 4, Length: 5}
	for _, c := range []struct {
		doc  string
		want []Reason
	}{
		{`{"a":1,"b":2,"c":3}`, nil},
		{`{"a":1,"b":2,"c":3,"d":4}`, []Reason{CutKeys}},
		{`[1,2,3,4]`, nil},
		{`[[1,2,3,4],[1,2,3,4,5],[1,2,3,4,5,6]]`, []Reason{CutElements}},
		{`["12345"]`, nil},
		{`["123456"]`, []Reason{CutLength}},
		{`["a,b,c,d,e"]`, []Reason{CutLength}},
		{`{"1234567":[]}`, []Reason{CutLength}},
		{strings.Repeat("[", 16) + strings.Repeat("]", 16), nil},
		{strings.Repeat("[", 17) + strings.Repeat("]", 17), []Reason{CutDepth}},
		{`{"a":[1,2,3,4,5],"b":"123456"}`, []Reason{CutElements, CutLength}},
		{`no JSON, "at all`, nil},
		{`]],,`, nil},
		{``, nil},
	} {
		if got := limits.Excesses([]byte(c.doc)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.doc, got, c.want)
		}
	}
}

// What is said of a whole event is said of a document in a value, too.
func TestADocumentThatIsTooLargeIsACut(t *testing.T) {
	for doc, want := range map[string]Reason{
		`[1,2,3,4,5]`:               CutElements,
		`{"a":1,"b":2,"c":3,"d":4}`: CutKeys,
		`{"a":"123456"}`:            CutLength,
	} {
		x := NewExpander(Limits{Keys: 3, Elements: 4, Length: 5})
		for range x.Expand([]byte(doc), Hint{}) {
		}
		if got := x.Cuts(); !slices.Equal(got, []Cut{{Reason: want}}) {
			t.Errorf("%s: %v, want %s", doc, got, want)
		}
	}
	x := NewExpander(Limits{})
	for range x.Expand([]byte(`{"a":[1,2,3,4,5],"b":"123456"}`), Hint{}) {
	}
	if got := x.Cuts(); len(got) != 0 {
		t.Errorf("a small document: %v", got)
	}
}
