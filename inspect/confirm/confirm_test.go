package confirm

import (
	"slices"
	"testing"
)

func TestARuleIsConfirmedByOneFamilyAlone(t *testing.T) {
	var all []Rule
	for _, r := range Rules() {
		if r.First > r.Last || r.Fears == "" {
			t.Errorf("%s %d–%d: the ids are out of order, or it says nothing", r.Family, r.First, r.Last)
		}
		if slices.ContainsFunc(all, func(o Rule) bool { return o.First <= r.Last && r.First <= o.Last }) {
			t.Errorf("%s %d–%d: another entry has some of it", r.Family, r.First, r.Last)
		}
		all = append(all, r)
	}
}

func TestRulesOfOurOwnAndOfUsersAreNotAsked(t *testing.T) {
	for _, id := range []int{1010100, 1, 200002, 100000, 9999999} {
		if Asked(id) {
			t.Errorf("%d is confirmed", id)
		}
	}
}

// with adds a family for the time of a test.
func with(t *testing.T, f *family) {
	t.Helper()
	families = append(families, f)
	t.Cleanup(func() { families = families[:len(families)-1] })
}

func TestInDoubtAMatchStands(t *testing.T) {
	const never, panics = 1, 2
	with(t, &family{"test", []rule{
		{never, never, "nothing at all", func(*Match) bool { return false }},
		{panics, panics, "nothing at all", func(m *Match) bool { return m.Text[len(m.Text)] == 0 }},
	}})
	looks := 0
	late := func() bool { looks++; return looks > 0 }
	for _, c := range []struct {
		name   string
		match  Match
		denied bool
	}{
		{"a text that does nothing", Match{Rule: never, Text: "x"}, true},
		{"a rule that nobody confirms", Match{Rule: 3, Text: "x"}, false},
		{"a panic", Match{Rule: panics, Text: "x"}, false},
		{"no time", Match{Rule: never, Text: "x", Stop: func() bool { return true }}, false},
		{"time that ends meanwhile", Match{Rule: never, Text: "x", Stop: late}, false},
	} {
		reason, denied := Denied(c.match)
		if denied != c.denied || denied && reason != "test: nothing at all" {
			t.Errorf("%s: denied %v, %q", c.name, denied, reason)
		}
	}
}

func TestATextIsReadWithItsEncodingsUndone(t *testing.T) {
	for text, want := range map[string][]string{
		"plain":                       {"plain"},
		"a%27b":                       {"a%27b", "a'b"},
		"%u0027%zz":                   {"%u0027%zz", "'%zz"},
		"&lt;b&gt;":                   {"&lt;b&gt;", "<b>"},
		`\x3cb\u003e\u{41}`:           {`\x3cb\u003e\u{41}`, "<b>A"},
		`\101\n\q`:                    {`\101\n\q`, "A\nq"},
		"%26lt;":                      {"%26lt;", "&lt;", "<"},
		"\ufeffa\x01b\x1b[31mc\u200b": {"\ufeffa\x01b\x1b[31mc\u200b", "abc"},
		"%":                           {"%"},
		`\`:                           {`\`},
		`\u{zz}\u{`:                   {`\u{zz}\u{`, "u{zz}u{"},
	} {
		if got := readings(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
