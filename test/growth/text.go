package growth

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
)

// Text is a text of any length: a prefix, a unit many times, and a suffix.
type Text struct{ Prefix, Unit, Suffix string }

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
	return []byte(t.Prefix + middle + t.Suffix)
}

func (t Text) String() string {
	return fmt.Sprintf("%.60q + %.60q × n + %.60q", t.Prefix, t.Unit, t.Suffix)
}

// frame is what may stand around the units.
type frame struct{ prefix, suffix string }

// Texts are the units of this package and those given, each in so many of the frames: its own in turn, and all if there are
// no more.
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
			texts = append(texts, Text{f.prefix, unit, f.suffix})
		}
	}
	return texts
}

// sampled is of how many texts a sample takes one.
const sampled = 40

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
