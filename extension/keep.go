package main

import (
	"context"
	"fmt"

	"weir/extension/auditlog"
	"weir/inspect"
	"weir/inspect/source"
)

// unkept is what the line at the start says where records can be lost.
const unkept = "what is taken out of a batch or swallowed is gone but for its id and hash in the log: WEIR_QUARANTINE keeps it"

// keep keeps what the outcome would lose, before anything moves on, and returns what the log says of it. If that fails,
// it is a fault of ours: what happens goes on, or, under WEIR_ON_FAULT=closed, the invocation fails, so that AWS tries
// again, and nothing is lost.
func (w *weir) keep(ctx context.Context, inv source.Invocation, v *inspect.Verdict, o *source.Outcome) auditlog.Removal {
	removal, err := w.kept(ctx, inv, *v, *o)
	if err == nil {
		return removal
	}
	if v.Fault != "" {
		v.Fault += "; "
	}
	v.Fault += err.Error()
	if w.closed {
		v.Action = inspect.Block
		*o = source.Fail{Type: source.Blocked, Message: "Request blocked (incident " + v.Incident + ")"}
		removal = auditlog.Removal{}
	}
	return removal
}

// kept is keep without the consequences. Also of a panic it makes an error: the proxy would take one for no judgement,
// and the event for one that may pass.
func (w *weir) kept(ctx context.Context, inv source.Invocation, v inspect.Verdict, o source.Outcome) (r auditlog.Removal, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("listing what is lost: panic of type %T", p)
		}
	}()
	items := w.quarantine.Taken(inv, v, o)
	for _, item := range items {
		r.Items = append(r.Items, auditlog.Removed{Record: item.Record, ID: item.ID, SHA256: item.SHA256})
	}
	r.Place, err = w.quarantine.Keep(ctx, inv, v, items)
	return r, err
}
