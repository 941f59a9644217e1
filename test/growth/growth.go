// Package growth measures how the time for a text grows with the text: whoever reads what an outsider chose must not take
// sixteen times as long for eight times as much.
//
// It knows the texts and the measure. What reads them stands in the tables of the packages under test, in files that are
// built with the tag growth.
package growth

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

const (
	// size is the length of the shorter text in bytes: one that takes a tenth as long again for what grows with its square
	// is noticed at eight times, and far above what a call costs by itself.
	size = 8 << 10

	// fewest is how many units it has at least: lists change their ways at some length, most at 64.
	fewest = 100

	// times is how much longer the longer text is, and most how much longer it may take. What grows with the length takes
	// eight times as long, and half as much again where caches end; what grows with its square takes 64 times.
	times = 8
	most  = 16

	// again is how much longer both texts are when a text is measured for the second time.
	again = 4

	// rounds is how often both are read: the least time is the one that nothing disturbed.
	rounds = 3

	// clearly is the growth that one round shows well enough.
	clearly = 10

	// brief is a time for the longer text that says nothing: then both are made wider times as long, up to widest.
	brief  = 300 * time.Microsecond
	wider  = 4
	widest = 128 << 10

	// hopeless is a time for the longer text that no linear reader takes. It is not measured at four times the length.
	hopeless = 2 * time.Second

	// heap is how much garbage there may be before it is collected, in bytes: hardly any measurement makes as much.
	heap = 512 << 20
)

// Subject is something that reads texts.
type Subject struct {
	Name string
	Read func(text []byte)
}

// Check fails for each subject that takes more than most times as long for a text of times the length, measured twice. A short test
// takes a sample.
func Check(t *testing.T, subjects []Subject, texts []Text) { CheckSome(t, subjects, texts, 1) }

// CheckSome is Check for many subjects of a kind: each reads one of so many texts, and each other ones.
func CheckSome(t *testing.T, subjects []Subject, texts []Text, of int) {
	if testing.Short() {
		of *= sampled
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	for _, s := range subjects {
		t.Run(s.Name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			collect()
			start := time.Now()
			picked := pick(s.Name, texts, of)
			for _, text := range picked {
				if first, second, fails := threadTime.fails(s, text); fails {
					t.Errorf("%s: %.1f times as long for %d times as much, and then %.1f times", text, first, times, second)
				}
			}
			t.Logf("%d texts in %s", len(picked), time.Since(start).Round(time.Millisecond))
		})
	}
}

// collect collects garbage, so that nobody has to for a while.
func collect() {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetMemoryLimit(int64(m.Sys-m.HeapReleased) + heap) //nolint:gosec // no process is as large
}

// meter tells how long a call takes.
type meter func(call func()) time.Duration

// fails measures a subject, and once more with longer texts if it has grown too much.
func (m meter) fails(s Subject, text Text) (first, second float64, fails bool) {
	bytes := max(size, fewest*len(text.Unit))
	first, longest := m.growth(s, text, bytes)
	for ; longest < brief && bytes < widest; first, longest = m.growth(s, text, bytes) {
		bytes *= wider
	}
	switch {
	case first <= most, longest < brief:
		return first, 0, false
	case longest > hopeless:
		return first, first, true
	}
	collect()
	second, _ = m.growth(s, text, again*bytes)
	return first, second, second > most
}

// growth is how many times as long a subject takes for a text of times the length. The shorter text is read as many times
// in a row, so that both times are of as many bytes.
func (m meter) growth(s Subject, text Text, bytes int) (growth float64, longest time.Duration) {
	short, long := text.Of(bytes), text.Of(times*bytes)
	var leastShort, leastLong time.Duration
	for round := range rounds {
		shortTime := m(func() {
			for range times {
				s.Read(short)
			}
		})
		longTime := m(func() { s.Read(long) })
		if round == 0 {
			leastShort, leastLong = shortTime, longTime
		}
		leastShort, leastLong = min(leastShort, shortTime), min(leastLong, longTime)
		growth = times * float64(leastLong) / float64(max(leastShort, time.Microsecond))
		if growth < clearly || leastLong > hopeless {
			break
		}
	}
	return growth, leastLong
}
