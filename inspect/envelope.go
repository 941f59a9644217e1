package inspect

import (
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

// recognise keeps a document for later if it is an event of a source that Weir knows: its fields are then read once
// more, with what that source declares about them.
func (r *reading) recognise(f *source.Field, v *decoders.View, at *envelope) {
	if r.late(0) || at.level+1 >= maxEnvelopes || v.Rows {
		return
	}
	r.spare = r.spare.ReparseDocument(v.Data)
	src, ambiguous := source.Recognise(r.spare)
	if ambiguous || src == (source.Direct{}) {
		return
	}
	// The view is valid for this step only, and the document is read after it.
	data := slices.Clone(v.Data)
	r.waiting = append(r.waiting, envelope{
		event:  source.Parse(data),
		source: src,
		path:   clonePath(joinPath(f.Path, v.Path)),
		via:    slices.Concat(at.via, v.Via),
		level:  at.level + 1,
	})
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

// clonePath copies a path with the names that it aliases.
func clonePath(p decoders.Path) decoders.Path {
	p = slices.Clone(p)
	for i := range p {
		p[i].Key = slices.Clone(p[i].Key)
	}
	return p
}
