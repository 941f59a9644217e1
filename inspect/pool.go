package inspect

import (
	"context"
	"slices"
	"time"

	"weir/decoders"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

// keepJudged and keepScores bound what one inspection leaves to the next: most events have far fewer texts that may match,
// and records, and a function's memory is small.
const (
	keepJudged = 256
	keepScores = 1 << 10
)

// methods are those of a reading that it gives to others, bound once.
type methods struct {
	read func(source.Field) bool
	look func(decoders.View) bool
	stop func() bool
}

// reading prepares the state of one inspection, in memory that an earlier one may have left.
func (i *Inspector) reading(ctx context.Context, deadline time.Time, event source.Event, src source.Source) *reading {
	r, used := i.readings.Get().(*reading)
	if !used {
		r = &reading{
			inspector: i, expander: decoders.NewExpander(i.options.Limits.Limits), limits: i.options.Limits.withDefaults(), clean: &clean{},
			proven: &proven{},
		}
		r.methods = methods{read: r.readField, look: r.lookAt, stop: r.stop}
		r.portion.suspects.Stop, r.expander.Stop, r.expander.Left = r.methods.stop, r.methods.stop, r.openEnvelope
	}
	r.ctx, r.source, r.record = ctx, src.Name(), noRecord
	r.event = event
	began := i.now()
	r.time = i.options.budget(began, deadline, len(event.Payload)).begin(began)
	r.time.allot(false)
	if batch, ok := src.(source.Batch); ok {
		n := batch.Records(event)
		r.findings.scores = slices.Grow(r.findings.scores, n)[:n]
	}
	if !i.options.PassLimits {
		r.limitScore = i.options.threshold()
	}
	return r
}

// giveBack leaves a reading to later inspections: its memory, and nothing that was in it. Whatever a fault may have left
// half done is not used again.
func (i *Inspector) giveBack(r *reading) {
	if r.findings.fault != "" {
		return
	}
	r.expander.Reset()
	r.portion.clear()
	i.sieve.Rest()
	judged, scores := r.judged, r.findings.scores
	if cap(scores) > keepScores {
		scores = nil
	}
	clear(scores)
	if len(judged) > keepJudged {
		judged = nil
	}
	clear(judged)
	for i := range r.paths {
		clear(r.paths[i][:cap(r.paths[i])])
		r.paths[i] = r.paths[i][:0]
		if r.spares[i].Payload != nil {
			r.spares[i] = r.spares[i].Reparse(nil)
		}
	}
	r.request.clear()
	*r.clean = clean{}
	*r = reading{
		inspector: i, expander: r.expander, methods: r.methods, limits: r.limits, portion: r.portion, judged: judged, clean: r.clean, proven: r.proven,
		findings: findings{scores: scores[:0]}, paths: r.paths, spares: r.spares,
		request: draft{Request: sieve.Request{Headers: r.request.Headers}, proven: r.request.proven},
	}
	i.readings.Put(r)
}
