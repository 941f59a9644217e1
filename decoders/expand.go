package decoders

import (
	"iter"
	"slices"
)

// Expander yields the readings of values, within limits that all values of one invocation share. It is not safe for
// concurrent use: take one per invocation, or Reset one in between. Expand may be called for another value while the
// views of one are read.
type Expander struct {
	// Stop ends the reading of a value once it says that there is no time for more: it is asked every few bytes, and the value
	// has no further readings then. If it is nil, a value has all the time that it takes. Reset keeps it.
	Stop func() bool

	// Left is told of every document, and not of several in a row, once all that it holds has been yielded: its view once more. It
	// says whether to go on. If it is nil, nobody is told. Reset keeps it.
	Left func(View) bool

	limits Limits
	cuts   []Cut

	spent   int // bytes produced
	entries int // archive entries and parts read
	names   int // members, fields, nodes and tokens read

	asks    func(n int) bool // late, bound once
	unasked int              // bytes since Stop was asked last
	stopped bool             // it said so for this value

	idle []*walk  // walks to be used again
	free [][]byte // buffers to be used again
}

// keepBuffer is the size up to which a buffer is kept for the next value: few values are larger, and a function's
// memory is small.
const keepBuffer = 1 << 20

// keepIdle is how many walks and buffers are kept for the next invocation. A value takes one of each for every document
// and encoding around what is read.
const keepIdle = 4

// maxCuts bounds what Cuts returns: a sender chooses the names of declared encodings, so that the kinds of cuts could
// be any number.
const maxCuts = 64

// NewExpander returns an expander with fresh limits.
func NewExpander(limits Limits) *Expander {
	x := &Expander{limits: limits.withDefaults()}
	x.asks = x.late
	return x
}

// Reset begins another invocation: limits are fresh, and nothing is left of the last one but memory for its like.
func (x *Expander) Reset() {
	x.cuts, x.spent, x.entries, x.names = nil, 0, 0, 0
	if len(x.idle) > keepIdle {
		clear(x.idle[keepIdle:])
		x.idle = x.idle[:keepIdle]
	}
	for _, w := range x.idle {
		w.forget()
	}
	kept := 0 // bytes
	x.free = slices.DeleteFunc(x.free[:min(len(x.free), keepIdle)], func(b []byte) bool {
		kept += cap(b)
		return kept > keepBuffer
	})
	clear(x.free[len(x.free):cap(x.free)])
}

// Expand yields every reading of value, starting with the value with its declared encodings undone. Reading one value
// costs time in proportion to its length, its depth and the bytes that its encodings produce; all three are limited.
func (x *Expander) Expand(value []byte, hint Hint) iter.Seq[View] {
	return func(yield func(View) bool) { x.ExpandTo(value, hint, yield) }
}

// ExpandTo is Expand for those who read many values by one function, and need no iterator for each. It ends once yield
// returns false.
func (x *Expander) ExpandTo(value []byte, hint Hint, yield func(View) bool) {
	w := x.borrow()
	w.yield, x.stopped = yield, false
	w.start(value, hint)
	w.yield = nil
	x.idle = append(x.idle, w)
}

// Cuts returns what was cut since the last call, each kind once, and forgets it.
func (x *Expander) Cuts() []Cut {
	c := x.cuts
	x.cuts = nil
	return c
}

func (x *Expander) cut(reason Reason, e Encoding) {
	c := Cut{reason, e}
	if len(x.cuts) < maxCuts && !slices.Contains(x.cuts, c) {
		x.cuts = append(x.cuts, c)
	}
}

func (x *Expander) borrow() *walk {
	if n := len(x.idle); n > 0 {
		w := x.idle[n-1]
		x.idle = x.idle[:n-1]
		return w
	}
	// Room for what most documents need, so that it does not have to grow step by step.
	w := &walk{x: x, path: make(Path, 0, 8), via: make(Via, 0, 4), seen: make([]uint64, 0, 8)}
	w.open, w.names = make([]container, 0, 8), make([]uint64, 0, 32)
	return w
}

// buffer returns an empty buffer that nobody else uses until it is released.
func (x *Expander) buffer() []byte {
	if n := len(x.free); n > 0 {
		b := x.free[n-1]
		x.free = x.free[:n-1]
		return b
	}
	return nil
}

func (x *Expander) release(b []byte) {
	if cap(b) > 0 && cap(b) <= keepBuffer {
		x.free = append(x.free, b[:0])
	}
}

// undo decodes src into a buffer that the caller releases. What a limit cut is noted, and not an error: the bytes
// before it are returned. The error is errCorrupt.
func (x *Expander) undo(e Encoding, decode decodeFunc, src []byte) ([]byte, error) {
	limit, reason := x.limits.Expansion-x.spent, CutExpansion
	if most := max(ratioFloor, x.limits.Ratio*len(src)); most < limit {
		limit, reason = most, CutRatio
	}
	out, err := decode(x.buffer(), src, quota{limit, x.asks})
	x.spent += len(out)
	x.late(len(src))
	if err == errLimit { //nolint:errorlint // decodeFuncs return the bare values
		x.cut(reason, e)
		err = nil
	}
	if err == errLate { //nolint:errorlint // the same
		err = nil // nobody reads it
	}
	return out, err
}

// affords says whether n more bytes may be produced, and pays for them.
func (x *Expander) affords(n int) bool {
	if x.spent+n > x.limits.Expansion {
		x.cut(CutExpansion, "")
		return false
	}
	x.spent += n
	return true
}

func (x *Expander) countName() bool {
	if x.names >= x.limits.Names {
		x.cut(CutNames, "")
		return false
	}
	x.names++
	return true
}

func (x *Expander) countEntry(e Encoding) bool {
	if x.entries >= x.limits.Entries {
		x.cut(CutEntries, e)
		return false
	}
	x.entries++
	return true
}
