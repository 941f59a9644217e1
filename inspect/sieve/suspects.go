package sieve

import "slices"

// Suspects are the rules that may match what a sieve was asked about. The zero Suspects are none.
type Suspects struct {
	rules []int // ids, each once
	all   bool
}

// Rules returns the ids, or nil if there are none. The caller must not change them. If all rules are suspects, whether or
// not the sieve knows them, it says so.
func (s *Suspects) Rules() (ids []int, all bool) { return s.rules, s.all }

// Clear makes the suspects none, and keeps their room.
func (s *Suspects) Clear() { s.rules, s.all = s.rules[:0], false }

// AddAll makes all rules suspects.
func (s *Suspects) AddAll() { s.all = true }

func (s *Suspects) addRule(id int) {
	if !slices.Contains(s.rules, id) {
		s.rules = append(s.rules, id)
	}
}
