//go:build memory

package e2e

import (
	"strings"
	"testing"

	"weir/test/lambdatest"
)

// Every shape of large event: what Weir takes at most, and what it has given back five small events later. "make memory" runs it: it
// takes some minutes.
func TestTheMemoryOfEveryShape(t *testing.T) {
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			event := s.make(lambdatest.MaxPayload)
			if len(event) > lambdatest.MaxPayload {
				t.Fatalf("the event has %d bytes", len(event))
			}
			f := attach(t, "rawloop", map[string]string{"WEIR_BUDGET": ""}, func(cfg *lambdatest.Config) { cfg.Memory = 128 })
			r := f.Invoke([]byte(event), lambdatest.InvokeOptions{})
			m := f.measure(event, peakOf(event))
			t.Logf("|%s|%.1f|%s|", s.name, float64(len(event))/1e6, m)
			if passed := string(r.Payload) == event; !passed && !s.hostile {
				t.Errorf("it was refused: %.200s", r.Payload)
				for _, line := range f.lines() {
					if line.Process == "weir" && strings.Contains(line.Text, `"incident"`) {
						t.Logf("%.600s", line.Text)
					}
				}
			}
		})
	}
}
