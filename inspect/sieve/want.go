package sieve

// want is what a text must have for any of some links to match it, or what comes of it.
type want struct {
	needs   []uint64 // at least one has to be met …
	creates uint64   // … by the text's classes and these, which steps may add
	opens   uint64   // or one of these has to be there, of which steps may make anything
}

// addWant adds a link that judges the text at a node, and needs some classes there.
func (t *tables) addWant(w *want, at uint8, needs uint64) {
	w.needs = weakest(w.needs, needs)
	for ; at != 0; at = t.nodes[at].parent {
		if s := &t.transform[t.nodes[at].step]; s.bounded {
			w.creates |= s.creates
		} else {
			w.opens |= s.trigger
		}
	}
}

// meets says that a text of some classes has it.
func (w *want) meets(mask uint64) bool {
	if mask&w.opens != 0 {
		return true
	}
	for _, needs := range w.needs {
		if needs&^(mask|w.creates) == 0 {
			return true
		}
	}
	return false
}

// weakest adds needs to a list, from which it drops those that are met only where others are.
func weakest(list []uint64, needs uint64) []uint64 {
	kept := list[:0]
	for _, other := range list {
		if other&^needs == 0 {
			return list
		}
		if needs&^other != 0 {
			kept = append(kept, other)
		}
	}
	return append(kept, needs)
}
