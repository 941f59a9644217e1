package sieve

import (
	"encoding/binary"
	"strings"
)

// within is a list in which a text may stand. Most texts do not, which their first four bytes tell, or their last.
type within struct {
	list  string
	fours [64]uint64 // a bit for every four bytes that stand together in the list, whatever the case of letters
}

func newWithin(list string) *within {
	w := &within{list: list}
	for i := 0; i+4 <= len(list); i++ {
		n := fourOf(list[i:])
		w.fours[n>>6] |= 1 << (n & 63)
	}
	return w
}

// fourOf is the number of a text's first four bytes, below the number of bits. Letters that differ in their case, and some other
// bytes, count as one.
func fourOf(text string) uint32 {
	return (binary.LittleEndian.Uint32(bytesOf(text)) | 0x20202020) * 0x9e3779b1 >> 20
}

func (w *within) matches(text string) bool {
	return !w.excludes(text) && strings.Contains(w.list, text)
}

// excludes says that the text does not stand in the list, nor does it in any other case.
func (w *within) excludes(text string) bool {
	n := len(text)
	return n >= 4 && (!w.hasFour(text) || !w.hasFour(text[n-4:]))
}

func (w *within) hasFour(text string) bool {
	n := fourOf(text)
	return w.fours[n>>6]>>(n&63)&1 != 0
}

// findSought finds out whether a check is of two links of which the first keeps all of a text, with its letters small, and the
// second looks for nothing but that in a list: a rule that forbids some headers asks so for each. Most are told before anything is
// made of them.
func (t *tables) findSought(c *check) {
	if len(c.links) == 2 && t.keepsWhole(&c.links[0]) && c.links[1].onlyWithin() {
		c.links[0].sought = c.links[1].within
	}
}

// keepsWhole says that a link keeps one variable of every text, in which the text stands in small letters.
func (t *tables) keepsWhole(l *checkLink) bool {
	if !l.whole || l.negated || len(l.sets) != 1 || l.sets[0].pieces[0].group != 0 || len(l.steps) != 1 {
		return false
	}
	s := &t.transform[l.steps[0]]
	return s.cases && s.transformation.trigger == highBytes // of ASCII, nothing but the case changes
}

// onlyWithin says that a link matches if a variable that was kept stands in a list, and not otherwise.
func (l *checkLink) onlyWithin() bool {
	if l.within == nil || l.negated || len(l.steps) > 0 || len(l.setters) > 0 || len(l.targets) != 1 {
		return false
	}
	t := &l.targets[0]
	return t.name == "TX" && !t.count && !t.except && !t.isSet && !isNumber(t.key)
}

// isUnsought says that nothing has to be kept of a text, since the next link does not find it.
func (l *checkLink) isUnsought(text string) bool {
	return l.sought != nil && l.sought.excludes(text) && asciiLength(bytesOf(text)) == len(text)
}
