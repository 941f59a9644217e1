package main

import (
	"runtime"
	"slices"
	"time"
)

// result is what a workload costs an engine, for one request.
type result struct {
	median        time.Duration
	bytes, allocs uint64
}

// judge judges one request; it fails if the verdict is not the expected one.
type judge func(r request, attack bool) error

// minRounds is the least that a median is taken of.
const minRounds = 5

// measure repeats a workload for about the given time, after one round to warm up.
func measure(each time.Duration, w workload, judge judge) (result, error) {
	if err := judge(w.fresh(0), w.attack); err != nil {
		return result{}, err
	}
	var times []time.Duration
	var bytes, allocs uint64
	for begun := time.Now(); time.Since(begun) < each || len(times) < minRounds; {
		r := w.fresh(len(times) + 1)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		started := time.Now()
		err := judge(r, w.attack)
		times = append(times, time.Since(started))
		runtime.ReadMemStats(&after)
		if err != nil {
			return result{}, err
		}
		bytes += after.TotalAlloc - before.TotalAlloc
		allocs += after.Mallocs - before.Mallocs
		if w.long && len(times) >= 1 && time.Since(begun) > each {
			break
		}
	}
	slices.Sort(times)
	n := uint64(len(times))
	return result{median: times[len(times)/2], bytes: bytes / n, allocs: allocs / n}, nil
}

// fresh makes the n-th request, and the event for it.
func (w workload) fresh(n int) request {
	r := w.make(n)
	r.event = event(r)
	return r
}
