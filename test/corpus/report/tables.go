package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"weir/test/corpus"
)

// row is a line of a table of attacks and benign events.
type row struct {
	attacks, responses, matrix, positives corpus.Tally
	events, blocked, high                 int // benign ones; high is at paranoia level 2
}

// rows are lines by their keys.
type rows map[string]*row

func (r rows) at(key string) *row {
	if r[key] == nil {
		r[key] = &row{}
	}
	return r[key]
}

// attacks counts everything but benign events, each under the key that its function gives.
func (r rows) count(all *results, key func(corpus.Case) string, positive func(corpus.Positive) string) {
	for _, a := range all.attacks {
		r.at(key(a.Case)).attacks.Count(a.Found)
	}
	for _, m := range all.matrix {
		r.at(key(m.Case)).matrix.Count(m.Found)
	}
	for _, p := range all.positives {
		if p.Blocked() {
			r.at(positive(p)).positives.Count(p.Found())
		}
	}
}

// writeSources prints for each source how many attacks are found, and how many benign events are blocked.
func writeSources(w io.Writer, all *results, b *benign) {
	table := rows{}
	table.count(all, corpus.SourceOf, func(corpus.Positive) string { return "function-url" })
	for i, e := range b.low {
		n := table.at(corpus.SourceOf(e.Case))
		n.events++
		n.blocked += one(e.Blocked)
		n.high += one(b.high[i].Blocked)
	}
	fmt.Fprintln(w, "source\tattacks found\tCRS tests\tmatrix\tbenign blocked\tat level 2")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		n := table[name]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", name, part(n.attacks), part(n.positives), part(n.matrix), share(n.blocked, n.events), share(n.high, n.events))
	}
	sum := table.sum()
	fmt.Fprintf(w, "all\t%s\t%s\t%s\t%s\t%s\n\n", part(sum.attacks), part(sum.positives), part(sum.matrix), share(sum.blocked, sum.events), share(sum.high, sum.events))
}

// writeAttackClasses prints for each class how many attacks are found.
func writeAttackClasses(w io.Writer, all *results) {
	table := rows{}
	table.count(all, func(c corpus.Case) string { return c.Class }, corpus.Positive.Class)
	for _, r := range all.responses {
		table.at(r.Class).responses.Count(r.Found)
	}
	fmt.Fprintln(w, "class\tattacks found\tin responses\tCRS tests\tmatrix")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		n := table[name]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, part(n.attacks), part(n.responses), part(n.positives), part(n.matrix))
	}
	sum := table.sum()
	fmt.Fprintf(w, "all\t%s\t%s\t%s\t%s\n\n", part(sum.attacks), part(sum.responses), part(sum.positives), part(sum.matrix))
}

// writeFieldKinds prints for each kind of field how many attacks in such fields are found, how many benign events have such a
// field, and in how many of them what is in such fields alone would block. An event has fields of several kinds.
func writeFieldKinds(w io.Writer, all *results, b *benign) error {
	table := rows{}
	for _, r := range slices.Concat(all.attacks, all.matrix) {
		kind, err := corpus.FieldKind(r.Case)
		if err != nil {
			return err
		}
		if n := table.at(kind); r.IsCombined() {
			n.matrix.Count(r.Found)
		} else {
			n.attacks.Count(r.Found)
		}
	}
	honest, err := byKind(b.low, b.high)
	if err != nil {
		return err
	}
	for kind, n := range honest {
		row := table.at(kind)
		row.events, row.blocked, row.high = n.all, n.low, n.high
	}
	fmt.Fprintln(w, "kind of field\tattacks found\tmatrix\tbenign blocked\tat level 2")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		n := table[name]
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", name, part(n.attacks), part(n.matrix), share(n.blocked, n.events), share(n.high, n.events))
	}
	fmt.Fprintln(w)
	return nil
}

func (r rows) sum() row {
	var sum row
	for _, n := range r {
		add(&sum.attacks, n.attacks)
		add(&sum.responses, n.responses)
		add(&sum.matrix, n.matrix)
		add(&sum.positives, n.positives)
		sum.events += n.events
		sum.blocked += n.blocked
		sum.high += n.high
	}
	return sum
}

func add(to *corpus.Tally, n corpus.Tally) {
	to.Found += n.Found
	to.All += n.All
}

func part(t corpus.Tally) string { return share(t.Found, t.All) }

// share is "n/of", and a dash if there is nothing.
func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d", n, of)
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
