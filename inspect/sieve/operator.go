package sieve

import (
	"strings"
	"sync"
	"unsafe"

	"weir/inspect/libinjection"
)

// operator is what a rule asks of a text: the engine's own question, exactly, unless the effort is used up. Then the
// answer is that the text may match. It is safe for concurrent use.
type operator interface {
	matches(text []byte, effort *effort) bool
}

func (t *tables) newOperator(name, argument, then string, thenNot bool) operator {
	var o operator
	switch name {
	case "rx", "rxBytes":
		o = &expression{program: argument, spare: &t.spare}
	case "detectSQLi":
		o = detectSQLi{&t.sql}
	case "detectXSS":
		o = detectXSS{}
	case "validateByteRange":
		o = anyOf(argument)
	default:
		o = conditionOnly{}
	}
	if then == "" {
		return o
	}
	return both{o, &expression{program: then, spare: &t.spare}, thenNot}
}

// conditionOnly is an operator that matches wherever its condition holds: a list of words, or one that is not known.
type conditionOnly struct{}

func (conditionOnly) matches([]byte, *effort) bool { return true }

// anyOf matches a text with one of these bytes.
type anyOf string

func (o anyOf) matches(text []byte, _ *effort) bool {
	for _, c := range text {
		if strings.IndexByte(string(o), c) >= 0 {
			return true
		}
	}
	return false
}

type detectSQLi struct{ words *sqlWords }

func (o detectSQLi) matches(text []byte, effort *effort) bool {
	if !o.words.mayBeSQL(text) {
		return false
	}
	found, _, known := libinjection.IsSQLi(stringOf(text), effort.within(text))
	return found || !known && effort.end()
}

type detectXSS struct{}

func (detectXSS) matches(text []byte, effort *effort) bool {
	found, known := libinjection.IsXSS(stringOf(text), effort.within(text))
	return found || !known && effort.end()
}

// stringOf is a text as a string, without copying it: for functions that keep nothing of it.
func stringOf(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

// both is a rule with a second link.
type both struct {
	first, second operator
	not           bool
}

func (o both) matches(text []byte, effort *effort) bool {
	return o.first.matches(text, effort) && (o.second.matches(text, effort) != o.not || effort.over())
}

// expression is read when it is first asked, since most never are.
type expression struct {
	program   string
	spare     *spareRoom
	once      sync.Once
	automaton *automaton
}

func (e *expression) matches(text []byte, effort *effort) bool {
	is, known := e.read().match(text, effort)
	return is || !known
}

func (e *expression) read() *automaton {
	e.once.Do(func() { e.automaton = newAutomaton(e.program, e.spare) })
	return e.automaton
}
