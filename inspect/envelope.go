package inspect

import (
	"hash/maphash"
	"slices"

	"weir/decoders"
	"weir/inspect/source"
)

// envelope is a document inside a field that another source recognises.
type envelope struct {
	event  source.Event
	source source.Source
	path   decoders.Path
	via    decoders.Via
	level  int
}

// maxOpened bounds the prints of envelopes that are kept for a record. What is not known is read again: that costs time, as often
// as there are ways to it.
const maxOpened = 1 << 16

// openEnvelope reads the fields of a document, all of which has been read as a text, if it is an event of a source that Weir knows:
// with what that source declares about them. It happens while the outer reading still holds the document, so that nothing has to
// be kept of it. It says whether to go on.
func (r *reading) openEnvelope(v decoders.View) bool {
	level := r.at.level + 1
	if r.late(0) {
		return false
	}
	if level >= maxEnvelopes {
		return true
	}
	r.spares[level] = r.spares[level].ReparseDocument(v.Data)
	event := r.spares[level]
	src, ambiguous := source.Recognise(event)
	if ambiguous || src == (source.Direct{}) {
		return true
	}
	path := joinPath(r.field.Path, v.Path)
	if r.openedBefore(path, v.Data) {
		return true
	}
	r.cuts(&r.field) // which are the outer field's
	defer func(field source.Field, carries, doubtful, literal, logged bool, graphed scope, at envelope) {
		r.field, r.carries, r.doubtful, r.literal, r.logged, r.graphed, r.at = field, carries, doubtful, literal, logged, graphed, at
	}(r.field, r.carries, r.doubtful, r.literal, r.logged, r.graphed, r.at)
	r.fields(envelope{event: event, source: src, path: path, via: slices.Concat(r.at.via, v.Via), level: level})
	return !r.stopped
}

// openedBefore says that the record has a document at a path which was opened already: one inside of others is met on several ways.
func (r *reading) openedBefore(path decoders.Path, data []byte) bool {
	print := maphash.Bytes(seed, data) ^ maphash.String(seed, path.String())
	if _, known := r.opened[print]; known {
		return true
	}
	if r.opened == nil {
		r.opened = make(map[uint64]struct{})
	}
	if len(r.opened) < maxOpened {
		r.opened[print] = struct{}{}
	}
	return false
}

// joinPath puts a path inside a document behind the path of the text that holds the document.
func joinPath(outer, inner decoders.Path) decoders.Path {
	if len(inner) == 0 {
		return outer
	}
	if len(outer) == 0 {
		return inner
	}
	return appendJoined(make(decoders.Path, 0, len(outer)+len(inner)), outer, inner)
}

// appendJoined is joinPath in the memory of dst.
func appendJoined(dst, outer, inner decoders.Path) decoders.Path {
	at := len(dst) + len(outer)
	dst = append(append(dst, outer...), inner...)
	if len(outer) > 0 && len(inner) > 0 {
		dst[at].Enter = true
	}
	return dst
}
