package config

import "weir/inspect"

// Setting is one variable with its effective value, in the variable's own grammar.
type Setting struct {
	Name  string
	Value string // "" if there is none
	Holds string // what holds where there is none, in words
	From  Origin
}

// Origin says where an effective value comes from.
type Origin string

// Where values come from.
const (
	Given      Origin = "set"        // the environment has it
	Default    Origin = "default"    // the environment has none
	Unreadable Origin = "unreadable" // the environment has one that cannot be read, or not as a whole: this holds instead
	Watched    Origin = "watched"    // another value cannot be read, and so this one is milder than what was asked for
)

// Settings lists every variable with its effective value, in the order of Variables.
func (c Config) Settings() []Setting {
	settings := make([]Setting, 0, len(Variables))
	for _, v := range Variables {
		s := Setting{Name: v.Name, Value: v.show(c), From: c.origin(v.Name)}
		switch {
		case s.Value != "":
		case v.Name == "WEIR_LIMITS":
			s.Holds = defaultLimits()
		default:
			s.Holds = v.Without
		}
		settings = append(settings, s)
	}
	return settings
}

func (c Config) origin(name string) Origin {
	switch {
	case c.unread[name]:
		return Unreadable
	case name == "WEIR_MODE" && len(c.Unread.Watched) > 0 && c.Mode != inspect.ModeOff,
		name == "WEIR_RESPONSES" && c.Unread.Responses != "":
		return Watched
	case c.given[name]:
		return Given
	}
	return Default
}
