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
	rule    int
	links   []checkLink
	needs   need  // of the slots of a request
	without slots // of which it must have none
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
	within     *within
	whole      bool    // an expression that captures all of a text
	sought     *within // where the next link looks for what is kept of a text, and for nothing else
	capturing  sync.Once
	captures   *regexp.Regexp
	run        *run
}

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
			l.targets = t.readTargets(r)
			for range r.number() {
				l.sets = append(l.sets, readTemplate(r.text()))
			}
			l.setters = t.readTargets(r)
			switch l.operator {
			case "rx":
				l.expression, l.whole = &expression{program: r.text(), spare: &t.spare}, l.argument == wholeText
			case "within":
				l.within = newWithin(l.argument)
			}
		}
		if from <= level {
			t.findSought(&c)
			t.findNeeds(&c)
			t.checks = append(t.checks, c)
		}
	}
}

// fires says whether every link of the rule may match the request.
func (w *walk) fires(c *check, q *request) bool {
	w.effort.grant(leastEffort)
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
		if t := &l.targets[i]; !t.except && w.holdsFor(l, t, q) {
			holds = true // the others may leave something, too
		}
	}
	return holds
}

// holdsFor says whether a link may match one of its targets.
func (w *walk) holdsFor(l *checkLink, t *target, q *request) bool {
	lists, known := q.of(t, l.setters)
	holds := !known
	for _, list := range lists {
		for i := range list {
			p := &list[i]
			switch {
			case !t.count && !t.fits(p):
			case l.isUnsought(p.text):
			default:
				out := w.after(l.steps, p.text)
				if l.matches(out, &w.effort) != l.negated || w.effort.over() {
					holds = true
					l.keep(out, q)
				}
			}
		}
	}
	return holds
}

// after takes the steps of a link. The text must not be changed.
func (w *walk) after(steps []uint8, text string) []byte {
	out := bytesOf(text)
	for _, s := range steps {
		out = w.stepped(s, out)
	}
	return out
}

func (l *checkLink) matches(text []byte, effort *effort) bool {
	switch l.operator {
	case "rx":
		return l.whole || l.expression.matches(text, effort)
	case "within":
		return l.within.matches(stringOf(text))
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
