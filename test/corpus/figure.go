package corpus

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/inspect/rules"
)

// Tally counts what was found.
type Tally struct{ Found, All int }

// Count adds one case.
func (t *Tally) Count(found bool) {
	t.All++
	if found {
		t.Found++
	}
}

// Share is the part that was found, in percent.
func (t Tally) Share() float64 { return 100 * float64(t.Found) / float64(max(t.All, 1)) }

func (t Tally) plus(other Tally) Tally { return Tally{t.Found + other.Found, t.All + other.All} }

// String is "found of all, share", and a dash if there is nothing.
func (t Tally) String() string {
	if t.All == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d, %.1f %%", t.Found, t.All, t.Share())
}

// FigureFloor is what Figure.Whole must not fall below, in percent.
const FigureFloor = 97.0

// Figure is how much is found at paranoia level 1. Found means that the score reaches the threshold, so that Weir would
// block; of an attack also that it does so without the rules that match its honest twin.
type Figure struct {
	Attacks   Tally // of attacks.jsonl, in an event
	Positives Tally // of the Core Rule Set's tests of rules of level 1 for requests, where stock Coraza blocks
	LeftOut   Tally // the same, of rules that are left out at every place, if they are missed; no part of the whole
	Below     Tally // the same, where stock Coraza does not block either: no part of the whole
}

// Whole is the one figure.
func (f Figure) Whole() Tally { return f.Attacks.plus(f.Positives) }

// Strict is the figure with what stock Coraza does not block counted as missed if Weir does not.
func (f Figure) Strict() Tally { return f.Whole().plus(f.Below) }

// FigureOf counts results.
func FigureOf(attacks []Result, positives []Positive) Figure {
	var f Figure
	for _, r := range attacks {
		f.Attacks.Count(r.Found)
	}
	for _, p := range positives {
		if p.Blocked() && !p.Found() && leftOut(p.Name) {
			f.LeftOut.Count(false)
		} else if p.Blocked() {
			f.Positives.Count(p.Found())
		} else {
			f.Below.Count(p.Found())
		}
	}
	return f
}

// protocolRules are rules about what clients of functions honestly send: names of files, content types, headers that name another method,
// and parameters that are called session.
var protocolRules = []int{920120, 920420, 920450, 920470, 920600, 943110, 943120}

// leftOut says that nothing counts of what the rule of a test matches, wherever it stands.
func leftOut(test string) bool {
	name, _, _ := strings.Cut(test, "-")
	rule, err := strconv.Atoi(name)
	if err != nil {
		return false
	}
	return slices.Contains(protocolRules, rule) || !rules.Counts(rules.AnyKind, rule, func() (string, bool) { return "", false })
}
