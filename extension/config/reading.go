package config

import (
	"slices"
	"strings"
)

// reading is one value while it is read: the names that it may use, and what is noticed on the way.
type reading struct {
	sources []string
	lenient bool     // something is spelt as the documents do not have it, and is clear all the same
	watched []string // sources that what cannot be read is about; "" is the function
}

// watch notes what an entry that cannot be read is about: the sources that its name may mean, or else the function.
func (r *reading) watch(name string) {
	names := r.meant(name)
	if names == nil {
		names = []string{""}
	}
	for _, n := range names {
		if !slices.Contains(r.watched, n) {
			r.watched = append(r.watched, n)
		}
	}
}

// source returns the name of a source as the sources have it, or an error. The case of letters does not count.
func (r *reading) source(text string) (string, error) {
	if slices.Contains(r.sources, text) {
		return text, nil
	}
	for _, s := range r.sources {
		if strings.EqualFold(s, unquoted(text)) {
			r.lenient = true
			return s, nil
		}
	}
	return text, knownSource(text, r.sources)
}

// meant lists the sources that a name may mean: the one that it is, or those that it is the beginning of, or else those that it is
// closest to, or else the one in front of its colon.
func (r *reading) meant(text string) []string {
	text = unquoted(text)
	var near, longer []string
	limit := slips(text)
	for _, s := range r.sources {
		if strings.EqualFold(s, text) {
			return []string{s}
		}
		if strings.Contains(text, ":") && len(s) > len(text) && strings.EqualFold(s[:len(text)], text) {
			longer = append(longer, s)
		}
		switch d := distance(strings.ToLower(text), strings.ToLower(s), limit); {
		case d > limit:
		case d < limit:
			near, limit = []string{s}, d
		default:
			near = append(near, s)
		}
	}
	family, _, more := strings.Cut(text, ":")
	switch {
	case longer != nil:
		return longer
	case near == nil && more:
		return r.meant(family)
	}
	return near
}

// quotes are what people put around values, and word processors make of it.
var quotes = [...][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"”", "”"}}

// unquoted takes blanks and quotes from around a text.
func unquoted(text string) string {
	for {
		before := text
		text = strings.TrimSpace(text)
		for _, q := range quotes {
			if inner, begins := strings.CutPrefix(text, q[0]); begins {
				if inner, ends := strings.CutSuffix(inner, q[1]); ends && !strings.Contains(inner, q[0]) {
					text = inner
				}
			}
		}
		if text == before {
			return text
		}
	}
}

// unquote is unquoted, and notes that it made a difference.
func (r *reading) unquote(text string) string {
	plain := unquoted(text)
	r.lenient = r.lenient || plain != strings.TrimSpace(text)
	return plain
}

// cutWord cuts a word off the beginning of a text, whose case does not count.
func (r *reading) cutWord(text, word string) (rest string, found bool) {
	if len(text) < len(word) || !strings.EqualFold(text[:len(word)], word) {
		return text, false
	}
	r.lenient = r.lenient || text[:len(word)] != word
	return text[len(word):], true
}

// word makes a text comparable with words: without quotes and blanks around it, in lower case.
func (r *reading) word(text string) string {
	plain := strings.ToLower(unquoted(text))
	r.lenient = r.lenient || plain != text
	return plain
}
