package main

import (
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// leastCharacters is how many characters the shortest text has that an expression matches.
func leastCharacters(expression string) (int, error) {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return 0, err
	}
	return least(tree), nil
}

func least(e *syntax.Regexp) int {
	switch e.Op {
	case syntax.OpLiteral:
		return len(e.Rune)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return least(e.Sub[0])
	case syntax.OpRepeat:
		return e.Min * least(e.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, s := range e.Sub {
			n += least(s)
		}
		return n
	case syntax.OpAlternate:
		n := least(e.Sub[0])
		for _, s := range e.Sub[1:] {
			n = min(n, least(s))
		}
		return n
	}
	return 0
}

// shortest is the length of the shortest of some words, in characters.
func shortest(words []string) int {
	return utf8.RuneCountInString(slices.MinFunc(words, func(a, b string) int {
		return utf8.RuneCountInString(a) - utf8.RuneCountInString(b)
	}))
}
