package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"weir/test/corpus"
)

// reportBenign prints how many benign events are blocked, by source, by kind of content and by what a user would have to
// declare, and which rules block them at paranoia level 1.
func reportBenign(w io.Writer) error {
	cases, err := corpus.Honest()
	if err != nil {
		return err
	}
	low, err := corpus.JudgeHonest(cases, 1)
	if err != nil {
		return err
	}
	high, err := corpus.JudgeHonest(cases, 2)
	if err != nil {
		return err
	}
	benignTable(w, "benign: source", low, high, func(r corpus.BenignResult) string { return corpus.SourceOf(r.Case) })
	benignTable(w, "benign: kind", low, high, func(r corpus.BenignResult) string { return r.Kind })
	benignTable(w, "benign: to declare", low, high, func(r corpus.BenignResult) string {
		if r.Declared == "" {
			return "no"
		}
		return "yes"
	})
	if err := reportUndeclared(w, cases); err != nil {
		return err
	}
	return nil
}

// reportUndeclared prints the same for a user who has declared nothing, so that every field of his own is of the kind unknown;
// and by the kinds that Weir judges the fields by.
func reportUndeclared(w io.Writer, cases []corpus.Benign) error {
	low, err := corpus.JudgeHonest(corpus.Bare(cases), 1)
	if err != nil {
		return err
	}
	high, err := corpus.JudgeHonest(corpus.Bare(cases), 2)
	if err != nil {
		return err
	}
	benignTable(w, "benign, nothing declared: to declare", low, high, func(r corpus.BenignResult) string {
		if declared(cases, r.ID) != "" {
			return "yes"
		}
		return "no"
	})
	if err := kindTable(w, low, high); err != nil {
		return err
	}
	if err := attackKinds(w); err != nil {
		return err
	}
	wolves(w, low)
	fmt.Fprintln(w, "blocked, nothing declared\tsource\tkind\tdeclare")
	for _, r := range low {
		if r.Blocked {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Source, r.Kind, cmp.Or(declared(cases, r.ID), "–"))
		}
	}
	fmt.Fprintln(w)
	return nil
}

func declared(cases []corpus.Benign, id string) string {
	at := slices.IndexFunc(cases, func(b corpus.Benign) bool { return b.ID == id })
	return cases[at].Declared
}

// benignTable prints how many events with the same key there are, and how many are blocked at paranoia levels 1 and 2.
func benignTable(w io.Writer, title string, low, high []corpus.BenignResult, key func(corpus.BenignResult) string) {
	type row struct{ all, low, high int }
	rows := map[string]*row{}
	sum := &row{}
	for i, r := range low {
		if rows[key(r)] == nil {
			rows[key(r)] = &row{}
		}
		for _, n := range []*row{rows[key(r)], sum} {
			n.all++
			if r.Blocked {
				n.low++
			}
			if high[i].Blocked {
				n.high++
			}
		}
	}
	fmt.Fprintf(w, "%s\tevents\tblocked\tshare\tblocked at level 2\n", title)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		n := rows[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d %%\t%d\n", name, n.all, n.low, 100*n.low/n.all, n.high)
	}
	fmt.Fprintf(w, "all\t%d\t%d\t%d %%\t%d\n\n", sum.all, sum.low, 100*sum.low/max(sum.all, 1), sum.high)
}

// wolves prints the rules that add to the scores of blocked events, those of most events first, and how many of these
// events no other rule would block.
func wolves(w io.Writer, results []corpus.BenignResult) {
	type wolf struct {
		rule, events, alone int
		message, example    string
	}
	rules := map[int]*wolf{}
	for _, r := range results {
		if !r.Blocked {
			continue
		}
		for _, rule := range r.Rules {
			if rules[rule] == nil {
				rules[rule] = &wolf{rule: rule, example: r.ID, message: message(r, rule)}
			}
			rules[rule].events++
			if len(r.Rules) == 1 {
				rules[rule].alone++
			}
		}
	}
	order := slices.SortedFunc(maps.Values(rules), func(a, b *wolf) int {
		return cmp.Or(b.events-a.events, a.rule-b.rule)
	})
	fmt.Fprintln(w, "cries wolf\tevents\talone\texample\tmessage")
	for _, c := range order {
		fmt.Fprintf(w, "%d\t%d\t%d\t%s\t%s\n", c.rule, c.events, c.alone, c.example, c.message)
	}
	fmt.Fprintln(w)
}

func message(r corpus.BenignResult, rule int) string {
	for _, m := range r.Verdict.Matches {
		if m.Rule == rule {
			return m.Message
		}
	}
	return ""
}
