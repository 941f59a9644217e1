package inspect

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/source"
)

// FuzzInspect says: whatever arrives, the answer is an outcome, and an event that passes is the event that came.
func FuzzInspect(f *testing.F) {
	for _, event := range sampleEvents(f) {
		f.Add(event)
	}
	for _, event := range []string{
		queue("hello", injection), functionURL("/a", "b=c", "application/json", `{"a":"b"}`, false),
		functionURL("/a", "b=..%2f..%2fetc%2fpasswd", "application/x-www-form-urlencoded", "c=$(id)&d=%3Cscript%3E", false),
		`[{"a":["\u0000"]}]`, `{"a":"${jndi:ldap://x/a}","b":"PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="}`,
	} {
		f.Add([]byte(event))
	}
	i := New(Options{Budget: fuzzBudget})
	f.Fuzz(func(t *testing.T, payload []byte) {
		before := bytes.Clone(payload)
		v, outcome := i.Inspect(context.Background(), source.Invocation{Payload: payload})
		if !bytes.Equal(before, payload) {
			t.Fatal("the event was changed in place")
		}
		if forward, ok := outcome.(source.Forward); v.Clean() && (!ok || !bytes.Equal(forward.Payload, payload)) {
			t.Fatalf("a clean event became %T", outcome)
		}
		if strings.HasPrefix(v.Fault, "inspecting") {
			t.Fatal(v.Fault)
		}
	})
}

// fuzzBudget is short: what is fuzzed is the staircase, and rules that have no time left are a stair of it.
const fuzzBudget = 20 * time.Millisecond

// sampleEvents are the smallest event of each source: what is short is mutated where it counts.
func sampleEvents(tb testing.TB) [][]byte {
	tb.Helper()
	files, err := filepath.Glob("source/testdata/*/*.txtar")
	if err != nil || len(files) < 100 {
		tb.Fatalf("%d events: %v", len(files), err)
	}
	least := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		_, event, _ := bytes.Cut(text, []byte("-- event.json --\n"))
		event, _, _ = bytes.Cut(event, []byte("\n-- "))
		if dir := filepath.Dir(file); least[dir] == nil || len(event) < len(least[dir]) {
			least[dir] = event
		}
	}
	var events [][]byte
	for _, dir := range slices.Sorted(maps.Keys(least)) {
		events = append(events, least[dir])
	}
	return events
}
