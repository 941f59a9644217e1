package source

import (
	"slices"
	"strings"
	"testing"
)

func TestNeedsAreThoseOfSources(t *testing.T) {
	for _, row := range needs {
		if !slices.Contains(All, row.Source) {
			t.Errorf("%s is no source of All", row.Name())
		}
	}
}

// A source that recognises an event without a member does not need it.
func TestNoSourceRecognisesAnEventWithoutWhatItNeeds(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		if !s.Recognise(e) {
			t.Fatal("is not recognised")
		}
		n := needOf(s)
		if n.list && !e.Root.IsArray() {
			t.Error("the event is no list")
		}
		lacks := func(at int, names string) {
			for _, name := range strings.Fields(names) {
				found := false
				x := edits{text: e.Payload}
				for _, it := range items(e.Payload, at) {
					if it.name.Equal(name) {
						found = true
						x.replace(it.start, it.start+len(it.name), `"another"`)
					}
				}
				if !found || s.Recognise(Parse(x.apply())) {
					t.Errorf("%s is not needed", name)
				}
			}
		}
		lacks(e.start, n.outer)
		lacks(e.place(steps("requestContext")), n.context)
		first := -1
		for i, it := range items(e.Payload, max(e.place(steps("Records")), 0)) {
			if i == 0 {
				first = it.value
			}
		}
		lacks(first, n.record)
	})
}

func TestWhoRecognisesAnEventIsAsked(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, _ Source, e Event) { allAreAsked(t, e) })
}

// allAreAsked compares those who recognise an event with those who are asked whether they do.
func allAreAsked(t *testing.T, e Event) {
	t.Helper()
	list := candidates()
	for i := range list {
		if c := &list[i]; c.Recognise(e) && !e.mayBe(c) {
			t.Errorf("%s is not asked about %.200q", c.Name(), e.Payload)
		}
	}
}
