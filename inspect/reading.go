package inspect

import (
	"context"
	"errors"
	"hash/maphash"
	"slices"

	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/rules"
	"weir/inspect/source"
)

const (
	// maxPortionValues and maxPortionBytes bound what one engine transaction is given. The engine keeps each value in
	// every transformation that a rule asks for, about thirty copies: 64 KB become 2 MB, which a function of 128 MB
	// can spare.
	maxPortionValues = 128
	maxPortionBytes  = 64 << 10

	// maxValue is the longest text that the engine is given at once: thirty copies are 8 MB. What is longer is judged
	// in windows of this size that overlap by windowOverlap, and counts as not wholly inspected.
	maxValue      = 256 << 10
	windowOverlap = 4 << 10

	// maxProof is the longest text that the sieve is asked about at once. It is longer than any event: a longer text comes
	// out of a compression, and would take seconds in which nobody looks at the clock. It is cut into values.
	maxProof = 8 << 20

	// maxEnvelopes bounds how many levels of envelopes are recognised inside each other. The longest honest chain is
	// a mail in an S3 event in an SNS message in an SQS record.
	maxEnvelopes = 6

	// maxSteps bounds the steps of a field's path that are looked at, of which there are as many as an event nests deep, for each of its
	// fields. Documents that are deeper are a finding for that, and paths show people 32 steps.
	maxSteps = 128

	// maxMatches bounds the matches that a verdict keeps; the score counts all of them.
	maxMatches = 1000
)

// reading is the state of one inspection: it walks the event's fields and their readings, hands what may match to the
// engine in portions, and keeps what was found. It is used by one goroutine, and after that by another inspection (see
// pool.go).
type reading struct {
	inspector *Inspector
	ctx       context.Context // of the invocation
	time      spending
	source    string
	expander  *decoders.Expander
	request   draft // what the event has of a request, and the engine has not got yet
	ready     bool  // the request has all of its parts: the body is being read
	record    int   // that the portion belongs to
	portion   portion
	judged    map[uint64]struct{} // texts given to the engine, so that an envelope's second reading costs nothing
	opened    map[uint64]struct{} // prints of the record's documents that were read as events of their own
	stopped   bool                // the time for the record is spent
	unwatched int                 // bytes read since the last look at the clock
	over      bool                // no time is left at all
	unread    bool                // no time is left for reading, of this record or any other

	at      envelope     // the event whose fields are being read
	field   source.Field // the field that is being read, with its path from the invocation's own event
	carries bool         // the request carries the field as it is declared

	logged   bool  // the field holds a document of CloudWatch Logs
	doubtful bool  // something may be found in the field, or was
	literal  bool  // what is being read is a text in a document of GraphQL, as GraphQL has it
	graphed  scope // the document of GraphQL that is being read

	clean   *clean  // texts that need not be looked at again
	proven  *proven // parts of requests that need not be, over invocations
	methods methods

	// By level, scratch for the field's path, and the memory in which documents are parsed that may be envelopes.
	paths  [maxEnvelopes]decoders.Path
	spares [maxEnvelopes]source.Event

	limits    Limits
	event     source.Event   // the invocation's own
	address   source.Address // of the request, once it is addressed
	addressed bool
	sole      sole                // of the request that is being judged
	noticed   map[uint64]struct{} // prints of what was found in Go, by record, rule and text
	counted   map[partMatch]bool  // matches in parts of the request, and whether it was as a value

	limitScore int // what an incompleteness adds: the threshold, or nothing under WEIR_ON_LIMIT=pass
	findings   findings
	guests     guests
}

var seed = maphash.MakeSeed()

// read walks one event, and the envelopes found in it.
func (r *reading) read(event source.Event, src source.Source) {
	r.fields(envelope{event: event, source: src})
	r.finish()
}

// fields reads the fields of one event: of the invocation's own, or of one that a field held.
func (r *reading) fields(at envelope) {
	outer := r.at
	r.at = at
	at.source.Fields(at.event)(r.methods.read)
	r.at = outer
}

