package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weir/test/lambdatest"
)

func TestTheTableFitsItsWidth(t *testing.T) {
	var all []played
	for _, r := range rows() {
		all = append(all, played{
			row: r, without: "works as meant", verdict: "filter", handler: "nothing", caller: "an answer", took: 999 * time.Millisecond,
			rule: "942100 in Records[0].body → " + strings.Repeat("long.", 40), wrong: strings.Repeat("everything\n", 20),
		})
	}
	all[0].rule, all[0].wrong = "", ""
	var out bytes.Buffer
	print(&out, block, all)
	var watched bytes.Buffer
	print(&watched, monitor, all)
	for line := range strings.Lines(out.String() + watched.String()) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > maxWidth {
			t.Errorf("too wide: %s", line)
		}
	}
	if want := 1 + 3*len(all) - 2 + 1; strings.Count(out.String(), "\n") != want || !strings.Contains(out.String(), "1 of 7 as expected") {
		t.Errorf("want %d lines:\n%s", want, out.String())
	}
}

func TestInMonitorModeEveryEventIsToPass(t *testing.T) {
	attack := row{event: queue(`{"order":"1"}`, `{"order":"x"}`), harm: secretTable, action: "filter", records: 1}
	honest := row{event: queue(`{"order":"1"}`), action: "pass", records: 1}
	leak, other := lambdatest.Result{Payload: []byte(secretTable)}, lambdatest.Result{Payload: []byte("{}")}
	for _, c := range []struct {
		name  string
		row   row
		found line
		with  lambdatest.Result
		lines []string
		right bool
	}{
		{"an attack that is watched", attack, line{Action: "pass", Would: "filter"}, leak, []string{string(attack.event)}, true},
		{"an honest event", honest, line{Action: "pass"}, leak, []string{string(honest.event)}, true},
		{"an attack that is not seen", attack, line{Action: "pass"}, leak, []string{string(attack.event)}, false},
		{"an attack that is filtered", attack, line{Action: "filter"}, leak, []string{string(honest.event)}, false},
		{"an event that loses a message", attack, line{Action: "pass", Would: "filter"}, leak, []string{string(honest.event)}, false},
		{"an event that is kept back", attack, line{Action: "pass", Would: "filter"}, leak, nil, false},
		{"another answer", attack, line{Action: "pass", Would: "filter"}, other, []string{string(attack.event)}, false},
		{"an honest event that would be blocked", honest, line{Action: "pass", Would: "block"}, leak, []string{string(honest.event)}, false},
	} {
		if got := wrongInMonitor(c.row, c.found, leak, c.with, c.lines); (got == "") != c.right {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}

func TestTheDemonstrationHasTwoModes(t *testing.T) {
	for setting, want := range map[string]mode{"": block, "block": block, "monitor": monitor, "off": "", "monitor,sqs=block": ""} {
		if got, err := modeOf(setting); got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q, %v", setting, got, err)
		}
	}
}
