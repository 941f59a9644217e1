package main

import (
	"context"
	"fmt"
	"sync"

	"weir/extension/auditlog"
	"weir/extension/config"
	"weir/inspect"
	"weir/inspect/source"
)

// unkept is told once, when the first event comes of which something can be lost.
const unkept = "what is taken out of a batch or swallowed is gone but for its id and hash in the log: WEIR_QUARANTINE keeps it. It applies to "

// losses knows of which sources that came something can be lost. It is made for a function that has no quarantine.
type losses struct {
	settings config.Config
	mu       sync.Mutex
	seen     map[string]bool // sources that have been looked at: there are as many as names of sources
	told     bool
}

// tell tells that refused records or events of a source are kept nowhere, once. Each source is looked at when it comes for the first
// time.
func (l *losses) tell(log *auditlog.Log, inv source.Invocation, v inspect.Verdict) {
	defer func() {
		if p := recover(); p != nil { // the verdict stands, whatever is told
			log.Fault(fmt.Errorf("looking at what can be lost: panic of type %T", p))
		}
	}()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.told || l.seen[v.Source] {
		return
	}
	if l.seen == nil {
		l.seen = make(map[string]bool)
	}
	l.seen[v.Source] = true
	policy, unkeptAnywhere := l.settings.Fate(v.Source)
	if !unkeptAnywhere || !l.settings.Blocks(v.Mode) {
		return
	}
	event := source.Parse(inv.Payload)
	if s, _ := source.Recognise(event); source.Loses(s, event, policy) {
		l.told = true
		log.Problems(nil, unkept+v.Source)
	}
}

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
