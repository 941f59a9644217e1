package source

// memberNote annotates events whose handlers may read a member of the event itself: the note is one.
type memberNote struct{}

// Annotate adds the note as a member of the event itself: handlers with types do not see it, the others may.
func (memberNote) Annotate(event Event, note Note) []byte { return mapNote{}.annotate(event, note) }

// Strip removes the note from the event.
func (memberNote) Strip(event Event) []byte { return mapNote{}.strip(event) }
