package source

import (
	"strings"

	"weir/decoders"
)

// mapNote annotates an event in a map of texts that its handlers know: the note is an entry of it. The names lead from
// the outer object to the map; without names, the note is a member of the event itself. A name in another case than
// AWS's is stripped too, since handlers in .NET and Go read it.
type mapNote []string

// annotate puts the note into the map in the form of its neighbours: a text, or an array of one. The map is made if it
// is missing or null. It returns nil if there is no place for the map.
func (m mapNote) annotate(event Event, note Note) []byte {
	if !event.Root.IsObject() || event.crowded {
		return nil
	}
	texts := event.Root
	for i, name := range m {
		texts = texts.Get(name)
		last := i == len(m)-1
		if !texts.IsObject() && (!last || texts != nil && texts.Kind() != 'n') {
			return nil
		}
	}
	value := string(appendQuoted(nil, note.text()))
	if len(m) > 0 && holdsArrays(texts) {
		value = "[" + value + "]"
	}
	x := edits{text: event.Payload}
	m.edit(&x, event.start, `"`+noteName+`":`+value)
	return x.apply()
}

// holdsArrays says whether the first entry that is no note is an array.
func holdsArrays(texts decoders.JSON) bool {
	for name, neighbour := range texts.Members() {
		if !isNote(name) {
			return neighbour.IsArray()
		}
	}
	return false
}

// strip removes the note from every map that some handler takes for the one, and returns nil if there is none.
func (m mapNote) strip(event Event) []byte {
	if !event.Root.IsObject() {
		return nil
	}
	x := edits{text: event.Payload}
	m.edit(&x, event.start, "")
	if !x.changed() {
		return nil
	}
	return x.apply()
}

// edit removes notes from the maps that the names lead to from the object at text[at], and puts a member into the map
// that the exact names lead to.
func (m mapNote) edit(x *edits, at int, put string) {
	if len(m) == 0 {
		x.rewrite(at, notIn, put)
		return
	}
	own := decoders.JSON(x.text[at:skipValue(x.text, at)]).Get(m[0])
	folded := strings.ToLower(m[0])
	for _, it := range items(x.text, at) {
		switch {
		case it.name == nil || !named(it.name, folded):
		case !it.holds(x.text, own):
			m[1:].edit(x, it.value, "")
		case put != "" && own.Kind() == 'n':
			x.replace(it.value, it.end, "{"+put+"}")
		default:
			m[1:].edit(x, it.value, put)
		}
	}
	if own == nil && put != "" {
		x.rewrite(at, keepAll, `"`+m[0]+`":{`+put+`}`)
	}
}

// noNote is for sources whose events have no safe place for a note.
type noNote struct{}

// Annotate returns nil: the event has no place for a note that every handler would pass over.
func (noNote) Annotate(Event, Note) []byte { return nil }

// Strip returns nil: there is no place for notes.
func (noNote) Strip(Event) []byte { return nil }
