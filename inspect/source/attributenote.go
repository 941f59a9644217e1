package source

import (
	"slices"
	"strings"

	"weir/decoders"
)

// attributeNotes annotates messages in records: the note is a message attribute. A name in another case than AWS's is
// stripped too, since handlers in .NET and Go read it.
type attributeNotes struct {
	list       string // the member of the event that holds the records; "" for Records
	holder     string // the member of a record that holds the attributes; "" for the record itself
	attributes string // the member that is the map of attributes
	form       string // an attribute in JSON, "%" standing for the note as a JSON string
}

// annotate puts the note into the records in bad, or into all if bad is nil, and removes any other. It returns nil if
// one of the records has no place for it.
func (a attributeNotes) annotate(event Event, note Note, bad []int) []byte {
	all := a.records(event)
	if all == nil {
		return nil
	}
	member := `"` + noteName + `":` + strings.Replace(a.form, "%", string(appendQuoted(nil, note.text())), 1)
	for n, record := range all.Elements() {
		if holder, attributes := a.find(record); concerns(bad, n) {
			kind := attributes.Kind()
			if !holder.IsObject() || kind != '{' && kind != 'n' && kind != 0 {
				return nil
			}
		}
	}
	x := edits{text: event.Payload}
	a.edit(&x, event, func(n int) string {
		if concerns(bad, n) {
			return member
		}
		return ""
	})
	return x.apply()
}

// records returns the array of records, or nil.
func (a attributeNotes) records(event Event) decoders.JSON {
	if list := event.Get(a.listName()); list.IsArray() {
		return list
	}
	return nil
}

func (a attributeNotes) listName() string {
	if a.list == "" {
		return "Records"
	}
	return a.list
}

// strip removes every note, and returns nil if there is none.
func (a attributeNotes) strip(event Event) []byte {
	if event.Root == nil {
		return nil
	}
	x := edits{text: event.Payload}
	a.edit(&x, event, func(int) string { return "" })
	if !x.changed() {
		return nil
	}
	return x.apply()
}

// find returns the object of a record that holds the map of attributes, and the map.
func (a attributeNotes) find(record decoders.JSON) (holder, attributes decoders.JSON) {
	holder = record
	if a.holder != "" {
		holder = record.Get(a.holder)
	}
	return holder, holder.Get(a.attributes)
}

// edit goes through all that some handler takes for records; member tells what is put into the n-th of the event's own.
func (a attributeNotes) edit(x *edits, event Event, member func(n int) string) {
	own := a.records(event)
	for _, outer := range items(x.text, event.start) {
		if outer.name == nil || !named(outer.name, strings.ToLower(a.listName())) {
			continue
		}
		isOwn := outer.holds(x.text, own)
		for n, it := range items(x.text, outer.value) {
			put := ""
			if isOwn {
				put = member(n)
			}
			record := decoders.JSON(x.text[it.value:it.end])
			holder, attributes := a.find(record)
			if a.holder == "" {
				a.editHolder(x, it.value, attributes, put)
				continue
			}
			for _, inner := range items(x.text, it.value) {
				if inner.name == nil || !named(inner.name, strings.ToLower(a.holder)) {
					continue
				}
				if inner.holds(x.text, holder) {
					a.editHolder(x, inner.value, attributes, put)
				} else {
					a.editHolder(x, inner.value, nil, "")
				}
			}
		}
	}
}

// editHolder rewrites the maps of attributes in the object at text[at]; put goes into attributes, which is made if it
// is missing or null.
func (a attributeNotes) editHolder(x *edits, at int, attributes decoders.JSON, put string) {
	for _, it := range items(x.text, at) {
		if it.name == nil || !named(it.name, strings.ToLower(a.attributes)) {
			continue
		}
		switch {
		case !it.holds(x.text, attributes):
			x.rewrite(it.value, notIn, "")
		case attributes.Kind() == 'n' && put != "":
			x.replace(it.value, it.end, "{"+put+"}")
		default:
			x.rewrite(it.value, notIn, put)
		}
	}
	if attributes == nil && put != "" {
		x.rewrite(at, keepAll, `"`+a.attributes+`":{`+put+`}`)
	}
}

// concerns says whether the n-th record is in bad; nil means every record.
func concerns(bad []int, n int) bool {
	_, found := slices.BinarySearch(bad, n)
	return bad == nil || found
}
