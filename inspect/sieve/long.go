package sieve

// longValue is the longest value whose texts are all kept while it is judged, in bytes: some thirty may differ. Those of a longer one
// are read in pieces, once for each thing that is asked about them: of 6 MB, which is what Lambda delivers, a room for each would be
// many times the smallest function.
const longValue = 256 << 10

// long is for what steps make of a long value.
type long struct {
	steps [maxDepth]uint8 // that lead to the text that is looked at, by the depth that they lead to
	pipe  pipe
	scan  scanner
	carry []byte // the beginning of a character, and what follows it
}

func (w *walk) isLong() bool { return len(w.value) > w.longValue }

// digest is what has to be known of a text besides the parts that hold for it.
type digest struct {
	mask     uint64
	length   int
	capitals bool // it has some
	loose    bool // its last byte is a blank or a dot
}

// change is what a step did to a text.
type change struct {
	digest
	same     bool // nothing
	alike    bool // nothing but the case of letters
	vanishes bool // white space before a slash or a bracket, if it reads command lines
}

// path are the steps that lead to the text that is looked at.
func (w *walk) path() []uint8 { return w.long.steps[1 : w.depth+1] }

// lookLong is look for the texts of a long value.
func (w *walk) lookLong(at nodes, d digest) (enough bool) {
	found := &w.found[w.depth]
	for at != 0 {
		p := w.planFor(at, d)
		if found.meets(&p.links) && w.judge(found.and(p.links), found) {
			return true
		}
		unchanged := nodes(0)
		for i := range p.steps {
			same, enough := w.followLong(p, i, d)
			if enough {
				return true
			}
			unchanged |= same
		}
		at = unchanged
	}
	return false
}

// followLong takes a step of a plan, and looks at what comes out. It returns the nodes at which the text is the same after all.
func (w *walk) followLong(p *plan, i int, d digest) (unchanged nodes, enough bool) {
	s := &p.steps[i]
	at := w.worthStep(s, nil, d.length, d.mask)
	if at == 0 || w.effort.stopped {
		return 0, w.effort.stopped
	}
	w.depth++
	defer func() { w.depth-- }()
	w.long.steps[w.depth] = s.step
	c := w.changeOf(s.step)
	if c.same {
		return at, false
	}
	if c.alike {
		c.mask = d.mask
	}
	if at = w.worthReading(at, c.length, c.mask); at == 0 {
		return 0, false
	}
	t := &w.transform[s.step]
	switch {
	case c.alike:
		w.found[w.depth] = w.found[w.depth-1]
	case t.parts && d.mask&t.joins == 0 && !(t.spaces && c.vanishes) && w.inherits(at, c.mask):
	case w.expects(at):
		w.found[w.depth] = w.only
	case w.held >= manyHeld:
		w.found[w.depth] = w.scanLong(c.mask, w.under(p.behind(i)).and(w.only))
	default:
		w.found[w.depth] = w.scanLong(c.mask, w.only)
	}
	return 0, w.lookLong(at, c.digest)
}

// planFor is planOf for a text that is known by its digest.
func (w *walk) planFor(at nodes, d digest) *plan {
	k := planKey{at: at, active: w.active, symbols: d.mask & w.asked, loose: d.loose}
	k.capitals = d.mask&w.behind != 0 && d.capitals && w.caseMatters(d.mask)
	k.spaced = d.mask&w.blank != 0
	p := &w.own[w.depth]
	w.plan(p, k)
	return p
}

// digestOf is the digest of the value itself.
func (w *walk) digestOf(mask uint64) digest {
	last := w.value[len(w.value)-1]
	return digest{mask: mask, length: len(w.value), capitals: hasCapitals(w.value), loose: last == ' ' || last == '.'}
}

// changeOf finds what the last step does.
func (w *walk) changeOf(step uint8) change {
	c := change{same: true, alike: true}
	blank := false
	asks := w.transform[step].spaces && w.transform[step].parts
	foreign := foreignAcross{}
	w.long.pipe.last = func(in, out []byte) {
		c.same = c.same && (sameRoom(out, in) && len(out) == len(in) || string(out) == string(in))
		c.alike = c.alike && (c.same || w.sameFolded(out, in))
		if asks && !c.vanishes {
			c.vanishes, blank = blankVanishesBehind(in, blank)
		}
	}
	w.pour(w.path(), func(out []byte) bool {
		for _, b := range out {
			c.mask |= w.bit[b]
		}
		c.length += len(out)
		c.capitals = c.capitals || hasCapitals(out)
		c.loose = out[len(out)-1] == ' ' || out[len(out)-1] == '.'
		foreign.read(out)
		return true
	})
	w.long.pipe.last = nil
	if foreign.found {
		c.mask |= w.letters
	}
	return c
}

