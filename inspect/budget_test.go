package inspect

import (
	"testing"
	"time"
)

func TestBudgetLeavesTheHandlerItsTime(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	for _, c := range []struct {
		name      string
		options   Options
		remaining time.Duration // 0: the deadline is unknown
		want      time.Duration
	}{
		{"default with much time", Options{}, time.Minute, time.Second},
		{"default with three seconds", Options{}, 3 * time.Second, 725 * time.Millisecond},
		{"default without a deadline", Options{}, 0, time.Second},
		{"a duration", Options{Budget: 2 * time.Second}, time.Minute, 2 * time.Second},
		{"a duration never passes the deadline", Options{Budget: 10 * time.Second}, 2 * time.Second, 1900 * time.Millisecond},
		{"a share", Options{BudgetShare: 0.5}, 10*time.Second + deadlineMargin, 5 * time.Second},
		{"a deadline that has passed", Options{}, -time.Second, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var deadline time.Time
			if c.remaining != 0 {
				deadline = now.Add(c.remaining)
			}
			got, last := c.options.budget(now, deadline)
			if got != c.want {
				t.Errorf("budget %v, want %v", got, c.want)
			}
			if last.IsZero() != (c.remaining == 0) || !last.IsZero() && last.After(now.Add(max(0, c.remaining))) {
				t.Errorf("the end is at %v, the deadline at %v", last, deadline)
			}
		})
	}
}
