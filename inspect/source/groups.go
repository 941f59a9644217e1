package source

import (
	"iter"
	"slices"
	"sort"

	"weir/decoders"
)

// Some batches come in groups: an object whose members, named after a topic or a queue, are lists of records. A list is
// an array, or an object whose names count the records. Records are numbered through all groups.

// groupedRecords yields the records of all groups.
func groupedRecords(groups decoders.JSON) iter.Seq2[int, decoders.JSON] {
	return func(yield func(int, decoders.JSON) bool) {
		n := 0
		for _, group := range groups.Members() {
			for _, it := range items(group, 0) {
				if !yield(n, group[it.value:it.end]) {
					return
				}
				n++
			}
		}
	}
}

// groupFields is listFields for records in groups; at is the name of the member that holds them.
func (w *walker) groupFields(e Event, groups decoders.JSON, fields func(record decoders.JSON), at decoders.Step) {
	n := 0
	w.under(at)
	for name, group := range groups.Members() {
		w.under(decoders.Step{Key: key(name)})
		for i, it := range items(group, 0) {
			if w.done {
				break
			}
			w.record = n
			n++
			w.uncover(0)
			step := decoders.Step{Index: i}
			if it.name != nil {
				step = decoders.Step{Key: key(it.name)}
			}
			record := group[it.value:it.end]
			w.under(step)
			fields(record)
			w.walk(record)
			w.leave(1)
		}
		w.leave(1)
	}
	w.record = -1
	w.groupNames(groups)
	w.leave(1)
	w.uncover(0)
	w.cover(groups)
	w.walk(e.Root)
}

// groupNames yields the names of groups and of what counts their records, and what stands there instead of a group.
func (w *walker) groupNames(groups decoders.JSON) {
	for name, group := range groups.Members() {
		if w.done {
			return
		}
		w.under(decoders.Step{Key: key(name)})
		w.emitName(name)
		switch {
		case group.IsObject():
			for name := range group.Members() {
				w.under(decoders.Step{Key: key(name)})
				w.emitName(name)
				w.leave(1)
			}
		case !group.IsArray():
			w.walk(group)
		}
		w.leave(1)
	}
}

// withoutGrouped returns the event without the records in bad, and how many are left. A group that loses its last record
// goes as a whole: many handlers read the first record of each without asking.
func withoutGrouped(e Event, groups decoders.JSON, bad []int) (payload []byte, left int) {
	x := edits{text: e.Payload}
	for _, member := range items(e.Payload, e.start) {
		if !member.holds(e.Payload, groups) {
			continue
		}
		n := 0
		x.rewrite(member.value, func(_ int, group item) bool {
			first, taken := n, 0
			for range items(e.Payload, group.value) {
				if _, drop := slices.BinarySearch(bad, n); drop {
					taken++
				}
				n++
			}
			left += n - first - taken
			if taken > 0 && taken < n-first {
				x.rewrite(group.value, func(i int, _ item) bool {
					_, drop := slices.BinarySearch(bad, first+i)
					return drop
				}, "")
			}
			return taken > 0 && taken == n-first
		}, "")
	}
	// What is cut between groups was listed after what was cut inside the later one.
	sort.Slice(x.list, func(a, b int) bool { return x.list[a].from < x.list[b].from })
	return x.apply(), left
}
