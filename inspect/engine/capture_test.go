package engine

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
)

func TestNoOtherTextHidesWhatWasCaptured(t *testing.T) {
	e := engineAt(t, 3)
	for rule, c := range map[int]struct{ hit, miss string }{
		931130: {"http://203.0.113.5/x", "http://weir.invalid/x"},
		942130: {"a' = 'a", "a=b"},
		942131: {"a' != 'b", "a!=a"},
		942521: {"x' or 1", "x' nor 1"},
	} {
		for run := range 50 {
			values := []Value{{"same", c.miss}, {"same", c.hit}, {"same", c.miss}, {fmt.Sprint(run), c.miss}, {"z", c.miss}}
			var hits []int
			for _, m := range evaluate(t, e, nil, values...) {
				if m.Rule == rule {
					hits = append(hits, m.Value)
					if m.Score != 5 {
						t.Errorf("rule %d: score %d, want 5", rule, m.Score)
					}
				}
			}
			hits = slices.Compact(hits)
			if !slices.Equal(hits, []int{1}) {
				t.Fatalf("rule %d, run %d: values %v, want 1", rule, run, hits)
			}
		}
	}
}

// The rules of the Core Rule Set that have a chain on what was captured in arguments are exactly those of chained.
func TestTheChainsOnCapturesAreKnown(t *testing.T) {
	files, err := fs.Glob(rules.Files(), crs)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		body, err := fs.ReadFile(rules.Files(), file)
		if err != nil {
			t.Fatal(err)
		}
		id, arguments := "", false
		for _, line := range strings.Split(strings.ReplaceAll(string(body), "\\\n", ""), "\n") {
			if m := regexp.MustCompile(`\bid:(\d+)`).FindStringSubmatch(line); m != nil {
				variables, _, _ := strings.Cut(strings.TrimPrefix(line, "SecRule "), " ")
				id, arguments = m[1], regexp.MustCompile(`(^|\|)ARGS(\||$)`).MatchString(variables)
			} else if arguments && regexp.MustCompile(`^\s+SecRule TX:`).MatchString(line) {
				found = append(found, id)
			}
		}
	}
	slices.Sort(found)
	if want := slices.Sorted(maps.Keys(chained)); !slices.Equal(found, want) {
		t.Errorf("rules %v, want %v", found, want)
	}
}
