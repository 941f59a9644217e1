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
	if !w.remembers() {
		return l.operator.matches(w.exact(l.node), &w.effort)
	}
	return w.matchesText(n, l, w.exact(l.node), w.answersAt(l.node))
}

// matchesText says whether a link may match a text, if it has not said so already.
func (w *walk) matchesText(n uint16, l *link, text []byte, a *answers) bool {
	if a.known(n) {
		return a.yes.has(n)
	}
	is := l.operator.matches(text, &w.effort)
	if !w.effort.over() { // otherwise nobody knows
		a.note(n, is)
	}
	return is
}

// matchesOne is matchesText for a text that stands at no node.
func (w *walk) matchesOne(n uint16, l *link, text []byte) bool {
	if !w.remembers() {
		return l.operator.matches(text, &w.effort)
	}
	return w.matchesText(n, l, text, w.suspects.memory.on(maphash.Bytes(seed, text)))
}

// remembers says that answers about the value's texts are.
func (w *walk) remembers() bool { return w.suspects != nil && w.keeps() }

// answersAt are those about the value at a node.
func (w *walk) answersAt(node uint8) *answers {
	if w.about>>node&1 == 0 {
		w.about |= 1 << node
		w.answers[node] = w.suspects.memory.on(w.hash(node))
	}
	return w.answers[node]
}

func (a *answers) known(link uint16) bool { return a.yes.has(link) || a.no.has(link) }

func (a *answers) note(link uint16, is bool) {
	if is {
		a.yes.add(link)
	} else {
		a.no.add(link)
	}
}

// hash is that of the value at a node.
func (w *walk) hash(at uint8) uint64 {
	if w.hashed>>at&1 == 0 {
		w.hashed |= 1 << at
		w.hashes[at] = maphash.Bytes(seed, w.exact(at))
	}
	return w.hashes[at]
}
