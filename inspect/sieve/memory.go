package sieve

import "hash/maphash"

// memory is what links said of the texts of dense values: the readings of one value, which come one after the other, are mostly alike
// in what some step makes of them. It knows a text by its hash, and holds nothing of it.
type memory map[uint64]*answers

// answers are the links that match a text, and those that do not. Others were not asked.
type answers struct{ yes, no parts }

// mostTexts bounds how many texts are remembered: those of a few readings.
const mostTexts = 256

// on returns what is known of a text.
func (m *memory) on(hash uint64) *answers {
	if a, known := (*m)[hash]; known {
		return a
	}
	if *m == nil || len(*m) == mostTexts {
		*m = make(memory)
	}
	a := &answers{}
	(*m)[hash] = a
	return a
}

// matches says whether a link may match the value at its node.
func (w *walk) matches(n uint16, l *link) bool {
	text := w.exact(l.node)
	if w.suspects == nil || !w.keeps() {
		return l.operator.matches(text, &w.effort)
	}
	if w.about>>l.node&1 == 0 {
		w.about |= 1 << l.node
		w.answers[l.node] = w.suspects.memory.on(w.hash(l.node))
	}
	a := w.answers[l.node]
	if a.yes.has(n) || a.no.has(n) {
		return a.yes.has(n)
	}
	is := l.operator.matches(text, &w.effort)
	switch {
	case w.effort < 0: // nobody knows
	case is:
		a.yes.add(n)
	default:
		a.no.add(n)
	}
	return is
}

// hash is that of the value at a node.
func (w *walk) hash(at uint8) uint64 {
	if w.hashed>>at&1 == 0 {
		w.hashed |= 1 << at
		w.hashes[at] = maphash.Bytes(seed, w.exact(at))
	}
	return w.hashes[at]
}
