package inspect

import (
	"slices"
	"strconv"

	"weir/inspect/source"
)

// RuleMode is the user's mode for a rule, or for all rules with a tag: WEIR_MODE=…,rule:942100=monitor.
type RuleMode struct {
	Rule int    // rule id, or 0 if Tag is set
	Tag  string // rule tag, or ""
	Mode Mode
}

// Name is the rule or tag as WEIR_MODE names it.
func (m RuleMode) Name() string {
	if m.Tag != "" {
		return "tag:" + m.Tag
	}
	return "rule:" + strconv.Itoa(m.Rule)
}

// String is the entry as WEIR_MODE has it.
func (m RuleMode) String() string { return m.Name() + "=" + string(m.Mode) }

// strictness orders the modes. An unknown mode counts as block, which is the zero Options' mode.
func (m Mode) strictness() int {
	switch m {
	case ModeOff:
		return 0
	case ModeMonitor:
		return 1
	case ModeAnnotate:
		return 2
	}
	return 3
}

// milder returns the mode that does less.
func milder(a, b Mode) Mode {
	if a.strictness() < b.strictness() {
		return a
	}
	return b
}

// ruleMode returns the user's mode for a rule, or "". An entry for the id wins over those for tags; of several tags the mildest holds.
func (o *Options) ruleMode(rule int, tags []string) (mode Mode) {
	for _, m := range o.RuleModes {
		switch {
		case m.Rule == rule:
			return m.Mode
		case m.Tag == "" || !slices.Contains(tags, m.Tag):
		case mode == "":
			mode = m.Mode
		default:
			mode = milder(mode, m.Mode)
		}
	}
	return mode
}

// responseMode is the mode in force for a match in a response: the milder of the response's and the rule's, "" for a rule without
// one. A response cannot be marked.
func responseMode(rule, event Mode) Mode {
	if rule == ModeAnnotate {
		rule = ModeMonitor
	}
	if rule == "" {
		return ""
	}
	return milder(rule, event)
}

// governance is what decides the mode of a match: the mode of its event, and whether the source has that mode by a word of its own.
type governance struct {
	name    string // of the source
	mode    Mode
	bound   bool // the user's word for the source, or the source's own default: rules only become milder
	watched bool // no rule does more than monitor mode: see Unread
}

// of returns the mode in force for a match of a rule with this mode, "" for a rule without one. A rule's mode takes the place of the
// general one. Beside a source's mode the milder of both holds.
func (g governance) of(rule Mode) Mode {
	switch {
	case rule == "":
		return g.mode
	case g.bound:
		return milder(rule, g.mode)
	case g.watched:
		return milder(rule, ModeMonitor)
	}
	return rule
}

// governance is that of an event. What is answered as a direct event is governed as one, whatever its name.
func (o *Options) governance(mode Mode, src source.Source, name string) governance {
	if _, direct := src.(source.Direct); direct {
		name = src.Name()
	}
	_, is := src.(source.Defaults)
	return governance{name, mode, is || setting(o.Modes, name) != "", o.Unread.watches(name)}
}

// recordMode is a record, or noRecord, and the mode of a rule.
type recordMode struct {
	record int
	mode   Mode
}

// tally is the scores of an inspection as one mode sees them: a match counts if its own mode is at least as strict.
type tally struct {
	event   int
	records map[int]int // what rules with a mode add to records; nil if they add nothing
	plain   bool        // matches of rules without a mode count
}

// tallyAt adds up what counts at a mode.
func (f *findings) tallyAt(mode Mode, g governance) tally {
	t := tally{plain: g.mode.strictness() >= mode.strictness()}
	if t.plain {
		t.event = f.eventScore
	}
	for key, score := range f.byMode {
		switch {
		case g.of(key.mode).strictness() < mode.strictness():
		case key.record < 0:
			t.event += score
		default:
			if t.records == nil {
				t.records = make(map[int]int)
			}
			t.records[key.record] += score
		}
	}
	return t
}

// record is the score of one record. scores are those of rules without a mode.
func (t tally) record(scores []int, n int) int {
	score := t.records[n]
	if t.plain {
		score += scores[n]
	}
	return score
}

// acting returns the mode that acts on an event: the strictest whose score reaches the threshold, or else the event's own; and the
// scores that count for it.
func (f *findings) acting(g governance, threshold int) (Mode, tally) {
	if len(f.byMode) > 0 {
		for _, mode := range []Mode{ModeBlock, ModeAnnotate} {
			if t := f.tallyAt(mode, g); f.score(t) >= threshold {
				return mode, t
			}
		}
	}
	return g.mode, f.tallyAt(g.mode, g)
}

// govern writes into a verdict the mode that acts on its event, and those in force for matches of rules with a mode. It returns the
// scores that count.
func (f *findings) govern(v *Verdict, g governance, threshold int) (t tally) {
	for n := range v.Matches {
		if m := &v.Matches[n]; m.Mode != "" {
			m.Mode = g.of(m.Mode)
		}
	}
	v.Mode, t = f.acting(g, threshold)
	return t
}
