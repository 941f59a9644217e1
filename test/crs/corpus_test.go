package crs

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/corazawaf/coraza/v3"

	"weir/inspect/rules"
)

// sample is how many requests are skipped for each that is taken where time is short. It has no factor in common with
// anything in the corpus.
const sample = 23

// sampled says that only a part of the corpus is looked at.
func sampled() bool { return testing.Short() || raceDetector }

type judged struct {
	requests []Request
	stock    []Finding
	err      error
}

// judge gives the corpus to stock Coraza, once for all tests, and before an engine is built.
var judge = sync.OnceValue(func() judged {
	all, err := Load()
	if err != nil {
		return judged{err: err}
	}
	if len(all) < 4000 {
		panic("the corpus has shrunk")
	}
	var j judged
	for i, r := range all {
		if !sampled() || i%sample == 0 {
			j.requests = append(j.requests, r)
		}
	}
	j.stock = make([]Finding, len(j.requests))
	stock, err := NewStock(coraza.NewWAFConfig().WithRootFS(rules.Files()), rules.Setup())
	if err != nil {
		return judged{err: err}
	}
	var failed atomic.Pointer[error]
	each(j.requests, func(i int, r Request) {
		finding, err := stock.Inspect(r)
		if err != nil {
			failed.Store(&err)
		}
		j.stock[i] = finding
	})
	if p := failed.Load(); p != nil {
		j.err = *p
	}
	return j
})

func corpus(t *testing.T) ([]Request, []Finding) {
	t.Helper()
	j := judge()
	if j.err != nil {
		t.Fatal(j.err)
	}
	return j.requests, j.stock
}

// each calls f for every request, on all cores.
func each(requests []Request, f func(i int, r Request)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(requests); i = int(next.Add(1)) - 1 {
				f(i, requests[i])
			}
		})
	}
	all.Wait()
}
