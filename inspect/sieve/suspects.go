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
	loose []int            // the rules that may match any text
	texts map[suspect]bool // those that may match these only, and whether it is certain that they do
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
func (s *Suspects) Matches(rule int, text string) (does, certain bool) {
	if s.all || slices.Contains(s.loose, rule) {
		return true, false
	}
	sure, may := s.texts[suspect{rule, maphash.String(seed, text)}]
	return may, sure || !may
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

// addText adds a rule that may match a text, or certainly does.
func (s *Suspects) addText(id int, text []byte, certain bool) {
	s.add(id)
	if s.texts == nil {
		s.texts = make(map[suspect]bool)
	}
	s.texts[suspect{id, maphash.Bytes(seed, text)}] = certain
}

func (s *Suspects) add(id int) {
	if !slices.Contains(s.rules, id) {
		s.rules = append(s.rules, id)
	}
}
