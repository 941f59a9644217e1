package growth

import (
	"testing"
	"time"
)

// counted is a meter of what a subject counts, and not of time.
func counted(steps *int) meter {
	return func(call func()) time.Duration {
		*steps = 0
		call()
		return time.Duration(*steps) * time.Microsecond
	}
}

func TestGrowthBeyondTheLengthIsFound(t *testing.T) {
	steps := 0
	for _, test := range []struct {
		name  string
		read  func(n int) int
		fails bool
	}{
		{"constant", func(int) int { return 100 }, false},
		{"linear", func(n int) int { return n }, false},
		{"linear after a start", func(n int) int { return 1000 + n }, false},
		{"by its logarithm, too", func(n int) int { return n * len(time.Duration(n).String()) / 4 }, false},
		{"square", func(n int) int { return n * n >> 12 }, true},
		{"square of little", func(n int) int { return n + n*n>>14 }, true},
		{"cube", func(n int) int { return n * n / 100 * n >> 20 }, true},
	} {
		subject := Subject{test.name, func(text []byte) { steps += test.read(len(text)) }}
		if first, second, fails := counted(&steps).fails(subject, Text{Unit: "ab"}); fails != test.fails {
			t.Errorf("%s: %.1f and %.1f times: fails %v", test.name, first, second, fails)
		}
	}
}

func TestOneBadMeasureIsNoFailure(t *testing.T) {
	steps, calls := 0, 0
	subject := Subject{"disturbed at first", func(text []byte) {
		if steps += len(text); calls < rounds*(times+1) {
			steps += len(text) * len(text) >> 12
		}
		calls++
	}}
	if first, second, fails := counted(&steps).fails(subject, Text{Unit: "ab"}); fails || first <= most {
		t.Errorf("%.1f and %.1f times: fails %v", first, second, fails)
	}
}

func TestTextsAreMany(t *testing.T) {
	texts := Texts(1, "a word of the caller's")
	if len(texts) < 1000 {
		t.Errorf("only %d", len(texts))
	}
	seen := map[string]bool{}
	for _, text := range texts {
		if seen[text.Unit] {
			t.Errorf("%s stands there twice", text)
		}
		seen[text.Unit] = true
		if got := len(text.Of(size)); got < size-len(text.Unit) {
			t.Errorf("%s has %d bytes only", text, got)
		}
	}
	if !seen["a word of the caller's"] {
		t.Error("the caller's words are missing")
	}
}

func TestASampleIsTheSameEachTimeAndOthersForOthers(t *testing.T) {
	texts := Texts(1)
	a, again, b := pick("a", texts, sampled), pick("a", texts, sampled), pick("b", texts, sampled)
	if len(a) < len(texts)/sampled || a[0] != again[0] || a[0] == b[0] {
		t.Errorf("%d of %d texts, first %s, %s and %s", len(a), len(texts), a[0], again[0], b[0])
	}
}

func TestUnitsAreNumbered(t *testing.T) {
	if got := string(Text{"{", `"` + Number + `":1,`, "}"}.Of(30)); got != `{"0":1,"1":1,"2":1,}` {
		t.Errorf("%s", got)
	}
}
