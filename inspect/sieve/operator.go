package sieve

import (
	"regexp"
	"strings"
	"sync"

	"github.com/corazawaf/libinjection-go"
	"rsc.io/binaryregexp"
)

// operator is what a rule asks of a text: the engine's own question, exactly. It is safe for concurrent use.
type operator interface {
	matches(text []byte) bool
}

func newOperator(name, argument, then string, thenNot bool) operator {
	var o operator
	switch name {
	case "rx":
		o = &expression{source: argument, compile: compileText}
	case "rxBytes":
		o = &expression{source: argument, compile: compileBytes}
	case "detectSQLi":
		o = detectSQLi{}
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
	return both{o, &expression{source: then, compile: compileText}, thenNot}
}

// conditionOnly is an operator that matches wherever its condition holds: a list of words, or one that is not known.
type conditionOnly struct{}

func (conditionOnly) matches([]byte) bool { return true }

// anyOf matches a text with one of these bytes.
type anyOf string

func (o anyOf) matches(text []byte) bool {
	for _, c := range text {
		if strings.IndexByte(string(o), c) >= 0 {
			return true
		}
	}
	return false
}

type detectSQLi struct{}

func (detectSQLi) matches(text []byte) bool {
	if isWord(text) {
		// One word is one token, and one token is no injection.
		return false
	}
	found, _ := libinjection.IsSQLi(string(text))
	return found
}

// isWord says that a text is one name, as programming languages have them.
func isWord(text []byte) bool {
	for i, c := range text {
		if !('a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

type detectXSS struct{}

func (detectXSS) matches(text []byte) bool { return libinjection.IsXSS(string(text)) }

// both is a rule with a second link.
type both struct {
	first, second operator
	not           bool
}

func (o both) matches(text []byte) bool {
	return o.first.matches(text) && o.second.matches(text) != o.not
}

// expression is compiled when it is first asked, since most never are.
type expression struct {
	source  string
	compile func(string) matcher
	once    sync.Once
	matcher matcher
}

type matcher interface{ Match([]byte) bool }

func (e *expression) matches(text []byte) bool {
	e.once.Do(func() { e.matcher = e.compile(e.source) })
	return e.matcher.Match(text)
}

// The generator parsed every expression, so they compile.
func compileText(source string) matcher  { return regexp.MustCompile(source) }
func compileBytes(source string) matcher { return binaryregexp.MustCompile(source) }
