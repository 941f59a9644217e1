package source

// noPlace is what sources embed whose events have no place for a note that no handler could stumble over.
type noPlace struct{}

// Annotate returns nil: there is no safe place for a note.
func (noPlace) Annotate(Event, Note) []byte { return nil }

// Strip returns nil: there is no place for notes.
func (noPlace) Strip(Event) []byte { return nil }
