package main

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// floors.txt holds for each part and set how many of how many are blocked: what is honest must not exceed it, and
// attacks must not fall below it.
//
//go:embed floors.txt
var floorText string

// floors are tallies by part and set.
func floors(text string) (map[string]tally, error) {
	list := map[string]tally{}
	for line := range strings.Lines(text) {
		name, count, ok := strings.Cut(strings.TrimSpace(line), ": ")
		var t tally
		if _, err := fmt.Sscanf(count, "%d of %d", &t.blocked, &t.all); err != nil || !ok {
			return nil, fmt.Errorf("floors.txt: %q is no floor", line)
		}
		list[name] = t
	}
	return list, nil
}

// floor is a set's tally, and on which side of it the floor is.
type floor struct {
	tally
	hostile bool
}

// counts are the tallies of a result by part and set. Reported events are judged one by one, and have none.
func (r *result) counts() map[string]*floor {
	list := map[string]*floor{}
	for _, o := range r.outcomes {
		name := o.part() + ", " + cmp.Or(o.set(), "all")
		if list[name] == nil {
			list[name] = &floor{hostile: o.hostile}
		}
		list[name].count(o.blocked())
	}
	return list
}

// underFloors compares with floors. They are of one set of data and all of it: others are not compared.
func (r *result) underFloors(w io.Writer, list map[string]tally) error {
	var broken []error
	compared, counts := 0, r.counts()
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		is, want := counts[name], list[name]
		if is.all != want.all {
			continue
		}
		compared++
		if is.hostile && is.blocked < want.blocked {
			broken = append(broken, fmt.Errorf("%s: %d attacks of %d are found, and were %d", name, is.blocked, is.all, want.blocked))
		}
		if !is.hostile && is.blocked > want.blocked {
			broken = append(broken, fmt.Errorf("%s: %d honest inputs of %d are blocked, and were %d", name, is.blocked, is.all, want.blocked))
		}
	}
	fmt.Fprintf(w, "%d of %d sets have a floor: the others are of other data, or a sample\n", compared, len(counts))
	return errors.Join(broken...)
}

// writeFloors writes a result's figures as the floors.
func writeFloors(name string, r *result) error {
	var b strings.Builder
	counts := r.counts()
	for _, set := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&b, "%s: %d of %d\n", set, counts[set].blocked, counts[set].all)
	}
	return os.WriteFile(name, []byte(b.String()), 0o644)
}
