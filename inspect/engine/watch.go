package engine

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// watch accompanies one transaction: it knows its values and when its time is up. One goroutine uses it.
type watch struct {
	id       string
	ctx      context.Context
	now      func() time.Time
	deadline time.Time
	bounded  bool
	spent    int

	values    []Value
	keys      map[*byte]int    // a value's key string, told by its address → index of the value
	captured  map[int]struct{} // the rules for which it matters what their expressions capture
	parts     bool             // what every expression captures matters
	nameRules []int            // the rules that look at argument names
	fed       bool             // the values have been added
	names     []string         // their key strings
	narrows   bool             // each rule is to see only the values that it may match
	shown     []int            // the values that are seen, by index, if that is so
	suspects  *Suspects        // the rules that are asked, but for those that steer; nil if that is all
}

// running holds the watches by transaction id, because Coraza's operators are one set for the whole process and are
// told nothing of a transaction but its id.
var running sync.Map

var lastTransaction atomic.Uint64

func (e *Engine) watch(ctx context.Context, values []Value) *watch {
	w := &watch{id: strconv.FormatUint(lastTransaction.Add(1), 36), ctx: ctx, values: values, now: e.options.Now}
	w.deadline, w.bounded = ctx.Deadline()
	w.keys, w.names = make(map[*byte]int, len(values)), make([]string, len(values))
	return w
}

// matches says what is known of a rule's expression and a text before anybody looks. Of rules that steer, nothing is.
func (w *watch) matches(rule int, text string) (does, certain bool) {
	s := w.suspects
	if s == nil || s.Matches == nil || !slices.Contains(s.Rules, rule) {
		return true, false
	}
	return s.Matches(rule, text)
}

// captures says that it matters what a rule's expression captures.
func (w *watch) captures(rule int) bool {
	_, matters := w.captured[rule]
	return matters || w.parts
}

// watchOf returns the watch of a transaction, or nil if it is not one of ours.
func watchOf(id string) *watch {
	if w, ok := running.Load(id); ok {
		return w.(*watch)
	}
	return nil
}

const (
	// clockEvery is how many bytes operators may read between two looks at the clock. The slowest expressions of the
	// Core Rule Set read a quarter of a megabyte per second: 4 KB are 16 ms at worst.
	clockEvery = 4096
	// callCost stands for the work of one operator call on a short text, in bytes.
	callCost = 64
)

// late is what a transaction panics with when its time is up. Returning false instead would be wrong: a negated rule
// would take it for a match, and the transformations of all other rules would still run.
type late struct{}

// spend accounts for an operator about to read n bytes, and leaves the transaction if its time is up.
func (w *watch) spend(n int) {
	w.spent += n + callCost
	if w.spent < clockEvery {
		return
	}
	w.spent = 0
	if w.over() {
		panic(late{})
	}
}

func (w *watch) over() bool {
	return w.bounded && !w.now().Before(w.deadline) || w.ctx.Err() != nil
}
