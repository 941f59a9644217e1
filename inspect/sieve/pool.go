package sieve

import "sync"

// pool keeps walks for the next values. It is safe for concurrent use.
type pool struct{ walks sync.Pool }

func (p *pool) get(t *tables) *walk {
	if w, ok := p.walks.Get().(*walk); ok {
		return w
	}
	return &walk{tables: t}
}

func (p *pool) put(w *walk) {
	if w.outgrown() {
		return
	}
	w.value, w.suspects, w.effort = nil, nil, effort{}
	p.walks.Put(w)
}

// outgrown says that a walk has judged a value which few others are as long as.
func (w *walk) outgrown() bool { return len(w.value) > keepRoom && !w.keeps() }

// keepResting is what the results of a walk may take while no value is judged, in bytes: about those of a value of keepRoom.
const keepResting = 4 << 20

// Rest gives up what is kept of a long value for its next reading: the values of an event have been judged.
func (s *Sieve) Rest() {
	if w, ok := s.pool.walks.Get().(*walk); ok && w.results.bytes <= keepResting {
		s.pool.walks.Put(w)
	}
}
