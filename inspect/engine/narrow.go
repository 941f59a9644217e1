package engine

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// narrow is the operator of a rule that stands before another one: of the values, it leaves those to the transaction that the
// other may match. Coraza transforms every value for every rule, and of many values most match few of the rules.
type narrow struct{ rule int } // 0 leaves all of them

// firstNarrowing and a rule's id are the id of the rule before it. No other ids are as high.
const firstNarrowing = 10_000_000

// narrowingCost is what narrowing costs for each rule, in rules that look at a value and do not match it.
const narrowingCost = 2

// narrowing is what stands in a selection before an entry, if the values may be those of an earlier rule, and says whether
// they may be so behind the entry. What steers sees all values.
func (e *entry) narrowing(narrowed bool) (text string, after bool) {
	const form = "SecRule UNIQUE_ID \"@weirNarrow %d\" \"id:%d,phase:2,pass,nolog,t:none\"\n"
	switch {
	case e.id == 0: // a marker: rules may be skipped up to here, and with them what stands before them
		return "", true
	case !e.values:
		return "", narrowed
	case !e.steers:
		return fmt.Sprintf(form, e.id, firstNarrowing+e.id), true
	case narrowed:
		return fmt.Sprintf(form, 0, firstNarrowing+e.id), false
	}
	return "", false
}

// worthNarrowing says that narrowing saves more than it costs.
func worthNarrowing(suspects *Suspects) bool {
	if suspects == nil {
		return false
	}
	asked := narrowingCost * len(suspects.Rules)
	for _, rules := range suspects.ByValue {
		asked += len(rules)
	}
	return asked < len(suspects.ByValue)*len(suspects.Rules)
}

func newNarrow(o plugintypes.OperatorOptions) (plugintypes.Operator, error) {
	rule, err := strconv.Atoi(o.Arguments)
	return narrow{rule}, err
}

// Evaluate implements plugintypes.Operator. It never matches.
func (n narrow) Evaluate(tx plugintypes.TransactionState, _ string) bool {
	w := watchOf(tx.ID())
	if w == nil || !w.narrows {
		return false
	}
	arguments := tx.Variables().ArgsPost()
	for _, i := range w.shown {
		arguments.Remove(w.names[i])
	}
	w.shown = w.shown[:0]
	for i, rules := range w.suspects.ByValue {
		if n.rule == 0 || slices.Contains(rules, n.rule) {
			arguments.Add(w.names[i], w.values[i].Text)
			w.shown = append(w.shown, i)
		}
	}
	return false
}
