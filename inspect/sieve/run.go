package sieve

import (
	"regexp/syntax"
	"unicode/utf8"
)

// run is an expression that captures nothing but what a line begins with, as long as its characters are some: those of ASCII. Of a
// content type it is the part that comes first.
type run [utf8.RuneSelf]bool

// runOf returns nil for other expressions.
func runOf(expression string) *run {
	tree, err := syntax.Parse(expression, syntax.Perl)
	if err != nil || tree.Op != syntax.OpConcat || len(tree.Sub) != 2 || tree.Sub[0].Op != syntax.OpBeginLine {
		return nil
	}
	plus := tree.Sub[1]
	if plus.Op != syntax.OpPlus || plus.Flags&syntax.NonGreedy != 0 || plus.Sub[0].Op != syntax.OpCharClass {
		return nil
	}
	r := &run{}
	ranges := plus.Sub[0].Rune
	for i := 0; i < len(ranges); i += 2 {
		for c := ranges[i]; c <= ranges[i+1] && c < utf8.RuneSelf; c++ {
			r[c] = true
		}
	}
	return r
}

// length is how much is captured at the beginning of a text; 0 if that is not known.
func (r *run) length(text []byte) int {
	if r == nil {
		return 0
	}
	for i, c := range text {
		switch {
		case c >= utf8.RuneSelf:
			return 0
		case !r[c]:
			return i
		}
	}
	return len(text)
}
