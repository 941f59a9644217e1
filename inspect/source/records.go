package source

import (
	"bytes"
	"slices"

	"weir/decoders"
)

var keyRecords = decoders.Step{Key: []byte("Records")}

// records returns the array of records, or nil.
func records(e Event) decoders.JSON {
	if r := e.Get("Records"); r.IsArray() {
		return r
	}
	return nil
}

// everyRecord says whether there are records and every one is of a kind: names origin under key, and has the member
// content.
func everyRecord(e Event, key, origin, content string) bool {
	if first := &e.parts().inner; e.batch && len(first.members) > 0 && !first.get(key).Equal(origin) {
		return false // by its first record, as most sources see at once
	}
	some := false
	for _, record := range records(e).Elements() {
		if !record.Get(key).Equal(origin) || record.Get(content) == nil {
			return false
		}
		some = true
	}
	return some
}

// mixed says whether records name different origins: an event that AWS does not send.
func mixed(e Event) bool {
	var first decoders.JSON
	for i, record := range records(e).Elements() {
		origin := record.Get("eventSource")
		if origin == nil {
			origin = record.Get("EventSource")
		}
		if i == 0 {
			first = origin
		} else if !bytes.Equal(origin, first) {
			return true
		}
	}
	return false
}

// recordFields yields the fields of every record by fields, which emits what it knows and covers it, then what is left
// of each record, and at last what the event holds beside its records. Paths begin at the event.
func (w *walker) recordFields(e Event, batch bool, fields func(record decoders.JSON)) {
	w.listFields(e, records(e), batch, fields, keyRecords)
}

// listFields is recordFields for a list of records that stands at a place of its own; none for an event that is the
// list itself.
func (w *walker) listFields(e Event, all decoders.JSON, batch bool, fields func(record decoders.JSON), at ...decoders.Step) {
	w.eachOf(all, batch, fields, at...)
	w.cover(all)
	w.walk(e.Root)
}

// eachOf yields the fields of every record in a list, and none of what the event holds beside.
func (w *walker) eachOf(all decoders.JSON, batch bool, fields func(record decoders.JSON), at ...decoders.Step) {
	for i, record := range all.Elements() {
		if w.done {
			return
		}
		if batch {
			w.record = i
		}
		w.uncover(0)
		w.under(at...)
		w.under(decoders.Step{Index: i})
		fields(record)
		w.walk(record)
		w.leave(len(at) + 1)
	}
	w.record = -1
	w.uncover(0)
}

// field yields a string under the walker's path and further names, and covers it. It does nothing for other values.
func (w *walker) field(value decoders.JSON, kind Kind, hint decoders.Hint, names ...decoders.Step) {
	if !value.IsString() {
		return
	}
	w.under(names...)
	w.emit(Field{Path: w.here, Kind: kind, Value: w.text(value), Hint: hint})
	w.leave(len(names))
	w.cover(value)
}

// without returns the event without the records in bad, byte for byte otherwise, and how many are left.
func without(e Event, bad []int) (payload []byte, left int) { return withoutItems(e, records(e), bad) }

// withoutItems is without for the elements of a list of records that is a member of the event, or the event itself.
func withoutItems(e Event, all decoders.JSON, bad []int) (payload []byte, left int) {
	x := edits{text: e.Payload}
	if !all.IsArray() {
		return e.Payload, 0
	}
	take := func(at int) {
		x.rewrite(at, func(n int, _ item) bool {
			_, drop := slices.BinarySearch(bad, n)
			if !drop {
				left++
			}
			return drop
		}, "")
	}
	if &all[0] == &e.Root[0] {
		take(e.start)
		return x.apply(), left
	}
	for _, it := range items(e.Payload, e.start) {
		if it.holds(e.Payload, all) {
			take(it.value)
		}
	}
	return x.apply(), left
}

// refuseAsync ends an invocation for which nobody waits, as the policy says.
func refuseAsync(note Note, policy Policy) Outcome {
	if policy.Async == AsyncSwallow {
		return Reply{Payload: []byte("{}"), Swallows: true}
	}
	return blocked(note)
}
