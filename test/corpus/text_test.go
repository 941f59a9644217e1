package corpus

import (
	"strings"
	"testing"
)

// How many texts there must be of each side, in all and in each place.
const (
	honestTexts  = 600
	hostileTexts = 300
	inEachPlace  = 25
)

// yetCeiling is how many texts may be judged wrong so far. It is not to rise, except by new texts.
const yetCeiling = 40

func allTexts(t *testing.T) []Text {
	t.Helper()
	all, err := Texts()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestThereAreEnoughTextsInEachPlace(t *testing.T) {
	seen, sides, places, yet := map[string]bool{}, map[bool]int{}, map[bool]map[string]int{true: {}, false: {}}, 0
	for _, one := range allTexts(t) {
		if seen[one.Text] {
			t.Errorf("%s:%d: there are two", one.Theme, one.Line)
		}
		seen[one.Text] = true
		sides[one.Hostile()]++
		for place := range strings.FieldsSeq(one.In) {
			places[one.Hostile()][place]++
		}
		if one.Yet != "" {
			yet++
		}
	}
	if sides[false] < honestTexts || sides[true] < hostileTexts {
		t.Errorf("%d honest texts and %d hostile ones, want %d and %d", sides[false], sides[true], honestTexts, hostileTexts)
	}
	for _, name := range PlacesOfTexts() {
		if places[false][name] < inEachPlace || places[true][name] < inEachPlace {
			t.Errorf("%s: %d honest texts and %d hostile ones, want %d of each", name, places[false][name], places[true][name], inEachPlace)
		}
	}
	if yet > yetCeiling {
		t.Errorf("%d texts are judged wrong so far, more than %d", yet, yetCeiling)
	}
}

// Honest texts pass in each of their places, hostile ones are found there, and those that are judged wrong so far say so.
func TestTextsAreJudgedAsWhatTheyAre(t *testing.T) {
	var cases []Benign
	var of []Text
	for _, one := range allTexts(t) {
		for _, b := range one.Placed() {
			cases, of = append(cases, b), append(of, one)
		}
	}
	results, err := JudgeHonest(cases, 1)
	if err != nil {
		t.Fatal(err)
	}
	right := map[string]bool{} // texts that are judged right in some place
	for n, r := range results {
		one := of[n]
		if r.Verdict.Source != r.Source || r.Verdict.Fault != "" {
			t.Errorf("%s: source %q, want %q; fault %q", r.ID, r.Verdict.Source, r.Source, r.Verdict.Fault)
		}
		switch isRight := r.Blocked == one.Hostile(); {
		case isRight:
			right[one.Text] = true
		case one.Yet == "" && one.Hostile():
			t.Errorf("%s passes: %q", r.ID, one.Text)
		case one.Yet == "":
			t.Errorf("%s is blocked by %v: %q", r.ID, r.Rules, one.Text)
		}
	}
	for _, one := range allTexts(t) {
		if one.Yet != "" && right[one.Text] {
			t.Errorf("%s:%d is judged right, and says that it is not yet", one.Theme, one.Line)
		}
	}
}

func TestABrokenFileOfTextsIsAnError(t *testing.T) {
	good := `{"in":"query json"}` + "\n" + `{"text":"a"}` + "\n" + `{"text":"b","in":"key"}` + "\n"
	list, err := parseTexts("honest/x", []byte(good))
	if err != nil || len(list) != 2 || list[0].In != "query json" || len(list[0].Placed()) != 2 || list[1].Placed()[0].ID != "honest/x:3/key" {
		t.Errorf("%+v, %v", list, err)
	}
	for _, bad := range []string{
		`{"text":"a"}`, `{"in":"query"}` + "\n" + `{"in":"json"}`, `{"in":"pocket"}`, `{"in":"query"}` + "\n" + `{"text":"a","as":"b"}`, "x", `{"in":""}` + "\n" + `{"text":"a"}`,
	} {
		if list, err := parseTexts("honest/x", []byte(bad)); err == nil {
			t.Errorf("%q: %+v", bad, list)
		}
	}
}
