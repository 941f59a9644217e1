package sieve

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// check is a rule on requests that is judged link by link: it fires if every link matches.
type check struct {
	rule  int
	links []checkLink
}

// checkLink is one link of a rule. It matches if one of its texts does.
type checkLink struct {
	targets  []target
	negated  bool
	steps    []uint8
	operator string // "unknown" may match anything
	argument string // of "rx", only if what it captures is kept
	sets     []template
	setters  []target // if one of these is there, the variable may hold anything

	expression *expression
	capturing  sync.Once
	captures   *regexp.Regexp
}

// template is what a matching link keeps for the links after it: a TX variable, and its text.
type template struct{ name, text string }

func (t *tables) readChecks(r *reader, level int) {
	for range r.number() {
		id, _ := strconv.Atoi(r.text())
		from := r.number()
		c := check{rule: id, links: make([]checkLink, r.number())}
		for i := range c.links {
			l := &c.links[i]
			l.negated = r.number() != 0
			l.operator, l.argument = r.text(), r.text()
			l.steps = make([]uint8, r.number())
			for k := range l.steps {
				l.steps[k] = uint8(r.number())
			}
			l.targets = r.targets()
			for range r.number() {
				name, text, _ := strings.Cut(r.text(), "=")
				l.sets = append(l.sets, template{name, text})
			}
			l.setters = r.targets()
			if l.operator == "rx" {
				l.expression = &expression{program: r.text(), spare: &t.spare}
			}
		}
		if from <= level {
			t.checks = append(t.checks, c)
		}
	}
}

// fires says whether every link of the rule may match the request.
func (w *walk) fires(c *check, q *request) bool {
	q.kept, q.room = q.kept[:0], q.room[:0]
	for i := range c.links {
		if !w.holds(&c.links[i], q) {
			return false
		}
	}
	return true
}

// holds says whether a link may match.
func (w *walk) holds(l *checkLink, q *request) bool {
	holds := false
	for i := range l.targets {
		t := &l.targets[i]
		if t.except {
			continue
		}
		lists, known := q.of(t, l.setters)
		holds = holds || !known
		for _, list := range lists {
			for _, p := range list {
				if !t.count && !t.any && p.key != t.key {
					continue
				}
				out := w.after(l.steps, p.text)
				if l.matches(out, &w.effort) != l.negated || w.effort < 0 {
					holds = true
					l.keep(out, q)
				}
			}
		}
	}
	return holds
}

// after takes the steps of a link.
func (w *walk) after(steps []uint8, text string) []byte {
	out := append(w.other[:0], text...)
	w.other = out
	for _, s := range steps {
		out = w.stepped(s, out)
	}
	return out
}

func (l *checkLink) matches(text []byte, effort *int) bool {
	switch l.operator {
	case "rx":
		return l.argument == wholeText || l.expression.matches(text, effort)
	case "within":
		return strings.Contains(l.argument, string(text))
	case "streq":
		return string(text) == l.argument
	case "contains":
		return bytes.Contains(text, []byte(l.argument))
	case "beginsWith":
		return bytes.HasPrefix(text, []byte(l.argument))
	case "endsWith":
		return bytes.HasSuffix(text, []byte(l.argument))
	case "pm":
		return hasWord(text, strings.ToLower(l.argument), " ")
	case "words":
		return hasWord(text, l.argument, "\n")
	case "validateByteRange":
		return anyOf(l.argument).matches(text, effort)
	}
	return l.compares(text)
}

// hasWord says that a text holds one of several words, in any case.
func hasWord(text []byte, words, separator string) bool {
	lower := bytes.ToLower(text)
	for word := range strings.SplitSeq(words, separator) {
		if bytes.Contains(lower, bytesOf(word)) {
			return true
		}
	}
	return false
}

// compares is for operators on numbers. A text that is no number counts as 0.
func (l *checkLink) compares(text []byte) bool {
	want, _ := strconv.Atoi(l.argument)
	got, _ := strconv.Atoi(string(text))
	switch l.operator {
	case "eq":
		return got == want
	case "gt":
		return got > want
	case "ge":
		return got >= want
	case "lt":
		return got < want
	case "le":
		return got <= want
	}
	return !l.negated // unknown: either way it matches
}

// keep keeps what a matching text leaves for the links after it.
func (l *checkLink) keep(text []byte, q *request) {
	if len(l.sets) == 0 {
		return
	}
	groups := []int{0, len(text)}
	if l.argument != wholeText {
		l.capturing.Do(func() { l.captures = regexp.MustCompile(l.argument) })
		groups = l.captures.FindSubmatchIndex(text)
	}
	for _, s := range l.sets {
		start := len(q.room)
		q.room = s.fill(q.room, text, groups)
		q.kept = append(q.kept, template{s.name, stringOf(q.room[start:])})
	}
}

// wholeText captures all of a text. The rules that ask every name of a header use it.
const wholeText = "(?sm)^.*$"

// fill appends the template with each %{tx.N} replaced by the group that an expression captured in the text.
func (t template) fill(out, text []byte, groups []int) []byte {
	rest := t.text
	for {
		before, after, found := strings.Cut(rest, "%{tx.")
		out = append(out, before...)
		if !found {
			return out
		}
		if n := 2 * int(after[0]-'0'); n+1 < len(groups) && groups[n] >= 0 {
			out = append(out, text[groups[n]:groups[n+1]]...)
		}
		rest = after[2:] // the digit and the bracket
	}
}
