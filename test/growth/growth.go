// Package growth measures how the time for a text grows with the text: whoever reads what an outsider chose must not take
// sixteen times as long for eight times as much.
//
// It knows the texts and the measure. What reads them stands in the tables of the packages under test, in files that are
// built with the tag growth.
package growth

import (
	"fmt"
	"runtime"
	"strings"
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

	// again is how much longer both texts are when a text is measured once more, and repeated how often it grows too much. What is read
	// in another way beyond some length grows twice at most: the third shorter text is longer than the first longer one.
	again    = 4
	repeated = 3

	// rounds is how often both are read: the least time is the one that nothing disturbed.
	rounds = 3

	// clearly is the growth that one round shows well enough.
	clearly = 10

	// brief is a time for the longer text that says nothing: then both are made wider times as long, up to widest.
	brief  = 300 * time.Microsecond
	wider  = 4
	widest = 128 << 10

	// harmless is the time that a text of any length may take, however it grows: as much as passes before a reader that relies
	// on the clock stops. What only copies its text grows by twelve times where caches end, and more where a buffer does.
	harmless = 50 * time.Millisecond

	// hopeless is a time for the longer text that no linear reader takes. It is not measured at four times the length.
	hopeless = 10 * time.Second

	// longest is a length in bytes that no event reaches: Lambda takes six million.
	longest = 8 << 20
)

// Subject is something that reads texts.
type Subject struct {
	Name string
	Read func(text []byte)
}

// Check fails for each subject that takes more than most times as long for a text of times the length, however often it is measured
// with longer ones. A short test takes a sample.
func Check(t *testing.T, subjects []Subject, texts []Text) { CheckSome(t, subjects, texts, 1) }

// CheckSome is Check for many subjects of a kind: each reads one of so many texts, and each other ones.
func CheckSome(t *testing.T, subjects []Subject, texts []Text, of int) {
	if testing.Short() {
		subjects, of = sample(subjects, len(texts), of*sampled)
	}
	check(t, subjects, texts, of)
}

// CheckAll is Check for few texts: a short test takes all of them, too.
func CheckAll(t *testing.T, subjects []Subject, texts []Text) { check(t, subjects, texts, 1) }

func check(t *testing.T, subjects []Subject, texts []Text, of int) {
	defer keepMemory()()
	for _, s := range subjects {
		t.Run(s.Name, func(t *testing.T) {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			start := time.Now()
			picked, slowest, slowestText := pick(s.Name, texts, of), 0.0, Text{}
			for _, text := range picked {
				series := threadTime.measure(s, text)
				if series.superlinear() {
					t.Errorf("%s: more than %d times as long for %d times as much: %s", text, most, times, series)
				}
				if slow := series[0].perByte(); slow > slowest {
					slowest, slowestText = slow, text
				}
			}
			t.Logf("%d texts in %s, at most %.0f ns a byte: %s", len(picked), time.Since(start).Round(time.Millisecond), slowest, slowestText)
		})
	}
}

// meter tells how long a call takes.
type meter func(call func()) time.Duration

var threadTime meter = func(call func()) time.Duration {
	before := spent()
	call()
	return spent() - before
}

// Measurement is how long a subject takes for as many bytes, in short texts and in one that is times as long.
type measurement struct {
	bytes       int // of the longer text
	short, long time.Duration
}

func (m measurement) growth() float64 {
	return times * float64(m.long) / float64(max(m.short, time.Microsecond))
}

// perByte is the time for the longer text in nanoseconds a byte.
func (m measurement) perByte() float64 { return float64(m.long) / float64(m.bytes) }

func (m measurement) String() string {
	return fmt.Sprintf("%.1f times at %d KB, %.1f ns a byte", m.growth(), m.bytes>>10, m.perByte())
}

// series are measurements of one text, each longer than the one before.
type series []measurement

// superlinear tells whether all measurements grew too much, and the last took long enough to do harm.
func (s series) superlinear() bool {
	last := s[len(s)-1]
	return last.growth() > most && last.long > harmless && (len(s) >= repeated || last.long > hopeless)
}

func (s series) String() string {
	var all []string
	for _, m := range s {
		all = append(all, m.String())
	}
	return strings.Join(all, "; ")
}

// measure measures a subject, and with longer texts as long as it grows too much and that cannot be told from harmless growth.
func (m meter) measure(s Subject, text Text) (all series) {
	bytes := max(size, fewest*len(text.Unit))
	first := m.compare(s, text, bytes)
	for ; first.long < brief && bytes < widest; first = m.compare(s, text, bytes) {
		bytes *= wider
	}
	all = series{first}
	for last := first; last.growth() > most && last.long < hopeless && times*bytes < longest; {
		if len(all) >= repeated && last.long > harmless {
			break
		}
		bytes = min(again*bytes, longest/times)
		last = m.compare(s, text, bytes)
		all = append(all, last)
	}
	return all
}

// compare takes the time for a text of some length and for one that is times as long. The shorter text is read as many times
// in a row, so that both times are of as many bytes.
func (m meter) compare(s Subject, text Text, bytes int) (least measurement) {
	short, long := text.Of(bytes), text.Of(times*bytes)
	for round := range rounds {
		collect()
		shortTime := m(func() {
			for range times {
				s.Read(short)
			}
		})
		collect()
		longTime := m(func() { s.Read(long) })
		if round == 0 {
			least = measurement{len(long), shortTime, longTime}
		}
		least.short, least.long = min(least.short, shortTime), min(least.long, longTime)
		if least.growth() < clearly || least.long > hopeless {
			break
		}
	}
	return least
}
