package sieve

// exact is the value after the steps of a node, byte for byte. It is valid until the next call.
func (w *walk) exact(at uint8) []byte {
	if w.isLong() {
		steps := w.stepsTo(at)
		return w.whole(steps, w.lengthAfter(steps))
	}
	if w.known>>at&1 != 0 {
		return w.texts[at].data
	}
	t := &w.texts[at]
	n := &w.nodes[at]
	before := w.exact(n.parent)
	if out, _, kept := w.made(n.step, before); kept {
		t.data = out
		w.known |= 1 << at
		return out
	}
	if t.room == nil {
		t.room = make([]byte, 0, len(before))
	}
	out, _ := w.apply(n.step, t.room[:0], before)
	if !sameRoom(out, before) {
		t.room = out
	}
	t.data = out
	w.known |= 1 << at
	return out
}

// stepped takes a step in the spare room. The text may stand in the other.
func (w *walk) stepped(step uint8, text []byte) []byte {
	out, _ := w.apply(step, w.spare[:0], text)
	if !sameRoom(out, text) {
		w.spare, w.other = w.other, out
	}
	return out
}
