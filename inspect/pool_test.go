package inspect

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/decoders"
	"weir/inspect/source"
)

// mixture are events whose verdicts differ in everything that a verdict has.
func mixture() []string {
	bomb := packed(strings.Repeat(packed(strings.Repeat("a", 1<<20)), 40))
	return []string{
		functionURL("/", "q=chairs", "application/json", `{"a":"clean","name":"Anna Huber"}`, false),
		functionURL("/", "q="+strings.ReplaceAll(injection, " ", "+"), "application/json", `{"a":"clean"}`, false),
		functionURL("/", "", "application/json", `{"a":"`+injection+`","b":"<script>alert(1)</script>"}`, false),
		functionURL("/", "", "application/octet-stream", bomb, true),
		queue("a clean message", injection, `{"Records":[{"eventSource":"aws:s3","s3":{"object":{"key":"a+b/`+injection+`"},"bucket":{"name":"b"}}}]}`),
		queue("a clean message", "another", packed(injection)),
		`{"a":"twice","a":"` + injection + `"}`,
		`{"Body":{"x":1},"text":"nothing","x-weir-note":"v=1"}`,
		`"` + strings.Repeat("[", 40) + `"`,
		`no JSON at all`,
	}
}

// settled is a verdict without what no two have in common. The engine tells the matches of one rule in any order.
func settled(v Verdict) Verdict {
	v.Took = 0
	if v.Incident != "" {
		v.Incident = "an incident"
	}
	slices.SortFunc(v.Matches, func(a, b Match) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return v
}

func verdictOn(i *Inspector, event string) Verdict {
	v, _ := i.Inspect(context.Background(), source.Invocation{ID: "1", Payload: []byte(event)})
	return settled(v)
}

// expectations are the verdicts of an inspector that has no memory of earlier ones.
func expectations(i *Inspector, events []string) []Verdict {
	verdicts := make([]Verdict, len(events))
	for n, event := range events {
		i.readings = sync.Pool{}
		verdicts[n] = verdictOn(i, event)
	}
	return verdicts
}

func TestAnInspectionLeavesNothingToTheNext(t *testing.T) {
	options := patient()
	options.Limits.Limits = decoders.Limits{Expansion: 1 << 20, Names: 100}
	options.Excerpts = true
	events := mixture()
	i := inspectorFor(t, options)
	want := expectations(i, events)
	for _, step := range [...]int{1, 3, 7, 9} { // each without a divisor in common with their number
		for n := range events {
			at := n * step % len(events)
			if v := verdictOn(i, events[at]); !reflect.DeepEqual(v, want[at]) {
				t.Errorf("event %d at step %d:\n%+v, want\n%+v", at, step, v, want[at])
			}
		}
	}
}

// Verdicts outlive the inspection that came to them: the next one must not write into them.
func TestAVerdictStaysAsItIs(t *testing.T) {
	i := inspectorFor(t, patient())
	events := mixture()
	var kept, copies []Verdict
	for _, event := range events {
		v := verdictOn(i, event)
		kept = append(kept, v)
		v.Matches, v.Bad = append([]Match(nil), v.Matches...), append([]int(nil), v.Bad...)
		v.Incomplete = append([]string(nil), v.Incomplete...)
		copies = append(copies, v)
	}
	for n := range events {
		if !reflect.DeepEqual(kept[n], copies[n]) {
			t.Errorf("event %d: %+v has become %+v", n, copies[n], kept[n])
		}
	}
}

// Hammer: one inspector, many invocations at once, whose payloads are overwritten as soon as they are judged.
func TestHammerInspectionsAtOnceDoNotMix(t *testing.T) {
	options := patient()
	options.Limits.Limits = decoders.Limits{Expansion: 1 << 20, Names: 100}
	events := mixture()
	i := inspectorFor(t, options)
	want := expectations(i, events)
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var payload []byte
			for round := range 20 {
				n := (worker*7 + round*3) % len(events)
				payload = append(payload[:0], events[n]...)
				v, _ := i.Inspect(context.Background(), source.Invocation{Payload: payload})
				clear(payload)
				if v = settled(v); !reflect.DeepEqual(v, want[n]) {
					t.Errorf("event %d: %+v, want %+v", n, v, want[n])
				}
			}
		}()
	}
	wg.Wait()
}

// A reading that goes to the pool holds nothing of the event and the verdict but prints.
func TestAReadingIsGivenBackEmpty(t *testing.T) {
	i := inspectorFor(t, patient())
	event := source.Parse([]byte(queue("a", injection)))
	src, _ := source.Recognise(event)
	r := i.reading(context.Background(), time.Now().Add(time.Hour), event, src)
	r.read(event, src)
	if len(r.findings.matches) == 0 {
		t.Fatal("nothing was found")
	}
	i.giveBack(r)
	got := *r
	if len(got.judged)+len(got.portion.values)+len(got.portion.origins)+len(slices.Concat(got.paths[:]...))+len(got.findings.scores)+len(got.request.Headers) > 0 {
		t.Errorf("left: %+v", got)
	}
	if *got.clean != (clean{}) {
		t.Errorf("left: %v", got.clean)
	}
	got.inspector, got.expander, got.methods, got.portion, got.judged, got.clean, got.proven = nil, nil, methods{}, portion{}, nil, nil, nil
	for _, e := range got.spares {
		if e.Payload != nil {
			t.Errorf("left: %s", e.Payload)
		}
	}
	clear(got.paths[:])
	clear(got.spares[:])
	got.findings.scores, got.limits, got.request = nil, Limits{}, draft{}
	if !reflect.ValueOf(got).IsZero() {
		t.Errorf("left: %+v", got)
	}
}

// What finding and unwrapping the fields of a clean event may allocate: the list of its members, what walks it, its content
// type, a body without its escapes, and two functions.
func TestReadingACleanEventAllocatesLittle(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector keeps pools from keeping: nothing can be said")
		return
	}
	i := New(patient())
	for _, c := range cleanEvents {
		s := newStream(c.event)
		if n := testing.AllocsPerRun(200, func() { readAll(t, i, s) }); n > 8 {
			t.Errorf("%s: %.0f allocations", c.name, n)
		}
	}
}
