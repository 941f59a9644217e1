package auditlog

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// leavesIn counts the values in a decoded line: those that Logs Insights makes fields of.
func leavesIn(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			n += leavesIn(member)
		}
	case []any:
		for _, element := range v {
			n += leavesIn(element)
		}
	default:
		n = 1
	}
	return n
}

// anyVerdict draws a verdict on a batch of up to 10,000 records, and what was removed by it.
func anyVerdict(r *rand.Rand) (inspect.Verdict, Removal) {
	word := func() string {
		return []string{"", "", "a", "monitor", "base64>gzip", strings.Repeat("\x01", 300)}[r.IntN(6)]
	}
	v := inspect.Verdict{
		Response: r.IntN(8) == 0, Incident: word(), Source: "sqs", Mode: "block", Action: inspect.Filter, Score: r.IntN(1000), Fault: word(),
		Asked: word(), Would: inspect.Action(word()), Took: time.Duration(r.IntN(1e9)), Denied: r.IntN(3),
		Origin: source.Origin{Method: word(), Route: word(), Client: word()},
	}
	if r.IntN(2) == 0 {
		v.Records = 10_000
	}
	count := func() int { return []int{0, 1, r.IntN(20), r.IntN(200), 10_000}[r.IntN(5)] }
	for n := range count() {
		v.Bad = append(v.Bad, n)
	}
	for range count() {
		v.Incomplete = append(v.Incomplete, word())
	}
	for n := range count() {
		v.Denials = append(v.Denials, inspect.Denial{Match: inspect.Match{Rule: n % 50}, Reason: word()})
		v.Denied = n + 1
	}
	for range count() {
		v.Matches = append(v.Matches, inspect.Match{
			Rule: r.IntN(1_000_000), Message: word(), Severity: word(), Score: r.IntN(6), Mode: inspect.Mode(word()), Record: r.IntN(10_001) - 1,
			Field: word(), Kind: word(), Via: word(), Text: word(),
		})
	}
	var removal Removal
	for n := range count() {
		removal.Items = append(removal.Items, Removed{n - 1, word(), word()})
	}
	return v, removal
}

func TestNoLineHasMoreValuesThanLogsInsightsFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	most := 0
	for range 200 {
		v, removal := anyVerdict(r)
		o := Options{FunctionVersion: "12", Level: All, Excerpts: r.IntN(2) == 0}
		o.Metrics = []Dimensions{"", ByAction, ByFunction}[r.IntN(3)]
		listed := 0
		for _, line := range written(o, func(l *Log, _ *clock) {
			l.pipe.lost.Store(r.Int64N(2))
			l.Write(invocation, v, removal)
			l.Flush()
		}) {
			if line == "" {
				continue // a clean response
			}
			var all map[string]any
			if err := json.Unmarshal([]byte(line), &all); err != nil {
				t.Fatal(err)
			}
			n := leavesIn(all)
			if most = max(most, n); n > maxLeaves {
				t.Fatalf("%d values: %s", n, line)
			}
			removed, _ := all["removed"].([]any)
			listed += len(removed)
			checkFirstMatch(t, line, all)
		}
		if want := min(len(removal.Items), maxRemoved); listed != want && !(v.Response && v.Clean()) {
			t.Fatalf("%d records are listed, want %d", listed, want)
		}
	}
	if most < maxLeaves-10 {
		t.Errorf("the fullest line has %d values: either it has room for more, or the test does not fill it", most)
	}
}

// checkFirstMatch checks that the heaviest match stands before all lists, as the first of the matches has it.
func checkFirstMatch(t *testing.T, line string, all map[string]any) {
	t.Helper()
	matches, _ := all["matches"].([]any)
	if len(matches) == 0 {
		return
	}
	first := matches[0].(map[string]any)
	for _, key := range []string{"rule", "message", "field", "kind", "via", "record"} {
		if all[key] != first[key] {
			t.Fatalf("%s is %v, and %v in the first match", key, all[key], first[key])
		}
	}
	keys := keysInOrder(t, line)
	for _, list := range []string{"incomplete", "bad_records", "rules", "unconfirmed", "removed", "matches"} {
		if at := slices.Index(keys, list); at >= 0 && at < slices.Index(keys, "field") {
			t.Fatalf("%s stands before the first match: %s", list, line)
		}
	}
}

func TestLinesAboutWeirHaveNoMoreValuesEither(t *testing.T) {
	long := slices.Repeat([]string{"x"}, 100)
	lines := written(orders(Findings), func(l *Log, _ *clock) {
		var problems []Problem
		var settings []Setting
		var weak []Weakness
		for i := range 100 {
			problems = append(problems, Problem{"n", "v", "r", "a", "h"})
			settings = append(settings, Setting{strings.Repeat("n", i+1), "v"})
			weak = append(weak, Weakness{"n", "e", "m", long})
		}
		l.Problems(problems, long...)
		l.Start(Starting{Settings: settings, Asked: "x"})
		l.Posture(weak)
		for i := range 200 {
			v := doubtedEvent
			v.Took = time.Duration(i) * time.Millisecond
			v.Incomplete = nil
			for n := range 50 {
				v.Denials = append(v.Denials, inspect.Denial{Match: inspect.Match{Rule: n}})
			}
			l.Write(invocation, v, Removal{})
		}
		l.Flush()
	})
	for _, line := range lines {
		var all map[string]any
		if err := json.Unmarshal([]byte(line), &all); err != nil {
			t.Fatal(err)
		}
		if n := leavesIn(all); n > maxLeaves {
			t.Errorf("a %v line has %d values", all["weir"], n)
		}
	}
}
