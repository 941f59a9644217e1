package corpus

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// The shares that must be found. They are floors, not aims: missed.txt says what is missing.
const (
	attacksFloor = 0.80
	matrixFloor  = 0.98
)

func TestAttacksAreFoundOrListedAsMissed(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	judge(t, cases, attacksFloor)
}

func TestInjectionsAreFoundInEveryEncodingAndEverySource(t *testing.T) {
	cases := Matrix()
	if testing.Short() { // every seventh: attacks, encodings and events all take their turns
		for i := range len(cases) / 7 {
			cases[i] = cases[7*i]
		}
		cases = cases[:len(cases)/7]
	}
	judge(t, cases, matrixFloor)
}

func judge(t *testing.T, cases []Case, floor float64) {
	t.Helper()
	missed, noise := lists(t)
	results, err := Judge(cases)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, r := range results {
		if r.Found {
			found++
		}
		listed := slices.ContainsFunc(missed, func(e Entry) bool { return e.Covers(r.ID) })
		switch {
		case r.Verdict.Source != r.Source:
			t.Errorf("%s: source %q, want %q", r.ID, r.Verdict.Source, r.Source)
		case r.Verdict.Fault != "":
			t.Errorf("%s: fault %q", r.ID, r.Verdict.Fault)
		case r.Found && listed:
			t.Errorf("%s is found, and missed.txt has it", r.ID)
		case !r.Found && !listed:
			t.Errorf("%s is missed, with score %d, and missed.txt does not have it", r.ID, r.Verdict.Score)
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
	if share := float64(found) / float64(len(results)); share < floor {
		t.Errorf("%d of %d are found, less than %.0f %%", found, len(results), floor*100)
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
	cases = append(cases, Matrix()...)
	missed, noise := lists(t)
	for _, e := range slices.Concat(missed, noise) {
		if !slices.ContainsFunc(cases, func(c Case) bool { return c.Outside == "" && e.Covers(c.ID) }) {
			t.Errorf("%s is listed, and there is no such case", e.Pattern)
		}
	}
}

func TestEveryCaseIsAWholeEventThatCarriesItsAttack(t *testing.T) {
	cases, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range append(cases, Matrix()...) {
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
