package inspect

import (
	"strings"

	"weir/inspect/source"
)

// An event of a source that is only logged by default may hold members that the source does not know. They are judged as those of a
// direct event: if what is found in them is enough to refuse that, the general mode is in force, and the answer is that of a direct event.

// guests are such members of the event at hand, and what was found in them.
type guests struct {
	members []string
	score   int
}

// guestsOf are those of an event whose mode is its source's own.
func (o *Options) guestsOf(src source.Source, name string, event source.Event) guests {
	if _, is := src.(source.Defaults); !is || setting(o.Modes, name) != "" {
		return guests{}
	}
	return guests{members: source.Guests(src, event)}
}

// count counts a match in a guest, or in nothing of the event: that may be in a guest.
func (g *guests) count(m Match) {
	if m.Mode == ModeMonitor {
		return
	}
	for _, member := range g.members {
		rest, begins := strings.CutPrefix(m.Field, member)
		if m.Field == "" || begins && (rest == "" || strings.ContainsAny(rest[:1], ".[ ")) {
			g.score += m.Score
			return
		}
	}
}

// govern says that the general mode is in force for the event.
func (g *guests) govern(o *Options) bool { return g.score > 0 && g.score >= o.threshold() }
