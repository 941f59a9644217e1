package main

import (
	"fmt"
	"os"
	"strings"
)

// The documents whose figures this program writes, from the module's root.
const (
	performance = "docs/PERFORMANCE.md"
	readme      = "README.md"
)

// replace puts text between the two markers of a part of a document: <!-- bench:PART:begin --> and :end.
func replace(name, part, text string) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	begin, end := "<!-- bench:"+part+":begin -->\n", "<!-- bench:"+part+":end -->"
	before, rest, found := strings.Cut(string(old), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no place for %q", name, part)
	}
	return os.WriteFile(name, []byte(before+begin+"\n"+text+"\n"+end+after), 0o644) //nolint:gosec // a document
}

// excerpt is the README's table: some rows, and the columns that a user looks at.
func excerpt(workloads, processes *table) string {
	t := &table{head: []string{"", "Weir", "stock Coraza", "ratio, of processor time"}}
	for _, row := range workloads.rows {
		t.add(row[0], row[1]+", "+row[3]+" allocations", row[4]+", "+row[6], row[7]+", "+row[8])
	}
	for _, row := range processes.rows {
		if row[0] == registered || row[0] == firstMatch {
			t.add(row[0], row[1], row[3]+" to build", row[4])
		}
		if row[0] == memoryClean || row[0] == memoryBad {
			t.add(row[0], row[1], "", "")
		}
	}
	return t.markdown()
}
