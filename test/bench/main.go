// The comparison with stock Coraza: the same requests, made anew for every round, are judged by Weir from the event to
// the verdict, and by Coraza with the Core Rule Set as one would set it up by hand. The extension is measured as a
// process, too. It prints tables of medians and ratios, and marks what misses its target; absolute times mean little on
// a machine that others use. docs/PERFORMANCE.md tells more.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// options are the command line.
type options struct {
	only                         string // of the events of -deadline
	long, share, deadline, write bool
	loop                         bool
	each                         time.Duration
	weir, floor, old             program
}

func main() {
	var o options
	flag.BoolVar(&o.long, "long", false, "also the workloads that take stock Coraza many seconds")
	flag.BoolVar(&o.share, "share", false, "only the extension as a process with a small function's share of a processor")
	flag.BoolVar(&o.deadline, "deadline", false, "only what becomes of events that take long, by share of a processor, timeout and size")
	flag.StringVar(&o.only, "only", "", "of these, those whose names hold this")
	flag.BoolVar(&o.write, "write", false, "write what was measured into the documents, too")
	flag.DurationVar(&o.each, "each", 10*time.Second, "time for each workload, with both engines together")
	layer := flag.String("layer", "", "directory of the layer, as make build leaves it")
	floor := flag.String("floor", "", "program that does nothing but register")
	old := flag.String("old", "", "an older program, to be compared in what an event costs beside its handler")
	flag.BoolVar(&o.loop, "loop", false, "only what an event costs beside its handler")
	var p part
	flag.StringVar(&p.name, "part", "", "only play the service, the handler or the reverse proxy of that: this program starts itself")
	flag.StringVar(&p.api, "api", "", "what that part asks")
	flag.StringVar(&p.port, "port", "", "where it listens")
	flag.IntVar(&p.slots, "slots", 1, "events that it has at a time")
	stock := flag.Bool("stock", false, "only build stock Coraza, and tell how long that took")
	flag.Parse()
	if *stock {
		if err := tellBuilding(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if p.name != "" {
		fmt.Fprintln(os.Stderr, "bench:", p.play())
		os.Exit(1)
	}
	o.old = program{*old}
	o.weir, o.floor = program{filepath.Join(*layer, "extensions", "weir")}, program{*floor}
	if err := run(o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures, prints, and writes the documents if asked to.
func run(o options, out, progress io.Writer) error {
	on := machine()
	fmt.Fprintf(out, "%s\n\n", on)
	show := func(part string, t *table) error {
		if err := t.text(out); err != nil || !o.write || len(t.rows) == 0 { // what was left out replaces nothing
			return err
		}
		return replace(performance, part, "On "+on+":\n\n"+t.markdown())
	}
	if o.share {
		t, err := shareAll(progress, o.weir, o.floor)
		if err != nil {
			return fmt.Errorf("a small function: %w", err)
		}
		return show("share", t)
	}
	if o.deadline {
		t, err := deadlineAll(progress, o.weir, o.only)
		if err != nil {
			return fmt.Errorf("deadlines: %w", err)
		}
		return show("deadline", t)
	}
	beside, err := loopAll(progress, o.weir, o.old)
	if err != nil {
		return fmt.Errorf("beside the handler: %w", err)
	}
	if err := show("loop", beside); err != nil || o.loop {
		return err
	}
	processes, err := processAll(progress, o.weir, o.floor)
	if err != nil {
		return fmt.Errorf("the extension as a process: %w", err)
	}
	if err := show("processes", processes); err != nil {
		return err
	}
	workloads, err := compareAll(progress, false, o.each)
	if err != nil {
		return err
	}
	if err := show("workloads", workloads); err != nil {
		return err
	}
	if o.write {
		if err := replace(readme, "excerpt", "On "+on+":\n\n"+excerpt(workloads, processes)); err != nil {
			return err
		}
	}
	if !o.long {
		return nil
	}
	t, err := compareAll(progress, true, o.each)
	if err != nil {
		return err
	}
	return show("long", t)
}
