package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// The groups of honest texts.
const (
	everyday  = "everyday text"
	technical = "technical prose"
	bodies    = "JSON bodies"
	marked    = "markup and code"
	traps     = "traps"
)

// target is a figure that this project has set itself, in percent.
type target struct {
	what  string
	want  float64
	least bool // the figure is to be at least that, and otherwise at most
	is    func(r *result) float64
}

// Targets are for the defaults at level 1.
var targets = []target{
	{"attack requests found", 99.5, true, share(both(inFile(attackRequests), inForm(asGET, asPOST)))},
	{"the class of which the fewest are found", 95, true, leastClass},
	{"the same attacks in a value of an honest request, the place where the fewest are found", 98.5, true, leastPlace},
	{"honest requests blocked, set even", 0.15, false, share(both(inFile(honestRequests), inSet("even")))},
	{"balanced accuracy, set even", 99.45, true, balanced},
	{"everyday text blocked", 0.05, false, ofGroup(everyday)},
	{"technical prose blocked", 0.5, false, ofGroup(technical)},
	{"JSON bodies blocked", 0.3, false, share(both(inFile(honestTexts), inGroup(bodies), inForm(asBody)))},
	{"markup and code blocked where nobody declares it", 8, false, ofGroup(marked)},
	{"traps blocked", 2, false, ofGroup(traps)},
	{"everyday text blocked, declared as text", 0.02, false, share(both(inFile(honestTexts), inGroup(everyday), inForm(asDeclared)))},
	{"technical prose blocked, declared as text", 0.1, false, share(both(inFile(honestTexts), inGroup(technical), inForm(asDeclared)))},
	{"markup and code blocked, declared as what it is", 1, false, share(both(inFile(honestTexts), inGroup(marked), inForm(asDeclared)))},
	{"texts of attacks found, as JSON and in a query", 88, true, share(both(inFile(attackTexts), inForm(asJSON, asQuery)))},
	{"texts of attacks found in an honest sentence", 79.3, true, share(both(inFile(attackTexts), inForm(inSentence)))},
}

// selection says which outcomes count.
type selection func(o *outcome) bool

func both(list ...selection) selection {
	return func(o *outcome) bool {
		return !slices.ContainsFunc(list, func(s selection) bool { return !s(o) })
	}
}

func inFile(name string) selection  { return func(o *outcome) bool { return o.file == name } }
func inSet(name string) selection   { return func(o *outcome) bool { return o.shelf.Set == name } }
func inGroup(name string) selection { return func(o *outcome) bool { return o.shelf.Group == name } }

func inForm(names ...string) selection {
	return func(o *outcome) bool { return slices.Contains(names, o.form) }
}

// ofGroup is the share of a group's texts, as JSON, in a query and in a form.
func ofGroup(name string) func(*result) float64 {
	return share(both(inFile(honestTexts), inGroup(name), inForm(asJSON, asQuery, asForm)))
}

// tallyOf counts those that are selected.
func (r *result) tallyOf(s selection) tally {
	var t tally
	for i := range r.outcomes {
		if s(&r.outcomes[i]) {
			t.count(r.outcomes[i].blocked())
		}
	}
	return t
}

// percent is the share that is blocked; it is no number where there is nothing.
func (t tally) percent() float64 { return 100 * float64(t.blocked) / float64(t.all) }

func share(s selection) func(*result) float64 {
	return func(r *result) float64 { return r.tallyOf(s).percent() }
}

// leastClass is the share of the class of attack requests of which the fewest are found.
func leastClass(r *result) float64 {
	least := math.NaN()
	for class := range r.classes() {
		of := both(inFile(attackRequests), inForm(asGET, asPOST), func(o *outcome) bool { return o.shelf.Class == class })
		least = lesser(least, r.tallyOf(of).percent())
	}
	return least
}

// classes are those of attack requests.
func (r *result) classes() map[string]bool {
	list := map[string]bool{}
	for i := range r.outcomes {
		if o := &r.outcomes[i]; o.file == attackRequests {
			list[o.shelf.Class] = true
		}
	}
	return list
}

func leastPlace(r *result) float64 {
	least := math.NaN()
	for _, place := range placeNames {
		least = lesser(least, r.tallyOf(both(inFile(attackRequests), inForm(place))).percent())
	}
	return least
}

// lesser is the lesser of two figures, either of which may be missing.
func lesser(a, b float64) float64 {
	if math.IsNaN(a) || a > b {
		return b
	}
	return a
}

// balanced is the mean of the attacks that are found and the honest requests that pass.
func balanced(r *result) float64 {
	found := r.tallyOf(both(inFile(attackRequests), inForm(asGET, asPOST))).percent()
	passed := 100 - r.tallyOf(both(inFile(honestRequests), inSet("even"))).percent()
	return (found + passed) / 2
}

// row is a target as a line of a table: what, the figure, the target, and whether it is met. There is none without a figure.
func (t target) row(r *result) (cells []string, ok bool) {
	is := t.is(r)
	if math.IsNaN(is) {
		return nil, false
	}
	sign, met := "≤", is <= t.want
	if t.least {
		sign, met = "≥", is >= t.want
	}
	remark := "missed"
	if met {
		remark = ""
	}
	return []string{t.what, fmt.Sprintf("%.2f %%", is), fmt.Sprintf("%s %g %%", sign, t.want), remark}, true
}

// writeTargets prints the figures with their targets.
func writeTargets(w io.Writer, r *result) {
	fmt.Fprintln(w, "targets, with the defaults at level 1")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, target := range targets {
		if cells, ok := target.row(r); ok {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", cells[0], cells[1], cells[2], cells[3])
		}
	}
	_ = t.Flush()
	fmt.Fprintln(w)
}
