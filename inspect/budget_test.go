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
		size      int
		want      time.Duration
	}{
		{"default with much time", Options{}, time.Minute, 0, time.Second},
		{"default with three seconds", Options{}, 3 * time.Second, 0, 700 * time.Millisecond},
		{"default with a large event", Options{}, 3 * time.Second, 6 << 20, 625 * time.Millisecond},
		{"default without a deadline", Options{}, 0, 6 << 20, time.Second},
		{"a duration", Options{Budget: 2 * time.Second}, time.Minute, 0, 2 * time.Second},
		{"a duration never passes the deadline", Options{Budget: 10 * time.Second}, 2 * time.Second, 0, 1800 * time.Millisecond},
		{"a duration with little time", Options{Budget: 10 * time.Second}, 300 * time.Millisecond, 6 << 20, 150 * time.Millisecond},
		{"a share", Options{BudgetShare: 0.5}, 10*time.Second + deadlineMargin, 0, 5 * time.Second},
		{"a deadline that has passed", Options{}, -time.Second, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var deadline time.Time
			if c.remaining != 0 {
				deadline = now.Add(c.remaining)
			}
			got := c.options.budget(now, deadline, c.size)
			if got.exact != c.want {
				t.Errorf("budget %v, want %v", got.exact, c.want)
			}
			if c.remaining == 0 {
				if !got.last.IsZero() || got.reading != readingTime {
					t.Errorf("without a deadline there are %v for reading, and the end is at %v", got.reading, got.last)
				}
				return
			}
			left := max(0, c.remaining)
			if want := left / 2; got.reading != want && c.size == 0 || got.reading > want || got.reading < left/5 {
				t.Errorf("%v for reading, of %v", got.reading, left)
			}
			if free := deadline.Sub(got.last); c.remaining > 0 && free < min(deadlineMargin, left/2) || got.last.Before(now) {
				t.Errorf("the end is at %v, the deadline at %v", got.last, deadline)
			}
		})
	}
}

func TestALargeEventLeavesASmallFunctionTheTimeToReadItItself(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	small := Options{Processor: 128. / 1769}
	for _, c := range []struct {
		options   Options
		remaining time.Duration
		size      int
		want      time.Duration
	}{
		{small, 3 * time.Second, 100 << 10, 1500 * time.Millisecond},
		{small, 3 * time.Second, 1 << 20, 1500 * time.Millisecond},
		{small, 3 * time.Second, 6 << 20, 600 * time.Millisecond},
		{small, 10 * time.Second, 6 << 20, 5 * time.Second},
		{Options{}, 3 * time.Second, 6 << 20, 1500 * time.Millisecond},
		{Options{Processor: 6}, 3 * time.Second, 6 << 20, 1500 * time.Millisecond},
	} {
		if got := c.options.budget(now, now.Add(c.remaining), c.size).reading; got != c.want {
			t.Errorf("%.2f of a core, %v, %d bytes: %v for reading", c.options.Processor, c.remaining, c.size, got)
		}
	}
}
