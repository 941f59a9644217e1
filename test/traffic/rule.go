package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// ruleCount says of a rule how many lines it matches, and of how many the verdict hangs on it.
type ruleCount struct {
	rule   int
	places [len(whereNames)]ruleTally // honest requests, by part; one can count in several
	counts map[string]*ruleTally      // by file
}

// ruleTally counts lines that a rule matches in one of their forms at least, and those of them that would pass without it in
// one at least: however many forms there are, a text counts once.
type ruleTally struct{ matched, alone int }

func (t *ruleTally) count(alone bool) {
	t.matched++
	if alone {
		t.alone++
	}
}

func (t ruleTally) String() string {
	if t.alone == 0 {
		return strconv.Itoa(t.matched)
	}
	return fmt.Sprintf("%d (%d)", t.matched, t.alone)
}

// rulesOf counts for each rule. Reported events are judged one by one, and do not count.
func rulesOf(outcomes []outcome) []ruleCount {
	known := map[int]*ruleCount{}
	for len(outcomes) > 0 {
		first := outcomes[0]
		end := slices.IndexFunc(outcomes, func(o outcome) bool { return o.file != first.file || o.line != first.line })
		if end < 0 {
			end = len(outcomes)
		}
		if first.file != reported {
			countLine(known, outcomes[:end])
		}
		outcomes = outcomes[end:]
	}
	var list []ruleCount
	for _, id := range slices.Sorted(maps.Keys(known)) {
		list = append(list, *known[id])
	}
	return list
}

// role is what a rule does in a line.
type role struct {
	alone bool
	where where
}

// countLine counts what became of a line in all its forms.
func countLine(known map[int]*ruleCount, forms []outcome) {
	roles := map[int]role{}
	for _, o := range forms {
		for _, h := range o.hits {
			if h.Points > 0 {
				r := roles[h.Rule]
				roles[h.Rule] = role{r.alone || o.without(h), r.where | h.where}
			}
		}
	}
	for id, r := range roles {
		if known[id] == nil {
			known[id] = &ruleCount{rule: id, counts: map[string]*ruleTally{}}
		}
		known[id].count(forms[0].file, r)
	}
}

func (c *ruleCount) count(file string, r role) {
	if c.counts[file] == nil {
		c.counts[file] = &ruleTally{}
	}
	c.counts[file].count(r.alone)
	if file != honestRequests {
		return
	}
	for i := range c.places {
		if r.where&(1<<i) != 0 {
			c.places[i].count(r.alone)
		}
	}
}

func (c ruleCount) in(file string) ruleTally {
	if t := c.counts[file]; t != nil {
		return *t
	}
	return ruleTally{}
}

// honest is how often the rule alone blocks what is honest, and then how often it matches there: the order of the table.
func (c ruleCount) honest() (alone, matched int) {
	requests, texts := c.in(honestRequests), c.in(honestTexts)
	return requests.alone + texts.alone, requests.matched + texts.matched
}

// blameOrder puts those first that alone block the most of what is honest.
func blameOrder(list []ruleCount) []ruleCount {
	slices.SortStableFunc(list, func(a, b ruleCount) int {
		aloneA, matchedA := a.honest()
		aloneB, matchedB := b.honest()
		return cmp.Or(cmp.Compare(aloneB, aloneA), cmp.Compare(matchedB, matchedA))
	})
	return list
}

// writeRules prints the rules that match, those to blame first.
func writeRules(w io.Writer, r *result, top int) {
	list := blameOrder(rulesOf(r.outcomes))
	fmt.Fprintln(w, "rules: lines that one matches in any form (and those of them that would pass without it in any form)")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "rule\thonest requests\t%s\thonest texts\tattack requests\tattack texts\t\n", strings.Join(whereNames[:], "\t"))
	for i, c := range list {
		if top > 0 && i == top {
			break
		}
		fmt.Fprintf(t, "%d\t%s\t", c.rule, c.in(honestRequests))
		for _, n := range c.places {
			fmt.Fprintf(t, "%s\t", n)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t\n", c.in(honestTexts), c.in(attackRequests), c.in(attackTexts))
	}
	_ = t.Flush()
	if more := len(list) - top; top > 0 && more > 0 {
		fmt.Fprintf(w, "and %d more: -top 0 lists all\n", more)
	}
	fmt.Fprintln(w)
}
