package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"weir/inspect"
	"weir/test/corpus"
)

const coverageIntro = `# What is covered, and what is not

<!-- Generated from test/corpus/report by make generate. Change it there. -->

The Serverless Top 10 (PureSec, 2018), and the classes of attacks in [test/corpus](../test/corpus), against what Weir does, how
that is tested, and what it does not do. The figures are those of the corpus with the default settings; ` + "`make corpus`" + ` prints
them case by case.

- *Corpus*: attacks as events that AWS would deliver, each with an honest twin, or as responses. Found means that the score
  counts, and does so without the rules that match the twin.
- *Matrix*: %d attacks that any rule set knows when it sees them plain, each in %d encodings and %d events.
- *Pages*: texts that must make a rule of Weir's own fire, and texts that must not, in
  [inspect/rules/testdata](../inspect/rules/testdata).

A corpus that we wrote ourselves shows what we thought of. It proves nothing about what we did not.

`

// tally counts what was found.
type tally struct{ found, all int }

func (t tally) String() string {
	if t.all == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", t.found, t.all)
}

// coverage is what docs/COVERAGE.md is made of.
type coverage struct {
	rules   []inspect.Rule
	pages   map[int]bool // rules that have a page
	judged  []corpus.Result
	matrix  []corpus.Result
	outside []corpus.Case // in no event and no response
	missed  []corpus.Entry
}

// writeCoverage writes docs/COVERAGE.md.
func writeCoverage(path, pages string) error {
	c, err := measure(pages)
	if err != nil {
		return err
	}
	var b strings.Builder
	parts := func(n int) int {
		names := map[string]bool{}
		for _, r := range c.matrix {
			names[r.Part(n)] = true
		}
		return len(names)
	}
	fmt.Fprintf(&b, coverageIntro, parts(0), parts(1), parts(2))
	b.WriteString("## Serverless Top 10\n\n")
	for _, e := range top10 {
		c.writeEntry(&b, e)
	}
	c.writeClasses(&b)
	if err := writeHonest(&b); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644) //nolint:gosec // a document
}

// measure judges the corpus and the matrix.
func measure(pages string) (*coverage, error) {
	cases, err := corpus.Attacks()
	if err != nil {
		return nil, err
	}
	events, err := corpus.Judge(cases)
	if err != nil {
		return nil, err
	}
	responses, err := corpus.JudgeResponses(cases)
	if err != nil {
		return nil, err
	}
	c := &coverage{judged: slices.Concat(events, responses), pages: map[int]bool{}}
	if c.matrix, err = corpus.Judge(corpus.Matrix()); err != nil {
		return nil, err
	}
	if c.missed, err = corpus.Missed(); err != nil {
		return nil, err
	}
	if c.rules, err = inspect.New(inspect.Options{}).Rules(); err != nil {
		return nil, err
	}
	for _, a := range cases {
		if !slices.ContainsFunc(c.judged, func(r corpus.Result) bool { return r.ID == a.ID }) {
			c.outside = append(c.outside, a)
		}
	}
	files, err := filepath.Glob(filepath.Join(pages, "*.txtar"))
	for _, f := range files {
		if id, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(f), ".txtar")); err == nil {
			c.pages[id] = true
		}
	}
	return c, err
}

// writeEntry writes what there is about one of the Top 10.
func (c *coverage) writeEntry(b *strings.Builder, e entry) {
	fmt.Fprintf(b, "### %s: %s\n\n%s\n\n", e.id, e.title, wrapped(e.does, ""))
	var ids []string
	pages := 0
	for _, r := range c.rules {
		if slices.Contains(r.Tags, e.id) {
			ids = append(ids, strconv.Itoa(r.ID))
			if c.pages[r.ID] {
				pages++
			}
		}
	}
	if len(ids) > 0 {
		text := fmt.Sprintf("- Rules of Weir's own with its tag: %d (%s). With pages: %d.", len(ids), strings.Join(ids, ", "), pages)
		if pages < len(ids) {
			text += " The others are raised in Go, and tested beside their code."
		}
		b.WriteString(wrapped(text, "  ") + "\n")
	}
	found, matrix := c.count(c.judged, e.classes), c.count(c.matrix, e.classes)
	if found.all > 0 {
		fmt.Fprintf(b, "- Corpus: %s found.", found)
		if matrix.all > 0 {
			fmt.Fprintf(b, " Matrix: %s.", matrix)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(b, "%s\n\n", wrapped("- Not covered: "+e.not, "  "))
}

// wrapped breaks a text into lines of up to 125 bytes, all but the first of which are indented.
func wrapped(text, indent string) string {
	var b strings.Builder
	length := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case length == 0:
		case length+1+len(word) > 125:
			b.WriteString("\n" + indent)
			length = len(indent)
		default:
			b.WriteByte(' ')
			length++
		}
		b.WriteString(word)
		length += len(word)
	}
	return b.String()
}

// count counts what was found of some classes.
func (c *coverage) count(results []corpus.Result, classes []string) tally {
	var t tally
	for _, r := range results {
		if slices.Contains(classes, r.Class) {
			t.all++
			if r.Found {
				t.found++
			}
		}
	}
	return t
}

// writeClasses writes a table of the classes of attacks.
func (c *coverage) writeClasses(b *strings.Builder) {
	b.WriteString("## Classes of attacks\n\nThe tags are those of the rules that found them, and each stands for the rules that " +
		"`weir rules --tag TAG` lists.\n\n| class | entry | tags of the rules that found it | corpus | matrix |\n|---|---|---|---|---|\n")
	classes := map[string]bool{}
	for _, r := range c.judged {
		classes[r.Class] = true
	}
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		one := []string{name}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, entryOf(name), cmp.Or(strings.Join(c.tags(name), ", "), "–"), c.count(c.judged, one), c.count(c.matrix, one))
	}
	b.WriteString("\n## Not found\n\n")
	for _, r := range slices.Concat(c.judged, c.matrix) {
		if !r.Found {
			fmt.Fprintf(b, "- %s, %s (%s): %s.\n", r.ID, r.Class, entryOf(r.Class), entryFor(c.missed, r.ID).Reason)
		}
	}
	b.WriteString("\n## Where Weir does not look\n\nAttacks of the corpus that are in no event and in no response:\n\n")
	for _, a := range c.outside {
		fmt.Fprintf(b, "- %s, %s (%s): %s.\n", a.ID, a.Class, entryOf(a.Class), a.Outside)
	}
}

// tags lists the tags by kind of attack of the rules that found a class.
func (c *coverage) tags(class string) []string {
	tags := map[string]bool{}
	for _, r := range slices.Concat(c.judged, c.matrix) {
		if r.Class != class || !r.Found {
			continue
		}
		for _, m := range r.Verdict.Matches {
			if m.Score == 0 || slices.Contains(r.Noise, m.Rule) {
				continue
			}
			for _, t := range m.Tags {
				if strings.HasPrefix(t, "attack-") {
					tags[t] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(tags))
}

// entryOf is the entry of the Top 10 that a class of attacks belongs to.
func entryOf(class string) string {
	for _, e := range top10 {
		if slices.Contains(e.classes, class) {
			return e.id
		}
	}
	return "–"
}
