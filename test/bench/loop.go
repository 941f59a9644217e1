package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
)

const (
	loopRounds = 7
	loopEvents = 400 // in each round
	loopWarm   = 300
	loopSlots  = 32
	slotEvents = 3000 // in each round, over all slots
	slotRounds = 5

	// The memory of a function with one share of a processor, and of one with all that this machine has, in MB.
	littleMB = 128
	muchMB   = 10240
)

// loopCost is what a clean event costs by one way.
type loopCost struct {
	latency, processor time.Duration // medians
	switches           float64       // median
	calls              string
}

// loopAll measures what stands between a service and a handler: nothing, net/http's ReverseProxy, an older Weir if there is
// one, and Weir, in turn.
func loopAll(progress io.Writer, weir, old program) (t *table, err error) {
	t = &table{head: []string{"clean event between two processes", "latency added", "processor", "switches", "system calls", "events per second, 32 slots"}}
	single, err := waysThrough(weir, old, littleMB, 1)
	defer endAll(single)
	if err != nil {
		return nil, err
	}
	costs, err := loopCosts(progress, single)
	if err != nil {
		return nil, err
	}
	endAll(single)
	parallel, err := waysThrough(weir, old, muchMB, loopSlots)
	defer endAll(parallel)
	if err != nil {
		return nil, err
	}
	rates, err := slotRates(progress, parallel)
	if err != nil {
		return nil, err
	}
	for i, w := range single {
		c, rate := costs[i], fmt.Sprintf("%.0f (%.2f of none)", rates[i], rates[i]/rates[0])
		if w.between == nil {
			t.add(w.name, "", "", "", "", rate)
			continue
		}
		t.add(w.name, short(c.latency-costs[0].latency), short(c.processor), strconv.FormatFloat(c.switches, 'f', 1, 64), c.calls, rate)
	}
	t.notes = append(t.notes, fmt.Sprintf("Without anything between, an event takes %s.", short(costs[0].latency)))
	return t, nil
}

// waysThrough starts all ways. The caller ends them, and also if there is an error.
func waysThrough(weir, old program, memory, slots int) ([]*way, error) {
	var all []*way
	add := func(w *way, err error) error {
		all = append(all, w)
		return err
	}
	err := add(newWay("nothing", slots, nil))
	if err == nil {
		err = add(newWay("httputil.ReverseProxy", slots, reverseProxy))
	}
	if err == nil && old.path != "" {
		err = add(newWay("Weir before", slots, extension(old, memory, slots)))
	}
	if err == nil {
		err = add(newWay("Weir", slots, extension(weir, memory, slots)))
	}
	return all, err
}

func endAll(all []*way) {
	for _, w := range all {
		w.end()
		w.started = nil
	}
}

// loopCosts sends batches by each way in turn, so that a noisy neighbour hinders all.
func loopCosts(progress io.Writer, all []*way) ([]loopCost, error) {
	costs := make([]loopCost, len(all))
	latencies, processors, switches := make([][]time.Duration, len(all)), make([][]time.Duration, len(all)), make([][]float64, len(all))
	for _, w := range all {
		if _, err := w.deliver(loopWarm); err != nil {
			return nil, err
		}
	}
	for n := range loopRounds {
		for i, w := range all {
			times, spent, err := w.measured(loopEvents)
			if err != nil {
				return nil, err
			}
			latencies[i] = append(latencies[i], times...)
			processors[i] = append(processors[i], spent.processor/loopEvents)
			switches[i] = append(switches[i], float64(spent.switches)/loopEvents)
			fmt.Fprintf(progress, "loop %d, %s: %s, processor %s, %.1f switches\n", n+1, w.name, short(median(times)),
				short(spent.processor/loopEvents), float64(spent.switches)/loopEvents)
		}
	}
	for i, w := range all {
		slices.Sort(switches[i])
		costs[i] = loopCost{median(latencies[i]), median(processors[i]), switches[i][loopRounds/2], "not counted"}
		if w.between == nil {
			continue
		}
		calls, err := systemCalls(w.between.Process.Pid, func() error { _, err := w.deliver(loopEvents); return err })
		if err != nil && !errors.Is(err, errNoCalls) {
			return nil, err
		}
		if err == nil {
			costs[i].calls = strconv.FormatFloat(float64(calls)/loopEvents, 'f', 1, 64)
		}
	}
	return costs, nil
}

// measured delivers a batch, and tells what the process between has spent.
func (w *way) measured(count int) (times []time.Duration, spent kernelCounts, err error) {
	var before, after kernelCounts
	if w.between != nil {
		if before, err = kernelCountsOf(w.between.Process.Pid); err != nil {
			return nil, spent, err
		}
	}
	result, err := w.deliver(count)
	if err != nil || w.between == nil {
		return result.Times, spent, err
	}
	after, err = kernelCountsOf(w.between.Process.Pid)
	return result.Times, kernelCounts{after.processor - before.processor, after.switches - before.switches}, err
}

// slotRates are the events per second by each way if as many are under way as the handler has slots.
func slotRates(progress io.Writer, all []*way) ([]float64, error) {
	rates := make([][]float64, len(all))
	for n := range slotRounds {
		for i, w := range all {
			result, err := w.deliver(slotEvents)
			if err != nil {
				return nil, err
			}
			rate := slotEvents / result.Took.Seconds()
			fmt.Fprintf(progress, "slots %d, %s: %.0f events per second\n", n+1, w.name, rate)
			rates[i] = append(rates[i], rate)
		}
	}
	medians := make([]float64, len(all))
	for i, r := range rates {
		slices.Sort(r)
		medians[i] = r[len(r)/2]
	}
	return medians, nil
}
