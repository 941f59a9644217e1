package sieve

// Where few links look at a kind of text, such as a request's line, and hardly any of them may match the text at hand, these are run
// as they are: a scan for literals takes as long as an expression or two, and the steps of all other links would be taken besides.
const (
	// fewLinks is how many links look at such a kind at most, and fewAsked how many are run for a text.
	fewLinks = 8
	fewAsked = 2
)

// asked is a link, and what a text must have for it.
type asked struct {
	link uint16
	want want
}

// findFew finds the kinds of text that few links look at. Others have nil, those at which nothing looks an empty list.
func (t *tables) findFew() {
	t.few = make([][]asked, len(t.parts))
	for k := range t.parts {
		few := make([]asked, 0, fewLinks)
		for i := range t.links {
			if !t.parts[k].has(uint16(i)) {
				continue
			}
			if len(few) == fewLinks {
				few = nil
				break
			}
			a := asked{link: uint16(i)}
			t.addWant(&a.want, t.links[i].node, t.asks[i])
			few = append(few, a)
		}
		t.few[k] = few
	}
}

// ofFew are the links of a list that may match a text of some classes, or what comes of it. It says whether they can be run: they
// are few, and each asks for more than its condition.
func (w *walk) ofFew(list []asked, mask uint64) (links [fewAsked]uint16, n int, can bool) {
	for i := range list {
		a := &list[i]
		if !a.want.meets(mask) {
			continue
		}
		if n == fewAsked || w.conditions.has(a.link) {
			return links, 0, false
		}
		links[n] = a.link
		n++
	}
	return links, n, true
}

// ask runs links on a text of some classes.
func (w *walk) ask(links []uint16, value []byte, mask uint64) (enough bool) {
	w.begin(value)
	w.mask = mask
	for _, n := range links {
		l := &w.links[n]
		times := w.times(n, l)
		if times == 0 {
			continue
		}
		if w.suspects == nil {
			return true
		}
		w.any = true
		w.suspect(l, times)
	}
	return false
}
