package auditlog

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

func TestTheWorstVerdictMakesALineWithinItsBounds(t *testing.T) {
	for name, unit := range map[string]string{"control characters": "\x01", "bad UTF-8": "\xff", "quotes": `"`, "wide characters": "𝕎"} {
		long := strings.Repeat(unit, 10_000)
		v := inspect.Verdict{
			Incident: long, Source: long, Mode: inspect.Mode(long), Action: inspect.Action(long), Score: 1 << 40,
			Records: 10_000, Fault: long, Took: 900 * time.Second,
		}
		for i := range 10_000 {
			v.Bad = append(v.Bad, i)
			v.Incomplete = append(v.Incomplete, long)
			v.Matches = append(v.Matches, inspect.Match{
				Rule: 1_000_000 + i, Message: long, Severity: long, Score: i, Mode: inspect.Mode(long), Record: i, Field: long, Kind: long, Via: long, Text: long,
			})
		}
		removal := Removal{Place: long}
		for i := range 10_000 {
			removal.Items = append(removal.Items, Removed{i, long, long})
		}
		inv := source.Invocation{ID: long, FunctionARN: strings.Repeat(long+":", 8), Tenant: long}
		o := Options{FunctionVersion: long, Excerpts: true, Metrics: ByAction}
		var problems []Problem
		var settings []Setting
		for i := range 100 {
			problems = append(problems, Problem{long, long, long, long, long})
			settings = append(settings, Setting{fmt.Sprint(i, long), long})
		}
		lines := written(o, func(l *Log, _ *clock) {
			l.Write(inv, v, removal)
			l.Problems(problems, slices.Repeat([]string{long}, 100)...)
			l.Start(Starting{Version: long, Ruleset: long, Mode: long, Asked: long, Settings: settings})
			l.Fault(errors.New(long))
			l.Bypassed(long)
		})
		for _, line := range lines {
			if len(line) > maxLine {
				t.Errorf("%s: a %v line has %d bytes", name, member(t, line, "weir"), len(line))
			}
			checkEMF(t, line)
		}
		if n := len(member(t, lines[0], "matches").([]any)); n < 5 {
			t.Errorf("%s: got %d matches, want the first 5 at least", name, n)
		}
		if n := len(member(t, lines[0], "removed").([]any)); n != maxListed {
			t.Errorf("%s: got %d records removed, want the first %d", name, n, maxListed)
		}
		if n := member(t, lines[0], "removed_total").(float64); n != 10_000 {
			t.Errorf("%s: got a total of %v records removed, want 10000", name, n)
		}
		if n := member(t, lines[0], "matches_total").(float64); n != 10_000 {
			t.Errorf("%s: got a total of %v matches, want 10000", name, n)
		}
		if n := member(t, lines[0], "rule").(float64); n != 1_009_999 {
			t.Errorf("%s: got rule %v, want that with the highest score", name, n)
		}
	}
}
