package inspect

import (
	"slices"
	"sort"

	"weir/inspect/rules"
)

// Rule is a rule as a person reads it.
type Rule struct {
	ID       int
	Level    int // the paranoia level from which it is asked
	Message  string
	Severity string
	Score    int // what a match adds to the anomaly score
	Tags     []string
	Response bool   // it judges responses
	Text     string // in SecLang, with the comment above it; "" if it is raised in Go
	Because  string // why it is raised; "" if it is SecLang, which says so itself

	LeftOut  []rules.LeftOut  // the kinds of fields on which its matches do not count
	Harmless []rules.Harmless // texts without which it is asked again
	Excluded []Exclusion      // what of WEIR_EXCLUDE takes matches of it away
	Mode     Mode             // the user's mode for it, or ""
}

// Rules describes all rules, by id: those of all paranoia levels, and those that are raised in Go.
func (i *Inspector) Rules() ([]Rule, error) {
	if _, err := i.Wait(); err != nil {
		return nil, err
	}
	described, err := i.engine.Describe()
	if err != nil {
		return nil, err
	}
	list := make([]Rule, 0, len(described)+len(rules.Own)+len(rules.Responses))
	for _, d := range described {
		list = append(list, Rule{
			ID: d.ID, Level: d.Level, Message: d.Message, Severity: d.Severity, Score: d.Score, Tags: d.Tags,
			Response: d.Response, Text: d.Text,
		})
	}
	for n, own := range slices.Concat(rules.Own, rules.Responses) {
		list = append(list, Rule{
			ID: own.ID, Level: 1, Message: own.Message, Severity: own.Severity, Score: own.Score, Tags: own.Tags,
			Response: n >= len(rules.Own), Because: own.Because,
		})
	}
	for n := range list {
		i.options.place(&list[n])
	}
	// Package sort orders values of any type by the same code; slices would bring 10 KB of it for a type as large as this.
	sort.SliceStable(list, func(a, b int) bool { return list[a].ID < list[b].ID })
	return list, nil
}

// place says where the matches of a rule do not count.
func (o *Options) place(r *Rule) {
	for _, l := range rules.Kinds {
		if l.First <= r.ID && r.ID <= l.Last {
			r.LeftOut = append(r.LeftOut, l)
		}
	}
	for _, h := range rules.HarmlessTexts {
		if h.First <= r.ID && r.ID <= h.Last {
			r.Harmless = append(r.Harmless, h)
		}
	}
	r.Mode = o.ruleMode(r.ID, r.Tags)
	for _, x := range o.Exclude {
		if x.Rule == r.ID || x.Tag != "" && slices.Contains(r.Tags, x.Tag) {
			r.Excluded = append(r.Excluded, x)
		}
	}
}
