package main

import (
	"fmt"
	"io"
	"time"
)

// compareAll measures the workloads, the long ones or the others.
func compareAll(progress io.Writer, long bool, each time.Duration) (*table, error) {
	stock, err := stockCoraza()
	if err != nil {
		return nil, fmt.Errorf("building stock Coraza: %w", err)
	}
	weir, err := newWeir()
	if err != nil {
		return nil, fmt.Errorf("building Weir: %w", err)
	}
	t := &table{head: []string{
		"workload", "Weir", "B/op", "allocs/op", "stock Coraza", "B/op", "allocs/op", "ratio", "of processor time", "at least", "at most", "missed",
	}}
	for _, w := range workloads {
		if w.long != long {
			continue
		}
		ours, theirs, err := compare(w, weir, stock, each)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(progress, "%s: %d times Weir, %d times stock Coraza\n", w.name, ours.times, theirs.times)
		waited, worked := ratio(theirs.median, ours.median), ratio(theirs.processor, ours.processor)
		m := measured{ratio: min(waited, worked), time: ours.median, allocs: ours.allocs}
		goal := targets[w.name]
		t.add(w.name, short(ours.median), thousands(ours.bytes), thousands(ours.allocs),
			short(theirs.median), thousands(theirs.bytes), thousands(theirs.allocs),
			times(waited), times(worked), goal.atLeast(), goal.atMost(), goal.missed(m))
	}
	return t, nil
}
