package inspect

import (
	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// Limits bound what is read of one invocation, and what of it may be there: beyond them there is a finding. A zero field
// means the default.
type Limits struct {
	decoders.Limits
	Records    int // of a batch
	Operations int // of GraphQL in one body
	Selections int // of GraphQL, inside each other
	Aliases    int // of one field of GraphQL
	Directives int // of GraphQL in one document
}

// Limit is one of them, by the name that settings use.
type Limit struct {
	Name    string
	Default int
	Bytes   bool // it counts bytes
	Meaning string
	Of      func(*Limits) *int
}

// LimitList is every limit there is. It must not be changed.
var LimitList = []Limit{
	{
		"depth", decoders.DefaultDepth, false,
		"Encodings undone and documents entered, one inside the other; a document may nest sixteen times as deep.",
		func(l *Limits) *int { return &l.Depth },
	},
	{
		"expansion", decoders.DefaultExpansion, true,
		"What all encodings of an invocation may come to when they are undone.",
		func(l *Limits) *int { return &l.Expansion },
	},
	{
		"ratio", decoders.DefaultRatio, false,
		"How much larger a compressed text of more than 1MB may be than it was.",
		func(l *Limits) *int { return &l.Ratio },
	},
	{
		"entries", decoders.DefaultEntries, false,
		"Entries of archives and parts of forms, together.",
		func(l *Limits) *int { return &l.Entries },
	},
	{
		"names", decoders.DefaultNames, false,
		"Strings and members of documents, fields of forms and tokens, together.",
		func(l *Limits) *int { return &l.Names },
	},
	{
		"keys", decoders.DefaultKeys, false,
		"Members of one JSON object.",
		func(l *Limits) *int { return &l.Keys },
	},
	{
		"elements", decoders.DefaultElements, false,
		"Elements of one JSON array.",
		func(l *Limits) *int { return &l.Elements },
	},
	{
		"length", decoders.DefaultLength, true,
		"One string of a JSON document, as it stands there.",
		func(l *Limits) *int { return &l.Length },
	},
	{
		"records", 50_000, false,
		"Records of a batch. Mappings of event sources send 10,000 at most; in 6MB is room for 40,000 of Firehose's.",
		func(l *Limits) *int { return &l.Records },
	},
	{
		"operations", 100, false,
		"Operations of GraphQL in one body.",
		func(l *Limits) *int { return &l.Operations },
	},
	{
		"selections", 30, false,
		"Selections of GraphQL, one inside the other. Tools that ask for a whole schema take fifteen.",
		func(l *Limits) *int { return &l.Selections },
	},
	{
		"aliases", 200, false,
		"Names that one document of GraphQL gives to the same field. Programs that ask for many things at once take some tens.",
		func(l *Limits) *int { return &l.Aliases },
	},
	{
		"directives", 1_000, false,
		"Directives in one document of GraphQL.",
		func(l *Limits) *int { return &l.Directives },
	},
}

// withDefaults replaces what is not set.
func (l Limits) withDefaults() Limits {
	for _, limit := range LimitList {
		if value := limit.Of(&l); *value <= 0 {
			*value = limit.Default
		}
	}
	return l
}

// excess notes that something in the event is larger than it may be. It scores as what could not be inspected does.
func (r *reading) excess(id int, reason, field string) {
	rule, _ := rules.ByID(id)
	r.found(Match{
		Rule: id, Message: rule.Message + ": " + reason, Severity: rule.Severity, Tags: rule.Tags,
		Score: r.limitScore, Record: r.record, Field: field,
	})
}

// shape notes what of the event's own form lets two readers read it in two ways.
func (r *reading) shape(event source.Event, ambiguous bool) {
	if ambiguous {
		r.own(rules.AmbiguousEvent, "")
	}
	if event.Repeats() {
		r.own(rules.DuplicateKeys, "")
	}
	if event.Collides {
		r.own(rules.CollidingKeys, "")
	}
}

// size notes what of the event as a whole is larger than it may be.
func (r *reading) size(event source.Event) {
	for _, reason := range event.Excesses(r.limits.Limits) {
		r.excess(rules.TooLarge, string(reason), "")
	}
	if len(r.findings.scores) > r.limits.Records {
		r.excess(rules.TooLarge, "records", "")
	}
}
