package config

import (
	"errors"
	"fmt"
	"slices"

	"weir/inspect"
)

// CheckRules finds what WEIR_EXCLUDE and WEIR_MODE say of rules and tags that are not there, given the texts of the user's rules. Such an
// entry is as one that cannot be read: it is left out, and what it is about is watched.
func (c *Config) CheckRules(texts []string) (problems []Problem) {
	if len(c.Exclude) == 0 && len(c.RuleModes) == 0 {
		return nil
	}
	names := inspect.NamesOfRules(texts)
	problems = append(c.checkModes(names), c.checkExclusions(names)...)
	c.watchResponses()
	return problems
}

func (c *Config) checkModes(names inspect.RuleNames) []Problem {
	var wrong error
	value := showModes(*c)
	c.RuleModes = slices.DeleteFunc(slices.Clone(c.RuleModes), func(m inspect.RuleMode) bool {
		reason := stranger(names, m.Rule, m.Tag)
		if reason != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%q: %w", shown(m.String()), reason))
		}
		return reason != nil
	})
	return c.strangers("WEIR_MODE", value, wrong, "")
}

func (c *Config) checkExclusions(names inspect.RuleNames) []Problem {
	var wrong error
	var about []string
	value := showExclusions(c.Exclude)
	c.Exclude = slices.DeleteFunc(slices.Clone(c.Exclude), func(x inspect.Exclusion) bool {
		reason := stranger(names, x.Rule, x.Tag)
		if reason != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%q: %w", shown(x.String()), reason))
			if !slices.Contains(about, x.Source) {
				about = append(about, x.Source)
			}
		}
		return reason != nil
	})
	return c.strangers("WEIR_EXCLUDE", value, wrong, about...)
}

// stranger is why nothing answers to an id or a tag, nil if something does.
func stranger(names inspect.RuleNames, rule int, tag string) error {
	switch {
	case names.Has(rule, tag):
		return nil
	case tag != "":
		return fmt.Errorf("no rule answers to the tag %q%s", shown(tag), suggest(tag, names.Tags()))
	}
	return fmt.Errorf("no rule answers to the id %d", rule)
}

// strangers is the problem of a variable whose entries name what is not there. What they are about is watched.
func (c *Config) strangers(name, value string, wrong error, about ...string) []Problem {
	if wrong == nil {
		return nil
	}
	v := Variables[slices.IndexFunc(Variables, func(v Variable) bool { return v.Name == name })]
	c.watch(about...)
	c.unread[name] = true
	return []Problem{{
		Name: name, Value: shown(value), Reason: oneLine(wrong), Allowed: v.Grammar, Holds: v.doubt(c, &reading{watched: about}, value, true),
	}}
}
