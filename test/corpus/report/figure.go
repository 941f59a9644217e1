package main

import (
	"fmt"
	"io"
	"slices"

	"weir/test/corpus"
)

// writeFigure prints how much is found, and what that counts.
func writeFigure(w io.Writer, f corpus.Figure, responses []corpus.Result) {
	var leaks corpus.Tally
	for _, r := range responses {
		leaks.Count(r.Found)
	}
	fmt.Fprintf(w, `Found at paranoia level 1: %s (floor: %.0f %%)

Found means that the score reaches the threshold of %d, so that Weir would block. Counted are
  %-40s attacks of attacks.jsonl that are in an event; found without the rules that match their honest twins
  %-40s requests of the Core Rule Set's tests of its rules for requests of level 1, each as the event of a Function URL
Not counted are
  %-40s such requests that stock Coraza does not block either: warnings (3 points), notices (2), limits that are off
  %-40s leaks in responses
With what stock Coraza does not block it would be %s.

`, f.Whole(), corpus.FigureFloor, corpus.Threshold, f.Attacks, f.Positives, f.Below, leaks, f.Strict())
}

// writePositives names what is missed of the Core Rule Set's tests, and what stock Coraza does not block.
func writePositives(w io.Writer, positives []corpus.Positive) error {
	missed, err := corpus.MissedPositives()
	if err != nil {
		return err
	}
	below, err := corpus.BelowPositives()
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "missed test of the Core Rule Set\trules\treason")
	counts := map[string]*corpus.Tally{}
	for _, p := range positives {
		switch {
		case !p.Blocked():
			e := entryFor(below, p.Name)
			if counts[e.Pattern] == nil {
				counts[e.Pattern] = &corpus.Tally{}
			}
			counts[e.Pattern].Count(p.Found())
		case !p.Found():
			fmt.Fprintf(w, "%s\t%v\t%s\n", p.Name, p.Stock.Rules, entryFor(missed, p.Name).Reason)
		}
	}
	fmt.Fprintln(w, "\nnot blocked by stock Coraza\ttests\tblocked by Weir\treason")
	for _, e := range slices.Concat(below, []corpus.Entry{unlisted}) {
		if n := counts[e.Pattern]; n != nil {
			fmt.Fprintf(w, "%s\t%d\t%d\t%s\n", e.Pattern, n.All, n.Found, e.Reason)
		}
	}
	fmt.Fprintln(w)
	return nil
}

// unlisted stands for the entry of a case that no list has.
var unlisted = corpus.Entry{Reason: "not listed"}

func entryFor(list []corpus.Entry, id string) corpus.Entry {
	for _, e := range list {
		if e.Covers(id) {
			return e
		}
	}
	return unlisted
}

// underFloor is the error of a figure that is too low.
func underFloor(f corpus.Figure) error {
	if f.Whole().Share() < corpus.FigureFloor {
		return fmt.Errorf("%s are found, less than %.0f %%", f.Whole(), corpus.FigureFloor)
	}
	return nil
}
