package inspect

import "time"

const (
	// defaultBudget and defaultShare bound exact inspection: a second is more than any honest event of ordinary size
	// takes, and a quarter of the remaining time leaves the handler the rest.
	defaultBudget = time.Second
	defaultShare  = 0.25

	// readingShare bounds the time of reading, which is all but exact inspection: at most half of the time to the deadline.
	// With a quarter for exact inspection, a quarter is left to deliver what comes out, and to handle it.
	readingShare = 0.5

	// handlingPerMegabyte is what a runtime takes of a whole core for each megabyte of an event: to be handed it and to parse it.
	// Node took 3.6 seconds for 6 MB of small objects at the smallest function's share. Where time is short, it comes before reading, but for
	// leastReading of the time to the deadline: a handler that needs more would not be done without Weir either.
	handlingPerMegabyte = 44 * time.Millisecond
	leastReading        = 0.2

	// readingTime bounds it where the deadline is not known: by hand, or in a test. No event of 6 MB takes as long, at the
	// smallest function's share of a core either.
	readingTime = time.Minute

	// deadlineMargin and marginPerMegabyte are kept free before the deadline. Behind the last look at the clock come what lies between
	// two looks, the refusal, the line in the log and the posting. That is some milliseconds of a whole core and some more for
	// each megabyte of an event, a batch's rest above all: at the smallest function's share fourteen times as long. Whatever
	// the share, a control group may hold the process up for 93 of 100 ms, whenever it likes to begin, and so it may twice.
	deadlineMargin    = 200 * time.Millisecond
	marginPerMegabyte = 50 * time.Millisecond

	// marginShare is the most of the time to the deadline that is kept free: who gets little time should not refuse all.
	marginShare = 0.5
)

// allowance is what one inspection may take of time.
type allowance struct {
	exact   time.Duration // for the engine
	reading time.Duration // for all else
	last    time.Time     // when it has to end, whatever is left of them; zero if the deadline is unknown
}

// budget is what an inspection of an event of so many bytes may take from now on.
func (o Options) budget(now, deadline time.Time, size int) allowance {
	remaining, a := time.Duration(1<<63-1), allowance{reading: readingTime}
	if !deadline.IsZero() {
		left := max(0, deadline.Sub(now))
		margin := deadlineMargin + perMegabyte(marginPerMegabyte, size)
		remaining = left - min(margin, share(left, marginShare))
		a.last = now.Add(remaining)
		handling := perMegabyte(handlingPerMegabyte, size)
		if o.Processor > 0 && o.Processor < 1 {
			handling = time.Duration(float64(handling) / o.Processor)
		}
		a.reading = max(min(share(left, readingShare), remaining-handling), share(left, leastReading))
	}
	a.exact = o.Budget
	switch {
	case a.exact > 0:
	case o.BudgetShare > 0:
		a.exact = share(remaining, o.BudgetShare)
	default:
		a.exact = min(defaultBudget, share(remaining, defaultShare))
	}
	a.exact = min(a.exact, remaining, maxBudget)
	return a
}

// maxBudget is the longest that a function can run.
const maxBudget = 15 * time.Minute

func perMegabyte(d time.Duration, size int) time.Duration { return d * time.Duration(size) / (1 << 20) }

func share(d time.Duration, part float64) time.Duration { return time.Duration(float64(d) * part) }

// spending is what one inspection has of time. What the sieve proves to be clean is no part of the budget: it takes time
// in proportion to the event. So a hostile event is done with after twice the budget, but for what it takes to tell clean
// records from the first text of each other that may match.
//
// All of that is bounded once more, by the time of reading. Padding can use it up, but cannot hide behind it: what was found to be
// suspicious is still judged by the engine, in the engine's own time, and what was not read counts as an attack.
type spending struct {
	exact   purse     // for the engine
	sieve   purse     // for the sieve, of texts that may match: as much again, and then one more such text in each record
	reading purse     // for all but the engine, the sieve included
	began   time.Time // when the reading of the record at hand began, or went on after the engine
	last    time.Time // when the inspection has to end; zero if unknown
}

func (a allowance) begin(now time.Time) spending {
	return spending{
		exact: purse{left: a.exact}, sieve: purse{left: a.exact}, reading: purse{left: a.reading}, began: now, last: a.last,
	}
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
	for _, p := range [...]*purse{&s.exact, &s.sieve, &s.reading} {
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
func (s *spending) over(now time.Time) bool { return !s.last.IsZero() && !now.Before(s.last) }

// exactly takes what exact inspection took, which is no reading.
func (s *spending) exactly(from, to time.Time) {
	s.read(from)
	s.exact.spend(to.Sub(from))
	s.began = to
}

// read takes what was read up to now, and says whether the record has used more than its share of the time for it.
func (s *spending) read(now time.Time) (spent bool) {
	s.reading.spend(now.Sub(s.began))
	s.began = now
	return s.reading.spent()
}
