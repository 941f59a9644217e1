package sieve

import (
	"bytes"
	"strings"
	"testing"
)

// What a step has parted stood together before, stretch by stretch.
func TestPartedTextStoodTogether(t *testing.T) {
	tab := load(4)
	w := &walk{tables: tab}
	names := tab.stepNames()
	fold := func(text []byte) []byte { var room []byte; return tab.foldInto(&room, text) }
	s := newSpeller(61)
	texts := append([]string{"a , /b", "a;b (c", "x+y%20z", "a/* b */c", "a  \t b", "a +/ b", ", (", "a/**/+b"}, transformed...)
	symbols := strings.Split("ab/(.,; +%\"'\\\t*2<", "")
	for range 5000 {
		var out strings.Builder
		for range s.IntN(16) {
			out.WriteString(symbols[s.IntN(len(symbols))])
		}
		texts = append(texts, out.String())
	}
	parted := 0
	for i, step := range tab.transform {
		for _, text := range texts {
			from := []byte(text)
			if !w.parted(uint8(i), from, tab.classesOf(from)) {
				continue
			}
			out, _ := step.apply(nil, from)
			folded := fold(from)
			for _, stretch := range bytes.Split(fold(out), []byte(" ")) {
				if !bytes.Contains(folded, stretch) {
					t.Errorf("%s of %q: %q did not stand together", names[i], text, stretch)
				}
			}
			if string(out) != text {
				parted++
			}
		}
	}
	if parted < 1000 {
		t.Errorf("only %d texts were parted", parted)
	}
}
