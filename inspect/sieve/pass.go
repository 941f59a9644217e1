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

// run reads a text from where the pass stands.
func (p *pass) run(text []byte, effort *effort) {
	for p.goesOn(text) {
		until := min(len(text), p.at+stopEvery)
		if p.state, p.at = p.advance(p.state, text[:until], p.at); p.at < until {
			p.step(text, effort)
		} else if until < len(text) && effort.read(stopEvery) {
			p.lost, p.over = true, true
		}
	}
}

// answer is what the pass found out, if it is not full.
func (p *pass) answer() (is, known bool) {
	if p.over {
		return false, !p.lost
	}
	return p.state == matched || p.ends(p.state), true
}

// step reads one character, whichever it is.
func (p *pass) step(text []byte, effort *effort) {
	class, size := p.alphabet.classAt(text[p.at:])
	n := p.next[column(p.state, class)]
	if n == 0 {
		p.lost = effort.over()
		p.full = !p.lost && p.size > p.most && !p.extend() && len(p.starts) > 1
		if p.over = p.lost || p.full; p.over {
			return
		}
		n = p.automaton.step(p.state, class, effort)
	}
	p.state = n
	p.at += size
}
