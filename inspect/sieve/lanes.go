package sieve

// trial is an automaton that is to look at a text, and what it says.
type trial struct {
	pass
	text   []byte
	link   uint16
	locked bool
	is     bool
	sure   bool // it is known
}

// matchAll lets automata look at their texts, two at a time: each step of one waits for the one before, and meanwhile the
// processor takes those of the other. A third would have to share their registers, and makes it slower. They are locked in this order, and no two of them are the same.
func matchAll(trials []trial, effort *int) {
	var p, q *trial // p comes before q
	defer func() {  // of a panic
		for _, r := range [...]*trial{p, q} {
			if r != nil && r.locked {
				r.mu.Unlock()
			}
		}
	}()
	for {
		if p == nil {
			p, q = q, nil
		}
		for ; q == nil && len(trials) > 0; trials = trials[1:] {
			switch r := &trials[0]; {
			case !r.begin():
				r.end(effort)
			case p == nil:
				p = r
			default:
				q = r
			}
		}
		if q == nil {
			if p != nil {
				p.end(effort)
			}
			return
		}
		for p.goesOn(p.text) && q.goesOn(q.text) {
			advanceBoth(p, q)
			if p.goesOn(p.text) && q.goesOn(q.text) {
				p.step(p.text, effort)
				q.step(q.text, effort)
			}
		}
		if !q.goesOn(q.text) {
			q.end(effort)
			q = nil
		}
		if !p.goesOn(p.text) {
			p.end(effort)
			p = nil
		}
	}
}

// begin locks the automaton, and says whether there is anything to be read by it itself.
func (r *trial) begin() bool {
	r.mu.Lock()
	r.locked = true
	r.pass = r.begins(r.text)
	return r.parts == nil && r.goesOn(r.text)
}

// end reads what is left of the text.
func (r *trial) end(effort *int) {
	defer func() {
		r.locked = false
		r.mu.Unlock()
	}()
	r.is, r.sure = r.finish(&r.pass, r.text, effort)
}

// advanceBoth is advance for two, up to where the first of them has to stop.
func advanceBoth(p, q *trial) {
	s, next, classes := p.state, p.next, &p.alphabet.ascii
	t, other, classesOther := q.state, q.next, &q.alphabet.ascii
	a, b := p.text[p.at:], q.text[q.at:]
	read := min(len(a), len(b))
	a, b = a[:read], b[:read]
	for i, c := range a {
		n, m := next[column(s, classes[c])], other[column(t, classesOther[b[i]])]
		if n <= matched || m <= matched {
			read = i
			break
		}
		s, t = n, m
	}
	p.state, q.state = s, t
	p.at += read
	q.at += read
}

// putOff keeps the expressions among the candidates for the end, where they look two by two at the texts of a dense value. It returns
// the others.
func (w *walk) putOff(candidates parts, found *parts) parts {
	others := candidates
	for !candidates.empty() {
		n := candidates.next()
		l := &w.links[n]
		if _, is := l.operator.(*expression); !is || l.multi || w.lacks(n, found) || !w.only.has(n) {
			continue
		}
		others.remove(n)
		w.only.remove(n) // nothing more is to be found for it
		w.late.add(n)
	}
	return others
}

// judgeLate judges what was put off.
func (w *walk) judgeLate() {
	w.trials = w.trials[:0]
	var found parts
	for late := w.late; !late.empty(); {
		n := late.next()
		l := &w.links[n]
		switch a := w.answersAt(l.node); {
		case a.yes.has(n):
			found.add(n)
		case !a.no.has(n):
			e, _ := l.operator.(*expression)
			w.trials = append(w.trials, trial{pass: pass{automaton: e.read()}, text: w.exact(l.node), link: n})
		}
	}
	w.late = parts{}
	matchAll(w.trials, &w.effort)
	for i := range w.trials {
		r := &w.trials[i]
		if r.sure {
			w.answersAt(w.links[r.link].node).note(r.link, r.is)
		}
		if r.is || !r.sure {
			found.add(r.link)
		}
		*r = trial{}
	}
	for !found.empty() {
		w.any = true
		w.suspect(&w.links[found.next()])
	}
}
