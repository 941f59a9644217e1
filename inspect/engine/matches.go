package engine

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"github.com/corazawaf/coraza/v3/types"
	"github.com/corazawaf/coraza/v3/types/variables"
)

// read turns Coraza's matched rules into matches. A rule's matches stand in the order of the values, behind those in the request itself:
// Coraza leaves it to chance, and the first match in a part of the request may be the only one that counts.
func (e *Engine) read(tx types.Transaction, state plugintypes.TransactionState, w *watch) []Match {
	var out []Match
	for _, r := range tx.MatchedRules() {
		if logged, ok := r.(interface{ Log() bool }); ok && !logged.Log() || internal(r.Rule().ID()) {
			continue
		}
		begin := len(out)
		out = e.readRule(out, r, state, w)
		slices.SortStableFunc(out[begin:], func(a, b Match) int { return cmp.Compare(a.Value, b.Value) })
	}
	return out
}

// readRule appends whose texts a rule matched, and what each of them adds to the score.
//
// Without a chain this is what Coraza says. With one, Coraza names the texts that matched each link, and runs the
// actions that score once per match of the link that has them, usually the last: each of those matches is led back to
// a text that matched the first link, which is what the rule is about.
func (e *Engine) readRule(out []Match, r types.MatchedRule, state plugintypes.TransactionState, w *watch) []Match {
	t := e.textOf(r.Rule())
	byLink := make([][]types.MatchData, len(t.links))
	for _, d := range r.MatchedDatas() {
		if n := d.ChainLevel(); n < len(byLink) {
			byLink[n] = append(byLink[n], d)
		}
	}
	first := byLink[0]
	scores := make([]int, len(first))
	reached := make([]bool, len(first))
	if _, ok := chained[strconv.Itoa(r.Rule().ID())]; ok {
		// Each of these texts fulfils the whole chain; Coraza's link saw but the last of them.
		byLink[len(byLink)-1] = first
	}
	for n, datas := range byLink {
		points := t.links[n].sum(state)
		if n > 0 && points == 0 && n < len(byLink)-1 {
			continue
		}
		var from origins
		for i, d := range datas {
			o := i
			if n > 0 {
				o = from.of(d, first)
			}
			scores[o] += points
			reached[o] = reached[o] || n == len(byLink)-1
		}
	}
	for i, d := range first {
		if (reached[i] || scores[i] > 0) && !w.named(d) {
			out = append(out, w.match(r.Rule(), t, d, scores[i]))
		}
	}
	return out
}

// textOf reads a rule's text once. It is not read when the engine is built, because Coraza appends the links of a
// chain later, and most rules never match.
func (e *Engine) textOf(r types.RuleMetadata) ruleText {
	if t, ok := e.texts.Load(r.ID()); ok {
		return t.(ruleText)
	}
	t := readText(r.Raw())
	e.texts.Store(r.ID(), t)
	return t
}

// sum is what one match of the link adds to the score.
func (l linkText) sum(state plugintypes.TransactionState) int {
	total := 0
	for _, p := range l.points {
		n := p.number
		if p.variable != "" {
			if v := state.Variables().TX().Get(p.variable); len(v) > 0 {
				n, _ = strconv.Atoi(v[0])
			}
		}
		total += n
	}
	return total
}

// origins leads matches of a chain's later links back to the first link's texts.
type origins struct{ used []int }

// of returns the index of the text in first that d stems from.
func (o *origins) of(d types.MatchData, first []types.MatchData) int {
	name := strings.ToLower(d.Key())
	if d.Variable() != variables.MatchedVars && d.Variable() != variables.TX {
		name = strings.ToLower(nameOf(d))
	}
	found := -1
	for i, f := range first {
		// MATCHED_VARS has "ARGS:a" for a key, a rule's own notes in TX have names like "rfi_parameter_args:a" or
		// "header_name_920450_proxy".
		noted := d.Variable() == variables.TX && f.Key() != "" && strings.HasSuffix(name, "_"+strings.ToLower(f.Key()))
		if !noted && !strings.HasSuffix(name, strings.ToLower(nameOf(f))) {
			continue
		}
		found = i
		if !slices.Contains(o.used, i) {
			break
		}
	}
	if found < 0 {
		// The link looks at what the last match of the first link captured (TX:1), or at something else altogether.
		return len(first) - 1
	}
	o.used = append(o.used, found)
	return found
}

// nameOf is a variable as rules write it: "ARGS:a", "REQUEST_URI".
func nameOf(d types.MatchData) string {
	if d.Key() == "" {
		return d.Variable().Name()
	}
	return d.Variable().Name() + ":" + d.Key()
}

// valueOf is the index of the value that has this key, or -1.
func (w *watch) valueOf(d types.MatchData) int {
	if i, ok := w.keys[unsafe.StringData(d.Key())]; ok && d.Key() != "" {
		return i
	}
	return -1
}

// named says whether a match is about the name of a value and not its text. Names are Weir's way of saying where a
// value stands: the sender's own names come as values.
func (w *watch) named(d types.MatchData) bool {
	switch d.Variable() {
	case variables.ArgsNames, variables.ArgsPostNames:
		return w.valueOf(d) >= 0
	case variables.TX:
		// Rule 921170 counts arguments of one name there, and 921180 looks at the counts.
		name, ok := strings.CutPrefix(strings.ToLower(d.Key()), "paramcounter_args_names:")
		return ok && slices.ContainsFunc(w.values, func(v Value) bool { return strings.ToLower(ownKey(v.Name)) == name })
	}
	return false
}

func (w *watch) match(r types.RuleMetadata, t ruleText, d types.MatchData, score int) Match {
	m := Match{
		Rule:    r.ID(),
		Message: t.message,
		Tags:    r.Tags(),
		Score:   score,
		Deny:    t.denies,
		Value:   w.valueOf(d),
		Text:    d.Value(),
	}
	if r.Severity() != types.RuleSeverityUnset {
		m.Severity = strings.ToUpper(r.Severity().String())
	}
	if m.Value < 0 {
		m.Variable = nameOf(d)
	}
	if w.parts {
		m.Part = partOf(d)
	}
	return m
}
