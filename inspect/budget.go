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

// budget is the time for exact inspection, and the moment at which any inspection has to end: the zero time if the
// deadline is unknown, which bounds nothing.
func (o Options) budget(now, deadline time.Time) (exact time.Duration, last time.Time) {
	remaining := time.Duration(1<<63 - 1)
	if !deadline.IsZero() {
		remaining = max(0, deadline.Sub(now)-deadlineMargin)
		last = now.Add(remaining)
	}
	exact = o.Budget
	switch {
	case exact > 0:
	case o.BudgetShare > 0:
		exact = share(remaining, o.BudgetShare)
	default:
		exact = min(defaultBudget, share(remaining, defaultShare))
	}
	return min(exact, remaining, maxBudget), last
}

// maxBudget is the longest that a function can run.
const maxBudget = 15 * time.Minute

func share(d time.Duration, part float64) time.Duration { return time.Duration(float64(d) * part) }

// spending is what one inspection has of time. What the sieve proves to be clean is no part of the budget: it takes time
// in proportion to the event, and whoever could make it run out could hide behind padding. So a hostile event is done with after twice
// the budget, but for what the sieve takes to tell clean records from the first text of each other that may match.
type spending struct {
	exact purse     // for the engine
	sieve purse     // for the sieve, of texts that may match: as much again, and then one more such text in each record
	last  time.Time // when the inspection has to end; zero if unknown
}

// timedText is the shortest text of which the sieve's time is taken, in bytes: to ask the clock twice takes as long as a tenth
// of the shorter ones.
const timedText = 64

// clockEvery is how much text is read between two looks at the clock, in bytes: three milliseconds of the most hostile text, and forty at the
// smallest function's share. Of short texts each counts for some more than its length, for what it takes besides.
const (
	clockEvery = 2 << 10
	perText    = 32
)

// purse is a part of the budget.
type purse struct {
	left  time.Duration
	share time.Duration // of that, what the record at hand may use
}

// allot gives a record its share: half of what is left if others follow, so that no sender's record uses up what the
// others need. What one text took beyond the budget is no other record's debt.
func (s *spending) allot(othersFollow bool) {
	for _, p := range []*purse{&s.exact, &s.sieve} {
		p.left = max(p.left, 0)
		p.share = p.left
		if othersFollow {
			p.share /= 2
		}
	}
}

// end is the moment up to which exact inspection that begins now may go on.
func (s *spending) end(now time.Time) time.Time {
	end := now.Add(s.exact.share)
	if !s.last.IsZero() && s.last.Before(end) {
		return s.last
	}
	return end
}

func (p *purse) spend(d time.Duration) {
	p.left -= d
	p.share -= d
}

// spent says that a record has used more than its share.
func (p *purse) spent() bool { return p.share < 0 }

// empty says that the records before have left nothing.
func (p *purse) empty() bool { return p.left == 0 }

// over says that the inspection has to end.
func (s *spending) over(now func() time.Time) bool { return !s.last.IsZero() && !now().Before(s.last) }
