package sieve

// want is what a text must have for any of some links to match it, or what comes of it.
type want struct {
	needs   needs  // one has to be met …
	creates uint64 // … by the text's classes and these, which steps may add
	opens   uint64 // or one of these has to be there, of which steps may make anything
}

// addWant adds a link that judges the text at a node, and needs something there.
func (t *tables) addWant(w *want, at uint8, n need) {
	w.needs = w.needs.with(n, kindNeeds)
	for ; at != 0; at = t.nodes[at].parent {
		w.after(&t.transform[t.nodes[at].step])
	}
}

// after makes it what a text must have before a step.
func (w *want) after(s *step) {
	w.creates |= s.creates
	w.opens |= s.opens
}

// meets says that a text of some classes has it.
func (w *want) meets(mask uint64) bool { return mask&w.opens != 0 || w.needs.met(mask|w.creates) }
