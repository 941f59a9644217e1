package main

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// result is what a workload costs an engine, for one job.
type result struct {
	median        time.Duration
	processor     time.Duration // of all threads, the collector's too; mean
	bytes, allocs uint64
	times         int // the median is of so many
}

const (
	// roundTime is about how long one engine works before it is the other's turn: whoever else uses the machine
	// hinders both.
	roundTime = 100 * time.Millisecond
	maxRound  = 200
	// minTimes is the least that a median is taken of, unless that takes an engine longer than its patience.
	minTimes = 5
	patience = 10 * time.Second
	// quick are the jobs before which one more is done unmeasured in each round, since the other engine has just
	// emptied the processor's caches.
	quick = 50 * time.Millisecond
)

// compare repeats a workload with both engines in turn for about the given time, in rounds of a few jobs.
func compare(w workload, weir, stock judge, each time.Duration) (ours, theirs result, err error) {
	a, b := series{work: w, judge: weir}, series{work: w, judge: stock}
	for begun := time.Now(); time.Since(begun) < each || !a.enough() || !b.enough(); {
		if err := a.round(); err != nil {
			return ours, theirs, fmt.Errorf("%s with Weir: %w", w.name, err)
		}
		if b.enough() && b.last > each {
			continue
		}
		if err := b.round(); err != nil {
			return ours, theirs, fmt.Errorf("%s with stock Coraza: %w", w.name, err)
		}
	}
	return a.result(), b.result(), nil
}

// series is one engine's way through a workload.
type series struct {
	work          workload
	judge         judge
	made          int // jobs so far
	last          time.Duration
	spent         time.Duration
	processor     time.Duration
	times         []time.Duration
	bytes, allocs uint64
}

func (s *series) enough() bool {
	return len(s.times) >= minTimes || len(s.times) > 0 && s.spent > patience
}

// round judges a few jobs, which are made before anything is measured. What is counted between the two looks at memory
// is the engine's alone.
func (s *series) round() error {
	first := s.made == 0 && !s.work.long
	count := 1
	if s.last > 0 {
		count = int(min(max(roundTime/s.last, 1), maxRound))
	}
	jobs := make([]job, count+1)
	for i := range jobs {
		jobs[i] = s.work.make(s.made)
		s.made++
	}
	times, verdicts := make([]time.Duration, count), make([]bool, count)
	runtime.GC() // what the jobs and the other engine left behind is not this one's
	if first || s.last > 0 && s.last < quick {
		if _, err := s.judge(jobs[count]); err != nil {
			return err
		}
	}
	var before, after runtime.MemStats
	busy := processorTime()
	runtime.ReadMemStats(&before)
	for i := range count {
		started := time.Now()
		bad, err := s.judge(jobs[i])
		times[i], verdicts[i] = time.Since(started), bad
		if err != nil {
			return err
		}
	}
	runtime.ReadMemStats(&after)
	s.processor += processorTime() - busy
	return s.add(times, verdicts, after.TotalAlloc-before.TotalAlloc, after.Mallocs-before.Mallocs)
}

var errVerdict = errors.New("the verdict is not the expected one")

// add takes in what a round has shown.
func (s *series) add(times []time.Duration, verdicts []bool, bytes, allocs uint64) error {
	for _, bad := range verdicts {
		if s.work.expect != either && bad != (s.work.expect == attack) {
			return errVerdict
		}
	}
	for _, t := range times {
		s.spent += t
	}
	s.last = median(times)
	s.times = append(s.times, times...)
	s.bytes += bytes
	s.allocs += allocs
	return nil
}

func (s *series) result() result {
	n := uint64(len(s.times))
	return result{median: median(s.times), processor: s.processor / time.Duration(n), bytes: s.bytes / n, allocs: s.allocs / n, times: len(s.times)}
}

// processorTime is what this process has used so far. Who else wants the processor lengthens a long call more surely than
// a short one, and does not lengthen this.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic("asking for this process's own time: " + err.Error())
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// median is the one in the middle, of an even number the longer one.
func median(times []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[len(sorted)/2]
}
