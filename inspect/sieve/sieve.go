// Package sieve proves that a value cannot make a rule fire, so that the engine need not look at it.
//
// What it computes is this program, in which the rules are those of the Core Rule Set, and Weir's own, that look at arguments:
//
//	for each rule:
//		text := the value after the rule's transformations
//		if the rule's operator matches text:
//			return true
//	return false
//
// All the rest makes these five lines fast. Most rules cannot match most texts, and that can be seen without running
// them: an expression such as
//
//	(?i)union.*?select.*?from
//
// needs "select", the letters of "union" and those of "from". Such conditions are derived from the rules themselves, by
// the generator in gen, which writes them to conditions.txt for people and to tables.bin for this package. One scan of
// a text decides the conditions of all rules (lookup.go). Rules that want the text transformed are asked about the
// transformed text, if the transformation changes it at all (walk.go). Only the rules whose conditions hold are run
// (operator.go), on the text exactly as the engine would transform it.
//
// Every step errs on one side: a condition may hold of a text that the rule does not match, never the other way round.
package sieve

import "strings"

//go:generate go run ./gen

// Sieve tells values that may match a rule from those that cannot. It is safe for concurrent use.
//
// Its promise: if MayMatch is false for a value, then no rule of the Core Rule Set and none of Weir's that is active at the paranoia
// level, and none of the user's rules, matches the value, in no company: an evaluation with the value finds the same rules,
// and adds up the same score, as one without it. A value for which MayMatch is true may match, or not.
type Sieve struct {
	tables   *tables
	pass     bool // everything may match
	requests bool // every request may match
	pool     pool
}

// New prepares a sieve for a paranoia level, 1 to 4, and the texts of the user's own rules. If these may look at values,
// or may change how the Core Rule Set does, everything may match.
func New(level int, userRules []string) *Sieve {
	s := &Sieve{}
	if level < 1 || level > 4 {
		s.pass = true
		return s
	}
	s.tables = load(level)
	s.pass = s.tables.concernedBy(userRules)
	s.requests = strings.TrimSpace(strings.Join(userRules, "")) != ""
	return s
}

// MayMatch says whether an active rule may match the value. It reads the value and keeps nothing of it; it takes time
// proportional to its length.
func (s *Sieve) MayMatch(value []byte) bool { return s.MayMatchUntil(nil, value) }

// MayMatchUntil is MayMatch for values that take long: once stop says that there is no time for more, the value may match. Stop
// is asked about every millisecond of a whole core. If it is nil, the value has all the time that it takes.
func (s *Sieve) MayMatchUntil(stop func() bool, value []byte) bool {
	if s.pass {
		return true
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	w.effort = effort{stop: stop}
	return w.mayMatch(value, 0)
}

// Suspect adds the rules that may match the value to the suspects, and says whether there are any. What it promises of
// the value it promises of every rule: those that it does not add cannot match. If Suspects.Stop has ended the work on
// the value before, it may match, and nobody knows which rules.
func (s *Sieve) Suspect(value []byte, suspects *Suspects) bool {
	if s.pass {
		suspects.all = true
		return true
	}
	w := suspects.begin(s)
	w.mayMatch(value, 0)
	if w.outgrown() {
		suspects.walk = nil
	}
	return w.any
}

// SuspectOne says whether one rule may match the value, and whether it certainly does. It promises of the rule what Suspect
// promises of all. If it may match, it becomes a suspect.
func (s *Sieve) SuspectOne(value []byte, rule int, suspects *Suspects) (may, certain bool) {
	if s.pass {
		suspects.all = true
		return true, false
	}
	w := s.pool.get(s.tables)
	defer s.pool.put(w)
	return w.mayMatchOne(value, rule, suspects)
}

// SuspectName adds the rules that look at arguments of this name for the sake of their name, and says whether there are
// any. Suspect does not know names.
func (s *Sieve) SuspectName(name string, suspects *Suspects) bool {
	if s.pass {
		suspects.all = true
		return true
	}
	found := false
	for _, n := range s.tables.names {
		if strings.EqualFold(n.name, name) {
			suspects.addRule(n.rule, nil)
			found = true
		}
	}
	return found
}
