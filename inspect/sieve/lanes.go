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
// processor takes those of the other. A third would have to share their registers, and makes it slower. They are locked in
// this order, and no two of them are the same.
func matchAll(trials []trial, effort *effort) {
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

// tries adds trials of a text for a link: one, or one for each of those that look in the automaton's place.
func (a *automaton) tries(trials []trial, text []byte, link uint16) []trial {
	a.mu.Lock()
	parts := a.parts // once there, they stay
	a.mu.Unlock()
	if parts == nil {
		return append(trials, trial{pass: pass{automaton: a}, text: text, link: link})
	}
	for _, part := range parts {
		trials = part.tries(trials, text, link)
	}
	return trials
}

// begin locks the automaton, and says whether there is anything to be read by it itself.
func (r *trial) begin() bool {
	r.mu.Lock()
	r.locked = true
	r.pass = r.begins(r.text)
	return r.parts == nil && r.goesOn(r.text)
}

// end reads what is left of the text.
func (r *trial) end(effort *effort) {
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
			w.trials = e.read().tries(w.trials, w.exact(l.node), n)
		}
	}
	w.late = parts{}
	if w.effort.stopped {
		return
	}
	matchAll(w.trials, &w.effort)
	for rest := w.trials; len(rest) > 0; {
		n := rest[0].link
		is, sure := false, true
		for ; len(rest) > 0 && rest[0].link == n; rest = rest[1:] {
			is, sure = is || rest[0].is, sure && rest[0].sure
			rest[0] = trial{}
		}
		if is || sure {
			w.answersAt(w.links[n].node).note(n, is)
		}
		if is || !sure {
			found.add(n)
		}
	}
	for !found.empty() {
		w.any = true
		w.suspect(&w.links[found.next()], 1)
	}
}
