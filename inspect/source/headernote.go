package source

import "weir/decoders"

// headerNote annotates events of the HTTP family: the note is a header, as the handler reads headers anyway. Nothing
// else is touched; requestContext.authorizer least of all, whose presence means that the request is authenticated.
type headerNote struct{}

// Annotate puts the note into each map of headers that the event has, or makes one if it has none. It returns nil if
// headers are something else than a map.
func (headerNote) Annotate(event Event, note Note) []byte {
	headers, multi := event.Get("headers"), event.Get("multiValueHeaders")
	if !event.Root.IsObject() || event.crowded {
		return nil
	}
	value := string(appendQuoted(nil, note.text()))
	member := `"` + noteName + `":` + value
	x := edits{text: event.Payload}
	empty := !headers.IsObject() && !multi.IsObject()
	if empty && headers != nil && headers.Kind() != 'n' {
		return nil
	}
	for _, it := range items(event.Payload, event.start) {
		switch {
		case it.holds(event.Payload, headers) && empty:
			x.replace(it.value, it.end, "{"+member+"}")
		case it.holds(event.Payload, headers) && headers.IsObject():
			x.rewrite(it.value, notIn, member)
		case it.holds(event.Payload, multi) && multi.IsObject():
			x.rewrite(it.value, notIn, `"`+noteName+`":[`+value+`]`)
		case headerMember(it.name):
			x.rewrite(it.value, notIn, "")
		}
	}
	if headers == nil && empty {
		x.rewrite(event.start, keepAll, `"headers":{`+member+`}`)
	}
	return x.apply()
}

// Strip removes the note from every map of headers, whatever the case of either's name.
func (headerNote) Strip(event Event) []byte {
	if event.Root == nil || !event.crowded && !event.noted() {
		return nil
	}
	x := edits{text: event.Payload}
	for _, it := range items(event.Payload, event.start) {
		if headerMember(it.name) {
			x.rewrite(it.value, notIn, "")
		}
	}
	if !x.changed() {
		return nil
	}
	return x.apply()
}

// noted says whether there is a note in some map of headers.
func (e Event) noted() bool {
	for _, m := range e.parts().outer.members {
		if !headerMember(m.Name) {
			continue
		}
		for name := range e.members(m.Value) {
			if isNote(name) {
				return true
			}
		}
	}
	return false
}

// headerMember says whether an outer member is one that some handler reads headers from: names in another case
// included, since .NET and Go read those too.
func headerMember(name decoders.JSON) bool {
	return name != nil && (named(name, "headers") || named(name, "multivalueheaders"))
}

// holds says whether value, a part of text, is the item's value.
func (it item) holds(text []byte, value decoders.JSON) bool {
	return len(value) > 0 && &text[it.value] == &value[0]
}

func keepAll(int, item) bool { return false }
