package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"

	"weir/test/corpus"
)

// benign is what became of the benign events, at paranoia levels 1 and 2, and what becomes of them for a user who has declared
// nothing, so that every field of his own is of the kind unknown.
type benign struct {
	cases             []corpus.Benign
	low, high         []corpus.BenignResult
	bareLow, bareHigh []corpus.BenignResult
}

func measureBenign() (*benign, error) {
	cases, err := corpus.Honest()
	if err != nil {
		return nil, err
	}
	b := &benign{cases: cases}
	for _, judge := range []struct {
		to       *[]corpus.BenignResult
		cases    []corpus.Benign
		paranoia int
	}{{&b.low, cases, 1}, {&b.high, cases, 2}, {&b.bareLow, corpus.Bare(cases), 1}, {&b.bareHigh, corpus.Bare(cases), 2}} {
		if *judge.to, err = corpus.JudgeHonest(judge.cases, judge.paranoia); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// writeBenign prints how many benign events are blocked, by kind of content and by what a user would have to declare.
func writeBenign(w io.Writer, b *benign) error {
	benignTable(w, "benign: kind of content", b.low, b.high, func(r corpus.BenignResult) string { return r.Kind })
	benignTable(w, "benign: to declare", b.low, b.high, func(r corpus.BenignResult) string {
		if r.Declared == "" {
			return "no"
		}
		return "yes"
	})
	return writeUndeclared(w, b)
}

// writeUndeclared prints the same where nothing is declared, by the kinds that Weir judges the fields by too, and which rules
// block what at paranoia level 1.
func writeUndeclared(w io.Writer, b *benign) error {
	benignTable(w, "benign, nothing declared: to declare", b.bareLow, b.bareHigh, func(r corpus.BenignResult) string {
		if declared(b.cases, r.ID) != "" {
			return "yes"
		}
		return "no"
	})
	if err := kindTable(w, b.bareLow, b.bareHigh); err != nil {
		return err
	}
	wolves(w, b.bareLow)
	fmt.Fprintln(w, "blocked, nothing declared\tsource\tkind\tdeclare")
	for _, r := range b.bareLow {
		if r.Blocked {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, r.Source, r.Kind, cmp.Or(declared(b.cases, r.ID), "–"))
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
