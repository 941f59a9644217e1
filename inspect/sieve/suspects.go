package sieve

import (
	"hash/maphash"
	"slices"
)

// Suspects are the rules that may match what a sieve was asked about, and the texts in which they may. The zero Suspects
// are none.
type Suspects struct {
	rules []int // ids, each once
	all   bool
	loose []int                // the rules that may match any text
	texts map[suspect]struct{} // those that may match these only
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

// MayMatch says whether a rule's expression may match a text, as the rule's transformations leave it: of the texts that
// the sieve was asked about, false is a promise for all suspects. Of other texts it knows nothing.
func (s *Suspects) MayMatch(rule int, text string) bool {
	if s.all || slices.Contains(s.loose, rule) {
		return true
	}
	_, may := s.texts[suspect{rule, maphash.String(seed, text)}]
	return may
}

// Clear makes the suspects none, and keeps their room.
func (s *Suspects) Clear() {
	clear(s.texts)
	s.rules, s.all, s.loose = s.rules[:0], false, s.loose[:0]
}

// AddAll makes all rules suspects.
func (s *Suspects) AddAll() { s.all = true }

// addRule adds a rule that may match any text.
func (s *Suspects) addRule(id int) {
	s.add(id)
	if !slices.Contains(s.loose, id) {
		s.loose = append(s.loose, id)
	}
}

// addText adds a rule that may match a text.
func (s *Suspects) addText(id int, text []byte) {
	s.add(id)
	if s.texts == nil {
		s.texts = make(map[suspect]struct{})
	}
	s.texts[suspect{id, maphash.Bytes(seed, text)}] = struct{}{}
}

func (s *Suspects) add(id int) {
	if !slices.Contains(s.rules, id) {
		s.rules = append(s.rules, id)
	}
}
