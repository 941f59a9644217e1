package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"weir/test/lambdatest"
)

// maxCell bounds a cell, in characters, so that the table fits a wide terminal.
const maxCell = 52

// print writes the table.
func print(w io.Writer, all []played) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "EVENT\tWITHOUT WEIR\tVERDICT\tRULE\tCALLER SAW\tHANDLER SAW\tADDED\t")
	for _, p := range all {
		mark := "as expected"
		if p.wrong != "" {
			mark = "WRONG: " + p.wrong
		}
		rule := p.rule
		if rule == "" {
			rule = "-"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%.1f ms\t%s\n", cell(p.row.name), cell(p.without), p.verdict, cell(rule),
			cell(p.caller), p.handler, float64(p.added)/float64(time.Millisecond), mark)
	}
	_ = t.Flush() // a terminal that is gone is told by the exit
}

// printLogs writes what Weir and the wrapper said, for whoever has to find out what went wrong.
func printLogs(w io.Writer, env *lambdatest.Env) {
	for _, l := range env.Logs() {
		if !strings.HasPrefix(l.Text, "goat: ") {
			fmt.Fprintf(w, "%s %s: %s\n", l.Process, l.Stream, l.Text)
		}
	}
}

// cell cuts text for the table, and keeps it on one line.
func cell(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if r := []rune(text); len(r) > maxCell {
		return string(r[:maxCell-1]) + "…"
	}
	return text
}
