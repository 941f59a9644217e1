package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"weir/inspect"
)

// difference is an input that is blocked now and was not, or the reverse.
type difference struct {
	outcome
	rules []int // that match now and did not, or the reverse
}

// differences are the inputs that both results have and judge in different ways, and the number of inputs that both have.
// skipped are the parts whose inputs are others now.
func (r *result) differences(before *archive) (list []difference, both int, skipped []string) {
	findings := map[string]map[int]finding{}
	for _, o := range r.outcomes {
		name := o.part()
		known, is := findings[name]
		if !is {
			if p, there := before.Parts[name]; there && p.Sum != r.sumOf(o.file, o.form) {
				skipped = append(skipped, name)
			} else {
				known = before.findings(name)
			}
			findings[name] = known
		}
		old, is := known[o.number]
		if !is {
			continue
		}
		both++
		if old.Blocked == o.blocked() {
			continue
		}
		more, less := o.finding().Rules, old.Rules
		if old.Blocked {
			more, less = less, more
		}
		rules := slices.DeleteFunc(slices.Clone(more), func(id int) bool { return slices.Contains(less, id) })
		list = append(list, difference{o, rules})
	}
	return list, both, skipped
}

// writeDifferences prints what changed since a result was archive, and returns how many honest requests of set even and honest
// texts became blocked.
func writeDifferences(w io.Writer, r *result, before *archive, examples int) (worse int, err error) {
	list, both, skipped := r.differences(before)
	fmt.Fprintf(w, "\nagainst the saved result: %d events that both have\n", both)
	for _, name := range skipped {
		fmt.Fprintf(w, "not compared, since the events are others: %s\n", name)
	}
	for _, d := range list {
		if d.blocked() && (d.file == honestTexts || d.file == honestRequests && d.shelf.Set == "even") {
			worse++
		}
	}
	if len(list) == 0 {
		fmt.Fprintln(w, "none of them is judged in another way")
		return 0, nil
	}
	writeChanges(w, list, "set", func(d difference) []string { return []string{d.part() + ", " + d.set()} })
	writeChanges(w, list, "rule", func(d difference) []string {
		side := "honest"
		if d.hostile {
			side = "attack"
		}
		names := []string{}
		for _, id := range d.rules {
			names = append(names, fmt.Sprintf("%d, %s", id, side))
		}
		return names
	})
	fmt.Fprintf(w, "honest requests of set even and honest texts that became blocked: %d\n", worse)
	if examples == 0 {
		return worse, nil
	}
	return worse, writeExamples(w, r, list, examples)
}

// set is the set of an outcome, or its class where there are no sets.
func (o *outcome) set() string { return cmp.Or(o.shelf.Set, o.shelf.Class) }

// writeChanges prints counts of differences by names.
func writeChanges(w io.Writer, list []difference, title string, names func(difference) []string) {
	blocked, passed := map[string]int{}, map[string]int{}
	for _, d := range list {
		for _, name := range names(d) {
			blocked[name] += 0
			if d.blocked() {
				blocked[name]++
			} else {
				passed[name]++
			}
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\tnow blocked\tnow passed\n", title)
	for _, name := range slices.Sorted(maps.Keys(blocked)) {
		fmt.Fprintf(t, "%s\t%d\t%d\n", name, blocked[name], passed[name])
	}
	_ = t.Flush()
	fmt.Fprintln(w)
}

// writeExamples prints the first differences of each set and direction, each in a line.
func writeExamples(w io.Writer, r *result, list []difference, examples int) error {
	i, err := inspector(true)
	if err != nil {
		return err
	}
	shown := map[string]int{}
	for _, d := range list {
		direction := "now passed"
		if d.blocked() {
			direction = "now blocked"
		}
		key := d.part() + d.set() + direction
		if shown[key]++; shown[key] > examples {
			continue
		}
		text, err := r.example(i, d)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s: %s:%d, %s, %s %v: %s\n", direction, d.file, d.line+1, d.form, d.set(), d.rules, text)
	}
	return nil
}

// example tells of a difference what matches now, or what the input is.
func (r *result) example(i *inspect.Inspector, d difference) (string, error) {
	at := slices.IndexFunc(r.files, func(f file) bool { return f.name == d.file })
	l, err := parse(r.files[at].lines[d.line])
	if err != nil {
		return "", err
	}
	if !d.blocked() {
		return oneLine(cmp.Or(l.Text, l.Data, l.URL, string(l.Event))), nil
	}
	event, err := r.event(d.outcome)
	if err != nil {
		return "", err
	}
	for _, m := range inspectOne(i, event).Matches {
		if slices.Contains(d.rules, m.Rule) || len(d.rules) == 0 {
			return fmt.Sprintf("%d in %s (%s): %s", m.Rule, m.Field, m.Via, oneLine(cmp.Or(m.Part, m.Text))), nil
		}
	}
	return "", nil
}

// exampleLength is how much of a text is shown, in characters: with what stands before it about as wide as a screen.
const exampleLength = 100

// oneLine is a text as a line, in quotes, cut to its length.
func oneLine(text string) string {
	if runes := []rune(text); len(runes) > exampleLength {
		text = string(runes[:exampleLength]) + "…"
	}
	return fmt.Sprintf("%q", strings.TrimSpace(text))
}
