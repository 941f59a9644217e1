package sieve

import (
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// ending knows what a text has to end with for a program to match it, where every match goes on to the end of the text. It walks
// the program backwards, from the end of the text: names of files with one of a few extensions are told from others by their last
// letters, whatever stands before them.
type ending struct {
	of     *automaton
	before [][]uint16 // by instruction, those that it follows
	last   []uint16   // those that demand the end of the text
}

// longestEnding is how many characters are looked at, at most.
const longestEnding = 16

// findEnding finds what texts that match end with, for an automaton's own starts.
func (a *automaton) findEnding() {
	e := &ending{of: a, before: make([][]uint16, len(a.program))}
	reached := make([]bool, len(a.program))
	waiting := slices.Clone(a.starts)
	for len(waiting) > 0 {
		i := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if reached[i] {
			continue
		}
		reached[i] = true
		in := &a.program[i]
		ways := []uint16{in.out, in.other}
		switch in.op {
		case opMatch:
			return // elsewhere, too
		case opFail:
			continue
		case opLook:
			if in.look&syntax.EmptyEndText != 0 {
				e.last = append(e.last, i)
				continue
			}
			ways = ways[:1]
		case opRead:
			ways = ways[:1]
		}
		for _, to := range ways {
			e.before[to] = append(e.before[to], i)
		}
		waiting = append(waiting, ways...)
	}
	a.ending = e
}

// fits says whether a text may end so. Assertions are taken to hold.
func (e *ending) fits(text []byte) bool {
	a := e.of
	at := e.last
	for range longestEnding {
		reads, begins := e.reads(at)
		if begins || len(text) == 0 {
			return begins
		}
		class, size := a.alphabet.ascii[text[len(text)-1]], 1
		if int(class) == a.alphabet.classes {
			var r rune
			r, size = utf8.DecodeLastRune(text)
			class = a.alphabet.classOf(r)
		}
		text = text[:len(text)-size]
		at = nil
		for _, i := range reads {
			if a.sets[a.program[i].set].has(class) {
				at = append(at, i)
			}
		}
		if len(at) == 0 {
			return false
		}
	}
	return true
}

// reads are the instructions that read the character before some instructions. A match may begin there as well.
func (e *ending) reads(at []uint16) (reads []uint16, begins bool) {
	e.of.begin()
	waiting := slices.Clone(at)
	for n := 0; n < len(waiting); n++ {
		if slices.Contains(e.of.starts, waiting[n]) {
			return nil, true
		}
		for _, i := range e.before[waiting[n]] {
			switch {
			case e.of.seen[i] == e.of.round:
			case e.of.program[i].op == opRead:
				reads = append(reads, i)
			default:
				waiting = append(waiting, i)
			}
			e.of.seen[i] = e.of.round
		}
	}
	return reads, false
}
