package source

import (
	"iter"
	"slices"

	"weir/decoders"
)

// namesOfKinds are the kinds' names in settings and documents, in the order of the constants.
var namesOfKinds = []string{
	"unknown", "identifier", "text", "markup", "code", "log", "path", "link", "token", "password", "header", "binary",
}

// String is the kind's name in settings and documents.
func (k Kind) String() string { return namesOfKinds[k] }

// KindOf returns the kind that has the name.
func KindOf(name string) (Kind, bool) {
	i := slices.Index(namesOfKinds, name)
	return Kind(max(i, 0)), i >= 0 //nolint:gosec // there are few kinds
}

// KindNames returns the names of all kinds.
func KindNames() []string { return slices.Clone(namesOfKinds) }

// kindList tells the kinds of an event's values by their places; the first place that fits counts. A place stands for
// all that is below it, so a sender who may name members cannot choose a kind by a name.
type kindList []struct {
	at   decoders.Path // names only; indexes on the way are passed over
	kind Kind
}

// of returns the kind of what stands at path, and Unknown if the list does not have it.
func (l kindList) of(path decoders.Path) Kind {
	for _, place := range l {
		if begins(path, place.at) {
			return place.kind
		}
	}
	return Unknown
}

// begins says whether path leads to the place at names, or below it.
func begins(path, names decoders.Path) bool {
	for _, step := range path {
		switch {
		case len(names) == 0:
			return true
		case step.Key == nil:
			continue
		case string(step.Key) != string(names[0].Key):
			return false
		}
		names = names[1:]
	}
	return len(names) == 0
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
