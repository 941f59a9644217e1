package e2e

import (
	"fmt"
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// The largest event there is, beside a handler, in the smallest function there is. A handler on aws-lambda-go needs
// some 30 MB for such an event by itself.
func TestTheLargestEventFitsIntoTheSmallestFunction(t *testing.T) {
	const (
		limit = 128 << 20
		ours  = 80 << 20 // handlers in other languages need more than this one
	)
	for name, event := range map[string]string{
		"one text":       fmt.Sprintf(`{"text":%q}`, strings.Repeat("The quick brown fox jumps over the lazy dog. ", 6<<20/45)),
		"one hostile":    fmt.Sprintf(`{"text":%q}`, strings.Repeat(`union/**/select %41 'c'at ../etc/passwd \x41 &lt;script onload=`, 6<<20/70)),
		"many small":     `{"list":[` + strings.Repeat(`{"a":"x1","b":2},`, 6<<20/17-2) + `0]}`,
		"many different": differentNames(6 << 20),
		"many attacks":   `{"list":[` + strings.Repeat(`"`+injection+`",`, 6<<20/(len(injection)+3)-1) + `0]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if len(event) < 5<<20 || len(event) > lambdatest.MaxPayload {
				t.Fatalf("the event has %d bytes", len(event))
			}
			f := attach(t, "rawloop", map[string]string{"WEIR_BUDGET": "", "WEIR_MODE": "monitor"},
				func(cfg *lambdatest.Config) { cfg.Memory = 128 })
			for range 2 {
				f.call(event)
			}
			weir, runtime := f.PeakMemory("weir"), f.PeakMemory("runtime")
			t.Logf("peak of weir %d MB, of the runtime %d MB", weir>>20, runtime>>20)
			if weir == 0 || runtime == 0 || weir > ours || weir+runtime > limit {
				t.Errorf("peak of weir %d, of the runtime %d: more than %d, or together than %d", weir, runtime, ours, limit)
			}
			if got := f.saw("event"); len(got) != 2 || got[0].Size != len(event) {
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

func differentNames(size int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := 0; b.Len() < size-40; i++ {
		fmt.Fprintf(&b, `"name%d":"value %d",`, i, i)
	}
	b.WriteString(`"end":""}`)
	return b.String()
}
