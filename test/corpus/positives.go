package corpus

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"weir/inspect"
	"weir/inspect/source"
	"weir/test/crs"
)

// Positive is a request of the Core Rule Set's own tests that expects a rule for requests of paranoia level 1 to match.
type Positive struct {
	crs.Request

	Expected []int           // the rules of level 1 that it expects
	Stock    crs.Finding     // what Coraza with the Core Rule Set as it comes says of the request
	Verdict  inspect.Verdict // what Weir says of it as the event of a Function URL
}

// Blocked says whether stock Coraza would block the request. It does not where the rule is a warning (3 points) or a notice
// (2) and stands alone, or is switched off until somebody sets a limit: these are no misses, whatever Weir does with them.
func (p Positive) Blocked() bool { return p.Stock.Score >= Threshold }

// Found says whether Weir would block the event.
func (p Positive) Found() bool { return p.Verdict.Score >= Threshold }

// Class is the class of attacks that a positive belongs to, by the family of its rule.
func (p Positive) Class() string {
	if class := families[p.Name[:3]]; class != "" {
		return class
	}
	return "protocol"
}

// firstOther is the first id behind the Core Rule Set's rules for requests: 949000 and above add up scores.
const firstOther = 949_000

// JudgePositives gives one in so many of the positives to stock Coraza, and their events to Weir with its defaults, but in
// mode monitor and without hurry. It is to be called before other inspections, since these replace operators of Coraza.
func JudgePositives(oneIn int) ([]Positive, error) {
	stock, err := crs.NewPlain()
	if err != nil {
		return nil, fmt.Errorf("making stock Coraza: %w", err)
	}
	inspector, err := inspectorAt(1)
	if err != nil {
		return nil, err
	}
	list, err := positives(inspector)
	if err != nil {
		return nil, err
	}
	sample := list[:0]
	for i := 0; i < len(list); i += oneIn {
		sample = append(sample, list[i])
	}
	problems := make([]error, len(sample))
	inParallel(len(sample), func(i int) {
		p := &sample[i]
		var event []byte
		if p.Stock, problems[i] = stock.Inspect(p.Request); problems[i] != nil {
			return
		}
		if event, problems[i] = crs.Event(p.Request); problems[i] != nil {
			return
		}
		p.Verdict, _ = inspector.Inspect(context.Background(), source.Invocation{ID: p.Name, Payload: event})
	})
	for i, err := range problems {
		if err != nil {
			return nil, fmt.Errorf("judging %s: %w", sample[i].Name, err)
		}
	}
	return sample, nil
}

// positives are the tests that expect a rule of level 1, by name.
func positives(inspector *inspect.Inspector) ([]Positive, error) {
	rules, err := inspector.Rules()
	if err != nil {
		return nil, err
	}
	level1 := map[int]bool{}
	for _, r := range rules {
		level1[r.ID] = r.Level == 1 && !r.Response && r.ID < firstOther
	}
	requests, err := crs.Load()
	if err != nil {
		return nil, err
	}
	var list []Positive
	for _, r := range requests {
		expected := slices.DeleteFunc(slices.Clone(r.Wants), func(id int) bool { return !level1[id] })
		if len(expected) > 0 {
			list = append(list, Positive{Request: r, Expected: expected})
		}
	}
	return list, nil
}

// inParallel calls f for the numbers below n, on all cores.
func inParallel(n int, f func(i int)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// MissedPositives returns the entries of crs-missed.txt: what stock Coraza blocks and Weir does not, and why.
func MissedPositives() ([]Entry, error) { return entries("crs-missed.txt") }

// BelowPositives returns the entries of crs-below.txt: what stock Coraza does not block, and why.
func BelowPositives() ([]Entry, error) { return entries("crs-below.txt") }