// readField reads one field of the event at hand, and says whether to go on.
func (r *reading) readField(f source.Field) bool {
	if r.at.level == 0 && f.Record != r.record {
		r.turn(f.Record)
	}
	if r.over || r.unread || r.stopped && r.at.level > 0 {
		return false
	}
	if r.stopped {
		return true // to the next record
	}
	if len(r.at.path) > 0 || len(f.Path) > maxSteps {
		begin, end := f.Path, decoders.Path(nil)
		if n := len(f.Path); n > maxSteps {
			begin, end = f.Path[:maxSteps/2], f.Path[n-maxSteps/2:]
		}
		path := &r.paths[r.at.level]
		*path = append(appendJoined((*path)[:0], r.at.path, begin), end...)
		f.Path = *path
	}
	r.ready = r.ready || f.Target == source.Body && r.at.level == 0
	r.field, r.carries, r.doubtful, r.literal, r.graphed, r.request.fresh = f, false, false, false, scope{}, false
	r.logged = false
	print := r.printOf(&r.field)
	if r.proven.has(print) {
		r.passPart()
		return true
	}
	r.views()
	r.cuts(&r.field)
	r.expired()
	r.prove(print)
	return true
}

// turn completes the record that is being read, and begins another.
func (r *reading) turn(record int) {
	if r.finish(); r.over {
		return
	}
	r.outOfTime()
	r.stopped, r.record = false, record
	r.time.allot(record != noRecord && record+1 < len(r.findings.scores))
	if r.time.reading.empty() {
		r.stopped, r.unread = true, true
	}
}

// finish completes the record that is being read.
func (r *reading) finish() {
	clear(r.opened)
	r.ready = true
	r.judge()
	r.ready = false
}

// views reads the field at hand in every way in which it can be read. A failure of a decoder costs the readings that
// were still to come, never the inspection of the value itself.
func (r *reading) views() {
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault = "reading a field: " + faultOf(p)
			r.add(&r.field, &decoders.View{Data: r.field.Value}, &r.at)
		}
	}()
	if wholeOnly(&r.field) && (r.at.level == 0 || r.field.Kind == source.HeaderText) {
		if r.requestPart(&r.field, &decoders.View{Data: r.field.Value}) {
			return
		}
	}
	r.expander.ExpandTo(r.field.Value, r.field.Hint, r.methods.look)
}

// lookAt judges one reading of the field at hand, and says whether to go on.
func (r *reading) lookAt(v decoders.View) bool {
	if r.stopped {
		return false
	}
	r.look(&r.field, &v)
	if v.Declared && r.at.level == 0 {
		r.carries = r.requestPart(&r.field, &v)
	}
	switch {
	case v.Document:
		r.doubtful = true
		r.logged = r.logged || isLogDocument(&r.field, &v)
	case r.carries && !isValue(&r.field) && carried(&r.field, &v):
	default:
		r.add(&r.field, &v, &r.at)
	}
	return true
}

// add puts a reading into the portion, unless it cannot match, or is no text: of bytes the texts in them follow.
func (r *reading) add(f *source.Field, v *decoders.View, at *envelope) {
	if !v.Opaque {
		r.addText(f, v, at, v.Data, isBinary(f, v))
	}
}

// addText puts one text into the portion, unless it cannot match. What is longer than the engine is given at once is put
// there in windows, if it may match as a whole.
func (r *reading) addText(f *source.Field, v *decoders.View, at *envelope, data []byte, binary bool) {
	if r.late(len(data)) || len(data) <= maxProof && !r.suspect(f, v, data) || r.stopped {
		return
	}
	if len(data) > maxValue {
		if r.comforted(f, v, data) || r.expired() {
			return
		}
		r.doubtful = true
		r.cut(r.record, cutLength)
		for start := 0; !r.stopped; start += maxValue - windowOverlap {
			r.addText(f, v, at, data[start:min(start+maxValue, len(data))], binary)
			if start+maxValue >= len(data) {
				return
			}
		}
		return
	}
	r.doubtful = true
	key := maphash.Bytes(seed, data) ^ uint64(r.record)*0x9e3779b97f4a7c15
	if at.level > 0 {
		if _, done := r.judged[key]; done {
			return
		}
	}
	name, part := joinPath(f.Path, v.Path).String(), partName(f)
	if part != "" && v.Declared && !ownName(f) {
		name = part
	}
	kind := r.kindOfText(f, v, name)
	if rules.Whole(kind.String()) {
		if r.judged == nil {
			r.judged = make(map[uint64]struct{})
		}
		r.judged[key] = struct{}{}
	}
	via := slices.Concat(at.via, v.Via).String()
	r.portion.values = append(r.portion.values, engine.Value{Name: name, Text: string(data)})
	r.portion.byValue = append(r.portion.byValue, slices.Clone(r.portion.suspects.Since()))
	if o := &r.inspector.options; !o.Excerpts && !o.Explain { // else the texts that matched are wanted
		r.portion.certain = append(r.portion.certain, slices.Clone(r.portion.suspects.Certain()))
	}
	r.portion.origins = append(r.portion.origins, origin{field: name, part: part, via: via, kind: kind, binary: binary})
	r.portion.bytes += len(data)
	if len(r.portion.values) >= maxPortionValues || r.portion.bytes >= maxPortionBytes {
		r.judge()
	}
}

