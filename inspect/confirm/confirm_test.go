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

func TestAnAskerAsksOnceForEachTextAndEntry(t *testing.T) {
	const first, last, other = 1, 2, 3
	asked := 0
	count := func(m *Match) bool { asked++; return m.Text == "x" }
	with(t, &family{"test", []rule{{first, last, "nothing", count}, {other, other, "nothing else", count}}})
	var a Asker
	for _, c := range []struct {
		match  Match
		denied bool
		asked  int
	}{
		{Match{Rule: first, Text: "y"}, true, 1},
		{Match{Rule: last, Text: "y"}, true, 1},
		{Match{Rule: last, Text: "x"}, false, 2},
		{Match{Rule: first, Text: "x"}, false, 2},
		{Match{Rule: first, Text: "y"}, true, 2},
		{Match{Rule: other, Text: "y"}, true, 3},
		{Match{Rule: first, Text: "y", Place: Header}, true, 4},
		{Match{Rule: first, Text: "y", Kind: "k"}, true, 5},
		{Match{Rule: first, Text: "y", Name: "n"}, true, 6},
		{Match{Rule: first, Text: "z", Stop: func() bool { return true }}, false, 7},
		{Match{Rule: last, Text: "z"}, false, 7},
		{Match{Rule: 4, Text: "y"}, false, 7},
	} {
		if _, denied := a.Denied(c.match); denied != c.denied || asked != c.asked {
			t.Errorf("%d %q: denied %v, asked %d times, want %v, %d", c.match.Rule, c.match.Text, denied, asked, c.denied, c.asked)
		}
	}
	for range mostAnswers {
		a.Denied(Match{Rule: other, Text: "w" + string(rune('a'+asked))})
	}
	if before := asked; func() bool { a.Denied(Match{Rule: first, Text: "y"}); return asked == before }() {
		t.Error("more answers are remembered than there is room for")
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
