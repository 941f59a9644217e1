package inspect

import (
	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// FieldKind declares the kind of fields inside the user's own payloads: WEIR_FIELDS.
type FieldKind struct {
	Source string // source name
	Field  string // glob over field paths, where * is any run of characters
	Kind   source.Kind
}

// declared returns the kind that the user has declared for a field; the first entry that fits counts.
func (o *Options) declared(sourceName, field string) (source.Kind, bool) {
	for _, f := range o.Fields {
		if (f.Source == sourceName || f.Source == family(sourceName)) && globMatches(f.Field, field) {
			return f.Kind, true
		}
	}
	return source.Unknown, false
}

// kindOf is the kind by which a field's text is judged: what the user has declared, or else what its source says. The parts
// of a request are judged by all rules, whatever they are.
func (r *reading) kindOf(f *source.Field, path string) source.Kind {
	if kind, ok := r.inspector.options.declared(r.source, path); ok {
		return kind
	}
	if part := partName(f); part != "" {
		if kind, ok := r.inspector.options.declared(r.source, part); ok {
			return kind
		}
	}
	if f.Target == source.Argument || f.Target == source.Body {
		return f.Kind
	}
	return source.Unknown
}

// kindOfText is the kind by which a reading of a field is judged: what the user has declared, or else what the bytes of the file
// or the form of the document say in which it stands.
func (r *reading) kindOfText(f *source.Field, v *decoders.View, path string) source.Kind {
	kind := r.kindOf(f, path)
	logged := r.logged && kind == source.Unknown && inLog(v.Path)
	if v.Format == "" && !logged {
		return kind
	}
	if _, declared := r.inspector.options.declared(r.source, path); declared {
		return kind
	}
	if logged {
		return source.Log
	}
	return source.Format
}

// kindIn is the kind by which the text in a place is judged.
func (r *reading) kindIn(from origin) source.Kind {
	if from.request {
		kind, _ := r.inspector.options.declared(r.source, from.field)
		return kind
	}
	return from.kind
}

// counts says whether a rule's match counts in the place that it was found in.
func (r *reading) counts(m engine.Match, from origin, request *engine.Request) bool {
	kind := from.kind
	if !from.request && from.part != "" && from.via == "" && !rules.CountsAt(from.part, m.Rule, r.portion.values[m.Value].Text) {
		return false
	}
	if from.request {
		var ok bool
		if kind, ok = r.inspector.options.declared(r.source, from.field); !ok {
			kind = source.Unknown
		}
	}
	return rules.Counts(kind.String(), m.Rule, func() (string, bool) { return r.matched(m, request) })
}
