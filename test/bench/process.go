package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"weir/test/corpus"
)

const (
	starts      = 9 // fresh environments; medians count
	longLives   = 5 // environments that get many events; medians count
	cleanEvents = 1000
	badEvents   = 200
)

// processAll measures the extension as a process, beside the floor under it: what an extension takes that only
// registers, and an event that goes to the handler directly.
func processAll(progress io.Writer, weir, floor program) (*table, error) {
	begun, err := beginnings(progress, weir, floor)
	if err != nil {
		return nil, err
	}
	l, err := liveOften(progress, weir)
	if err != nil {
		return nil, err
	}
	below, err := withoutWeir()
	if err != nil {
		return nil, err
	}
	t := &table{head: []string{"process", "Weir", "floor", "building stock Coraza", "ratio", "at least", "at most", "missed"}}
	timed := func(name string, ours, floor, stock time.Duration) {
		m, goal := measured{ratio: ratio(stock, ours), time: ours}, targets[name]
		t.add(name, short(ours), short(floor), short(stock), times(m.ratio), goal.atLeast(), goal.atMost(), goal.missed(m))
	}
	timed(registered, median(begun.registered), median(begun.floor), median(begun.stock))
	timed(firstMatch, median(begun.match), below, median(begun.stock))
	t.add("clean GET, delivered to answered", short(l.get), short(below), "", "", "", "", "")
	t.add("clean GET, processor time of Weir", short(l.processor), "", "", "", "", "", "")
	held := func(name string, m memory) {
		goal := targets[name]
		t.add(name, m.String(), "", "", "", "", goal.atMost(), goal.missed(measured{memory: m.resident}))
	}
	held(memoryClean, l.afterClean)
	held(memoryBad, l.afterBad)
	t.notes = append(t.notes, fmt.Sprintf("Of the %d attacks, %d did not reach the handler as they were.", badEvents, l.stopped))
	return t, nil
}

// begun is what fresh environments took.
type begun struct{ registered, match, floor, stock []time.Duration }

// beginnings starts Weir, the floor and stock Coraza in turn.
func beginnings(progress io.Writer, weir, floor program) (begun, error) {
	var b begun
	for n := range starts {
		below, err := registration(floor, nil)
		if err != nil {
			return b, err
		}
		registered, err := registration(weir, nil)
		if err != nil {
			return b, err
		}
		match, err := firstMatching(weir, n)
		if err != nil {
			return b, err
		}
		stock, err := buildStock()
		if err != nil {
			return b, err
		}
		b.floor, b.registered = append(b.floor, below), append(b.registered, registered)
		b.match, b.stock = append(b.match, match), append(b.stock, stock)
		fmt.Fprintf(progress, "start %d: registered after %s, first match %s, stock Coraza %s\n",
			n+1, short(registered), short(match), short(stock))
	}
	return b, nil
}

// firstMatching starts an environment whose first event, as soon as it is ready, is an attack.
func firstMatching(weir program, n int) (match time.Duration, err error) {
	f, err := initialised(weir)
	defer func() { err = errors.Join(err, f.end()) }()
	if err != nil {
		return 0, err
	}
	return f.expect(functionURL(hostile(n)), false)
}

// life is what one environment shows that gets many events.
type life struct {
	get                  time.Duration // median of the clean GETs
	processor            time.Duration // of a clean GET, on average, in an environment of its own
	afterClean, afterBad memory
	stopped              int // attacks that the handler did not get as they were
}

// liveOften is the median of several lives, each figure by itself: when the collector runs is chance, and megabytes hang
// on it.
func liveOften(progress io.Writer, weir program) (l life, err error) {
	var all []life
	for n := range longLives {
		one, err := liveLong(weir)
		if err != nil {
			return l, err
		}
		if one.processor, err = processorPerGET(weir); err != nil {
			return l, err
		}
		fmt.Fprintf(progress, "life %d: %s, after attacks %s, %s of processor per GET\n",
			n+1, one.afterClean, one.afterBad, short(one.processor))
		all = append(all, one)
	}
	middle := func(before func(a, b life) int) life {
		slices.SortFunc(all, before)
		return all[len(all)/2]
	}
	l.get = middle(func(a, b life) int { return cmp.Compare(a.get, b.get) }).get
	l.processor = middle(func(a, b life) int { return cmp.Compare(a.processor, b.processor) }).processor
	l.afterClean = middle(func(a, b life) int { return cmp.Compare(a.afterClean.resident, b.afterClean.resident) }).afterClean
	l.afterBad = middle(func(a, b life) int { return cmp.Compare(a.afterBad.resident, b.afterBad.resident) }).afterBad
	l.stopped = middle(func(a, b life) int { return cmp.Compare(a.stopped, b.stopped) }).stopped
	return l, nil
}

// liveLong gives one environment clean events of every kind, and attacks then.
func liveLong(weir program) (l life, err error) {
	f, err := initialised(weir)
	defer func() { err = errors.Join(err, f.end()) }()
	if err != nil {
		return l, err
	}
	if l.get, err = f.clean(cleanEvents); err != nil {
		return l, err
	}
	if l.afterClean, err = f.memory(); err != nil {
		return l, err
	}
	attacks, err := attackEvents(badEvents)
	if err != nil {
		return l, err
	}
	for _, event := range attacks {
		_, passed, err := f.invoke(event)
		if err != nil {
			return l, err
		}
		if !passed {
			l.stopped++
		}
	}
	l.afterBad, err = f.memory()
	return l, err
}

// withoutWeir is the median of the same GETs that go to the handler directly.
func withoutWeir() (get time.Duration, err error) {
	f, err := bare()
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.end()) }()
	if err := f.ready(); err != nil {
		return 0, err
	}
	return f.clean(cleanEvents)
}

// clean delivers clean events of every kind in turn. It tells the median of those that are GETs.
func (f *function) clean(count int) (get time.Duration, err error) {
	var gets []time.Duration
	kinds := everyday()
	for n := range count {
		kind := kinds[n%len(kinds)]
		took, err := f.expect(kind.make(n).event, true)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", kind.name, err)
		}
		if kind.name == browsing {
			gets = append(gets, took)
		}
	}
	return median(gets), nil
}

// attackEvents are requests with the payloads, and the corpus's events, in turn.
func attackEvents(count int) ([][]byte, error) {
	cases, err := corpus.Attacks()
	if err != nil {
		return nil, err
	}
	var known, events [][]byte
	for _, c := range cases {
		if c.Outside != "" {
			continue // it is in no event
		}
		event, err := c.Bytes()
		if err != nil {
			return nil, err
		}
		known = append(known, event)
	}
	for n := range count {
		event := functionURL(hostile(n))
		if n%2 == 1 {
			event = known[n/2%len(known)]
		}
		events = append(events, event)
	}
	return events, nil
}
