package growth

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// Text is a text of any length: a prefix, a unit many times, and a suffix.
type Text struct{ Prefix, Unit, Suffix string }

// Of is the text with as many units as come to a length.
func (t Text) Of(bytes int) []byte {
	return []byte(t.Prefix + strings.Repeat(t.Unit, bytes/len(t.Unit)) + t.Suffix)
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

// sampled is how many texts a sample leaves out for each that it takes.
const sampled = 40

// pick takes a sample if only that is wanted: others for each subject, and the same in each run.
func pick(subject string, texts []Text, sample bool) []Text {
	if !sample {
		return texts
	}
	h := fnv.New32a()
	h.Write([]byte(subject))
	var picked []Text
	for i := int(h.Sum32() % sampled); i < len(texts); i += sampled {
		picked = append(picked, texts[i])
	}
	return picked
}
