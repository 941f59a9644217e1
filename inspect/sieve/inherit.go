package sieve

// fewBlanks is how many links may be run in place of a scan: about as many as take its time.
const fewBlanks = 2

// parted says that a step has brought no symbols of the text together, but for a blank between them.
func (w *walk) parted(step uint8, text []byte, mask uint64) bool {
	s := &w.transform[step]
	return s.parts && mask&s.joins == 0 && !(s.spaces && blankVanishes(text))
}

// blankVanishes says that in the text, read as a command line, white space stands before a slash or a bracket.
func blankVanishes(text []byte) bool {
	vanishes, _ := blankVanishesBehind(text, false)
	return vanishes
}

// blankVanishesBehind is the same for a text that stands behind white space, or not. It says whether the text ends with some.
func blankVanishesBehind(text []byte, blank bool) (vanishes, stands bool) {
	for _, c := range text {
		switch c {
		case '/', '(':
			if blank {
				return true, blank
			}
		case ' ', ',', ';', '\t', '\r', '\n':
			blank = true
			continue
		}
		blank = false
	}
	return false, blank
}

// inherits finds the parts that hold for what came out of a step which has parted symbols only, without scanning it: what held for
// the text before, and what may hold at or below some nodes because of a blank. If that is too much, it says no.
func (w *walk) inherits(at nodes, mask uint64) bool {
	before := w.found[w.depth-1]
	may := before.or(w.blanks)
	found, links := before, 0
	for rest := w.belowAny(at).and(w.only).and(may); !rest.empty(); {
		link := rest.next()
		if !w.gains(link, &before, &may) || !w.asks[link].met(mask) {
			continue
		}
		if links++; links > fewBlanks || w.conditions.has(link) {
			return false
		}
		found.add(link)
		for _, p := range w.more[link] {
			found.add(p)
		}
	}
	w.found[w.depth] = found
	return true
}

// gains says that not all parts of a link held before, and all may hold now. The first may.
func (t *tables) gains(link uint16, before, may *parts) bool {
	gains := !before.has(link)
	for _, p := range t.more[link] {
		if !may.has(p) {
			return false
		}
		gains = gains || !before.has(p)
	}
	return gains
}
