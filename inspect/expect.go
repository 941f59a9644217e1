package inspect

import (
	"slices"
	"strings"

	"weir/inspect/source"
)

// Expectation is a source that the function expects to be called by.
type Expectation struct {
	Source string // a source's name, or the name behind a colon that tells more
	ID     string // glob over the id that the event gives of where it comes from; "" means any
	// Also are globs that an id may fit instead: ARNs of resources that have ID as their name.
	Also []string
}

// expected says whether the function expects the event. All ids that the event names have to fit, and an event that
// names none fits no pattern.
func (o Options) expected(src source.Source, name string, event source.Event) bool {
	if len(o.Expect) == 0 {
		return true
	}
	var patterns []string
	for _, x := range o.Expect {
		if x.Source != name && x.Source != family(name) {
			continue
		}
		if x.ID == "" {
			return true
		}
		patterns = append(append(patterns, x.ID), x.Also...)
	}
	ids := source.IDs(src, event)
	for _, id := range ids {
		if !slices.ContainsFunc(patterns, func(p string) bool { return globMatches(p, id) }) {
			return false
		}
	}
	return len(ids) > 0 && len(patterns) > 0
}

// family is the part of a source's name before a colon.
func family(name string) string {
	outer, _, _ := strings.Cut(name, ":")
	return outer
}

// setting looks a per-source setting up: the word for the source, for its family, for all; "" if there is none.
func setting[V ~string](words map[string]V, name string) V {
	for _, key := range [...]string{name, family(name), ""} {
		if w := words[key]; w != "" {
			return w
		}
	}
	return ""
}

// mode is the mode in force for a source.
func (o Options) mode(src source.Source, name string) Mode {
	mode := o.askedFor(src, name)
	if o.Unread.watches(name) {
		return milder(mode, ModeMonitor)
	}
	return mode
}

// askedFor is the mode that the user asked for: the word for a source wins over the source's own default, and that over the general
// word, unless Weir is off.
func (o *Options) askedFor(src source.Source, name string) Mode {
	if m := setting(o.Modes, name); m != "" {
		return m
	}
	if d, ok := src.(source.Defaults); ok && o.Mode != ModeOff {
		return Mode(d.DefaultMode())
	}
	if o.Mode != "" {
		return o.Mode
	}
	return ModeBlock
}
