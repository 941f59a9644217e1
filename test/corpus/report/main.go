//go:generate go run . -coverage ../../../docs/COVERAGE.md -pages ../../../inspect/rules/testdata

// Command report prints how many attacks are found, by source and by class of attack, which are not, which rules match
// without an attack, and which benign events are blocked. With -coverage it writes docs/COVERAGE.md instead.
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
	cases, err := corpus.Attacks()
	if err != nil {
		return err
	}
	missed, err := corpus.Missed()
	if err != nil {
		return err
	}
	noise, err := corpus.Noise()
	if err != nil {
		return err
	}
	positives, err := corpus.JudgePositives(1) // before any other inspection
	if err != nil {
		return err
	}
	attacks, err := corpus.Judge(cases)
	if err != nil {
		return err
	}
	responses, err := corpus.JudgeResponses(cases)
	if err != nil {
		return err
	}
	answers, err := corpus.JudgeHonestAnswers()
	if err != nil {
		return err
	}
	combined, err := corpus.Matrix()
	if err != nil {
		return err
	}
	matrix, err := corpus.Judge(combined)
	if err != nil {
		return err
	}

	figure := corpus.FigureOf(attacks, positives)
	writeFigure(w, figure, responses)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	table(t, "source", attacks, func(r corpus.Result) string { return r.Source })
	table(t, "class", attacks, func(r corpus.Result) string { return r.Class })
	table(t, "in a response: class", responses, func(r corpus.Result) string { return r.Class })
	table(t, "harmless texts as responses", answers, func(corpus.Result) string { return "taken for a leak" })
	table(t, "matrix: encoding", matrix, func(r corpus.Result) string { return r.Part(1) })
	table(t, "matrix: event", matrix, func(r corpus.Result) string { return r.Part(2) })
	table(t, "matrix: attack", matrix, func(r corpus.Result) string { return r.Part(0) })

	writeHalves(t, matrix, missed)
	fmt.Fprintln(t, "missed\tsource\tclass\treason")
	named := slices.Concat(attacks, responses, halfOf(matrix, corpus.Open))
	if names {
		named = append(named, halfOf(matrix, corpus.HeldBack)...)
	}
	for _, r := range named {
		if !r.Found {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.ID, r.Source, r.Class, entryFor(missed, r.ID).Reason)
		}
	}
	fmt.Fprintln(t)
	if err := writePositives(t, positives); err != nil {
		return err
	}
	fmt.Fprintln(t, "noise\trule\treason")
	for _, e := range noise {
		fmt.Fprintf(t, "%s\t%d\t%s\n", e.Pattern, e.Rule, e.Reason)
	}
	fmt.Fprintln(t, "\nin no event and no response\t\tclass\twhere")
	for _, c := range cases {
		if c.Outside != "" && !slices.ContainsFunc(responses, func(r corpus.Result) bool { return r.ID == c.ID }) {
			fmt.Fprintf(t, "%s\t\t%s\t%s\n", c.ID, c.Class, c.Outside)
		}
	}
	fmt.Fprintln(t)
	if err := reportBenign(t); err != nil {
		return err
	}
	return cmp.Or(t.Flush(), underFloor(figure))
}

// table prints the shares of the results that have the same key.
func table(w io.Writer, title string, results []corpus.Result, key func(corpus.Result) string) {
	type row struct{ found, all int }
	rows := map[string]row{}
	var sum row
	for _, r := range results {
		n := rows[key(r)]
		n.all++
		sum.all++
		if r.Found {
			n.found++
			sum.found++
		}
		rows[key(r)] = n
	}
	fmt.Fprintf(w, "%s\tfound\tof\tshare\n", title)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d %%\n", name, rows[name].found, rows[name].all, 100*rows[name].found/rows[name].all)
	}
	fmt.Fprintf(w, "all\t%d\t%d\t%d %%\n\n", sum.found, sum.all, 100*sum.found/max(sum.all, 1))
}
