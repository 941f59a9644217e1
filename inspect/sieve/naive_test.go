package sieve

import (
	"bytes"
	"strings"
)

// naive is what the sieve has to equal: every rule, on the text exactly as the engine transforms it, without any
// condition. It returns the ids of the rules that match.
func (t *tables) naive(value []byte) []int {
	w := &walk{tables: t}
	var out []int
	for n := range t.links {
		l := &t.links[n]
		if l.operator == nil {
			continue // of a higher level
		}
		w.begin(value)
		matched := false
		if words := t.wordsOf(uint8(n)); words != nil {
			hit := func(text []byte) bool { return t.containsAny(text, words) && l.operator.matches(text) }
			matched = hit(w.exact(l.node))
		} else if l.multi {
			matched = w.matchesAny(l)
		} else {
			matched = l.operator.matches(w.exact(l.node))
		}
		if matched {
			out = append(out, l.rule)
		}
	}
	return out
}

// word is a word of a list, or the longest part of one without characters outside ASCII, and the mask of the rest.
type word struct {
	text string
	mask uint64
}

// wordsOf are the words of a rule that is a list of words.
func (t *tables) wordsOf(part uint8) []word {
	o := t.links[part].operator
	if b, ok := o.(both); ok {
		o = b.first
	}
	if _, ok := o.(conditionOnly); !ok {
		return nil
	}
	words := []word{}
	for i, l := range t.literals[:len(t.literals)-1] {
		for _, p := range t.postings[l.postings:t.literals[i+1].postings] {
			if p.part == part {
				words = append(words, word{l.text, t.masks[p.mask]})
			}
		}
	}
	return words
}

func (t *tables) containsAny(text []byte, words []word) bool {
	mask := t.classesOf(text)
	lower := string(bytes.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text))
	for _, w := range words {
		if w.mask&^mask == 0 && strings.Contains(lower, w.text) {
			return true
		}
	}
	return false
}
