package growth

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// Text is a text of any length: a prefix, a unit many times, and a suffix. Before and behind the units may stand as many bytes of another
// one: who looks far ahead or back from each unit passes over all of them each time.
type Text struct{ Prefix, Head, Unit, Tail, Suffix string }

// Number stands in a unit for how many stand before it, so that names differ.
const Number = "№"

// Of is the text with as many units as come to a length, at least one.
func (t Text) Of(bytes int) []byte {
	n := max(bytes/len(t.Unit), 1)
	middle := strings.Repeat(t.Unit, n)
	if strings.Contains(t.Unit, Number) {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(t.Unit, Number, strconv.Itoa(i)))
		}
		middle = b.String()
	}
	return []byte(t.Prefix + filled(t.Head, bytes) + middle + filled(t.Tail, bytes) + t.Suffix)
}

// filled is a unit as often as a length needs it.
func filled(unit string, bytes int) string {
	if unit == "" {
		return ""
	}
	return strings.Repeat(unit, bytes/len(unit))
}

func (t Text) String() string {
	units := fmt.Sprintf("%.60q × n", t.Unit)
	if t.Head != "" {
		units = fmt.Sprintf("%q × n + %s", t.Head, units)
	}
	if t.Tail != "" {
		units = fmt.Sprintf("%s + %q × n", units, t.Tail)
	}
	return fmt.Sprintf("%.60q + %s + %.60q", t.Prefix, units, t.Suffix)
}

// frame is what may stand around the units.
type frame struct{ prefix, suffix string }

// Texts are the units of this package and those given, each in so many of the frames: its own in turn, and all if there are
// no more; and each once before and once behind as many bytes of something else.
func Texts(frames int, words ...string) []Text {
	var texts []Text
	seen := map[string]bool{"": true}
	for n, unit := range append(units(), words...) {
		if seen[unit] {
			continue
		}
		seen[unit] = true
		for i := range min(max(frames, 1), len(surroundings)) {
			f := surroundings[(n+i)%len(surroundings)]
			texts = append(texts, Text{Prefix: f.prefix, Unit: unit, Suffix: f.suffix})
		}
		f := surroundings[n%len(surroundings)]
		texts = append(texts, Text{Prefix: f.prefix, Unit: unit, Tail: fillings[n%len(fillings)]}, Text{Head: fillings[n*7%len(fillings)], Unit: unit, Suffix: f.suffix})
	}
	return texts
}

// sampled is of how many texts a sample takes one.
const sampled = 80

// sample takes one of so many texts for each subject; and where there are no more of them than one each, fewer subjects.
func sample(subjects []Subject, texts, of int) (some []Subject, each int) {
	step := max(of/max(texts, 1), 1)
	for i := 0; i < len(subjects); i += step {
		some = append(some, subjects[i])
	}
	return some, of
}

// pick takes one of so many texts: others for each subject, and the same in each run.
func pick(subject string, texts []Text, of int) []Text {
	h := fnv.New32a()
	h.Write([]byte(subject))
	var picked []Text
	for i := int(h.Sum32()) % min(of, len(texts)); i < len(texts); i += of {
		picked = append(picked, texts[i])
	}
	return picked
}

// word is one of a table: letters, and signs that join them.
var word = regexp.MustCompile(`[A-Za-z_$][A-Za-z0-9_$.:/-]{2,30}[(:=]?`)

// Words are the words of files, each once: tables of rules are full of what they look for.
func Words(files fs.FS, patterns ...string) []string {
	var words []string
	seen := map[string]bool{}
	for _, pattern := range patterns {
		names, _ := fs.Glob(files, pattern)
		for _, name := range names {
			raw, _ := fs.ReadFile(files, name)
			for _, w := range word.FindAllString(string(raw), -1) {
				if !seen[w] {
					seen[w] = true
					words = append(words, w)
				}
			}
		}
	}
	return words
}
