package sieve

import (
	"math/bits"
	"slices"
	"sync/atomic"
)

// plan is what has to be done with a text that is the value at some nodes. It depends on which symbols that steps ask for
// are in the text, and on nothing else of it: honest texts have a few dozen plans between them.
type plan struct {
	planKey
	links parts // that look at the nodes where the text is the same, but for the case of letters
	steps []planStep
}

// planKey is all that a plan depends on.
type planKey struct {
	at, active nodes
	symbols    uint64 // the classes that some step asks for
	capitals   bool   // there are some, and a step behind one that makes them small has something to do
	spaced     bool   // there is white space that is no single blank
	loose      bool   // the last byte is a blank or a dot
}

// planStep is a step that may change the text, and the nodes whose step it is.
type planStep struct {
	step uint8
	at   nodes
}

// shortText is the length up to which it is worthwhile to see whether the blanks in a text are single.
const shortText = 128

// caseStep is a step that changes the case of letters, whether or not it has anything else to do.
type caseStep struct{ trigger, behind uint64 }

// plans keep the plans that were made last. They are safe for concurrent use.
type plans [1 << 8]atomic.Pointer[plan]

// planOf returns the plan for a text with the given mask. It is valid until the next one at the same depth.
func (w *walk) planOf(at nodes, text []byte, mask uint64) *plan {
	k := w.keyOf(text, mask)
	k.at, k.active = at, w.active
	if w.keeps() { // such a text is like no other
		p := &w.own[w.depth]
		w.plan(p, k)
		return p
	}
	p := &w.plans[k.slot()]
	if known := p.Load(); known != nil && known.planKey == k {
		return known
	}
	made := &plan{}
	w.plan(made, k)
	p.Store(made)
	return made
}

// keyOf is what a plan depends on in a text.
func (t *tables) keyOf(text []byte, mask uint64) planKey {
	k := planKey{symbols: mask & t.asked}
	if mask&t.behind != 0 {
		k.capitals = t.caseMatters(mask) && hasCapitals(text)
	}
	k.spaced = mask&t.blank != 0 && (mask&t.spaces != 0 || len(text) > shortText || !isCompressed(text))
	k.loose = len(text) > 0 && (text[len(text)-1] == '.' || text[len(text)-1] == ' ')
	return k
}

// caseMatters says that a step which makes capitals small has nothing else to do, and one behind it has.
func (t *tables) caseMatters(mask uint64) bool {
	for i := range t.cases {
		if c := &t.cases[i]; mask&c.trigger == 0 && mask&c.behind != 0 {
			return true
		}
	}
	return false
}

func (k *planKey) slot() uint8 {
	const odd = 0x9e3779b97f4a7c15
	h := (k.symbols ^ uint64(k.active)*odd ^ bits.RotateLeft64(uint64(k.at), 32)) * odd
	for _, is := range [...]bool{k.capitals, k.spaced, k.loose} {
		h <<= 1
		if is {
			h ^= odd
		}
	}
	return uint8(h * odd >> 56)
}

// plan makes a plan, in the room of another.
func (t *tables) plan(p *plan, k planKey) {
	p.planKey, p.links, p.steps = k, parts{}, p.steps[:0]
	changing := nodes(0)
	for at := k.at; at != 0; {
		i := bits.TrailingZeros64(uint64(at))
		at &^= 1 << i
		p.links = p.links.or(t.nodes[i].links)
		for c := t.nodes[i].children & k.active; c != 0; c &= c - 1 {
			child := bits.TrailingZeros64(uint64(c))
			if t.unchanged(&t.nodes[child], k) {
				at |= 1 << child
			} else {
				changing |= 1 << child
			}
		}
	}
	for step := range t.transform {
		s := planStep{step: uint8(step)}
		for c := changing; c != 0; c &= c - 1 {
			if i := bits.TrailingZeros64(uint64(c)); int(t.nodes[i].step) == step {
				s.at |= 1 << i
			}
		}
		if s.at != 0 {
			p.steps = append(p.steps, s)
		}
	}
}

// behind are the nodes of a step of a plan, and of those that follow it.
func (p *plan) behind(step int) nodes {
	at := nodes(0)
	for i := range p.steps[step:] {
		at |= p.steps[step+i].at
	}
	return at
}

// unchanged says that the node's text is the parent's but for the case of letters, which makes no difference below.
func (t *tables) unchanged(n *node, k planKey) bool {
	s := &t.transform[n.step]
	trigger := s.trigger
	if s.spaces && !k.spaced {
		trigger &^= t.blank
	}
	if s.end && !k.loose {
		trigger &^= t.blank | t.dot
	}
	return s.transformation.trigger != "" && k.symbols&trigger == 0 && (!s.cases || k.symbols&n.triggers == 0 || !k.capitals)
}

// findAsked finds the classes that steps ask for.
func (t *tables) findAsked() {
	t.blank, t.dot, t.spaces = t.maskOf(" "), t.maskOf("."), whatever
	for i := 1; i < len(t.nodes); i++ {
		n := &t.nodes[i]
		if s := &t.transform[n.step]; s.transformation.trigger != "" {
			t.asked |= s.trigger
		}
		if s := &t.transform[n.step]; s.spaces {
			t.spaces &= s.trigger &^ t.blank
		}
		if c := (caseStep{t.transform[n.step].trigger, n.triggers}); t.transform[n.step].cases && !slices.Contains(t.cases, c) {
			t.cases = append(t.cases, c)
			t.behind |= c.behind
		}
	}
}
