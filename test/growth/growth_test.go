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
		{"slower beyond a length", func(n int) int { return n * (1 + 9*(n>>16)/max(n>>16, 1)) }, false},
		{"square that ends", func(n int) int { return min(n*n>>12, 40_000) }, false},
		{"harmless at any length", func(n int) int { return n * n >> 32 }, false},
		{"cube", func(n int) int { return n * n / 100 * n >> 20 }, true},
	} {
		subject := Subject{test.name, func(text []byte) { steps += test.read(len(text)) }}
		if series := counted(&steps).measure(subject, Text{Unit: "ab"}); series.superlinear() != test.fails {
			t.Errorf("%s: %s", test.name, series)
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
	if series := counted(&steps).measure(subject, Text{Unit: "ab"}); series.superlinear() || series[0].growth() <= most {
		t.Errorf("%s", series)
	}
}

func TestTextsAreMany(t *testing.T) {
	texts := Texts(1, "a word of the caller's")
	if len(texts) < 1000 {
		t.Errorf("only %d", len(texts))
	}
	seen := map[string]bool{}
	for _, text := range texts {
		if seen[text.String()] {
			t.Errorf("%s stands there twice", text)
		}
		seen[text.String()], seen[text.Unit] = true, true
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
	if got := string(Text{Prefix: "{", Unit: `"` + Number + `":1,`, Suffix: "}"}.Of(30)); got != `{"0":1,"1":1,"2":1,}` {
		t.Errorf("%s", got)
	}
}

func TestSomethingElseStandsBeforeAndBehind(t *testing.T) {
	if got := string(Text{"<", "a", "bc", "d", ">"}.Of(4)); got != "<aaaabcbcdddd>" {
		t.Errorf("%s", got)
	}
}

func TestWhoNeverAsksIsNotEndedByTheClock(t *testing.T) {
	for _, test := range []struct {
		name  string
		read  func(c *Clock)
		ended bool
	}{
		{"done before", func(c *Clock) { c.Stop() }, false},
		{"never asks", func(*Clock) {}, false},
		{"asks until it is told to stop", func(c *Clock) {
			for !c.Stop() {
				continue
			}
		}, true},
		{"knows better", func(c *Clock) { c.Ended = true }, true},
	} {
		if _, ended := (&Clocked{Read: test.read}).overtime(); ended != test.ended {
			t.Errorf("%s: ended %v", test.name, ended)
		}
	}
}
