package sieve

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/corazawaf/libinjection-go"
	"rsc.io/binaryregexp"
)

// naive is what the sieve has to equal: every rule, on the text exactly as the engine transforms it, without any
// condition, and with the expressions that the engine uses. It returns the ids of the rules that match.
func (t *tables) naive(value []byte) []int {
	w := &walk{tables: t}
	var out []int
	for n, l := range t.links {
		if l.operator == nil || !t.parts[0].has(uint16(n)) {
			continue // of a higher level, or on other texts
		}
		w.begin(value)
		w.mask = t.classesOf(value)
		l.operator = t.reference(uint16(n))
		if l.multi && w.times(uint16(n), &l) > 0 || !l.multi && l.operator.matches(w.exact(l.node), nil) {
			out = append(out, l.rule)
		}
	}
	return out
}

// reference is a link's operator without what makes the sieve fast.
func (t *tables) reference(n uint16) operator {
	if o, ok := references.Load(t.links[n].rule); ok {
		return o.(operator)
	}
	o := t.links[n].operator
	second, chained := o.(both)
	if chained {
		o = second.first
	}
	switch o.(type) {
	case *expression:
		o = regular(t.links[n].rule, 0)
	case conditionOnly:
		o = wordList{t, t.wordsOf(n)}
	case detectSQLi:
		o = reference{func(text []byte) bool { found, _ := libinjection.IsSQLi(string(text)); return found }}
	}
	if chained {
		o = both{o, regular(t.links[n].rule, 1), second.not}
	}
	references.Store(t.links[n].rule, o)
	return o
}

var references sync.Map

type reference struct{ match func([]byte) bool }

func (r reference) matches(text []byte, _ *effort) bool { return r.match(text) }

// regular is an expression as the engine's own matcher reads it.
func regular(rule, link int) operator {
	s := sources()[[2]int{rule, link}]
	if s.ofBytes {
		return reference{binaryregexp.MustCompile(s.text).Match}
	}
	return reference{regexp.MustCompile(s.text).Match}
}

// source is an expression of which the generator made a program.
type source struct {
	text    string
	ofBytes bool
}

// sources are all of them, by rule and link.
var sources = sync.OnceValue(func() map[[2]int]source {
	raw, err := os.ReadFile("testdata/expressions.txt")
	if err != nil {
		panic(err)
	}
	out := make(map[[2]int]source)
	for line := range strings.Lines(string(raw)) {
		var rule, link int
		var operator, text string
		if _, err := fmt.Sscanf(line, "%d %d %s %q", &rule, &link, &operator, &text); err != nil {
			panic(err)
		}
		out[[2]int{rule, link}] = source{text, operator == "rxBytes"}
	}
	return out
})

// word is a word of a list, or the longest part of one without characters outside ASCII, and the mask of the rest.
type word struct {
	text string
	mask uint64
}

// wordsOf are the words of a rule that is a list of words.
func (t *tables) wordsOf(part uint16) []word {
	var words []word
	for i, l := range t.literals[:len(t.literals)-1] {
		for _, p := range t.postings[l.postings:t.literals[i+1].postings] {
			if p.part == part {
				words = append(words, word{l.text, t.masks[p.mask]})
			}
		}
	}
	return words
}

type wordList struct {
	tables *tables
	words  []word
}

func (l wordList) matches(text []byte, _ *effort) bool {
	mask := l.tables.classesOf(text)
	lower := make([]byte, len(text))
	for i, c := range text {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	for _, w := range l.words {
		if w.mask&^mask == 0 && bytes.Contains(lower, []byte(w.text)) {
			return true
		}
	}
	return false
}

// The naive program takes the steps of a rule that looks at the text before each of them, too.
func TestTheNaiveProgramLooksBehindEveryStep(t *testing.T) {
	if found := sieveAt(1).tables.naive([]byte("%2f*!1*%2f")); !slices.Contains(found, 942500) {
		t.Errorf("a comment that is encoded is not found, but %v", found)
	}
}
