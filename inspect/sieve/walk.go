package sieve

import "bytes"

// walk judges one value. It holds the room for transformed texts, so that it can be used again.
type walk struct {
	*tables
	value    []byte
	mask     uint64    // its classes
	only     parts     // the links that look at texts of its kind, without those that are suspects already
	suspects *Suspects // where rules that may match are noted; nil if one is enough
	any      bool      // one was noted
	active   nodes     // at or below which those links look
	request  request
	depth    int
	effort   effort
	buffers  [maxDepth]buffers // texts that are looked at, by the steps that changed something
	long     long              // those of a long value instead
	own      [maxDepth]plan    // those of texts that hold much of what rules look for
	found    [maxDepth]parts   // what holds for them: all parts of a link that may match a text are in it, and maybe others
	held     int               // how many hold for the value
	folded   []byte            // the text that is being scanned, folded
	plain    []byte            // the same before, if it has foreign forms of letters: with those replaced
	texts    [64]text          // the value after the steps of each node, exactly
	known    nodes             // the texts that are there
	results  results           // of steps, where they are kept
	hashes   [64]uint64        // of those texts
	hashed   nodes             // the hashes that are there
	answers  [64]*answers      // that links gave about those texts, where they are remembered
	about    nodes             // the answers that are there
	done     parts             // links that looked at all texts already
	late     parts             // links whose expressions were put off
	trials   []trial           // of those
	spare    []byte
	other    []byte
}

// text is the value at a node. Its room outlives it.
type text struct {
	data []byte
	room []byte
}

// buffers are for what steps make of a text.
type buffers struct {
	next  []byte // room for the next
	other []byte // room for the one that was looked at last
	last  []byte // that one
	known nodes  // those at or below which the parts that hold for it are known
}

// everywhere is all nodes.
const everywhere = ^nodes(0)

// keepRoom is the largest room that a walk keeps for the next value, which may be another reading of a dense one: what steps make of
// it is kept longer.
const keepRoom = 64 << 10

// mayMatch judges a text of one kind.
func (w *walk) mayMatch(value []byte, kind uint8) bool {
	mask := w.classesOf(value)
	if !w.wants[kind].meets(mask) {
		return false
	}
	if few := w.few[kind]; few != nil {
		if links, n, can := w.ofFew(few, mask); can {
			return w.ask(links[:n], value, mask)
		}
	}
	return w.judgeText(value, mask, w.parts[kind], w.activeAt[kind])
}

// judgeText judges a text for some links, which look at or below some nodes.
func (w *walk) judgeText(value []byte, mask uint64, only parts, active nodes) bool {
	w.begin(value)
	w.mask, w.only, w.active = mask, only, active
	if mask&^w.wordly == 0 && len(value) > 0 && (value[0] < '0' || value[0] > '9') {
		w.only = w.only.without(w.wordless)
	}
	enough := false
	if w.isLong() {
		w.found[0] = w.scanLong(mask, w.only)
		w.held = w.found[0].count()
		enough = w.lookLong(1, w.digestOf(mask))
		w.long.pipe.rest()
	} else {
		w.found[0] = w.find(value, mask)
		w.held = w.found[0].count()
		enough = w.look(1, value, mask)
	}
	if w.remembers() {
		w.judgeLate()
	}
	if w.effort.stopped {
		w.any = true
	}
	return enough || w.effort.stopped
}

func (w *walk) begin(value []byte) {
	w.value, w.known, w.done, w.depth, w.held, w.results.turned = value, 1, parts{}, 0, 0, false
	w.hashed, w.about = 0, 0
	w.texts[0].data = value
	w.effort.grant(leastEffort + effortPerByte*len(value))
}

// classesOf are the classes of a text's symbols, and of the letters that foreign ones stand for.
func (t *tables) classesOf(text []byte) uint64 {
	m := uint64(0)
	for _, c := range text {
		m |= t.bit[c]
	}
	if m&t.high != 0 && hasForeign(text) {
		m |= t.letters
	}
	return m
}

