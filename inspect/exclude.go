package inspect

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Exclusion switches a rule or a tag off, as narrowly as wanted.
type Exclusion struct {
	Rule   int    // rule id, or 0 if Tag is set
	Tag    string // rule tag, or ""
	Source string // source name; "" means every source
	Field  string // glob over field paths, where * is any run of characters; "" means every field
}

// String is the exclusion as WEIR_EXCLUDE has it.
func (x Exclusion) String() string {
	var b strings.Builder
	if x.Tag != "" {
		b.WriteString("tag:" + x.Tag)
	} else {
		b.WriteString(strconv.Itoa(x.Rule))
	}
	if x.Source != "" {
		b.WriteString("@" + x.Source)
	}
	if x.Field != "" {
		b.WriteString(":" + x.Field)
	}
	return b.String()
}

// Silencing is the narrowest exclusion that takes a match away, and its like at other indexes of the same lists.
func Silencing(sourceName string, m Match) Exclusion {
	// A glob that is read from WEIR_EXCLUDE has neither semicolons nor space around it.
	glob := indexes().ReplaceAllString(m.Field, "$1[*]")
	glob = strings.ReplaceAll(glob, ";", "*")
	if strings.TrimSpace(glob) != glob {
		glob = "*" + strings.TrimSpace(glob) + "*"
	}
	return Exclusion{Rule: m.Rule, Source: sourceName, Field: glob}
}

// indexes are runs of those of a path, which has a backslash before each bracket inside a name.
var indexes = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(^|[^\\])(?:\[\d+\])+`) })

// covers says whether the exclusion takes this match of this source away.
func (x Exclusion) covers(sourceName string, m Match) bool {
	if x.Rule != 0 && x.Rule != m.Rule || x.Tag != "" && !slices.Contains(m.Tags, x.Tag) {
		return false
	}
	return (x.Source == "" || x.Source == sourceName || x.Source == family(sourceName)) && (x.Field == "" || globMatches(x.Field, m.Field))
}

// globMatches says whether text fits a pattern in which * stands for any run of characters. It takes time proportional
// to the product of the lengths at worst: a pattern is the user's, a path is bounded.
func globMatches(pattern, text string) bool {
	star, mark := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
