package sieve

// made is what a step made of a text. Many nodes ask for the same: their texts differ in the case of letters only, or not at
// all.
type made struct {
	step    uint8
	of      *byte // where the text begins, which tells it from all others while a value is judged
	length  int   // its length
	out     []byte
	room    []byte // for the result, which outlives it
	changed bool
}

// keepMade bounds how many results are kept for a value.
const keepMade = 96

// keeps says that what steps make of the value is kept while it is judged: where many links look at it exactly, the steps are
// taken for their sake anyway.
func (w *walk) keeps() bool { return w.held >= manyHeld && len(w.value) <= keepTexts }

// made returns what a step makes of a text that is the value, or was returned from here for the same value. It is valid
// while the value is judged, unless it says that it is not kept.
func (w *walk) made(step uint8, text []byte) (out []byte, changed, kept bool) {
	if !w.keeps() {
		return nil, false, false
	}
	of := (*byte)(nil) // of an empty text
	if len(text) > 0 {
		of = &text[0]
	}
	for i := range w.results {
		if m := &w.results[i]; m.of == of && m.step == step && m.length == len(text) {
			return m.out, m.changed, true
		}
	}
	n := len(w.results)
	if n == keepMade {
		return nil, false, false
	}
	if n < cap(w.results) {
		w.results = w.results[:n+1] // with the room of an earlier value
	} else {
		w.results = append(w.results, made{})
	}
	m := &w.results[n]
	if m.room == nil {
		m.room = make([]byte, 0, len(text))
	}
	m.step, m.of, m.length = step, of, len(text)
	if m.out, m.changed = w.transform[step].apply(m.room[:0], text); !sameRoom(m.out, text) {
		m.room = m.out[:0]
	}
	return m.out, m.changed, true
}