// maxDepth is one more than the longest chain of steps. The generator keeps to it.
const maxDepth = 16

// look judges a text that is the value at some nodes, and all texts that follow from it. The parts that hold for it
// have been found.
//
// It looks at the text folded, where letters of either case are one: a node that only changes the case stands for the
// same text.
func (w *walk) look(at nodes, text []byte, mask uint64) (enough bool) {
	found := &w.found[w.depth]
	w.buffers[w.depth].known = 0
	for at != 0 && !enough {
		p := w.planOf(at, text, mask)
		if found.meets(&p.links) && w.judge(found.and(p.links), found) {
			return true
		}
		at, text, enough = w.follow(p, text, mask)
	}
	return enough
}

// follow takes the steps that may change a text, and looks at what comes out. It returns the nodes at which the text is
// the same after all, and the text, which may stand elsewhere then.
func (w *walk) follow(p *plan, text []byte, mask uint64) (unchanged nodes, same []byte, enough bool) {
	b := &w.buffers[w.depth]
	for i := range p.steps {
		s := &p.steps[i]
		at := w.worthStep(s, text, len(text), mask)
		if at == 0 {
			continue
		}
		if w.effort.read(len(text)) {
			return 0, nil, true
		}
		out := w.take(s.step, text)
		if sameRoom(out, text) || bytes.Equal(out, text) {
			unchanged |= at
			continue
		}
		after := mask
		alike := w.sameFolded(out, text)
		if !alike {
			after = w.classesOf(out)
			alike = bytes.HasPrefix(text, out) // what holds for it holds for the text, too
		}
		if at = w.worthReading(at, len(out), after); at == 0 {
			continue
		}
		w.depth++
		known := everywhere
		switch {
		case alike:
			w.found[w.depth] = w.found[w.depth-1]
		case at&^b.known == 0 && bytes.Equal(out, b.last): // several steps often do the same to a text
			known = b.known
		case w.parted(s.step, text, mask) && w.inherits(at, after):
			known = at
		case w.expects(at):
			w.found[w.depth], known = w.only, 0
		case w.held >= manyHeld: // many literals are there, and few of them matter where few nodes are left
			known = p.behind(i)
			w.found[w.depth] = w.findWanted(out, after, w.under(known).and(w.only))
		default:
			w.found[w.depth] = w.find(out, after)
		}
		if len(out) > keepRoom {
			known = 0 // the text is gone by then
		}
		if b.known = known; known != 0 {
			if b.last = out; sameRoom(out, b.next) {
				b.next, b.other = b.other, b.next
			}
		}
		if w.look(at, out, after) {
			return 0, nil, true
		}
		w.depth--
	}
	return unchanged, text, false
}

// take returns what a step makes of the text that is being looked at. It is valid until the step after the next.
func (w *walk) take(step uint8, text []byte) []byte {
	if out, _, kept := w.made(step, text); kept {
		return out
	}
	b := &w.buffers[w.depth]
	out, _ := w.apply(step, b.next[:0], text)
	if !sameRoom(out, text) {
		b.next = out
	}
	return out
}

// sameFolded says that two texts differ in the case of letters only, so that the same holds for both.
func (t *tables) sameFolded(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i, c := range a {
		if c != b[i] && (c >= 0x80 || t.fold[c] != t.fold[b[i]]) { // of what is not ASCII, some stands for letters
			return false
		}
	}
	return true
}

// sameRoom says that a step returned the text that it was given, so that its room is another's.
func sameRoom(out, text []byte) bool { return len(text) == 0 || len(out) > 0 && &out[0] == &text[0] }

// find returns the parts that hold for a text.
func (w *walk) find(text []byte, mask uint64) parts {
	return w.findAny(text, mask, nil).and(w.only)
}

