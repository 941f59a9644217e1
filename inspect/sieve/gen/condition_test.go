package main

import "testing"

// Every clause of one is combined with every clause of the other, whichever of the two literals is longer.
func TestTimesCombinesEveryPair(t *testing.T) {
	words := func(words ...string) condition {
		var c condition
		for _, w := range words {
			c = append(c, clause{literal: w})
		}
		return c
	}
	for _, c := range []struct {
		a, b condition
		want string
	}{
		{words("x"), words("data", "quit"), `"data" [X] | "quit" [X]`},
		{words("x", "abcde"), words("data", "qui"), `"qui" [X] | "data" [X] | "abcde" [T] | "abcde" [IQU]`},
		{words("long", "longer"), words("a"), `"long" [A]`},
		{words("a"), condition{}, "nothing"},
	} {
		for _, got := range []condition{c.a.times(c.b), c.b.times(c.a)} {
			if got.String() != c.want {
				t.Errorf("%s times %s: %s, want %s", c.a, c.b, got, c.want)
			}
		}
	}
}
