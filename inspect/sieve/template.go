package sieve

import (
	"regexp"
	"strings"
)

// template is what a matching link keeps for the links after it: a TX variable, and its text, in pieces.
type template struct {
	name   string
	pieces []piece
}

// piece is a text, and the group behind it that an expression captured.
type piece struct {
	text  string
	group int // -1 for none
}

// kept is a variable that a link kept.
type kept struct{ name, text string }

// readTemplate reads "name=text", where the text has %{tx.N} for a group, of which there are ten.
func readTemplate(text string) template {
	name, rest, _ := strings.Cut(text, "=")
	t := template{name: name}
	for {
		before, after, found := strings.Cut(rest, "%{tx.")
		if !found {
			t.pieces = append(t.pieces, piece{before, -1})
			return t
		}
		t.pieces = append(t.pieces, piece{before, int(after[0] - '0')})
		rest = after[2:] // the digit and the bracket
	}
}

// fill appends the template's text. The groups are those in another text, as package regexp returns them.
func (t *template) fill(out, text []byte, groups []int) []byte {
	for _, p := range t.pieces {
		out = append(out, p.text...)
		if n := 2 * p.group; n >= 0 && n+1 < len(groups) && groups[n] >= 0 {
			out = append(out, text[groups[n]:groups[n+1]]...)
		}
	}
	return out
}

// wholeText captures all of a text. The rules that ask every name of a header use it.
const wholeText = "(?sm)^.*$"

// keep keeps what a matching text leaves for the links after it.
func (l *checkLink) keep(text []byte, q *request) {
	if len(l.sets) == 0 {
		return
	}
	captured := [2]int{0, len(text)}
	groups := captured[:]
	if !l.whole {
		l.capturing.Do(func() { l.captures, l.run = regexp.MustCompile(l.argument), runOf(l.argument) })
		if captured[1] = l.run.length(text); captured[1] == 0 {
			groups = l.captures.FindSubmatchIndex(text)
		}
	}
	for i := range l.sets {
		start := len(q.room)
		q.room = l.sets[i].fill(q.room, text, groups)
		q.kept = append(q.kept, kept{l.sets[i].name, stringOf(q.room[start:])})
	}
}
