package engine

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// literals is an expression that matches one of several texts, and captures nothing. Package regexp tries all of them at every place, and
// these are searched for one by one.
type literals struct {
	*regexp.Regexp
	texts   []string // of ASCII
	anyCase bool     // they are in small letters, and match in any case
}

// literalsOf returns nil for other expressions.
func literalsOf(compiled *regexp.Regexp) *literals {
	tree, err := syntax.Parse(compiled.String(), syntax.Perl)
	if err != nil {
		return nil
	}
	alternatives := []*syntax.Regexp{tree}
	if tree.Op == syntax.OpAlternate {
		alternatives = tree.Sub
	}
	l := &literals{Regexp: compiled, anyCase: alternatives[0].Flags&syntax.FoldCase != 0}
	for _, one := range alternatives {
		text := string(one.Rune)
		if one.Op != syntax.OpLiteral || !isASCII(text) || (one.Flags&syntax.FoldCase != 0) != l.anyCase {
			return nil
		}
		if l.anyCase {
			text = strings.ToLower(text)
		}
		l.texts = append(l.texts, text)
	}
	return l
}

// MatchString implements expression.
func (l *literals) MatchString(text string) bool {
	if l.anyCase {
		if !isASCII(text) { // some letters outside ASCII are other cases of those in it
			return l.Regexp.MatchString(text)
		}
		text = strings.ToLower(text)
	}
	return slices.ContainsFunc(l.texts, func(one string) bool { return strings.Contains(text, one) })
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
