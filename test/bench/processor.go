package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Clean GETs of an environment of which the processor time is taken, and those before it, which also compile and read what
// is needed once.
const (
	costlyEvents = 1000
	warmEvents   = 100
)

// processorPerGET is the processor time that the extension takes for a clean GET: in all its threads, in user mode and in
// the kernel, the collector's and the scheduler's included.
func processorPerGET(weir program) (each time.Duration, err error) {
	f, err := initialised(weir)
	defer func() { err = errors.Join(err, f.end()) }()
	if err != nil {
		return 0, err
	}
	get := named(browsing)
	deliver := func(from, to int) error {
		for n := from; n < to; n++ {
			if _, err := f.expect(get.make(n).event, true); err != nil {
				return err
			}
		}
		return nil
	}
	if err := deliver(0, warmEvents); err != nil {
		return 0, err
	}
	before, err := processorOf(processes(f.running))
	if err != nil {
		return 0, err
	}
	if err := deliver(warmEvents, warmEvents+costlyEvents); err != nil {
		return 0, err
	}
	after, err := processorOf(processes(f.running))
	return (after - before) / costlyEvents, err
}

// processorOf is the time that processes have been on a processor, added up over their threads. Threads that have ended
// are not in it; Go's do not end.
// https://docs.kernel.org/scheduler/sched-stats.html
func processorOf(pids []string) (total time.Duration, err error) {
	for _, pid := range pids {
		threads, err := filepath.Glob("/proc/" + pid + "/task/*/schedstat")
		if err != nil {
			return 0, err
		}
		for _, thread := range threads {
			text, err := os.ReadFile(thread)
			if err != nil {
				return 0, err
			}
			onProcessor, _, _ := strings.Cut(string(text), " ")
			ns, err := strconv.ParseInt(onProcessor, 10, 64)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", thread, err)
			}
			total += time.Duration(ns)
		}
	}
	if total == 0 {
		return 0, fmt.Errorf("no processor time found of %d processes: is there a /proc, with schedstat?", len(pids))
	}
	return total, nil
}
