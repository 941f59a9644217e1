package cli

import (
	"strings"
	"testing"

	"weir/inspect"
)

func TestAnExplanationGivesTheWholeValue(t *testing.T) {
	r := weir(t, "", map[string]string{"explained.json": `{"explained":1}`}, "inspect", "--explain", "explained.json")
	want := "in WEIR_EXCLUDE\n    942100@sqs:Records[*].body → rows[*].note;1010001@sqs\n"
	if !strings.Contains(r.out, want) {
		t.Errorf("%q is not in\n%s", want, r.out)
	}
}

func TestOfALongRuleAFewLinesAreShown(t *testing.T) {
	long := "# A comment.\n" + strings.Repeat("SecRule ARGS|XML:/* \"@rx "+strings.Repeat("(?:a|語)", 4000)+"\" \\\n    \"id:1,chain\"\n", 5)
	for _, c := range []struct {
		text  string
		lines int
	}{
		{long, maxConditions*maxRuleLines + 1},
		{"# Why.\nSecRule ARGS \"@rx x\" \\\n  \"id:1\"\n", 2},
		{"SecRule " + strings.Repeat("x", 68), 2},
		{"SecRule " + strings.Repeat("x", 69), 3},
	} {
		var b strings.Builder
		writeCondition(&b, inspect.Rule{ID: 1, Text: c.text})
		if n := strings.Count(b.String(), "\n"); n != c.lines || tooWide(b.String()) != "" || !strings.HasSuffix(b.String(), ": weir rules 1\n") {
			t.Errorf("got %d lines, want %d:\n%s", n, c.lines, b.String())
		}
	}
}

func TestThePartThatMatchedIsFoundWhereTheRuleDoesNotNameIt(t *testing.T) {
	for _, c := range []struct{ rule, part, text, want string }{
		{`SecRule ARGS|XML:/* "@rx (?i)\s+or\s+['\"]1" \` + "\n" + `    "id:1"`, "", `x OR '1'='1`, ` OR '1`},
		{`SecRule ARGS "@rx a" \` + "\n" + `    "id:1,chain"` + "\n" + `    SecRule ARGS "@rx b+"`, "", "xbbb", "bbb"},
		{`SecRule ARGS "@rx b+"`, "named", "named bbb", "named"},
		{`SecRule ARGS "@rx \xff(?<n>"`, "", "b", ""},
		{`SecRule ARGS "@rx z*"`, "", "b", ""},
		{`SecRule ARGS "@detectSQLi"`, "", "b", ""},
		{``, "", "b", ""},
	} {
		if got := partOf(inspect.Rule{Text: c.rule}, inspect.Match{Text: c.text, Part: c.part}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.rule, got, c.want)
		}
	}
}
