package main

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

// The marks in the sequences that an expression is expanded to.
const (
	gap   = '\x00' // anything at all
	blank = '\x01' // a run of white space, at least one character
)

const (
	maxSequences = 6000 // of one expression
	maxProduct   = 300  // of what follows each other in one
	maxClass     = 8    // characters of a class that is expanded
	minLiteral   = 2    // characters in a row: what has fewer than four is looked for by itself
)

// literalsOf returns lists of literals in lower case, of which one stands whole in every match of an expression. The
// expression is expanded to all sequences of characters and gaps that it can match; the pieces of each are a list.
func literalsOf(text string) ([][]string, error) {
	re, err := syntax.Parse("(?sm)"+text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	sequences, err := expand(re)
	if err != nil {
		return nil, err
	}
	var all [][]string
	for _, s := range sequences {
		var list []string
		for piece := range strings.SplitSeq(s, string(gap)) {
			if longestRun(piece) >= minLiteral && !slices.Contains(list, piece) {
				list = append(list, piece)
			}
		}
		if len(list) == 0 {
			return nil, fmt.Errorf("%q has no literal that is long enough", s)
		}
		all = append(all, list)
	}
	slices.SortFunc(all, func(a, b []string) int { return slices.Compare(a, b) })
	all = slices.CompactFunc(all, slices.Equal)
	// Where a list stands, another that it includes stands too.
	var least [][]string
	for _, list := range all {
		if !slices.ContainsFunc(all, func(other []string) bool { return !slices.Equal(list, other) && includes(list, other) }) {
			least = append(least, list)
		}
	}
	return least, nil
}

// includes says whether each of the others is a part of one of the list.
func includes(list, others []string) bool {
	for _, o := range others {
		if !slices.ContainsFunc(list, func(l string) bool { return strings.Contains(l, o) }) {
			return false
		}
	}
	return true
}

// longestRun is how many characters stand in a row in a piece.
func longestRun(piece string) int {
	longest := 0
	for run := range strings.SplitSeq(piece, string(blank)) {
		longest = max(longest, len(run))
	}
	return longest
}

func expand(re *syntax.Regexp) ([]string, error) {
	switch re.Op {
	case syntax.OpLiteral:
		return []string{strings.ToLower(string(re.Rune))}, nil
	case syntax.OpCharClass:
		return class(re.Rune), nil
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return []string{""}, nil
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL, syntax.OpStar:
		return []string{string(gap)}, nil
	case syntax.OpCapture:
		return expand(re.Sub[0])
	case syntax.OpQuest:
		sub, err := expand(re.Sub[0])
		return append([]string{""}, sub...), err
	case syntax.OpPlus:
		return atLeastOne(re.Sub[0], 2)
	case syntax.OpRepeat:
		if re.Min == 0 {
			return []string{string(gap)}, nil
		}
		return atLeastOne(re.Sub[0], re.Max)
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			list, err := expand(sub)
			if err != nil {
				return nil, err
			}
			all = append(all, list...)
		}
		return all, limited(all)
	case syntax.OpConcat:
		all := []string{""}
		for _, sub := range re.Sub {
			list, err := expand(sub)
			if err != nil {
				return nil, err
			}
			if len(all)*len(list) > maxProduct {
				list = []string{string(gap)} // anything includes what it was
			}
			var product []string
			for _, head := range all {
				for _, tail := range list {
					product = append(product, head+tail)
				}
			}
			all = product
		}
		return all, nil
	}
	return nil, fmt.Errorf("%s is not understood", re.Op)
}

// atLeastOne expands a repetition: white space is a run, and of anything else the first and the last are known.
func atLeastOne(sub *syntax.Regexp, most int) ([]string, error) {
	if sub.Op == syntax.OpCharClass && isSpace(sub.Rune) {
		return []string{string(blank)}, nil
	}
	list, err := expand(sub)
	if err != nil || most == 1 {
		return list, err
	}
	if len(list) > 1 {
		return []string{string(gap)}, nil
	}
	return []string{list[0] + string(gap)}, nil
}

func limited(list []string) error {
	if len(list) > maxSequences {
		return fmt.Errorf("more than %d sequences", maxSequences)
	}
	return nil
}

// class expands a small class of characters.
func class(ranges []rune) []string {
	if isSpace(ranges) {
		return []string{string(blank)}
	}
	var list []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if len(list) == maxClass || r > unicode.MaxASCII {
				return []string{string(gap)}
			}
			if c := strings.ToLower(string(r)); !slices.Contains(list, c) {
				list = append(list, c)
			}
		}
	}
	return list
}

func isSpace(ranges []rune) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if r > unicode.MaxASCII || !unicode.IsSpace(r) {
				return false
			}
		}
	}
	return len(ranges) > 0
}
