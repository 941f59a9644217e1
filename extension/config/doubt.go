package config

import (
	"slices"
	"strings"

	"weir/inspect"
)

// concern is what a value that cannot be read is about. A slip of the finger must not block anybody: what it is about is only watched,
// in monitor, unless it makes the function stricter on purpose.
type concern int

const (
	itself     concern = iota // how something is done, not what is refused: the default holds
	strict                    // what the user asked for besides the rules: it is never weaker than its default, and the mode stays
	everything                // what is refused: the function is watched
	named                     // WEIR_MODE: what the word is for
	placed                    // the source that an entry names, or else the function
	responding                // responses
)

// doubt puts what an unreadable value is about into monitor, and says in words what holds. some says that a part of it was read.
func (v Variable) doubt(c *Config, r *reading, text string, some bool) string {
	switch v.Doubt {
	case named:
		return v.show(*c) + " holds"
	case responding:
		c.answered = true
		if v.Name == "WEIR_RESPONSES" {
			c.Unread.Responses = shown(text)
			return "responses are in monitor"
		}
		return "responses are in monitor, and " + v.fallback()
	case everything:
		c.watch("")
		if some {
			return "the function is in monitor, and the rest holds"
		}
		return "the function is in monitor, and " + v.fallback()
	case placed:
		c.watch(r.watched...)
		if slices.Contains(r.watched, "") {
			return "the function is in monitor, and other entries hold"
		}
		if len(r.watched) > 1 {
			return strings.Join(r.watched, ", ") + " are in monitor, and other entries hold"
		}
		return r.watched[0] + " is in monitor, and other entries hold"
	}
	return v.fallback()
}

// fallback says what holds in the place of a value.
func (v Variable) fallback() string {
	if v.Default != "" {
		return "the default " + v.Default + " holds"
	}
	return "the default holds: " + v.Without
}

// Unreadable says for people what a value that cannot be read does.
func (v Variable) Unreadable() string {
	standard := v.Without
	if v.Default != "" {
		standard = "`" + v.Default + "`"
	}
	switch {
	case v.Doubt == named:
		return "`monitor` for what the word is for: the function, that source, that rule. The rest of the list holds"
	case v.Doubt == strict:
		return standard + ", and the mode stays"
	case v.Name == "WEIR_LIMITS":
		return "that limit's default, and the function is in `monitor`"
	case v.Doubt == everything:
		return standard + ", and the function is in `monitor`"
	case v.Doubt == placed:
		return "the entry is left out, and the source that it names is in `monitor`, or else the function"
	case v.Name == "WEIR_RESPONSES":
		return standard
	case v.Doubt == responding:
		return standard + ", and responses are in `monitor`"
	}
	return standard
}

// watch puts sources into monitor; "" is the function.
func (c *Config) watch(names ...string) {
	if c.Unread.Watched == nil {
		c.Unread.Watched = make(map[string]bool)
	}
	for _, name := range names {
		c.Unread.Watched[name] = true
	}
}

// watchResponses puts responses into monitor, if a setting about them or about the function cannot be read.
func (c *Config) watchResponses() {
	if c.Responses == inspect.ResponsesBlock && (c.answered || c.Unread.Watched[""]) {
		c.Responses, c.Unread.Responses = inspect.ResponsesMonitor, string(inspect.ResponsesBlock)
	}
}

// General is the mode that holds for sources without a word of their own, and what was asked for in its place, "" if it is that.
func (c Config) General() (holds inspect.Mode, asked string) {
	holds, _, _ = c.held()
	switch word := c.Unread.Words[""]; {
	case strings.EqualFold(unquoted(word), string(holds)): // an entry whose name cannot be read, and not its word
		return holds, ""
	case word != "":
		return holds, word
	}
	if holds != c.Mode {
		asked = string(c.Mode)
	}
	return holds, asked
}
