package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
	"time"

	"weir/test/lambdatest"
)

// logPipe is a pipe to which Weir writes in place of the log.
func logPipe(t *testing.T) (r, w *os.File, use func(*lambdatest.Config)) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = r.Close()
		_ = w.Close()
	})
	return r, w, func(cfg *lambdatest.Config) { cfg.Stdout = map[string]*os.File{"weir": w} }
}

var faultPolicies = []string{"open", "closed"}

func TestAFunctionGoesOnIfTheReaderOfTheLogHasGone(t *testing.T) {
	for _, policy := range faultPolicies {
		t.Run(policy, func(t *testing.T) {
			r, _, broken := logPipe(t)
			_ = r.Close()
			f := attach(t, "echo", map[string]string{"WEIR_ON_FAULT": policy}, broken)
			for range 3 {
				f.refused(functionURL("id=" + injectionQS))
				f.call(functionURL("id=1"))
			}
		})
	}
}

func TestAFunctionGoesOnIfNobodyReadsTheLogAndTheNextLineSaysWhatWasLost(t *testing.T) {
	for _, policy := range faultPolicies {
		t.Run(policy, func(t *testing.T) {
			r, w, unread := logPipe(t)
			f := attach(t, "echo", map[string]string{"WEIR_ON_FAULT": policy}, unread)
			const refusals = 150 // a pipe holds some fifty lines
			for range refusals {
				f.refused(functionURL("id=" + injectionQS))
			}
			told := make(chan int)
			go func() {
				findings := 0
				for lines := bufio.NewScanner(r); lines.Scan(); {
					var line struct {
						Weir string `json:"weir"`
						Lost int    `json:"lines_lost"`
					}
					if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
						t.Errorf("a torn line: %v: %.200s", err, lines.Bytes())
					}
					findings += line.Lost
					if line.Weir == "finding" {
						findings++
					}
				}
				told <- findings
			}()
			f.call(functionURL("id=1"))
			f.end()
			_ = w.Close()
			select {
			case n := <-told:
				if n != refusals {
					t.Errorf("the log has or tells of %d findings, want %d", n, refusals)
				}
			case <-time.After(time.Minute):
				t.Error("the log has no end")
			}
		})
	}
}

func TestARuntimeThatClosesItsSendingDirectionBehindEachRequestIsServed(t *testing.T) {
	f := attach(t, "rawloop", map[string]string{"HALF_CLOSE": "1"})
	for range 3 {
		f.call(functionURL("id=1"))
		f.refused(functionURL("id=" + injectionQS))
	}
	f.sawOnly(functionURL("id=1"), functionURL("id=1"), functionURL("id=1"))
}
