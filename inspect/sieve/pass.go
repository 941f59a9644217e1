package sieve

// pass is an automaton on its way through a text.
type pass struct {
	*automaton
	state uint16
	at    int  // how much of the text is read
	over  bool // it cannot match, or has given up, or is full
	lost  bool // it has given up
	full  bool
}

// begins is the beginning of a pass.
func (a *automaton) begins(text []byte) pass {
	return pass{automaton: a, state: a.first, over: a.ending != nil && !a.ending.fits(text)}
}

// goesOn says that the answer depends on what has not been read yet.
func (p *pass) goesOn(text []byte) bool { return p.at < len(text) && p.state != matched && !p.over }

// answer is what the pass found out, if it is not full.
func (p *pass) answer() (is, known bool) {
	if p.over {
		return false, !p.lost
	}
	return p.state == matched || p.ends(p.state), true
}

// step reads one character, whichever it is.
func (p *pass) step(text []byte, effort *int) {
	class, size := p.alphabet.classAt(text[p.at:])
	n := p.next[int(p.state)<<p.shift|int(class)]
	if n == 0 {
		p.lost = *effort < 0
		p.full = !p.lost && p.size > p.most && !p.extend() && len(p.starts) > 1
		if p.over = p.lost || p.full; p.over {
			return
		}
		n = p.automaton.step(p.state, class, effort)
	}
	p.state = n
	p.at += size
}

// matchBoth runs two automata over a text at once: each step of one waits for the one before, and meanwhile the processor takes
// those of the other. It locks them in this order.
func matchBoth(a, b *automaton, text []byte, effort *int) (first, second answer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	p, q := a.begins(text), b.begins(text)
	if a.parts == nil && b.parts == nil {
		for p.goesOn(text) && q.goesOn(text) {
			switch { // they may read characters of different lengths
			case p.at < q.at:
				p.step(text, effort)
			case q.at < p.at:
				q.step(text, effort)
			default:
				if advanceBoth(&p, &q, text); p.at < len(text) {
					p.step(text, effort)
					q.step(text, effort)
				}
			}
		}
	}
	first.is, first.known = a.finish(&p, text, effort)
	second.is, second.known = b.finish(&q, text, effort)
	return first, second
}

// pair lets the expressions among some links look two by two at the texts that they share, and notes what they say.
func (w *walk) pair(candidates parts, found *parts) {
	if !w.remembers() {
		return
	}
	var waits [64]uint16 // by node, the link that looks at it and has no other to look with, and 1
	for !candidates.empty() {
		n := candidates.next()
		l := &w.links[n]
		e, is := l.operator.(*expression)
		if !is || l.multi || w.lacks(n, found) || !w.only.has(n) || w.answersAt(l.node).known(n) {
			continue
		}
		if waits[l.node] == 0 {
			waits[l.node] = n + 1
			continue
		}
		first := waits[l.node] - 1
		waits[l.node] = 0
		before, _ := w.links[first].operator.(*expression)
		a, b := matchBoth(before.read(), e.read(), w.exact(l.node), &w.effort)
		if a.known {
			w.answersAt(l.node).note(first, a.is)
		}
		if b.known {
			w.answersAt(l.node).note(n, b.is)
		}
	}
}

// answer is what an automaton says of a text, if that is known.
type answer struct{ is, known bool }

// advanceBoth is advance for two that stand at the same place.
func advanceBoth(p, q *pass, text []byte) {
	s, next, row, classes := int(p.state), p.next, 1<<p.shift, &p.alphabet.ascii
	t, other, rowOther, classesOther := int(q.state), q.next, 1<<q.shift, &q.alphabet.ascii
	from, i := p.at, len(text)
	for k, c := range text[from:] {
		n, m := next[s*row+int(classes[c])], other[t*rowOther+int(classesOther[c])]
		if n <= matched || m <= matched {
			i = from + k
			break
		}
		s, t = int(n), int(m)
	}
	p.state, p.at, q.state, q.at = uint16(s), i, uint16(t), i
}
