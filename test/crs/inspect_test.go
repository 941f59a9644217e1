package crs

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

var update = flag.Bool("update", false, "write differences.txt anew; what is missing has to be given a reason by hand")

const differencesFile = "differences.txt"

// What stock Coraza finds in the raw request, Inspect finds in the event; what Inspect finds besides, it finds in a
// decoded or another reading. Each difference is listed in differences.txt.
func TestInspectFindsWhatStockFinds(t *testing.T) {
	requests, stock := corpus(t)
	inspector := inspect.New(inspect.Options{Mode: inspect.ModeMonitor, Paranoia: 4, Unconfirmed: true, Budget: 10 * time.Minute})
	if problem, err := inspector.Wait(); problem != nil || err != nil {
		t.Fatal(problem, err)
	}
	verdicts := make([]inspect.Verdict, len(requests))
	each(requests, func(i int, r Request) {
		event, err := Event(r)
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			return
		}
		v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: r.Name, Payload: event})
		if v.Source != "function-url" || v.Fault != "" {
			t.Errorf("%s: source %q, fault %q", r.Name, v.Source, v.Fault)
		}
		verdicts[i] = v
	})
	found := map[difference]int{}
	for i, r := range requests {
		compare(r.Name, stock[i].Rules, verdicts[i], found)
	}
	listed := readDifferences(t)
	if *update {
		writeDifferences(t, found, listed)
		return
	}
	for d, n := range found {
		switch known, ok := listed[d]; {
		case !ok:
			t.Errorf("%s: not listed", d)
		case known.reason == "?":
			t.Errorf("%s: listed without a reason", d)
		case known.count != n && !sampled():
			t.Errorf("%s: %d times, listed as %d", d, n, known.count)
		}
	}
	for d := range listed {
		if _, ok := found[d]; !ok && !sampled() {
			t.Errorf("%s: listed, but does not occur", d)
		}
	}
}

// difference is one rule that only one side reports. What Inspect lacks is listed request by request; what it has in
// addition explains itself by the way to the text that matched, and is counted.
type difference struct {
	request string // that Inspect lacks the rule for, or "" for an addition
	rule    int
	way     string // of an addition
}

func (d difference) String() string {
	if d.request != "" {
		return fmt.Sprintf("- %d %s", d.rule, d.request)
	}
	return fmt.Sprintf("+ %d %s", d.rule, d.way)
}

func compare(name string, stock []int, v inspect.Verdict, found map[difference]int) {
	ways := map[int]string{}
	for _, m := range v.Matches {
		if way := wayTo(m); ways[m.Rule] == "" || way < ways[m.Rule] {
			ways[m.Rule] = way
		}
	}
	for _, id := range stock {
		if ways[id] == "" {
			found[difference{request: name, rule: id}]++
		}
	}
	for id, way := range ways {
		if !slices.Contains(stock, id) {
			found[difference{rule: id, way: way}]++
		}
	}
}

// wayTo is how Inspect came to a text: the part of the event, and the encodings undone.
func wayTo(m inspect.Match) string {
	part, _, _ := strings.Cut(m.Field, " → ")
	part, _, _ = strings.Cut(part, "[")
	if !strings.HasPrefix(part, "requestContext.") && !strings.HasPrefix(part, "headers.") {
		part, _, _ = strings.Cut(part, ".")
	}
	if part == "" {
		part = "event"
	}
	if m.Via != "" {
		part += " via " + m.Via
	}
	return part
}

// listing is what the file says of a difference.
type listing struct {
	reason string // why something is missing
	count  int    // how often something is added
}

// readDifferences reads lines of the forms "- RULE REQUEST: REASON" and "+ RULE WAY: COUNT".
func readDifferences(t *testing.T) map[difference]listing {
	t.Helper()
	text, err := os.ReadFile(differencesFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	out := map[difference]listing{}
	for n, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		var d difference
		var l listing
		what, value, ok := strings.Cut(line, ": ")
		words := strings.SplitN(what, " ", 3)
		if ok && len(words) == 3 {
			_, err = fmt.Sscan(words[1], &d.rule)
		}
		switch {
		case !ok || len(words) != 3 || err != nil:
			t.Fatalf("%s:%d: cannot be read", differencesFile, n+1)
		case words[0] == "-":
			d.request, l = words[2], listing{reason: value, count: 1}
		default:
			d.way = words[2]
			if _, err := fmt.Sscan(value, &l.count); err != nil {
				t.Fatalf("%s:%d: %v", differencesFile, n+1, err)
			}
		}
		out[d] = l
	}
	return out
}

// writeDifferences keeps the comments at the start and the reasons that were given.
func writeDifferences(t *testing.T, found map[difference]int, listed map[difference]listing) {
	t.Helper()
	old, _ := os.ReadFile(differencesFile)
	var b strings.Builder
	for line := range strings.Lines(string(old)) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		b.WriteString(line)
	}
	var all []difference
	for d := range found {
		all = append(all, d)
	}
	slices.SortFunc(all, func(x, y difference) int {
		return cmp.Or(-cmp.Compare(min(len(x.request), 1), min(len(y.request), 1)), cmp.Compare(x.rule, y.rule), cmp.Compare(x.String(), y.String()))
	})
	for _, d := range all {
		if d.request == "" {
			fmt.Fprintf(&b, "%s: %d\n", d, found[d])
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n", d, cmp.Or(listed[d].reason, "?"))
	}
	if err := os.WriteFile(differencesFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
