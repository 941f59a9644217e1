package sieve

import "hash/maphash"

// made is what a step made of a text. Many nodes ask for the same: their texts differ in the case of letters only, or not at
// all. So do the readings of one value, which come one after the other.
type made struct {
	step    uint8
	of      *byte  // where the text begins, which tells it from all others while a value is judged
	length  int    // its length
	hash    uint64 // and its hash, which tells it from those of the value before
	out     []byte
	room    []byte // that the result stands in; none if it is empty, or stands in the text itself
	changed bool
}

// results are what steps made of the value, and of the dense value before.
type results struct {
	now, earlier []made
	free         [][]byte // rooms of others
	bytes        int      // that all rooms take
	turned       bool     // what was made of the value before is not among those of now
}

// keepMade bounds how many results are kept for a value. Where they take more than keepBytes, they are given the room of earlier ones: the
// longest value has about forty texts, each a little shorter than itself, and its second reading has a few others.
const (
	keepMade  = 96
	keepBytes = 12 << 20
)

// keeps says that what steps make of the value is kept while it is judged: where many links look at it exactly, the steps are
// taken for their sake anyway.
func (w *walk) keeps() bool { return w.held >= manyHeld && !w.isLong() }

// made returns what a step makes of a text that is the value, or was returned from here for the same value. It is valid
// while the value is judged, unless it says that it is not kept.
func (w *walk) made(step uint8, text []byte) (out []byte, changed, kept bool) {
	if !w.keeps() {
		return nil, false, false
	}
	r := &w.results
	r.turn()
	m, known := r.find(step, text)
	if m == nil {
		return nil, false, false
	}
	if !known {
		room := r.room(len(text))
		size := cap(room)
		m.out, m.changed = w.transform[step].apply(room, text)
		if len(m.out) == 0 || len(text) > 0 && &m.out[0] == &text[0] {
			r.free = append(r.free, room)
		} else {
			m.room = m.out[:0]
			r.bytes += cap(m.room) - size
		}
	}
	return m.out, m.changed, true
}

// turn makes what was made of the value before what was made earlier.
func (r *results) turn() {
	if r.turned {
		return
	}
	r.turned = true
	for i := range r.earlier {
		r.giveUp(&r.earlier[i])
	}
	r.now, r.earlier = r.earlier[:0], r.now
}

// find returns the result of a step, or where it is to be kept. It returns nil if there are too many.
func (r *results) find(step uint8, text []byte) (m *made, known bool) {
	of := (*byte)(nil) // of an empty text
	if len(text) > 0 {
		of = &text[0]
	}
	hash, hashed := uint64(0), false
	for i := range r.now {
		if m := &r.now[i]; m.of == of && m.length == len(text) {
			if m.step == step {
				return m, true
			}
			hash, hashed = m.hash, true
		}
	}
	if len(r.now) == keepMade {
		return nil, false
	}
	if !hashed {
		hash = maphash.Bytes(seed, text)
	}
	r.now = append(r.now, made{step: step, of: of, length: len(text), hash: hash})
	m = &r.now[len(r.now)-1]
	for i := range r.earlier {
		e := &r.earlier[i]
		if e.hash != hash || e.step != step || e.length != len(text) {
			continue
		}
		m.out, m.room, m.changed = e.out, e.room, e.changed
		if m.room == nil {
			m.out = text[:len(e.out)]
		}
		last := len(r.earlier) - 1
		r.earlier[i] = r.earlier[last]
		r.earlier = r.earlier[:last]
		return m, true
	}
	return m, false
}

// room returns room for a result of about some length.
func (r *results) room(length int) []byte {
	if last := len(r.earlier) - 1; len(r.free) == 0 && last >= 0 && r.bytes+length > keepBytes {
		r.giveUp(&r.earlier[last])
		r.earlier = r.earlier[:last]
	}
	room := []byte(nil)
	if last := len(r.free) - 1; last >= 0 {
		room, r.free = r.free[last], r.free[:last]
	}
	if cap(room) < length {
		larger := make([]byte, 0, (length+1023)&^1023) // the next may be somewhat longer
		r.bytes += cap(larger) - cap(room)
		return larger
	}
	return room
}

func (r *results) giveUp(m *made) {
	if m.room != nil {
		r.free = append(r.free, m.room[:0])
	}
	*m = made{}
}