// findWanted returns the parts that hold for a text, of those that are wanted.
func (w *walk) findWanted(text []byte, mask uint64, wanted parts) parts {
	missing := wanted
	return w.findAny(text, mask, &missing).and(wanted)
}

func (w *walk) findAny(text []byte, mask uint64, missing *parts) parts {
	if mask&w.high != 0 && mask&w.letters == w.letters && hasForeign(text) {
		// Its ASCII parts stay together, so whatever holds for the text holds for the one with plain letters.
		w.plain = foldForeign(w.plain[:0], text)
		text = w.plain
	}
	return w.scan(text, &w.folded, mask, missing, &w.effort)
}

// judge runs the links whose conditions hold. It says whether enough is known: a rule may match, and nobody wants to know
// of others.
func (w *walk) judge(candidates parts, found *parts) bool {
	if w.remembers() {
		candidates = w.putOff(candidates, found)
	}
	for !candidates.empty() {
		n := candidates.next()
		if w.lacks(n, found) || !w.only.has(n) {
			continue
		}
		l := &w.links[n]
		if l.multi {
			if w.done.has(n) {
				continue
			}
			w.done.add(n)
		}
		if w.effort.read(len(w.value)) {
			return true
		}
		times := w.times(n, l)
		if times == 0 {
			continue
		}
		if w.suspects == nil {
			return true
		}
		w.any = true
		w.suspect(l, times)
		w.only.remove(n)
	}
	return false
}

// suspect adds a link's rule, which matches so many texts, to the suspects: for one text, if the rule looks at one of each value and at
// nothing else.
func (w *walk) suspect(l *link, times int) {
	if l.alone && !w.effort.over() {
		for range times {
			w.suspects.sure = append(w.suspects.sure, l.rule)
		}
	}
	whole := l.whole()
	if whole != nil && !l.multi {
		w.suspects.addText(l.rule, w.hash(l.node), !w.effort.over(), whole)
		return
	}
	w.suspects.addRule(l.rule, whole)
}

// note adds a rule to the suspects, whatever text it looks at.
func (w *walk) note(rule int) {
	w.any = true
	w.suspects.addRule(rule, nil)
}

// lacks says that one of the further parts of a link does not hold.
func (w *walk) lacks(link uint16, found *parts) bool {
	for _, p := range w.more[link] {
		if !found.has(p) {
			return true
		}
	}
	return false
}

// times says how many texts a link may match: of those that it looks at, one or with multiMatch several.
func (w *walk) times(n uint16, l *link) int {
	switch {
	case w.isLong():
		return w.timesLong(l)
	case l.multi:
		return w.timesOnTheWay(n, l)
	case w.matches(n, l):
		return 1
	}
	return 0
}

// timesOnTheWay is times for the value and what every step makes of it that reports a change: the next step goes on from there, and
// from the text before if there was none. Where nobody wants to know how many, it is one at most.
func (w *walk) timesOnTheWay(n uint16, l *link) (times int) {
	all := w.suspects != nil && l.alone
	text := w.value
	is := w.matchesOne(n, l, text)
	if is {
		times++
	}
	if is && !all || !is && w.mask&l.changes == 0 {
		return times
	}
	var path [64]uint8
	steps := 0
	for at := l.node; at != 0; at = w.nodes[at].parent {
		path[steps] = w.nodes[at].step
		steps++
	}
	for i := steps - 1; i >= 0; i-- {
		out, changed, kept := w.made(path[i], text)
		if !kept {
			if out, changed = w.apply(path[i], w.spare[:0], text); changed && !sameRoom(out, text) {
				w.spare, w.other = w.other, out
			}
		}
		if !changed {
			continue
		}
		if !bytes.Equal(out, text) {
			is = w.matchesOne(n, l, out)
		}
		if is {
			times++
		}
		if times > 0 && !all {
			return times
		}
		text = out
	}
	return times
}
