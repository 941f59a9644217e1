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

**Found at paranoia level 1: %s.** Found means that the score reaches the threshold, so that Weir would
block. The floor is %.0f %%, and ` + "`make corpus`" + ` fails below it. Two sets are counted:

- *Corpus*: attacks as events that AWS would deliver, each with an honest twin; found without the rules that match the twin:
  %s. Leaks in responses are counted apart: %s.
- *The Core Rule Set's tests*: the requests that expect a rule for requests of level 1 to match, each as the event of a
  Function URL: %s. Only those count that Coraza, with the Core Rule Set as it comes, would block at
  that level. It would not block %d others, where the rule is a warning of 3 points, a notice of 2, or off until somebody
  sets a limit; Weir blocks %d of them. With these the figure would be %s.

And beside them:

- *Matrix*: %d attacks, each of which is found where it stands plain in a queue's message, crossed with %d encodings and %d
  places in events, of which combinations %d are tried. Half of them are held back: nobody looks at what is missed there
  while rules and decoders are written. Found of the open half: %s; of the half that is held
  back: %s. At first sight, before anything was changed for them, these were 4029 of 4093 and 3969 of
  4031, and of what was added later, places that few functions get, 1042 of 1127 and 1042 of 1120.
- *Pages*: texts that must make a rule of Weir's own fire, and texts that must not, in
  [inspect/rules/testdata](../inspect/rules/testdata).

A corpus that we wrote ourselves shows what we thought of. It proves nothing about what we did not.

`

// of writes a tally without its share.
func of(t corpus.Tally) string {
	if t.All == 0 {
		return "–"
	}
	return fmt.Sprintf("%d of %d", t.Found, t.All)
}

// coverage is what docs/COVERAGE.md is made of.
type coverage struct {
	*results

	rules  []inspect.Rule
	pages  map[int]bool    // rules that have a page
	judged []corpus.Result // attacks in events, and in responses
}

// writeCoverage writes docs/COVERAGE.md.
func writeCoverage(path, pages string) error {
	c, err := measureCoverage(pages)
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
	f := c.figure()
	leaks, open, back := tallyOf(c.responses), tallyOf(halfOf(c.matrix, corpus.Open)), tallyOf(halfOf(c.matrix, corpus.HeldBack))
	fmt.Fprintf(&b, coverageIntro, f.Whole(), corpus.FigureFloor, f.Attacks, of(leaks), f.Positives, f.Below.All, f.Below.Found, f.Strict(),
		parts(0), parts(1), parts(2), len(c.matrix), open, back)
	b.WriteString("## Serverless Top 10\n\n")
	for _, e := range top10 {
		c.writeEntry(&b, e)
	}
	c.writeClasses(&b)
	if err := writeHonest(&b, c.results); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644) //nolint:gosec // a document
}

// measureCoverage judges everything, and looks for the rules' pages.
func measureCoverage(pages string) (*coverage, error) {
	all, err := measure()
	if err != nil {
		return nil, err
	}
	c := &coverage{results: all, judged: slices.Concat(all.attacks, all.responses), pages: map[int]bool{}}
	if c.rules, err = inspect.New(inspect.Options{}).Rules(); err != nil {
		return nil, err
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
	if found.All > 0 {
		fmt.Fprintf(b, "- Corpus: %s found.", of(found))
		if matrix.All > 0 {
			fmt.Fprintf(b, " Matrix: %s.", of(matrix))
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
func (c *coverage) count(results []corpus.Result, classes []string) corpus.Tally {
	var t corpus.Tally
	for _, r := range results {
		if slices.Contains(classes, r.Class) {
			t.Count(r.Found)
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
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", name, entryOf(name), cmp.Or(strings.Join(c.tags(name), ", "), "–"), of(c.count(c.judged, one)), of(c.count(c.matrix, one)))
	}
	b.WriteString("\n## Not found\n\n")
	for _, r := range c.judged {
		if !r.Found {
			fmt.Fprintf(b, "- %s, %s (%s): %s.\n", r.ID, r.Class, entryOf(r.Class), entryFor(c.missed, r.ID).Reason)
		}
	}
	for _, g := range reasons(c.missed, halfOf(c.matrix, corpus.Open)) {
		fmt.Fprintf(b, "- %d of the open half of the matrix: %s.\n", g.n, g.reason)
	}
	b.WriteString("\n## Where Weir does not look\n\nAttacks of the corpus that are in no event and in no response:\n\n")
	for _, a := range c.outside() {
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
