// Package inspect judges events: Inspector.Inspect is the one staircase that every event climbs.
package inspect

import (
	"cmp"
	"context"
	"sync"
	"time"

	"weir/inspect/engine"
	"weir/inspect/leak"
	"weir/inspect/rules"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

// Options are all that an Inspector is told. The zero Options block at the Core Rule Set's defaults.
type Options struct {
	Mode      Mode            // "" means block
	Modes     map[string]Mode // by source name; wins over Mode
	RuleModes []RuleMode      // by rule or tag; each takes the place of Mode, and beside a source's mode the milder holds
	Unread    Unread          // what of the settings cannot be read
	Paranoia  int             // 1 to 4; 0 means 1
	Threshold int             // anomaly score that counts; 0 means 5

	Responses         ResponseMode // "" means monitor
	ResponseThreshold int          // the same score for responses; 0 means 4

	Exclude []Exclusion
	Fields  []FieldKind   // kinds of fields inside the user's payloads; the first that fits counts
	Expect  []Expectation // what the function expects to be called by; none means anything
	Auth    bool          // WEIR_REQUIRE_AUTH: a request without an authorizer's result is a finding
	Rules   []string      // the user's own SecLang texts
	Limits  Limits
	Ports   []int // where Weir and the Runtime API listen inside the sandbox, if told; the usual ones are known

	PassLimits  bool // WEIR_ON_LIMIT=pass: what a limit left uninspected is noted, but does not count
	FaultClosed bool // WEIR_ON_FAULT=closed: a failure of our own refuses the event

	Budget      time.Duration // time for exact inspection of one invocation; 0 means the default: the lesser of 25 % and 1 s
	BudgetShare float64       // share of the remaining time, 0 to 1; used where Budget is 0
	Processor   float64       // how much of a core the function has, all in all; 0 is not known, and counts as one

	Batch  map[string]source.BatchMode // by source name; "" holds the default
	Async  map[string]source.AsyncMode // by source name; "" holds the default
	Status int                         // of HTTP refusals; 0 means 403
	Body   string                      // of HTTP refusals; "" means {"message":"Forbidden"}
	Header []source.Pair               // added to HTTP refusals

	Unconfirmed bool // WEIR_CONFIRM=off: a match counts whether or not its text does what the rule fears

	Excerpts bool // keep the matched text in the verdict
	Explain  bool // keep it, and which part of it matched: for people, since it takes longer

	Now func() time.Time // nil means time.Now
}

// Inspector judges events. It is safe for concurrent use.
type Inspector struct {
	options Options
	sieve   *sieve.Sieve
	ports   *rules.Ports                 // values that begin with an address and one of Options.Ports; nil: no unusual ones
	leaks   func() (*leak.Finder, error) // made when the first response comes
	built   chan struct{}                // closed when engine, problem and err are set
	engine  *engine.Engine
	problem error // with the user's rules: the inspector works without them
	err     error // no engine could be built

	readings sync.Pool // of *reading: what inspections hand on to each other
}

// New prepares an inspector. The rules are compiled in the background, and the first Inspect that needs them waits.
func New(options Options) *Inspector {
	i := &Inspector{
		options: options, built: make(chan struct{}), sieve: sieve.New(max(options.Paranoia, 1), options.Rules),
		ports: rules.PortsOf(options.Ports),
	}
	i.leaks = sync.OnceValues(func() (*leak.Finder, error) { return leak.New(rules.Files()) })
	go i.build()
	return i
}

// Wait waits until the rules are compiled. It returns what is wrong with the user's rules, without which
// the inspector works, and what kept Weir's own rules from being compiled.
func (i *Inspector) Wait() (problem, err error) {
	<-i.built
	return i.problem, i.err
}

// await is Wait for an inspection that has to end at a moment; the zero time is none.
func (i *Inspector) await(ctx context.Context, last time.Time) error {
	if !last.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, last)
		defer cancel()
	}
	select {
	case <-i.built:
		return i.err
	case <-ctx.Done():
		return engine.ErrBudget
	}
}

// build compiles the rules. Rules of the user that do not compile are left out as a whole: half of a rule set may allow
// what the other half forbids.
func (i *Inspector) build() {
	defer close(i.built)
	options := engine.Options{
		Paranoia: i.options.Paranoia, Setup: rules.Setup(), Files: rules.Files(), Catalogue: rules.Catalogue(), Rules: i.options.Rules,
		Parts: i.options.Explain, Now: i.now,
	}
	i.engine, i.err = engine.New(options)
	if i.err != nil && len(options.Rules) > 0 {
		i.problem = i.err
		options.Rules = nil
		i.engine, i.err = engine.New(options)
	}
}

