package sieve

import (
	"hash/maphash"
	"math"
	"slices"
)

// Suspects are the rules that may match what a sieve was asked about, and the texts in which they may. The zero Suspects
// are none.
type Suspects struct {
	// Stop ends the work on a value once it says that there is no time for more: it is asked about every millisecond of a
	// whole core. If it is nil, a value has all the time that it takes. Clear keeps it.
	Stop func() bool

	rules []int // ids, each once
	known []suspicion
	all   bool
	texts map[suspect]bool // those that may match these only, and whether it is certain that they do
	since []int            // ids of those that were named since Begin, each once
	sure  []int            // those of them that certainly match, each as often as it does

	memory memory // outlives Clear

	sieve *Sieve // which the walk is borrowed from
	walk  *walk  // nil until one is needed
}

// suspicion is what is known of a suspect.
type suspicion struct {
	loose bool        // it may match any text
	whole *expression // what it asks of texts, if that is all that the rule is; else nil
}

// suspect is a rule and a text, by its hash, as the rule's transformations leave it.
type suspect struct {
	rule int
	text uint64
}

// seed makes hashes that a sender cannot foresee.
var seed = maphash.MakeSeed()

// Rules returns the ids, or nil if there are none. The caller must not change them. If all rules are suspects, whether or
// not the sieve knows them, it says so.
func (s *Suspects) Rules() (ids []int, all bool) { return s.rules, s.all }

// Matches says whether a rule's expression matches a text, as the rule's transformations leave it, and whether that is
// certain: where it is not, somebody has to look. It is meant for the texts that the sieve was asked about, and for the
// suspects; of others it knows nothing.
//
// What the sieve did not find out, because it has to be done soon, is found out here, whatever that takes.
func (s *Suspects) Matches(rule int, text string) (does, certain bool) {
	if s.all {
		return true, false
	}
	i := slices.Index(s.rules, rule)
	if i < 0 {
		return false, true
	}
	k := &s.known[i]
	if !k.loose {
		if sure, may := s.texts[suspect{rule, maphash.String(seed, text)}]; sure || !may {
			return may, true
		}
	}
	if k.whole == nil {
		return true, false
	}
	e := effort{left: math.MaxInt, stop: s.Stop}
	does = k.whole.matches(bytesOf(text), &e)
	return does, !e.stopped
}

// Begin begins another text: Since will know of no earlier one.
func (s *Suspects) Begin() { s.since, s.sure = s.since[:0], s.sure[:0] }

// Since returns the ids of the suspects that were named since Begin, whether or not they had been before. It is valid until
// the next Begin. If all rules are suspects, it says nothing.
func (s *Suspects) Since() []int { return s.since }

// Certain returns the ids of those that certainly match the text as a value, for they are a single link, and its operator matches what
// the rule's transformations make of the text: all of them, or with multiMatch also some. Then it has the id once for each text
// that matches. It is valid as long as Since.
func (s *Suspects) Certain() []int { return s.sure }

// begin returns the walk that is used for all texts until Rest: to borrow one for each would take a thirtieth of the time that a
// short text takes.
func (s *Suspects) begin(from *Sieve) *walk {
	if s.sieve != from {
		s.Rest()
	}
	if s.walk == nil {
		s.sieve, s.walk = from, from.pool.get(from.tables)
	}
	s.walk.suspects, s.walk.any, s.walk.effort = s, false, effort{stop: s.Stop}
	return s.walk
}

// Rest gives back what was borrowed from a sieve, for others to use, until the next text.
func (s *Suspects) Rest() {
	if s.walk != nil {
		s.sieve.pool.put(s.walk)
		s.walk = nil
	}
}

// Clear makes the suspects none, and keeps their room.
func (s *Suspects) Clear() {
	s.Rest()
	clear(s.texts)
	clear(s.known)
	s.rules, s.all, s.known, s.since, s.sure = s.rules[:0], false, s.known[:0], s.since[:0], s.sure[:0]
}

// AddAll makes all rules suspects.
func (s *Suspects) AddAll() { s.all = true }

// addRule adds a rule that may match any text.
func (s *Suspects) addRule(id int, whole *expression) { s.add(id, whole).loose = true }

// addText adds a rule that may match a text, by its hash, or certainly does.
func (s *Suspects) addText(id int, text uint64, certain bool, whole *expression) {
	s.add(id, whole)
	if s.texts == nil {
		s.texts = make(map[suspect]bool)
	}
	s.texts[suspect{id, text}] = certain
}

func (s *Suspects) add(id int, whole *expression) *suspicion {
	i := slices.Index(s.rules, id)
	if i < 0 {
		i = len(s.rules)
		s.rules, s.known = append(s.rules, id), append(s.known, suspicion{})
	}
	if !slices.Contains(s.since, id) {
		s.since = append(s.since, id)
	}
	k := &s.known[i]
	if whole != nil {
		k.whole = whole
	}
	return k
}

// mayMatchOne says whether a rule may match a value, and whether it certainly does. If it may, it becomes a suspect.
func (w *walk) mayMatchOne(value []byte, rule int, suspects *Suspects) (may, certain bool) {
	var only parts
	known, alone := false, false
	for p, n := range w.partOf {
		if l := &w.links[n]; l.rule == rule && w.parts[0].has(n) {
			only.add(uint16(p))
			known, alone = true, l.alone
		}
	}
	if !known { // the sieve knows it by other texts than values
		suspects.addRule(rule, nil)
		return true, false
	}
	active := nodes(0)
	for i := range w.nodes {
		if w.nodes[i].below.meets(&only) {
			active |= 1 << i
		}
	}
	w.suspects, w.any, w.effort = suspects, false, effort{stop: suspects.Stop}
	w.judgeText(value, w.classesOf(value), only, active)
	return w.any, w.any && alone && !w.effort.over()
}
