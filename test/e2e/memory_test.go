package e2e

import (
	"fmt"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// What Weir may take, in bytes: peakOf for the peak, and idle five small events later.
const idle = 30 << 20

func peakOf(event string) int64 { return 24<<20 + 3*int64(len(event)) }

// hostile is what Weir may take for an event that is refused. One hostile text still takes more than peakOf, to which "make memory"
// holds it, too.
const hostile = 80 << 20

// measured is the memory of Weir, in bytes.
type measured struct{ peak, left int64 }

func (m measured) String() string {
	return fmt.Sprintf("%.1f|%.1f", float64(m.peak)/(1<<20), float64(m.left)/(1<<20))
}

// measure asserts that Weir has taken no more than most for an event, and what is left of it after five small ones.
func (f function) measure(event string, most int64) measured {
	f.t.Helper()
	m := measured{peak: f.PeakMemory("weir")}
	for range 5 {
		f.call(functionURL("id=1"))
	}
	m.left = f.Memory("weir")
	if m.peak == 0 || m.peak > most {
		f.t.Errorf("peak of %d for an event of %d: more than %d", m.peak, len(event), most)
	}
	if m.left == 0 || m.left > idle {
		f.t.Errorf("%d are left, more than %d", m.left, idle)
	}
	return m
}

// The largest event there is, beside a handler, in the smallest function there is. A handler on aws-lambda-go needs
// some 30 MB for such an event by itself. These are a few of the shapes: "make memory" tries all of them.
func TestTheLargestEventFitsIntoTheSmallestFunction(t *testing.T) {
	const limit = 128 << 20
	for _, s := range shapes {
		if !s.short {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			event := s.make(lambdatest.MaxPayload)
			if len(event) < 5<<20 || len(event) > lambdatest.MaxPayload {
				t.Fatalf("the event has %d bytes", len(event))
			}
			f := attach(t, "rawloop", map[string]string{"WEIR_BUDGET": "", "WEIR_MODE": "monitor"},
				func(cfg *lambdatest.Config) { cfg.Memory = 128 })
			for range 2 {
				f.call(event)
			}
			weir, runtime := f.PeakMemory("weir"), f.PeakMemory("runtime")
			most := peakOf(event)
			if s.hostile {
				most = hostile
			}
			m := f.measure(event, most)
			t.Logf("of weir %s MB, of the runtime %d MB", m, runtime>>20)
			if runtime == 0 || weir+runtime > limit {
				t.Errorf("peak of weir %d, of the runtime %d: together more than %d", weir, runtime, limit)
			}
			if got := f.saw("event"); len(got) != 7 || got[0].Size != len(event) || got[1].Size != len(event) {
				t.Errorf("the handler saw %d events", len(got))
			}
		})
	}
}

// Clean events need no rules, and leave nothing behind. With the Makefile's tags it is less than 16 MB; without, the
// program alone is 5 MB more.
func TestAThousandCleanEventsNeedLittleMemory(t *testing.T) {
	const limit = 24 << 20
	f := attach(t, "rawloop", nil, func(cfg *lambdatest.Config) { cfg.Memory = 128 })
	prose := strings.Repeat("The quick brown fox jumps over the lazy dog. ", 200)
	for i := range 500 {
		f.call(functionURL(fmt.Sprintf("id=%d&name=O%%20Neill", i)))
		f.call(fmt.Sprintf(`{"order":%d,"text":%q}`, i, prose))
	}
	peak := f.PeakMemory("weir")
	t.Logf("peak of weir %d KB", peak>>10)
	if peak == 0 || peak > limit {
		t.Errorf("peak of weir %d, more than %d", peak, limit)
	}
}