// Inspect judges one event and says what has to happen to it. It never fails: what goes wrong becomes part of the
// verdict. ctx ends the inspection early; inv.Deadline bounds it.
func (i *Inspector) Inspect(ctx context.Context, inv source.Invocation) (verdict Verdict, outcome source.Outcome) {
	started := i.now()
	defer func() {
		if p := recover(); p != nil {
			verdict.Fault = "inspecting: " + faultOf(p)
			// Whatever has failed is not asked again: the least of sources answers, which needs nothing of the event.
			verdict.Mode = cmp.Or(verdict.Mode, i.options.mode(source.Direct{}, "direct"))
			outcome = i.faulty(&verdict, source.Event{Payload: inv.Payload}, source.Direct{})
		}
		verdict.Took = i.now().Sub(started)
	}()

	event := source.Parse(inv.Payload)
	src, ambiguous := source.Recognise(event)
	name := source.NameOf(src, event)
	verdict = Verdict{Source: name, Mode: i.options.mode(src, name), Action: Pass}
	refuser := src
	expected := i.options.expected(src, name, event)
	if !expected { // who it says that it is proves nothing: it is answered as anybody
		refuser = source.Direct{}
		verdict.Mode = i.options.mode(refuser, refuser.Name())
	}
	if verdict.Mode == ModeOff {
		return verdict, source.Forward{Payload: inv.Payload}
	}
	r := i.reading(ctx, inv.Deadline, event, src)
	r.source = name
	if expected {
		r.guests = i.options.guestsOf(src, name, event)
	} else {
		r.unexpected(rules.UnexpectedSource)
	}
	if i.options.Auth && !source.Authorised(src, event) {
		r.unexpected(rules.Unauthorised)
	}
	r.shape(event, ambiguous)
	stripped := src.Strip(event)
	if stripped != nil {
		r.own(rules.InboundNote, "")
	}
	if !expected {
		stripped = nil // as Direct strips
	}
	r.size(event)
	r.read(event, src)
	r.outOfTime()

	if r.guests.govern(&i.options) {
		refuser, stripped = source.Direct{}, nil
		verdict.Mode = i.options.mode(refuser, refuser.Name())
	}
	outcome = i.conclude(&verdict, r, event, stripped, refuser)
	if !verdict.Clean() {
		verdict.Origin = source.OriginOf(src, event)
	}
	i.giveBack(r)
	if forward, ok := outcome.(source.Forward); ok {
		forward.Caller = source.CallerOf(src, event, name)
		outcome = forward
	}
	return verdict, outcome
}

// conclude writes what a reading found into the verdict and decides. stripped is what src.Strip returns.
func (i *Inspector) conclude(v *Verdict, r *reading, event source.Event, stripped []byte, src source.Source) source.Outcome {
	f := &r.findings
	v.Matches, v.Incomplete, v.Fault = f.matches, f.incomplete, f.fault
	v.Denials, v.Denied = f.denials, f.denied
	g := i.options.governance(v.Mode, src, v.Source)
	t := f.govern(v, g, i.options.threshold())
	v.Records, v.Score, v.Bad = len(f.scores), f.score(t), f.bad(t, i.options.threshold())
	if !v.Clean() {
		v.Incident = newIncident()
		v.Asked = i.options.askedMode(v, f, g, src)
	}
	if v.Fault != "" && i.options.FaultClosed && v.Score < i.options.threshold() {
		return i.faulty(v, event, src)
	}
	outcome := i.options.decide(v, t.event, event, stripped, src)
	if v.Action == Pass && !v.Clean() {
		v.Would = i.options.would(v, f, g, event, src)
	}
	return outcome
}

// faulty is what happens to an event that could not be judged through a fault of ours: WEIR_ON_FAULT.
func (i *Inspector) faulty(v *Verdict, event source.Event, src source.Source) source.Outcome {
	if v.Incident == "" {
		v.Incident = newIncident()
	}
	if !i.options.FaultClosed || v.Mode == ModeMonitor || v.Mode == ModeOff {
		v.Action = Pass
		return source.Forward{Payload: event.Payload}
	}
	v.Action = Block
	policy := i.options.policy(v.Source)
	// Nothing was found that would be worth losing an event for: it may come back when we are well.
	if policy.Async = source.AsyncError; policy.Batch == source.BatchFilter {
		policy.Batch = source.BatchFail
	}
	return src.Refuse(event, v.note(), policy)
}

func (i *Inspector) now() time.Time {
	if i.options.Now != nil {
		return i.options.Now()
	}
	return time.Now()
}
