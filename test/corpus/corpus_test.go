package corpus

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// attacksFloor is the share that must be found, in percent. It is a floor, not an aim: missed.txt says what is missing.
const attacksFloor = 94.0

func TestAttacksAreFoundOrListedAsMissed(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	results, err := Judge(cases)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, results, attacksFloor)
}

// compare holds results against missed.txt and noise.txt.
func compare(t *testing.T, results []Result, floor float64) {
	t.Helper()
	missed, noise := lists(t)
	var n Tally
	for _, r := range results {
		n.Count(r.Found)
		sound(t, r, noise)
		listed := slices.ContainsFunc(missed, func(e Entry) bool { return e.Covers(r.ID) })
		switch {
		case r.Found && listed:
			t.Errorf("%s is found, and missed.txt has it", r.ID)
		case !r.Found && !listed:
			t.Errorf("%s is missed, with score %d, and missed.txt does not have it", r.ID, r.Verdict.Score)
		}
	}
	if n.Share() < floor {
		t.Errorf("%s are found, less than %.0f %%", n, floor)
	}
}

// sound says what is wrong with a result whatever was found: its source, a fault of ours, or noise that is not listed.
func sound(t *testing.T, r Result, noise []Entry) {
	t.Helper()
	switch {
	case r.Verdict.Source != r.Source:
		t.Errorf("%s: source %q, want %q", r.ID, r.Verdict.Source, r.Source)
	case r.Verdict.Fault != "":
		t.Errorf("%s: fault %q", r.ID, r.Verdict.Fault)
	}
	for _, rule := range r.Noise {
		if !slices.ContainsFunc(noise, func(e Entry) bool { return e.Rule == rule && e.Covers(r.ID) }) {
			t.Errorf("%s: rule %d matches without the attack, and noise.txt does not have it", r.ID, rule)
		}
	}
	for _, e := range noise {
		if e.Covers(r.ID) && !slices.Contains(r.Noise, e.Rule) {
			t.Errorf("%s: rule %d matches nothing without the attack, and noise.txt has it", r.ID, e.Rule)
		}
	}
}

func lists(t *testing.T) (missed, noise []Entry) {
	t.Helper()
	missed, err := Missed()
	if err != nil {
		t.Fatal(err)
	}
	noise, err = Noise()
	if err != nil {
		t.Fatal(err)
	}
	return missed, noise
}

func TestEveryEntryIsAboutSomething(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	combined, err := Matrix()
	if err != nil {
		t.Fatal(err)
	}
	cases = append(cases, combined...)
	missed, noise := lists(t)
	inEvent := func(c Case) bool { return c.Outside == "" }
	named := func(c Case) bool { return inEvent(c) && (!c.IsCombined() || HalfOf(c.ID) == Open) }
	for _, list := range []struct {
		entries []Entry
		about   func(Case) bool
	}{{missed, named}, {noise, inEvent}} {
		for _, e := range list.entries {
			if !slices.ContainsFunc(cases, func(c Case) bool { return list.about(c) && e.Covers(c.ID) }) {
				t.Errorf("%s is listed, and there is no such case", e.Pattern)
			}
		}
	}
}

func TestEveryCaseIsAWholeEventThatCarriesItsAttack(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	combined, err := Matrix()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range append(cases, combined...) {
		if seen[c.ID] {
			t.Errorf("%s: there are two", c.ID)
		}
		seen[c.ID] = true
		if c.Outside != "" {
			continue
		}
		event, err := c.Bytes()
		if err != nil {
			t.Error(err)
			continue
		}
		empty, err := Case{ID: c.ID, Event: c.Event}.Bytes()
		if err != nil {
			t.Error(err)
		}
		honest, err := c.twin().Bytes()
		if err != nil {
			t.Error(err)
		}
		if !json.Valid(event) || strings.Contains(string(event), "{{") || len(event) <= len(empty) || string(event) == string(honest) {
			t.Errorf("%s: %.300s", c.ID, event)
		}
	}
}

func TestSteps(t *testing.T) {
	for _, c := range []struct{ step, text, want string }{
		{"url", "a b+'", "a%20b%2B%27"},
		{"form", "a b+'", "a+b%2B%27"},
		{"nested-url 2", "u", "u?document_url=u%3Fdocument_url%3Du"},
		{"json k", `a"<`, `{"k":"a\"<"}`},
		{"escapes k", "ä'", `{"k":"\u00e4\u0027"}`},
		{"utf-16", "a", "\xff\xfea\x00"},
		{"base64url", "\xff\xff", "__8"},
		{"repeat 3", "ab", "ababab"},
	} {
		got, err := encode(c.step, c.text)
		if err != nil || got != c.want {
			t.Errorf("%s of %q: %q, %v; want %q", c.step, c.text, got, err, c.want)
		}
	}
	if _, err := encode("rot13", "x"); err == nil {
		t.Error("a step that does not exist")
	}
}

func TestAPickleIsWhatPythonWrites(t *testing.T) {
	const want = "gASVIQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAZwcmludGWUhZRSlC4="
	if got := base64.StdEncoding.EncodeToString([]byte(pickled("printe"))); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
