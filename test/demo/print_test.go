package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
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
	print(&out, all)
	for line := range strings.Lines(out.String()) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > maxWidth {
			t.Errorf("too wide: %s", line)
		}
	}
	if want := 1 + 3*len(all) - 2 + 1; strings.Count(out.String(), "\n") != want || !strings.Contains(out.String(), "1 of 7 as expected") {
		t.Errorf("want %d lines:\n%s", want, out.String())
	}
}
