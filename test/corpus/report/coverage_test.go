package main

import (
	"fmt"
	"slices"
	"testing"

	"weir/inspect"
	"weir/test/corpus"
)

func TestEveryClassOfAttacksBelongsToOneEntryOfTheTop10(t *testing.T) {
	cases, err := corpus.Attacks()
	if err != nil {
		t.Fatal(err)
	}
	matrix, err := corpus.Matrix()
	if err != nil {
		t.Fatal(err)
	}
	has := func(class string) func(corpus.Case) bool { return func(c corpus.Case) bool { return c.Class == class } }
	for _, c := range slices.Concat(cases, matrix) {
		n := 0
		for _, e := range top10 {
			if slices.Contains(e.classes, c.Class) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s: the class %q is in %d entries", c.ID, c.Class, n)
		}
	}
	for i, e := range top10 {
		if e.id != fmt.Sprint("SAS-", i+1) || e.title == "" || e.does == "" || e.not == "" {
			t.Errorf("entry %d: %+v", i+1, e)
		}
		for _, class := range e.classes {
			if !slices.ContainsFunc(cases, has(class)) {
				t.Errorf("%s: there is no attack of the class %q", e.id, class)
			}
		}
	}
}

func TestEveryTagOfAnEntryIsOneOfTheTop10(t *testing.T) {
	list, err := inspect.New(inspect.Options{}).Rules()
	if err != nil {
		t.Fatal(err)
	}
	tagged := 0
	for _, r := range list {
		for _, tag := range r.Tags {
			if len(tag) < 4 || tag[:4] != "SAS-" {
				continue
			}
			tagged++
			if !slices.ContainsFunc(top10, func(e entry) bool { return e.id == tag }) {
				t.Errorf("rule %d has the tag %s", r.ID, tag)
			}
		}
	}
	if tagged < 40 {
		t.Errorf("only %d rules have one", tagged)
	}
}
