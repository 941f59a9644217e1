package source

import (
	"iter"

	"weir/decoders"
)

// DocumentDB is a batch of changes that an event source mapping has read from a change stream.
type DocumentDB struct{ noNote }

// Name is "documentdb".
func (DocumentDB) Name() string { return "documentdb" }

// Recognise asks for the array events and the eventSource "aws:docdb".
func (DocumentDB) Recognise(e Event) bool {
	return e.Get("events").IsArray() && e.is("eventSource", "aws:docdb")
}

var (
	keyEvents = decoders.Step{Key: []byte("events")}
	keyEvent  = decoders.Step{Key: []byte("event")}
)

// Fields yields the documents of each change, names included, and the rest of the event. Documents are in extended JSON;
// what it has as $binary is declared as Base64.
func (DocumentDB) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.listFields(e, e.Get("events"), true, w.documentChange, keyEvents)
	}
}

// documents are the members of a change that hold what users have written.
var documents = [...]string{"documentKey", "fullDocument", "fullDocumentBeforeChange", "updateDescription"}

func (w *walker) documentChange(record decoders.JSON) {
	change := record.Get("event")
	w.hint = extendedBinary
	for _, document := range documents {
		w.foreign(change.Get(document), keyEvent, decoders.Step{Key: []byte(document)})
	}
	w.hint = nil
}

// extendedBinary declares Base64 for what stands under "$binary", by itself or as its member "base64".
func extendedBinary(path decoders.Path) decoders.Hint {
	n := len(path)
	if string(path[n-1].Key) == "$binary" || n > 1 && string(path[n-1].Key) == "base64" && string(path[n-2].Key) == "$binary" {
		return base64Declared
	}
	return decoders.Hint{}
}

var documentBatch = polled{member: "events"}

// Records is the number of changes.
func (DocumentDB) Records(e Event) int { return documentBatch.count(e) }

// Each yields the changes.
func (DocumentDB) Each(e Event) iter.Seq2[int, decoders.JSON] { return documentBatch.records(e) }

// Refuse spares the handler the whole batch: every change counts as done, and the stream goes on behind them. In the mode
// fail the batch comes back until it succeeds; when the change stream forgets a change before that, Lambda disables the
// mapping. The collection keeps what was written in any case.
func (DocumentDB) Refuse(e Event, note Note, policy Policy) Outcome {
	return documentBatch.refuse(e, note, policy)
}

// Without takes out the changes in bad, which count as done with the rest. Change streams know no partial reports, so the
// mode report is the same; in the mode fail the whole batch fails and comes back. A batch of which nothing is left is
// answered without the handler.
func (DocumentDB) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return documentBatch.without(e, bad, note, policy)
}
