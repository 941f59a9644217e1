package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

const (
	lives       = 3   // environments of each kind
	shareClean  = 200 // clean events in each
	shareAttack = 20  // attacks after the first one in each, with a clean event after each
)

// shareLife is what the smallest function shows. longestOther is the longest time that an event took which is neither
// the first clean nor the first matching one.
type shareLife struct {
	registered, firstClean, clean, longestClean, match, attack, longestOther time.Duration
	withMemory                                                               bool
}

// shareAll measures the extension with the share of a processor, and the memory, that the smallest function has: once
// with the initialisation outside of it, where Lambda gives more, and once with everything inside.
func shareAll(progress io.Writer, weir, floor program) (*table, error) {
	t := &table{head: []string{"smallest function", "start outside", "everything inside", "at most", "missed by the first"}}
	var floors [2]time.Duration
	var both [2]shareLife
	for i, inside := range []bool{false, true} {
		var all []shareLife
		var floorStarts []time.Duration
		for n := range lives {
			took, err := registrationInShare(floor, inside)
			if errors.Is(err, errNoGroups) {
				t.notes = append(t.notes, "Left out: "+err.Error()+".")
				return t, nil
			}
			if err != nil {
				return nil, err
			}
			l, err := liveInShare(weir, inside, n)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(progress, "life %d, everything inside %t: registered after %s, first match %s\n",
				n+1, inside, short(l.registered), short(l.match))
			floorStarts, all = append(floorStarts, took), append(all, l)
		}
		floors[i], both[i] = median(floorStarts), middle(all)
	}
	t.fill(floors, both)
	return t, nil
}

func (t *table) fill(floors [2]time.Duration, both [2]shareLife) {
	row := func(name string, a, b time.Duration, goal target) {
		t.add(name, short(a), short(b), goal.atMost(), goal.missed(measured{time: a}))
	}
	a, b := both[0], both[1]
	row("floor: an extension that only registers", floors[0], floors[1], target{})
	row("process start to registered", a.registered, b.registered, target{})
	row("first clean event", a.firstClean, b.firstClean, target{})
	row("200 clean events: median", a.clean, b.clean, target{})
	row("200 clean events: longest", a.longestClean, b.longestClean, target{})
	row("first matching event", a.match, b.match, targets[shareMatch])
	row("small attack, warm: median", a.attack, b.attack, target{})
	row("longest pause: any event after the first of its kind", a.longestOther, b.longestOther, target{})
	limit := "Memory is limited to 128 MB, too."
	if !a.withMemory {
		limit = "Memory could not be limited here."
	}
	t.notes = append(t.notes, limit)
}

// middle takes the median of each figure, and of the longest ones the longest.
func middle(all []shareLife) shareLife {
	of := func(figure func(shareLife) time.Duration) []time.Duration {
		var times []time.Duration
		for _, l := range all {
			times = append(times, figure(l))
		}
		return times
	}
	return shareLife{
		registered:   median(of(func(l shareLife) time.Duration { return l.registered })),
		firstClean:   median(of(func(l shareLife) time.Duration { return l.firstClean })),
		clean:        median(of(func(l shareLife) time.Duration { return l.clean })),
		longestClean: slices.Max(of(func(l shareLife) time.Duration { return l.longestClean })),
		match:        median(of(func(l shareLife) time.Duration { return l.match })),
		attack:       median(of(func(l shareLife) time.Duration { return l.attack })),
		longestOther: slices.Max(of(func(l shareLife) time.Duration { return l.longestOther })),
		withMemory:   all[0].withMemory,
	}
}

// limitedGroup makes a group that limits the start as well, or only what comes after it.
func limitedGroup(inside bool) (*group, error) {
	g, err := newGroup()
	if err == nil && inside {
		err = g.limit(true)
	}
	return g, err
}

// registrationInShare is the start alone.
func registrationInShare(p program, inside bool) (took time.Duration, err error) {
	g, err := limitedGroup(inside)
	defer func() { err = errors.Join(err, g.remove()) }()
	if err != nil {
		return 0, err
	}
	return registration(p, g)
}

// liveInShare registers, and then has two environments: one with clean events, and one whose first event is an attack.
func liveInShare(weir program, inside bool, n int) (shareLife, error) {
	var l shareLife
	var err error
	if l.registered, err = registrationInShare(weir, inside); err != nil {
		return l, err
	}
	err = inShare(weir, inside, func(f *function) error {
		l.withMemory = f.group.memory != ""
		return l.cleanOnes(f, n)
	})
	if err != nil {
		return l, err
	}
	return l, inShare(weir, inside, func(f *function) error { return l.attacks(f, n) })
}

// inShare does something with a fresh environment whose events are limited.
func inShare(weir program, inside bool, do func(*function) error) (err error) {
	g, err := limitedGroup(inside)
	if err != nil {
		return errors.Join(err, g.remove())
	}
	f, err := start(weir, g)
	defer func() { err = errors.Join(err, f.end()) }()
	if err != nil {
		return err
	}
	if err := f.ready(); err != nil {
		return err
	}
	if err := f.group.limit(true); err != nil {
		return err
	}
	return do(f)
}

// cleanOnes delivers requests and orders in turn.
func (l *shareLife) cleanOnes(f *function, n int) error {
	kinds := []workload{named(browsing), named("JSON, 2 KB")}
	var all []time.Duration
	for i := range shareClean + 1 {
		took, err := f.expect(kinds[i%len(kinds)].make(n*1000+i).event, true)
		if err != nil {
			return err
		}
		all = append(all, took)
	}
	l.firstClean, l.clean, l.longestClean = all[0], median(all[1:]), slices.Max(all[1:])
	l.longestOther = l.longestClean
	return nil
}

// attacks delivers a first attack, and then more of them with clean events between.
func (l *shareLife) attacks(f *function, n int) error {
	request := named(browsing)
	var err error
	if l.match, err = f.expect(functionURL(hostile(n)), false); err != nil {
		return err
	}
	var attacks, others []time.Duration
	for i := range shareAttack {
		took, err := f.expect(functionURL(hostile(n+i+1)), false)
		if err != nil {
			return err
		}
		attacks = append(attacks, took)
		if took, err = f.expect(request.make(n*1000+i).event, true); err != nil {
			return err
		}
		others = append(others, took)
	}
	l.attack = median(attacks)
	l.longestOther = max(l.longestOther, slices.Max(attacks), slices.Max(others))
	return nil
}
