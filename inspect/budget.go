package inspect

import "time"

const (
	// defaultBudget and defaultShare bound exact inspection: a second is more than any honest event of ordinary size
	// takes, and a quarter of the remaining time leaves the handler the rest.
	defaultBudget = time.Second
	defaultShare  = 0.25

	// deadlineMargin is kept free before the invocation's deadline, so that a refusal can still be posted: an answer
	// takes a millisecond, at a small function's share of a core up to a hundred.
	deadlineMargin = 100 * time.Millisecond
)

// budgetEnd is the moment at which exact inspection has to stop. A deadline that is unknown bounds nothing.
func (o Options) budgetEnd(now, deadline time.Time) time.Time {
	remaining := time.Duration(1<<63 - 1)
	if !deadline.IsZero() {
		remaining = max(0, deadline.Sub(now)-deadlineMargin)
	}
	budget := o.Budget
	switch {
	case budget > 0:
	case o.BudgetShare > 0:
		budget = share(remaining, o.BudgetShare)
	default:
		budget = min(defaultBudget, share(remaining, defaultShare))
	}
	return now.Add(min(budget, remaining, maxBudget))
}

// maxBudget is the longest that a function can run.
const maxBudget = 15 * time.Minute

func share(d time.Duration, part float64) time.Duration { return time.Duration(float64(d) * part) }
