package inspect

import (
	"hash/maphash"

	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// look finds in one reading of a value what no expression can: what has to be counted, compared or taken apart.
func (r *reading) look(f *source.Field, v *decoders.View) {
	r.prototype(f, v)
	if !r.literal {
		r.graphed.leave(v)
	}
	if v.Simple { // no braces, and no colon
		return
	}
	r.graph(f, v)
	if v.Document {
		r.token(f, v)
	} else {
		r.itself(f, v)
		r.sandboxPort(f, v)
	}
}

// notice notes a finding of our own in a reading, once for each text: headers come in two maps, and an envelope's fields are
// read twice.
func (r *reading) notice(id int, f *source.Field, v *decoders.View) {
	text := v.Data
	if id == rules.OwnURL { // as page, as referrer and in further readings it is one suspicion
		text = nil
	}
	key := maphash.Bytes(seed, text) ^ uint64(r.record)*0x9e3779b97f4a7c15 ^ uint64(id)*0xbf58476d1ce4e5b9
	if _, known := r.noticed[key]; known {
		return
	}
	if r.noticed == nil {
		r.noticed = make(map[uint64]struct{})
	}
	r.noticed[key] = struct{}{}
	rule, _ := rules.ByID(id)
	path := joinPath(f.Path, v.Path).String()
	r.found(Match{
		Rule: id, Message: rule.Message, Severity: rule.Severity, Tags: rule.Tags, Score: rule.Score, Record: r.record,
		Field: path, Kind: r.kindOf(f, path).String(),
	})
}
