package inspect

import (
	"strings"

	"weir/inspect/source"
)

// Unread is what of the settings cannot be read, and so does not refuse anything. The zero Unread is nothing.
type Unread struct {
	Watched   map[string]bool   // sources that are in monitor mode at most, by name; "" is every source
	Words     map[string]string // words for modes by source, "" for all, as the user wrote them: the mode is monitor instead
	Responses string            // what the user asked for with responses, where that is monitor instead
}

// watches says whether a source is in monitor mode at most.
func (u *Unread) watches(name string) bool {
	return len(u.Watched) > 0 && (u.Watched[name] || u.Watched[family(name)] || u.Watched[""])
}

// unreadWord is what the user wrote for the mode of a source, "" if that can be read. own says that the source has a mode without the
// general word.
func (o *Options) unreadWord(name string, own bool) string {
	for _, key := range [...]string{name, family(name)} {
		if word := o.Unread.Words[key]; word != "" || o.Modes[key] != "" {
			return word
		}
	}
	if own {
		return ""
	}
	return o.Unread.Words[""]
}

// askedMode is the mode that an event would have if all settings could be read, "" if it has that. A word that cannot be read is
// returned as it is.
func (o *Options) askedMode(v *Verdict, f *findings, g governance, src source.Source) string {
	_, own := src.(source.Defaults)
	switch word := o.unreadWord(g.name, own); {
	case strings.EqualFold(strings.Trim(word, "\"' "), string(v.Mode)): // an entry whose name cannot be read, and not its word
		return ""
	case word != "":
		return word
	case !g.watched:
		return ""
	}
	g.mode, g.watched = o.askedFor(src, g.name), false
	if asked, _ := f.acting(g, o.threshold()); asked != v.Mode {
		return string(asked)
	}
	return ""
}

// responsesOf is the mode for responses to events of a source.
func (o *Options) responsesOf(name string) ResponseMode {
	if mode := o.responses(); mode != ResponsesBlock || !o.Unread.watches(name) {
		return mode
	}
	return ResponsesMonitor
}

// askedResponses is the mode for responses to events of a source that the user asked for, "" if it is in force.
func (o *Options) askedResponses(name string) string {
	if mode := o.responses(); mode != o.responsesOf(name) {
		return string(mode)
	}
	return o.Unread.Responses
}