// base64Long is the text at hand up to what ends it if it is read as Base64, and somewhat more.
func (w *walk) base64Long(unspaced bool) []byte {
	if w.depth == 0 {
		return w.value
	}
	text := w.spare[:0]
	w.pour(w.path(), func(piece []byte) bool {
		text = append(text, piece...)
		for _, c := range piece {
			if base64Values[c] < 0 && c != '\r' && c != '\n' && !(unspaced && isSpace(c)) {
				return false
			}
		}
		return true
	})
	w.spare = text
	return text
}

// scanLong returns the parts that hold for the text at hand, of those that are wanted.
func (w *walk) scanLong(mask uint64, wanted parts) parts {
	if w.depth == 0 && !(mask&w.high != 0 && mask&w.letters == w.letters) {
		return w.scan(w.value, &w.folded, mask, nil, &w.effort).and(wanted)
	}
	s := &w.long.scan
	s.begin(w, mask, wanted)
	w.pour(w.path(), func(piece []byte) bool {
		s.read(piece)
		return true
	})
	return s.end().and(wanted)
}

// timesLong is times for a long value. Of several texts that a link may match it counts one, if nobody wants to know more.
func (w *walk) timesLong(l *link) (times int) {
	steps := w.stepsTo(l.node)
	if !l.multi {
		if is, _ := w.matchesAfter(l, steps); is {
			times++
		}
		return times
	}
	all := w.suspects != nil && l.alone
	is, _ := w.matchesAfter(l, nil)
	if is {
		times++
	}
	if is && !all || !is && w.mask&l.changes == 0 {
		return times
	}
	var taken [maxDepth]uint8 // without those that report no change: the next goes on from what was before
	n := 0
	for _, step := range steps {
		taken[n] = step
		is, changed := w.matchesAfter(l, taken[:n+1])
		if !changed {
			continue
		}
		n++
		if is {
			times++
		}
		if times > 0 && !all {
			return times
		}
	}
	return times
}

// matchesAfter says whether a link may match the value after some steps, and whether the last of them reports a change. Expressions
// read it piece by piece; others, and there are few whose conditions hold, ask for all of it.
func (w *walk) matchesAfter(l *link, steps []uint8) (is, changed bool) {
	if e, isExpression := l.operator.(*expression); isExpression {
		if is, known := w.matchPieces(e.read(), steps); known {
			return is, w.long.pipe.changed || is && w.suspects == nil
		}
	}
	length := w.lengthAfter(steps)
	changed = w.long.pipe.changed
	if length > longestWhole {
		return true, changed
	}
	return l.operator.matches(w.whole(steps, length), &w.effort), changed
}

// longestWhole is the longest text that is asked about as a whole, in bytes: what comes of the largest event if it is made of accented
// letters, each of which takes two bytes, and six as %u00e9. A longer one may match: what is made of bytes that are no text, or comes
// out of a compression.
const longestWhole = 19 << 20

func (w *walk) lengthAfter(steps []uint8) (length int) {
	w.pour(steps, func(piece []byte) bool {
		length += len(piece)
		return true
	})
	return length
}

// whole is the value after some steps, which has a length. It is made anew each time, and takes one room.
func (w *walk) whole(steps []uint8, length int) []byte {
	if len(steps) == 0 {
		return w.value
	}
	if cap(w.spare) < length {
		w.long.pipe.rest()
		w.spare = nil // another comes in its place, and both at once are too much
		w.spare = make([]byte, 0, length)
	}
	out := w.spare[:0]
	w.pour(steps, func(piece []byte) bool {
		out = append(out, piece...)
		return true
	})
	w.spare = out
	return out
}

// stepsTo are the steps that lead to a node.
func (w *walk) stepsTo(at uint8) []uint8 {
	path := w.long.pipe.room[:]
	i := len(path)
	for ; at != 0; at = w.nodes[at].parent {
		i--
		path[i] = w.nodes[at].step
	}
	return path[i:]
}

// matchPieces lets an automaton read a text in pieces. It does not know the answer if the automaton has no room left.
func (w *walk) matchPieces(a *automaton, steps []uint8) (is, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.parts != nil {
		return false, false
	}
	p := pass{automaton: a, state: a.first}
	carry := w.long.carry[:0]
	w.pour(steps, func(piece []byte) bool {
		if len(carry) > 0 {
			carry = append(carry, piece...)
			piece = carry
		}
		whole := wholeCharacters(piece)
		p.at = 0
		p.run(piece[:whole], &w.effort)
		carry = append(carry[:0], piece[whole:]...)
		return (p.state != matched || w.suspects != nil) && !p.over // somebody may want to know whether the last step changes anything
	})
	p.at = 0
	p.run(carry, &w.effort)
	w.long.carry = carry
	if p.full {
		return false, false
	}
	is, known = p.answer()
	return is || !known || w.effort.stopped, true // what nobody knows may be
}
