package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"weir/test/corpus"
)

// writeHalves prints how much is found of each half of the matrix, and why what is missed of the open one is missed.
func writeHalves(w io.Writer, matrix []corpus.Result, missed []corpus.Entry) {
	fmt.Fprintln(w, "matrix: half\tfound\tof\tshare")
	row := func(name string, t corpus.Tally) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.1f %%\n", name, t.Found, t.All, t.Share())
	}
	row("open, with which rules may be written", tallyOf(halfOf(matrix, corpus.Open)))
	row("held back, of which no miss is named", tallyOf(halfOf(matrix, corpus.HeldBack)))
	row("all", tallyOf(matrix))
	fmt.Fprintln(w, "\nmatrix: missed of the open half\tencodings\treason")
	for _, g := range reasons(missed, halfOf(matrix, corpus.Open)) {
		fmt.Fprintf(w, "%d\t%s\t%s\n", g.n, strings.Join(g.ways, " "), g.reason)
	}
	fmt.Fprintln(w)
}

// halfOf returns the results of one half of the matrix.
func halfOf(matrix []corpus.Result, which corpus.Half) []corpus.Result {
	return slices.DeleteFunc(slices.Clone(matrix), func(r corpus.Result) bool { return corpus.HalfOf(r.ID) != which })
}

func tallyOf(results []corpus.Result) corpus.Tally {
	var t corpus.Tally
	for _, r := range results {
		t.Count(r.Found)
	}
	return t
}

// group is what is missed for one reason.
type group struct {
	reason string
	n      int
	ways   []string // the encodings
}

// reasons groups what is missed by reason, the most frequent first.
func reasons(missed []corpus.Entry, results []corpus.Result) []group {
	var groups []group
	for _, r := range results {
		if r.Found {
			continue
		}
		reason := entryFor(missed, r.ID).Reason
		at := slices.IndexFunc(groups, func(g group) bool { return g.reason == reason })
		if at < 0 {
			at = len(groups)
			groups = append(groups, group{reason: reason})
		}
		g := &groups[at]
		g.n++
		if way := r.Part(1); !slices.Contains(g.ways, way) {
			g.ways = append(g.ways, way)
		}
	}
	for i := range groups {
		slices.Sort(groups[i].ways)
	}
	slices.SortStableFunc(groups, func(a, b group) int { return cmp.Compare(b.n, a.n) })
	return groups
}
