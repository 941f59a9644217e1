package inspect

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"

	"weir/inspect/source"
)

// decide turns a verdict into what happens to the event, and writes the action into the verdict. In order:
// under the threshold, or in monitor mode, the event passes; annotate mode marks it, where its source has a safe
// place; block mode takes the bad records out of a batch, and refuses everything else. stripped is the event without a note
// that came with it, or nil.
func (o Options) decide(v *Verdict, eventScore int, event source.Event, stripped []byte, src source.Source) source.Outcome {
	passed := source.Forward{Payload: event.Payload}
	v.Action = Pass
	if v.Mode == ModeMonitor || v.Mode == ModeOff {
		return passed
	}
	if v.Score < o.threshold() {
		// A note that came with the event would speak in our name.
		if stripped != nil {
			passed.Payload = stripped
		}
		return passed
	}
	note := v.note()
	if v.Mode == ModeAnnotate {
		if annotated := src.Annotate(event, note); annotated != nil {
			v.Action = Annotate
			passed.Payload = annotated
		} else if stripped != nil {
			passed.Payload = stripped
		}
		return passed
	}
	policy := o.policy(v.Source)
	if batch, action := o.without(src, policy, eventScore, len(v.Bad), v.Records); batch != nil {
		v.Action = action
		return batch.Without(event, v.Bad, note, policy)
	}
	v.Action = Block
	outcome := src.Refuse(event, note, policy)
	if _, forwarded := outcome.(source.Forward); forwarded {
		v.Action = Pass // some events must not be refused: the deletion of a stack's resource, the last of a window
	}
	return outcome
}

// without returns the batch that loses its bad records, and what that is called; nil if the event is refused as a whole.
func (o Options) without(src source.Source, policy source.Policy, eventScore, bad, records int) (source.Batch, Action) {
	batch, ok := src.(source.Batch)
	switch {
	case !ok || eventScore >= o.threshold() || bad == 0 || policy.Batch == source.BatchFail:
		return nil, Block
	case bad == records:
		return batch, Block
	}
	return batch, Filter
}

// would is what would be done with an event that passes, if all that is in monitor mode were in block mode: Block, Filter, or
// nothing.
func (o Options) would(v *Verdict, f *findings, g governance, event source.Event, src source.Source) Action {
	t := f.tallyAt(ModeMonitor, g)
	if f.score(t) < o.threshold() {
		return ""
	}
	policy := o.policy(v.Source)
	if batch, action := o.without(src, policy, t.event, len(f.bad(t, o.threshold())), len(f.scores)); batch != nil {
		return action
	}
	if _, forwarded := src.Refuse(event, v.note(), policy).(source.Forward); forwarded {
		return "" // see decide
	}
	return Block
}

// note is what the source may learn.
func (v *Verdict) note() source.Note {
	var ids []int
	for _, m := range v.Matches {
		if v.Counts(m) {
			ids = append(ids, m.Rule)
		}
	}
	return source.Note{Incident: v.Incident, Score: v.Score, Rules: ids, Verdict: string(v.Mode), Bad: v.Bad}
}

// policy is what the user declared about refusals of one source.
func (o Options) policy(name string) source.Policy {
	p := source.Policy{
		Batch:  cmp.Or(setting(o.Batch, name), source.BatchFilter),
		Async:  cmp.Or(setting(o.Async, name), source.AsyncError),
		Status: o.Status, Body: o.Body, Headers: o.Header,
	}
	if p.Status == 0 {
		p.Status = 403
	}
	if p.Body == "" {
		p.Body = `{"message":"Forbidden"}`
	}
	return p
}

// threshold is the score that counts; 5, the Core Rule Set's own, is one critical match.
func (o Options) threshold() int {
	if o.Threshold > 0 {
		return o.Threshold
	}
	return 5
}

// newIncident returns an id of 64 random bits in hex: enough to find one finding among a function's. The bits are drawn
// for each finding, so that a process restored from a snapshot does not repeat them.
func newIncident() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand, since Go 1.24)
	return hex.EncodeToString(b[:])
}