// isBinary says whether a reading may honestly hold single bytes that are no text, with which some rules find fault. What
// stands in a name or a query is text, however many times percent-encoded; what comes out of a body or of Base64 may be
// anything. All other rules judge both alike.
func isBinary(f *source.Field, v *decoders.View) bool {
	for _, e := range v.Via {
		if e != decoders.URL && e != decoders.Form && e != decoders.Overlong {
			return true
		}
	}
	return f.Kind == source.Binary || f.Target == source.Body && !v.Simple && !decoders.IsText(v.Data)
}

// cuts notes what the decoders left unread in a field.
func (r *reading) cuts(f *source.Field) {
	for _, c := range r.expander.Cuts() {
		if c.Reason == decoders.CutDuplicates {
			r.own(rules.DuplicateKeys, f.Path.String())
			continue
		}
		if c.Reason == decoders.CutKeys || c.Reason == decoders.CutElements || c.Reason == decoders.CutLength {
			r.excess(rules.TooLarge, string(c.Reason), f.Path.String())
			continue
		}
		reason := string(c.Reason)
		if c.Encoding != "" {
			reason += ":" + string(c.Encoding)
		}
		r.cut(r.record, reason)
	}
}

// judge hands the portion, and the request if there is one, to the engine.
func (r *reading) judge() {
	var request *engine.Request
	suspected := false
	if r.ready && r.request.begun {
		r.request.frame()
		// Values that match are judged in the company of their request: some rules look at both.
		if suspected = r.suspectRequest(); suspected || len(r.portion.values) > 0 {
			request = r.request.fair()
		}
		r.request.clear()
	}
	if len(r.portion.values) == 0 && request == nil || r.stopped {
		return
	}
	r.portion.suspects.Rest()
	matches, err := r.evaluate(request, suspected)
	r.report(matches, request)
	switch {
	case errors.Is(err, engine.ErrBudget):
		r.stopped = true
	case err != nil:
		r.findings.fault = err.Error()
	}
	r.portion.clear()
}

// evaluate asks the engine about the portion, and the request if there is one, of which something may be suspected. The
// time that its rules take to compile is our own cost, and no part of the budget; but no answer is worth waiting for past the end.
func (r *reading) evaluate(request *engine.Request, suspected bool) ([]engine.Match, error) {
	i := r.inspector
	if err := i.await(r.ctx, r.time.last); err != nil {
		return nil, err
	}
	suspects := engineSuspects(&r.portion.suspects, r.portion.byValue, r.portion.certain)
	if suspects != nil {
		suspects.ValuesOnly = !suspected
	}
	return r.ask(request, r.portion.values, suspects)
}

// cut notes that something in a record was left uninspected. It counts once for each record and reason.
func (r *reading) cut(record int, reason string) {
	if !r.findings.incompleteIn(record, reason) {
		return
	}
	rule, _ := rules.ByID(rules.Incomplete)
	r.found(Match{
		Rule: rules.Incomplete, Message: rule.Message + ": " + reason, Severity: rule.Severity, Tags: rule.Tags,
		Score: r.limitScore, Record: record,
	})
}

// own notes a finding of our own in the record that is being read.
func (r *reading) own(id int, field string) {
	rule, _ := rules.ByID(id)
	r.found(Match{
		Rule: id, Message: rule.Message, Severity: rule.Severity, Tags: rule.Tags, Score: rule.Score, Record: r.record, Field: field,
	})
}

// unexpected notes that the event should not be here at all, which counts whatever the threshold is.
func (r *reading) unexpected(id int) {
	rule, _ := rules.ByID(id)
	r.found(Match{
		Rule: id, Message: rule.Message, Severity: rule.Severity, Tags: rule.Tags,
		Score: max(rule.Score, r.inspector.options.threshold()), Record: noRecord,
	})
}
