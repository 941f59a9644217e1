package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"weir/inspect"
)

// unreadable is what is wrong with a part of a value: what c was set to holds, and so does the rest of the value.
type unreadable struct{ error }

// mode reads WEIR_MODE: a word for all, words for sources, and words for rules. What a word that cannot be read is about is in monitor,
// and the rest of the list holds: whoever names a source or a rule mostly wants it milder, and a slip of the finger must not block.
func mode(c *Config, text string, r *reading) error {
	m := modeReading{reading: r, modes: make(map[string]inspect.Mode), unread: make(map[string]string)}
	for clause := range strings.SplitSeq(text, ",") {
		clause = strings.TrimSpace(clause)
		switch name, word, named := strings.Cut(clause, "="); {
		case clause == "":
			r.lenient = true // a comma too many
		case isRule(clause):
			m.rules = append(m.rules, clause)
		case named:
			m.source(clause, strings.TrimSpace(name), strings.TrimSpace(word))
		default:
			m.general(clause)
		}
	}
	if _, given := m.modes[""]; !given {
		m.modes[""] = inspect.ModeMonitor
		m.complain("", errors.New("there is no word for all sources"))
	}
	list, wrong := ruleModes(r, m.rules)
	if len(r.watched) > 0 {
		c.watch(r.watched...)
	}
	c.Mode = m.modes[""]
	delete(m.modes, "")
	c.Modes, c.RuleModes = m.modes, list
	if len(m.unread) > 0 {
		c.Unread.Words = m.unread
	}
	if wrong = errors.Join(m.wrong, wrong); wrong != nil {
		return unreadable{wrong}
	}
	return nil
}

// isRule says that an entry of WEIR_MODE is one for a rule or a tag.
func isRule(clause string) bool {
	clause = strings.ToLower(strings.TrimLeft(clause, `"'`))
	return strings.HasPrefix(clause, ruleMark) || strings.HasPrefix(clause, tagMark)
}

// modeReading is the reading of WEIR_MODE.
type modeReading struct {
	*reading
	modes  map[string]inspect.Mode // by source, "" for all
	unread map[string]string       // words that cannot be read, by source, as they are written
	rules  []string                // entries for rules
	wrong  error
}

// general reads an entry without an equals sign: the word for all sources.
func (m *modeReading) general(clause string) {
	var w inspect.Mode
	err := word(m.reading, &w, clause, modes)
	_, twice := m.modes[""]
	switch {
	case err == nil && !twice:
		m.modes[""] = w
	case err == nil && m.modes[""] == w:
		m.lenient = true
	case err == nil:
		m.monitor("", clause)
		m.complain(clause, errors.New("there is more than one word for all sources"))
	case slices.ContainsFunc(m.sources, func(s string) bool { return strings.EqualFold(s, unquoted(clause)) }):
		m.monitor(m.meant(clause)[0], "")
		m.complain(clause, errors.New("it has no mode, and is in monitor"))
	default:
		m.monitor("", clause)
		m.complain("", err)
	}
}

// source reads "SOURCE=MODE".
func (m *modeReading) source(clause, name, text string) {
	var w inspect.Mode
	known, err := m.reading.source(name)
	if err == nil {
		err = word(m.reading, &w, text, modes)
		if _, twice := m.modes[known]; twice {
			err = errors.New("it is named twice")
		}
		if err == nil {
			m.modes[known] = w
			return
		}
	}
	m.complain(clause, err)
	names := m.meant(name)
	if names == nil {
		m.monitor("", text) // nobody knows which events it is about
	}
	for _, n := range names {
		m.monitor(n, text)
	}
}

// monitor puts what an entry is about into monitor.
func (m *modeReading) monitor(name, text string) {
	m.modes[name] = inspect.ModeMonitor
	if text != "" {
		m.unread[name] = shown(text)
	}
}

func (m *modeReading) complain(clause string, err error) {
	if clause != "" {
		err = fmt.Errorf("%q: %w", shown(clause), err)
	}
	m.wrong = errors.Join(m.wrong, err)
}

// showModes shows the modes that hold.
func showModes(c Config) string {
	all, by, rules := c.held()
	text := showPerSource(all, by)
	for _, m := range rules {
		text += "," + m.String()
	}
	return text
}

// held are the modes as they hold, where some of the settings cannot be read.
func (c Config) held() (all inspect.Mode, by map[string]inspect.Mode, rules []inspect.RuleMode) {
	if len(c.Unread.Watched) == 0 {
		return c.Mode, c.Modes, c.RuleModes
	}
	everything := c.Unread.Watched[""]
	by = make(map[string]inspect.Mode)
	for name, mode := range c.Modes {
		by[name] = mode
		if everything {
			by[name] = watched(mode)
		}
	}
	if everything {
		rules = slices.Clone(c.RuleModes)
		for i := range rules {
			rules[i].Mode = watched(rules[i].Mode)
		}
		return watched(c.Mode), by, rules
	}
	for name := range c.Unread.Watched {
		mode, own := c.Modes[name]
		if family, _, _ := strings.Cut(name, ":"); !own {
			mode, own = c.Modes[family]
		}
		if !own {
			mode = c.Mode
		}
		by[name] = watched(mode)
	}
	return c.Mode, by, c.RuleModes
}

// watched is a mode that does not do more than monitor does.
func watched(mode inspect.Mode) inspect.Mode {
	if mode == inspect.ModeOff {
		return mode
	}
	return inspect.ModeMonitor
}
