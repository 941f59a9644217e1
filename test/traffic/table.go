package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// tally counts inputs, and those of them that are blocked.
type tally struct{ blocked, all int }

func (t *tally) count(blocked bool) {
	t.all++
	if blocked {
		t.blocked++
	}
}

func (t tally) String() string {
	if t.all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d %.2f %%", t.blocked, t.all, 100*float64(t.blocked)/float64(t.all))
}

// writeTables prints a table for each file: its groups, sets and classes by the forms of inputs.
func writeTables(w io.Writer, r *result) {
	for _, f := range r.files {
		own := slices.DeleteFunc(slices.Clone(r.outcomes), func(o outcome) bool { return o.file != f.name })
		if f.name == reported {
			writeReported(w, own)
			continue
		}
		what := "honest, blocked"
		if strings.HasSuffix(f.name, "-attacks") {
			what = "attacks, found"
		}
		fmt.Fprintf(w, "%s: %s\n", f.name, what)
		writeTable(w, own)
	}
}

// row is a line of a table: what is counted, and the counts by form.
type row struct {
	title string
	cells map[string]*tally
}

// rowsOf are the rows of outcomes: of groups, of sets, of classes, and of all.
func rowsOf(outcomes []outcome) []row {
	rows := map[string]row{}
	for _, o := range outcomes {
		for _, title := range o.shelf.titles() {
			if _, known := rows[title]; !known {
				rows[title] = row{title, map[string]*tally{}}
			}
			cells := rows[title].cells
			if cells[o.form] == nil {
				cells[o.form] = &tally{}
			}
			cells[o.form].count(o.blocked())
		}
	}
	var list []row
	for _, title := range slices.Sorted(maps.Keys(rows)) {
		list = append(list, rows[title])
	}
	return list
}

// titles are the rows in which an input counts.
func (s shelf) titles() []string {
	list := []string{"all"}
	for _, t := range []struct{ what, name string }{{"group", s.Group}, {"set", s.Set}, {"class", s.Class}} {
		if t.name != "" {
			list = append(list, t.what+" "+t.name)
		}
	}
	return list
}

func writeTable(w io.Writer, outcomes []outcome) {
	forms := slices.DeleteFunc(slices.Clone(formNames), func(form string) bool {
		return !slices.ContainsFunc(outcomes, func(o outcome) bool { return o.form == form })
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\t%s\n", strings.Join(forms, "\t"))
	for _, row := range rowsOf(outcomes) {
		fmt.Fprint(t, row.title)
		for _, form := range forms {
			cell := tally{}
			if c := row.cells[form]; c != nil {
				cell = *c
			}
			fmt.Fprintf(t, "\t%s", cell)
		}
		fmt.Fprintln(t)
	}
	_ = t.Flush() // a console that is gone needs no table
	fmt.Fprintln(w)
}

// writeReported prints what became of the events that people reported, by their kinds.
func writeReported(w io.Writer, outcomes []outcome) {
	type key struct {
		kind    string
		hostile bool
	}
	kinds := map[key]*tally{}
	var order []key
	for _, o := range outcomes {
		k := key{o.shelf.Set, o.hostile}
		if kinds[k] == nil {
			kinds[k] = &tally{}
			order = append(order, k)
		}
		kinds[k].count(o.blocked())
	}
	fmt.Fprintf(w, "%s: events of kinds that people reported\n", reported)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "kind\texpected\tblocked\t")
	for _, k := range order {
		expected, right := "pass", kinds[k].blocked == 0
		if k.hostile {
			expected, right = "block", kinds[k].blocked == kinds[k].all
		}
		remark := "wrong"
		if right {
			remark = ""
		}
		fmt.Fprintf(t, "%s\t%s\t%d/%d\t%s\n", k.kind, expected, kinds[k].blocked, kinds[k].all, remark)
	}
	_ = t.Flush()
	fmt.Fprintln(w)
}
