//go:generate go run . -coverage ../../../docs/COVERAGE.md -pages ../../../inspect/rules/testdata

// Command report prints in one figure how much is found, then by source, by class of attack and by kind of field how many
// attacks are found and how many benign events are blocked, which those are, and which rules match without an attack. With -coverage it writes docs/COVERAGE.md instead.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"weir/test/corpus"
)

func main() {
	file := flag.String("coverage", "", "write docs/COVERAGE.md to this path")
	pages := flag.String("pages", "inspect/rules/testdata", "where the pages of rules are")
	names := flag.Bool("held-back", false, "name what is missed of the half of the matrix that is held back, which spoils it")
	flag.Parse()
	tell := func() error { return report(os.Stdout, *names) }
	if *file != "" {
		tell = func() error { return writeCoverage(*file, *pages) }
	}
	if err := tell(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// report prints everything. Of the half of the matrix that is held back it names what is missed only if told to.
func report(w io.Writer, names bool) error {
	all, err := measure()
	if err != nil {
		return err
	}
	honest, err := measureBenign()
	if err != nil {
		return err
	}
	answers, err := corpus.JudgeHonestAnswers()
	if err != nil {
		return err
	}
	writeFigure(w, all.figure(), all.responses)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	writeSources(t, all, honest)
	writeAttackClasses(t, all)
	if err := writeFieldKinds(t, all, honest); err != nil {
		return err
	}
	writeHalves(t, all.matrix, all.missed)
	open := halfOf(all.matrix, corpus.Open)
	table(t, "matrix, open half: encoding", open, func(r corpus.Result) string { return r.Part(1) })
	table(t, "matrix, open half: event", open, func(r corpus.Result) string { return r.Part(2) })
	table(t, "matrix, open half: attack", open, func(r corpus.Result) string { return r.Part(0) })
	table(t, "harmless texts as responses", answers, func(corpus.Result) string { return "taken for a leak" })

	writeMissed(t, all, names)
	if err := writePositives(t, all.positives); err != nil {
		return err
	}
	if err := writeBenign(t, honest); err != nil {
		return err
	}
	return cmp.Or(t.Flush(), underFloor(all.figure()))
}

// writeMissed names what is missed, with the reasons, what matches without an attack, and where nobody looks.
func writeMissed(w io.Writer, all *results, names bool) {
	named := slices.Concat(all.attacks, all.responses, halfOf(all.matrix, corpus.Open))
	if names {
		named = append(named, halfOf(all.matrix, corpus.HeldBack)...)
	}
	fmt.Fprintln(w, "missed\tsource\tclass\treason")
	for _, r := range named {
		if !r.Found {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Source, r.Class, entryFor(all.missed, r.ID).Reason)
		}
	}
	fmt.Fprintln(w, "\nnoise\trule\treason")
	for _, e := range all.noise {
		fmt.Fprintf(w, "%s\t%d\t%s\n", e.Pattern, e.Rule, e.Reason)
	}
	fmt.Fprintln(w, "\nin no event and no response\t\tclass\twhere")
	for _, c := range all.outside() {
		fmt.Fprintf(w, "%s\t\t%s\t%s\n", c.ID, c.Class, c.Outside)
	}
	fmt.Fprintln(w)
}

// table prints the shares of the results that have the same key.
func table(w io.Writer, title string, results []corpus.Result, key func(corpus.Result) string) {
	parts := map[string]*corpus.Tally{}
	for _, r := range results {
		if parts[key(r)] == nil {
			parts[key(r)] = &corpus.Tally{}
		}
		parts[key(r)].Count(r.Found)
	}
	fmt.Fprintf(w, "%s\tfound\tof\tshare\n", title)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.0f %%\n", name, parts[name].Found, parts[name].All, parts[name].Share())
	}
	sum := tallyOf(results)
	fmt.Fprintf(w, "all\t%d\t%d\t%.0f %%\n\n", sum.Found, sum.All, sum.Share())
}
