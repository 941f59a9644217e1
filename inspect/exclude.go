package inspect

import "slices"

// Exclusion switches a rule or a tag off, as narrowly as wanted.
type Exclusion struct {
	Rule   int    // rule id, or 0 if Tag is set
	Tag    string // rule tag, or ""
	Source string // source name; "" means every source
	Field  string // glob over field paths, where * is any run of characters; "" means every field
}

// covers says whether the exclusion takes this match of this source away.
func (x Exclusion) covers(sourceName string, m Match) bool {
	if x.Rule != 0 && x.Rule != m.Rule || x.Tag != "" && !slices.Contains(m.Tags, x.Tag) {
		return false
	}
	return (x.Source == "" || x.Source == sourceName) && (x.Field == "" || globMatches(x.Field, m.Field))
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
