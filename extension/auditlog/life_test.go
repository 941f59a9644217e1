package auditlog

import (
	"errors"
	"strings"
	"testing"
)

func TestTheLevelSaysWhichLinesAreWritten(t *testing.T) {
	tests := map[Level]string{
		"":       "start posture settings finding fault bypassed",
		Findings: "start posture settings finding fault bypassed",
		All:      "start posture settings event finding fault bypassed",
		Errors:   "settings fault bypassed",
	}
	for level, want := range tests {
		lines := written(Options{Level: level}, func(l *Log, _ *clock) {
			l.Start(Starting{})
			l.Posture([]Weakness{{Name: "memory"}})
			l.Problems([]Problem{{Name: "WEIR_MODE"}})
			l.Problems(nil)
			l.Write(invocation, clean, Removal{})
			l.Write(invocation, blockedEvent, Removal{})
			l.Fault(errors.New("x"))
			l.Bypassed("x")
			l.Flush()
		})
		var kinds []string
		for _, line := range lines {
			kinds = append(kinds, member(t, line, "weir").(string))
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("level %q: got %s, want %s", level, got, want)
		}
	}
}
