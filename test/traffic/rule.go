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

// ruleCount says of a rule how many inputs it matches, and of how many the verdict hangs on it.
type ruleCount struct {
	rule   int
	places [len(whereNames)]ruleTally // honest requests, by part; an input can count in several
	counts map[string]*ruleTally      // by file
}

// ruleTally counts inputs in which a rule matches, and those of them that would pass without it.
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

// rulesOf counts for each rule.
func rulesOf(outcomes []outcome) []ruleCount {
	known := map[int]*ruleCount{}
	for _, o := range outcomes {
		for _, h := range o.hits {
			if h.Points == 0 {
				continue
			}
			c := known[h.Rule]
			if c == nil {
				c = &ruleCount{rule: h.Rule, counts: map[string]*ruleTally{}}
				known[h.Rule] = c
			}
			c.count(o, h)
		}
	}
	var list []ruleCount
	for _, id := range slices.Sorted(maps.Keys(known)) {
		list = append(list, *known[id])
	}
	return list
}

func (c *ruleCount) count(o outcome, h hit) {
	if o.file == reported {
		return
	}
	t := c.counts[o.file]
	if t == nil {
		t = &ruleTally{}
		c.counts[o.file] = t
	}
	t.count(o.without(h))
	if o.file != honestRequests {
		return
	}
	for i := range c.places {
		if h.where&(1<<i) != 0 {
			c.places[i].count(o.without(h))
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

// writeRules prints the rules that match, those first that alone block the most of what is honest.
func writeRules(w io.Writer, r *result, top int) {
	list := rulesOf(r.outcomes)
	slices.SortStableFunc(list, func(a, b ruleCount) int {
		aloneA, matchedA := a.honest()
		aloneB, matchedB := b.honest()
		return cmp.Or(cmp.Compare(aloneB, aloneA), cmp.Compare(matchedB, matchedA))
	})
	fmt.Fprintln(w, "rules: inputs in which one matches (and those of them that would pass without it)")
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
