package sieve

import "slices"

// pieceSize is how much of a long value is read at once, in bytes, and keepStage the largest room that a stage keeps for the next time.
const (
	pieceSize = 64 << 10
	keepStage = 4 * pieceSize
)

// pipe takes steps piece by piece.
type pipe struct {
	stages  [maxDepth]stage
	path    []uint8              // the steps that are taken
	use     func([]byte) bool    // is shown what comes out
	last    func(in, out []byte) // is shown what goes into the last stage, and what comes out; may be nil
	changed bool                 // the last step reports that it has changed something
	over    bool                 // nobody wants more
	room    [64]uint8            // for the steps that lead to a node
}

// stage is one step: what waits for more, and the room for what comes out.
type stage struct {
	waiting []byte
	out     []byte
	enough  int // how much has to be there before it is tried again
}

// pour lets a value run through steps, and shows what comes out. Those steps that have to see all of a text hold it up. use says whether
// it wants more; it is shown nothing empty, and little at a time.
func (w *walk) pour(steps []uint8, use func([]byte) bool) {
	p := &w.long.pipe
	p.over, p.changed, p.use, p.path = false, false, use, steps
	w.pourFrom(0, w.value, true)
	p.use = nil
	for i := range steps {
		p.stages[i].waiting, p.stages[i].enough = p.stages[i].waiting[:0], 0
	}
}

// rest gives up the rooms that few values need.
func (p *pipe) rest() {
	for i := range p.stages {
		if s := &p.stages[i]; cap(s.waiting)+cap(s.out) > keepStage {
			*s = stage{}
		}
	}
}

// pourFrom gives a text to a stage: in pieces, unless it has to see all of it and this is all. final says that nothing follows.
func (w *walk) pourFrom(at int, text []byte, final bool) {
	p := &w.long.pipe
	if final && at < len(p.path) && w.transform[p.path[at]].ready == nil && len(p.stages[at].waiting) == 0 {
		w.push(at, text, true)
		return
	}
	for !p.over {
		n := min(len(text), pieceSize)
		if at == 0 && w.effort.read(n) {
			p.over = true // the answer is known: that there is none
			return
		}
		w.push(at, text[:n], final && n == len(text))
		if text = text[n:]; len(text) == 0 {
			return
		}
	}
}

// push gives a piece to a stage, and what becomes of it to the next.
func (w *walk) push(at int, piece []byte, final bool) {
	p := &w.long.pipe
	if at == len(p.path) {
		if len(piece) > 0 {
			p.over = !p.use(piece)
		}
		return
	}
	t, s := &w.transform[p.path[at]], &p.stages[at]
	if len(s.waiting) > 0 || !final && t.ready == nil {
		s.wait(piece, len(w.value))
		piece = s.waiting
	}
	ready := len(piece)
	if !final {
		if t.ready == nil || len(piece) < s.enough {
			return
		}
		ready = t.ready(piece)
	}
	out, changed := w.apply(p.path[at], s.out[:0], piece[:ready])
	if !sameRoom(out, piece) {
		s.out = out
	}
	if at == len(p.path)-1 {
		p.changed = p.changed || changed && ready > 0
		if p.last != nil {
			p.last(piece[:ready], out)
		}
	}
	if final {
		w.pourFrom(at+1, out, true)
		return
	}
	w.pourFrom(at+1, out, false)
	rest := piece[ready:]
	s.waiting = append(s.waiting[:0], rest...)
	s.enough = 2 * len(rest)
}

// wait keeps a piece for what follows. What does not end soon may be as long as the value.
func (s *stage) wait(piece []byte, all int) {
	if n := len(s.waiting) + len(piece); n > cap(s.waiting) && n > 2*pieceSize {
		s.waiting = slices.Grow(s.waiting, max(len(piece), all+pieceSize-len(s.waiting)))
	}
	s.waiting = append(s.waiting, piece...)
}

// scanner finds the parts that hold for a text that comes in pieces. The last bytes of one are looked at again with the next.
type scanner struct {
	walk    *walk
	mask    uint64
	missing parts
	found   parts
	text    []byte
}

// scannedAgain is how much that is, in bytes: more than the longest literal, whose length is a byte, in letters of three bytes.
const scannedAgain = 1 << 10

func (s *scanner) begin(w *walk, mask uint64, wanted parts) {
	s.walk, s.mask, s.missing, s.found, s.text = w, mask, wanted, parts{}, s.text[:0]
}

func (s *scanner) read(piece []byte) {
	s.text = append(s.text, piece...)
	if len(s.text) < pieceSize {
		return
	}
	s.look()
	n := copy(s.text, s.text[len(s.text)-scannedAgain:])
	s.text = s.text[:n]
}

func (s *scanner) look() {
	s.found = s.found.or(s.walk.findAny(s.text, s.mask, &s.missing))
}

func (s *scanner) end() parts {
	s.look()
	s.walk = nil
	return s.found
}

// foreignAcross finds letters that stand for others in a text that comes in pieces.
type foreignAcross struct {
	found bool
	edge  [4]byte // two bytes before the edge of two pieces, and two behind
}

func (f *foreignAcross) read(piece []byte) {
	if f.found {
		return
	}
	copy(f.edge[2:], []byte{0, 0})
	copy(f.edge[2:], piece)
	f.found = hasForeign(f.edge[:]) || hasForeign(piece)
	if len(piece) > 1 {
		copy(f.edge[:2], piece[len(piece)-2:])
	} else {
		f.edge[0], f.edge[1] = f.edge[1], piece[0]
	}
}
