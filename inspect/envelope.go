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
func (r *reading) recognise(f source.Field, v decoders.View, at envelope) {
	if r.late() || at.level+1 >= maxEnvelopes || !decoders.JSON(v.Data).IsObject() && !decoders.JSON(v.Data).IsArray() {
		return
	}
	event := source.Parse(v.Data)
	src, ambiguous := source.Recognise(event)
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
	path := slices.Concat(outer, inner)
	path[len(outer)].Enter = true
	return path
}

// clonePath copies a path with the names that it aliases.
func clonePath(p decoders.Path) decoders.Path {
	p = slices.Clone(p)
	for i := range p {
		p[i].Key = slices.Clone(p[i].Key)
	}
	return p
}
