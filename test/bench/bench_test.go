package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestBodiesHaveTheSizeThatTheirWorkloadIsNamedFor(t *testing.T) {
	for name, want := range map[string]int{
		"JSON, 123 B, 12 headers": 123, "JSON, 2 KB": 2 << 10, "JSON, 42 KB, 1,500 strings": 42_000, "prose, 10 KB in one string": 10 << 10,
		"form, 1 KB": 1 << 10, "multipart form, 4 KB": 4 << 10, "XML, 2 KB": 2 << 10, "SQS, 10 messages of 1 KB": 1 << 10,
		"JSON, 256 KB": 256 << 10, "JSON, 1 MB": 1 << 20, "soup, 256 KB in one string": 256 << 10, "soup, 256 KB in strings of 500 B": 256 << 10,
	} {
		for _, n := range []int{1, 7000} {
			body := named(name).make(n).requests[0].body
			if got := len(body); got < want*95/100 || got > want*110/100 {
				t.Errorf("%s, iteration %d: %d bytes", name, n, got)
			}
		}
	}
}

func TestEveryIterationHasValuesOfItsOwnAndIsRepeatable(t *testing.T) {
	for _, w := range workloads {
		one, two, again := w.make(1), w.make(2), w.make(1)
		if bytes.Equal(one.event, two.event) {
			t.Errorf("%s: the first two events are the same", w.name)
		}
		if !bytes.Equal(one.event, again.event) {
			t.Errorf("%s: the first event is not the same twice", w.name)
		}
	}
}

func TestEveryTargetIsOfAFigure(t *testing.T) {
	figures := []string{registered, firstMatch, shareMatch, memoryClean, memoryBad}
	for _, w := range workloads {
		figures = append(figures, w.name)
	}
	all := strings.Join(figures, "\n") + "\n"
	for name := range targets {
		if !strings.Contains(all, name+"\n") {
			t.Errorf("no figure is called %q", name)
		}
	}
}

func TestATargetNamesWhatIsMissed(t *testing.T) {
	goal := target{ratio: 50, time: time.Millisecond, allocs: 20}
	for want, m := range map[string]measured{
		"":                            {ratio: 50, time: time.Millisecond, allocs: 20},
		"missed: ratio":               {ratio: 49.9, time: time.Microsecond},
		"missed: ratio, time, allocs": {ratio: 1, time: time.Second, allocs: 21},
	} {
		if got := goal.missed(m); got != want {
			t.Errorf("%+v: %q, want %q", m, got, want)
		}
	}
}

func TestOnlyTheTextBetweenItsMarkersIsReplaced(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	const before = "a\n<!-- bench:x:begin -->\nold\n<!-- bench:x:end -->\nb\n"
	if err := os.WriteFile(page, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := replace(page, "x", "new"); err != nil {
			t.Fatal(err)
		}
	}
	after, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if want := "a\n<!-- bench:x:begin -->\n\nnew\n<!-- bench:x:end -->\nb\n"; string(after) != want {
		t.Errorf("the page is %q, want %q", after, want)
	}
	if err := replace(page, "y", "new"); err == nil {
		t.Error("a part that has no place was written")
	}
}

func TestNumbersAreShort(t *testing.T) {
	for want, got := range map[string]string{
		"60 µs": short(60 * time.Microsecond), "1.50 ms": short(1500 * time.Microsecond), "44 s": short(44 * time.Second), "163 ms": short(163 * time.Millisecond),
		"1,234,567": thousands(1234567), "999": thousands(999), "16 MB": megabytes(16 << 20), "0.84×": times(0.84),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
