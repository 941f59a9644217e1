package runtimeapi

import (
	"slices"
	"sync"
	"sync/atomic"

	"weir/inspect/source"
)

// ledger remembers what was decided about invocations that have no accepted answer yet. Lambda delivers such an
// invocation again if it is polled for again, and it must not be judged a second time, perhaps with another result.
//
// The zero ledger is ready for use, and safe for concurrent use.
type ledger struct {
	mu    sync.Mutex
	cases map[string]*docket // by request id
	order []string           // oldest first
}

// maxCases bounds the ledger. Invocations in flight have one entry each, which is one on Lambda itself and up to some
// hundred on Managed Instances; only those that timed out there and were never answered stay. What falls out is judged
// again if it ever comes back.
const maxCases = 256

// docket is what is known about one delivery.
type docket struct {
	delivery identity
	judged   sync.Once
	outcome  source.Outcome // what was decided, once
	told     sync.Once      // the third party, where the outcome is a Put
	reply    source.Outcome // what follows from its answer
	asItCame bool           // the outcome is to forward the event's own bytes; they are not kept here
	closed   atomic.Bool    // Lambda would not take our answer: it counts as given
}

// identity tells a repetition of a delivery from a new delivery of the same event: the retries of an asynchronous
// invocation have the request id of the first attempt.
type identity struct{ deadline, nonce string }

// open returns the docket of a delivery, which is a new one unless the delivery is a repetition. A delivery without a
// request id is like no other.
func (l *ledger) open(id string, delivery identity) *docket {
	if id == "" {
		return &docket{}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.cases[id]; ok && known.delivery == delivery {
		return known
	}
	l.remove(id)
	if l.cases == nil {
		l.cases = make(map[string]*docket)
	}
	if len(l.order) == maxCases {
		l.remove(l.order[0])
	}
	fresh := &docket{delivery: delivery}
	l.cases[id] = fresh
	l.order = append(l.order, id)
	return fresh
}

// forget removes what is known about a request id.
func (l *ledger) forget(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.remove(id)
}

func (l *ledger) remove(id string) {
	if _, ok := l.cases[id]; !ok {
		return
	}
	delete(l.cases, id)
	l.order = slices.DeleteFunc(l.order, func(other string) bool { return other == id })
}
