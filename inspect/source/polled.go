package source

import (
	"iter"

	"weir/decoders"
)

// polled is a batch that an event source mapping, or a pipe, has read from a queue or a stream. What it does with records
// follows AWS's pages on event source mappings and on partial batch responses.
type polled struct {
	member  string // of the event: the list of records; "" if the event itself is the list
	grouped bool   // the member is an object of such lists
	nothing string // the answer where no record is left; "" for a list of failures that is empty

	// identify appends the identifier by which batchItemFailures knows a record, in JSON, and says whether the record
	// has one; nil if there are no such reports, which makes the mode report the same as filter.
	identify func(dst []byte, record decoders.JSON) ([]byte, bool)
	// line names the sequence to which a record belongs: from the first failed one on, all of a sequence come back.
	// "" is no sequence; nil puts all records into one.
	line func(record decoders.JSON) string
}

// list returns the list of records, or the object of lists.
func (p polled) list(e Event) decoders.JSON {
	if p.member == "" {
		return e.Root
	}
	return e.Get(p.member)
}

func (p polled) records(e Event) iter.Seq2[int, decoders.JSON] {
	if p.grouped {
		return groupedRecords(p.list(e))
	}
	return p.list(e).Elements()
}

func (p polled) count(e Event) int {
	n := 0
	for range p.records(e) {
		n++
	}
	return n
}

// refuse takes out every record.
func (p polled) refuse(e Event, note Note, policy Policy) Outcome {
	return p.without(e, countTo(p.count(e)), note, policy)
}

// countTo returns 0 to n-1.
func countTo(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// without takes out the records in bad as the policy says.
func (p polled) without(e Event, bad []int, note Note, policy Policy) Outcome {
	t, ok := p.take(e, bad, policy)
	switch {
	case !ok:
		return blocked(note)
	case t.left == 0:
		return Reply{Payload: p.alone(t), Swallows: len(t.failures) == 0}
	}
	return t.forward()
}

// taken is a batch from which records have been taken out.
type taken struct {
	payload  []byte
	left     int
	failures []byte // elements of batchItemFailures
}

// take takes out the records in bad. It fails if the policy lets the batch fail, or if a record that has to be reported
// has no identifier: a report without one makes the batch fail anyway.
func (p polled) take(e Event, bad []int, policy Policy) (t taken, ok bool) {
	if policy.Batch == BatchFail {
		return t, false
	}
	if policy.Batch == BatchReport && p.identify != nil {
		bad = p.withLater(e, bad)
		if t.failures, ok = p.failures(e, bad); !ok {
			return t, false
		}
	}
	if p.grouped {
		t.payload, t.left = withoutGrouped(e, p.list(e), bad)
	} else {
		t.payload, t.left = withoutItems(e, p.list(e), bad)
	}
	return t, true
}

// forward gives the handler what is left, and adds the failures to those that it reports.
func (t taken) forward() Forward {
	if len(t.failures) == 0 {
		return Forward{Payload: t.payload}
	}
	return Forward{
		Payload: t.payload, Reported: true,
		Merge: func(answer []byte) []byte { return mergeFailures(answer, t.failures) },
	}
}

// alone is the answer where the handler gets nothing.
func (p polled) alone(t taken) []byte {
	if p.nothing != "" && len(t.failures) == 0 {
		return []byte(p.nothing)
	}
	return append(append([]byte(`{"batchItemFailures":[`), t.failures...), "]}"...)
}

// withLater adds to bad the later records of the same sequences.
func (p polled) withLater(e Event, bad []int) []int {
	var out []int
	failed := map[string]bool{}
	next := 0
	for n, record := range p.records(e) {
		line := "all"
		if p.line != nil {
			line = p.line(record)
		}
		isBad := next < len(bad) && bad[next] == n
		if isBad {
			next++
		}
		if isBad || line != "" && failed[line] {
			failed[line] = true
			out = append(out, n)
		}
	}
	return out
}

// failures writes the elements of batchItemFailures for the records in bad.
func (p polled) failures(e Event, bad []int) ([]byte, bool) {
	var out []byte
	next := 0
	for n, record := range p.records(e) {
		if next == len(bad) {
			break
		}
		if n != bad[next] {
			continue
		}
		next++
		if len(out) > 0 {
			out = append(out, ',')
		}
		var ok bool
		if out, ok = p.identify(append(out, `{"itemIdentifier":`...), record); !ok {
			return nil, false
		}
		out = append(out, '}')
	}
	return out, true
}

// byText identifies records by a text that stands in them under names.
func byText(names ...string) func([]byte, decoders.JSON) ([]byte, bool) {
	return func(dst []byte, record decoders.JSON) ([]byte, bool) {
		id := record.Get(names...).Text(nil)
		return appendQuoted(dst, id), len(id) > 0
	}
}
