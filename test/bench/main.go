// The comparison with stock Coraza: the same requests, made anew for every round, are judged by Weir from the event to
// the verdict, and by Coraza with the Core Rule Set as one would set it up by hand. It prints a table of medians and
// ratios; absolute times mean little on a machine that others use.
package main

import (
	"flag"
	"fmt"
	"os"
	"text/tabwriter"
	"time"
)

func main() {
	long := flag.Bool("long", false, "also the workloads that take stock Coraza many seconds")
	seconds := flag.Float64("seconds", 2, "time for each workload and engine")
	flag.Parse()
	if err := run(*long, time.Duration(*seconds*float64(time.Second))); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(long bool, each time.Duration) error {
	begun := time.Now()
	stock, err := newStock()
	if err != nil {
		return fmt.Errorf("building stock Coraza: %w", err)
	}
	built := time.Since(begun)
	weir, err := newWeir()
	if err != nil {
		return fmt.Errorf("building Weir: %w", err)
	}
	ready, memory, err := startUp()
	if err != nil {
		return fmt.Errorf("starting the extension: %w", err)
	}

	fmt.Printf("memory of the extension with its rules compiled: %d MB\n\n", memory>>20)
	t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "workload\tWeir\tB/op\tallocs/op\tstock\tB/op\tallocs/op\tratio\t")
	fmt.Fprintf(t, "start (registered / rules compiled)\t%s\t\t\t%s\t\t\t%.1f×\t\n", short(ready), short(built), float64(built)/float64(ready))
	for _, w := range workloads {
		if w.long && !long {
			continue
		}
		ours, err := measure(each, w, weir)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		theirs, err := measure(each, w, stock)
		if err != nil {
			return fmt.Errorf("%s with stock Coraza: %w", w.name, err)
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\t%d\t%d\t%.1f×\t\n", w.name, short(ours.median), ours.bytes, ours.allocs,
			short(theirs.median), theirs.bytes, theirs.allocs, float64(theirs.median)/float64(ours.median))
	}
	return t.Flush()
}

// short writes a duration with three digits that count.
func short(d time.Duration) string {
	switch {
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
}
