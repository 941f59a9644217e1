package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"weir/test/lambdatest"
)

// maxWidth is how wide the table may be, in columns.
const maxWidth = 100

// print writes the table: a line for each event, and below it what Weir found.
func print(w io.Writer, m mode, all []played) {
	const columns = "%-38s  %-14s  %-7s  %-11s  %-10s  %9s\n"
	verdict := "VERDICT"
	if m == monitor {
		verdict = "WOULD"
	}
	fmt.Fprintf(w, columns, "EVENT", "WITHOUT WEIR", verdict, "HANDLER SAW", "CALLER SAW", "WEIR TOOK")
	right := 0
	for _, p := range all {
		took := fmt.Sprintf("%.2f ms", float64(p.took)/float64(time.Millisecond))
		fmt.Fprintf(w, columns, p.row.name, p.without, p.verdict, p.handler, p.caller, took)
		if p.rule != "" {
			fmt.Fprintln(w, cell("    rule "+p.rule))
		}
		if p.wrong != "" {
			fmt.Fprintln(w, cell("    WRONG: "+p.wrong))
			continue
		}
		right++
	}
	if m == monitor {
		fmt.Fprintln(w, "WOULD: what Weir does in block mode. In monitor mode every event passes, and findings are logged.")
	}
	fmt.Fprintf(w, "%d of %d as expected. Weir took: its inspection alone, the fastest of %d.\n", right, len(all), repeats+1)
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
	if r := []rune(text); len(r) > maxWidth {
		return string(r[:maxWidth-1]) + "…"
	}
	return text
}
