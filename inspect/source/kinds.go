package source

import (
	"iter"
	"slices"

	"weir/decoders"
)

// namesOfKinds are the kinds' names in settings and documents, in the order of the constants.
var namesOfKinds = []string{
	"unknown", "identifier", "text", "markup", "code", "log", "path", "link", "token", "password", "header", "binary",
	"format",
}

// String is the kind's name in settings and documents.
func (k Kind) String() string { return namesOfKinds[k] }

// KindOf returns the kind that has the name.
func KindOf(name string) (Kind, bool) {
	i := slices.Index(namesOfKinds, name)
	return Kind(max(i, 0)), i >= 0 && i < int(declarable) //nolint:gosec // there are few kinds
}

// KindNames returns the names of the kinds that a user can declare a field as. Of the others the bytes of a file tell.
func KindNames() []string { return slices.Clone(namesOfKinds[:declarable]) }

// kindList tells the kinds of an event's values by their places; the first place that fits counts. A place stands for
// all that is below it, so a sender who may name members cannot choose a kind by a name.
type kindList []struct {
	at   place
	kind Kind
}

// place is the names on the way to a value; indexes between them are passed over. It is no decoders.Path, so that the
// lists are data in the program, and no code that makes them at every start.
type place []string

// of returns the kind of what stands at path, and Unknown if the list does not have it.
func (l kindList) of(path decoders.Path) Kind {
	for _, row := range l {
		if row.at.begins(path) {
			return row.kind
		}
	}
	return Unknown
}

// begins says whether path leads to the place, or below it.
func (p place) begins(path decoders.Path) bool {
	for _, step := range path {
		switch {
		case len(p) == 0:
			return true
		case step.Key == nil:
			continue
		case string(step.Key) != p[0]:
			return false
		}
		p = p[1:]
	}
	return len(p) == 0
}

// all yields every string of an event, and every name that is not plain. It serves sources whose values need no more
// said about them than their kinds.
func (l kindList) all(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = l.of
		w.walk(e.Root)
	}
}
