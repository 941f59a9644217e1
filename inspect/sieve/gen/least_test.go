package main

import "testing"

func TestLeastCharacters(t *testing.T) {
	for expression, want := range map[string]int{
		"": 0, "abc": 3, "(?i)straße": 6, "a|bc|def": 1, "a*b+c?": 1, "(?:ab){2,5}x": 5, "^a.b$": 3, `[a-z]{3}\b`: 3, "(ab|c)(d|)": 1, "a{0,3}": 0,
	} {
		if got, err := leastCharacters(expression); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", expression, got, err, want)
		}
	}
	if got := shortest([]string{"passwd", "näh", "shadow"}); got != 3 {
		t.Errorf("words: %d", got)
	}
}
