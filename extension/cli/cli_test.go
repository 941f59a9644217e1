package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/rules"
	"weir/inspect/source"
)

var update = flag.Bool("update", false, "rewrite the golden outputs")

// oracle is an inspector that says of an event what belongs to a word in it.
type oracle map[string]func(event []byte) (inspect.Verdict, source.Outcome)

func (o oracle) Inspect(_ context.Context, inv source.Invocation) (inspect.Verdict, source.Outcome) {
	for word, say := range o {
		if strings.Contains(string(inv.Payload), word) {
			return say(inv.Payload)
		}
	}
	return inspect.Verdict{Source: "direct", Mode: "block", Action: inspect.Pass, Took: 210 * time.Microsecond},
		source.Forward{Payload: inv.Payload}
}

// InspectResponse says of a response with the word "leak" that it leaks, and withholds it from callers of Function URLs.
func (o oracle) InspectResponse(_ context.Context, _ source.Invocation, c source.Caller, r source.Response) (inspect.Verdict, source.Outcome) {
	v := inspect.Verdict{Response: true, Source: c.Source(), Mode: "block", Action: inspect.Pass, Took: 80 * time.Microsecond}
	if !strings.Contains(string(r.Head), "leak") || !r.Whole {
		return v, nil
	}
	v.Score, v.Matches = 5, []inspect.Match{{Rule: 1010701, Message: "A private key leaks", Severity: "CRITICAL", Score: 5, Record: -1, Field: "response.body"}}
	outcome := c.Withhold(r, source.Note{Incident: "1"}, nil)
	if outcome != nil {
		v.Action = inspect.Block
	}
	return v, outcome
}

// Rules are some rules of each sort.
func (o oracle) Rules() ([]inspect.Rule, error) {
	return []inspect.Rule{
		{
			ID: 942100, Level: 1, Message: "SQL Injection Attack Detected via libinjection", Severity: "CRITICAL", Score: 5,
			Tags: []string{"attack-sqli", "paranoia-level/1"}, Text: "# Why it is as it is.\nSecRule ARGS \"@detectSQLi\" \\\n    \"id:942100\"\x1b\n",
			LeftOut:  []rules.LeftOut{{Kind: "log", First: 942000, Last: 942999, Because: "lines tell of statements"}},
			Harmless: []rules.Harmless{{First: 942100, Last: 942100, What: "an apostrophe", Because: "it ends nothing"}},
			Excluded: []inspect.Exclusion{{Tag: "attack-sqli", Source: "sqs", Field: "*.note"}},
		},
		{ID: 942131, Level: 2, Message: "Boolean", Severity: "CRITICAL", Score: 5, Tags: []string{"attack-sqli"}, Text: "SecRule ARGS \"@rx x\""},
		{ID: 942140, Level: 1, Message: "Database names", Severity: "CRITICAL", Score: 5, Tags: []string{"attack-sqli"}, Mode: "monitor", Text: "SecRule ARGS \"@rx y\""},
		{ID: 942150, Level: 1, Message: "Functions", Severity: "CRITICAL", Score: 5, Tags: []string{"attack-sqli"}, Mode: "off", Text: "SecRule ARGS \"@rx z\""},
		{ID: 1010001, Level: 1, Message: "Part of the event could not be inspected", Tags: []string{"WEIR"}, Because: "It could hide anything."},
		{ID: 1010701, Level: 1, Message: "A private key leaks", Severity: "CRITICAL", Score: 5, Response: true, Because: "It speaks for its owner."},
	}, nil
}

var verdicts = oracle{
	"injection": func([]byte) (inspect.Verdict, source.Outcome) {
		body := `{"message":"Forbidden"}`
		verdict := inspect.Verdict{
			Incident: "68c7f8b6ce698d92", Source: "rest-v1", Mode: "block", Action: inspect.Block, Score: 13, Took: 1834 * time.Microsecond,
			Matches: []inspect.Match{
				{Rule: 942100, Message: "SQL Injection Attack Detected via libinjection", Severity: "CRITICAL", Score: 5, Record: -1, Field: "body.filter", Via: "base64>gzip"},
				{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Record: -1, Field: "headers"},
				{Rule: 942360, Message: "Detects concatenated basic SQL injection", Severity: "CRITICAL", Score: 5, Record: -1, Field: "body.filter", Via: "base64>gzip"},
			},
			Origin: source.Origin{Method: "POST", Route: "/users/{id}", Client: "198.51.100.7"},
		}
		return verdict, source.HTTP{
			Status: 403, Headers: []source.Pair{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body),
			Buffered: []byte(`{"statusCode":403,"body":"{\"message\":\"Forbidden\"}"}`),
		}
	},
	"watched": func(event []byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "rest-v1", Mode: "block", Action: inspect.Pass, Would: inspect.Block, Score: 3, Took: 2 * time.Millisecond,
			Matches: []inspect.Match{
				{Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Mode: "monitor", Record: -1, Field: "body.filter", Kind: "text"},
				{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Mode: "block", Record: -1, Field: "headers", Kind: "header"},
			},
		}, source.Forward{Payload: event}
	},
	"unasked": func(event []byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "rest-v1", Mode: "monitor", Asked: "blok", Action: inspect.Pass, Would: inspect.Block, Score: 5, Took: 2 * time.Millisecond,
			Matches: []inspect.Match{{Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Record: -1, Field: "body.filter", Kind: "text"}},
		}, source.Forward{Payload: event}
	},
	"batch": func([]byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "sqs", Mode: "block", Action: inspect.Filter, Score: 5, Records: 5, Bad: []int{3}, Took: 3 * time.Millisecond,
			Incomplete: []string{"depth"},
			Matches:    []inspect.Match{{Rule: 932160, Message: "Remote Command Execution", Severity: "CRITICAL", Score: 5, Record: 3, Field: "Records[3].body → cmd"}},
		}, source.Forward{Payload: []byte(`{"Records":[]}`)}
	},
	"noted": func([]byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "sns", Mode: "annotate", Action: inspect.Annotate, Score: 5, Records: 1,
			Matches: []inspect.Match{{Rule: 1, Message: "two\x1b[31mlines\n", Record: 0, Field: "a", Text: "' or \x1b[2J 1"}},
		}, source.Forward{Payload: []byte(`noted by us`)}
	},
	"explained": func([]byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "sqs", Mode: "block", Action: inspect.Block, Score: 10, Records: 2, Bad: []int{0, 1},
			Matches: []inspect.Match{
				{
					Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Record: 0, Field: "Records[0].body → rows[12].note",
					Text: strings.Repeat("é", 50) + "\x1b[2J' or 1=1 -- " + strings.Repeat("z", 90), Part: "' or 1=1 --",
				},
				{Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Record: 1, Field: "Records[1].body → rows[3].note", Text: "' or 2=2", Part: "' or 2=2"},
				{Rule: 1010001, Message: "Part of the event could not be inspected: depth", Record: 1},
			},
			Denials: []inspect.Denial{{
				Match: inspect.Match{Rule: 932235, Record: 0, Field: "Records[0].body → note"}, Reason: "shell: no program in the place of a command",
			}},
			Denied: 3,
		}, source.Reply{Payload: []byte(`null`)}
	},
	"swallowed": func([]byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{Source: "s3", Mode: "block", Action: inspect.Block, Score: 5, Incomplete: []string{"time"}},
			source.Reply{Payload: []byte(`null`)}
	},
	"custom resource": func(event []byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{Source: "cfn", Mode: "block", Action: inspect.Block, Score: 5, Incomplete: []string{"time"}},
			source.Put{URL: "https://cloudformation.example/stack", Body: []byte(`{"Status":"FAILED"}`), Then: source.Reply{Payload: []byte(`null`)}}
	},
	"failing": func([]byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{Source: "direct", Mode: "block", Action: inspect.Block, Score: 5, Incomplete: []string{"time"}},
			source.Fail{Type: source.Blocked, Message: "refused, incident 7"}
	},
	"broken": func(event []byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{Source: "direct", Action: inspect.Pass, Fault: "building the engine: no rules"},
			source.Forward{Payload: event}
	},
}

// result is what a run did.
type result struct {
	code     int
	out, err string
}

// weir runs the tool in a directory with some files.
func weir(t *testing.T, stdin string, files map[string]string, args ...string) result {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	tool := Tool{
		In: strings.NewReader(stdin), Out: &out, Err: &errs, Version: "v0.1.0", Paranoia: 1,
		Inspector: func(bool) (Inspector, error) { return verdicts, nil },
		Settings:  []Setting{{"WEIR_MODE", "monitor,sqs=block", "set"}, {"WEIR_PARANOIA", "1", "default"}, {"WEIR_EXCLUDE", "", "unreadable"}},
		Lenient:   []string{`WEIR_MODE="Monitor,SQS=block" is read as monitor,sqs=block`},
	}
	code := tool.Run(args)
	return result{code, out.String(), errs.String()}
}

// tooWide is a line that does not fit a terminal, or "".
func tooWide(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); columns(line) > width {
			return line
		}
	}
	return ""
}

var events = map[string]string{
	"injection.json": `{"injection":1}`, "batch.json": `{"batch":1}`, "clean.json": `{}`,
	"noted.json": `{"noted":1}`, "swallowed.json": `{"swallowed":1}`, "failing.json": `{"failing":1}`, "cfn.json": `{"custom resource":1}`, "watched.json": `{"watched":1}`,
	"unasked.json": `{"unasked":1}`,
}

func TestPeopleReadWhatWasFoundWhereHowItWasHiddenAndWhatFollows(t *testing.T) {
	files := slices.Sorted(maps.Keys(events))
	golden := map[string][]string{
		"each-event.txt":              append([]string{"inspect"}, files...),
		"each-event-with-outcome.txt": append([]string{"inspect", "--outcome"}, files...),
		"each-event.jsonl":            append([]string{"inspect", "--json"}, files...),
		"each-event-with-outcome.jsonl": append([]string{
			"inspect", "--json", "--outcome",
		}, files...),
		"explained.txt":         {"inspect", "--explain", "explained.json"},
		"explained.jsonl":       {"inspect", "--explain", "--json", "explained.json"},
		"rules.txt":             {"rules"},
		"rules-of-a-tag.txt":    {"rules", "--tag", "attack-sqli"},
		"rule.txt":              {"rules", "942100"},
		"rule-not-asked.txt":    {"rules", "942131"},
		"rule-watched.txt":      {"rules", "942140"},
		"rule-in-go.txt":        {"rules", "1010001"},
		"rule-of-responses.txt": {"rules", "1010701"},
		"config.txt":            {"config"},
		"help.txt":              {"help"},
		"help-of-inspect.txt":   {"help", "inspect"},
		"help-of-rules.txt":     {"rules", "--help"},
		"rules-long.txt":        {"rules", "--long"},
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range golden {
		t.Run(name, func(t *testing.T) {
			shown := maps.Clone(events)
			shown["explained.json"] = `{"explained":1}`
			r := weir(t, "", shown, args...)
			if r.code != OK || r.err != "" {
				t.Errorf("exit code %d, errors %q", r.code, r.err)
			}
			path := filepath.Join(here, "testdata", name)
			if *update {
				if err := os.WriteFile(path, []byte(r.out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if r.out != string(want) {
				t.Errorf("got\n%s\nwant\n%s", r.out, want)
			}
			if strings.ContainsAny(r.out, "\x1b\a\r") {
				t.Error("control characters reach the terminal")
			}
			if line := tooWide(r.out); line != "" && !strings.Contains(name, "json") && !strings.Contains(name, "outcome") && name != "rules-long.txt" {
				t.Errorf("wider than a terminal: %s", line)
			}
		})
	}
}

func TestExitCodesTellWhatHappened(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
	}{
		{"clean", []string{"inspect", "clean.json"}, OK},
		{"found, not asked for", []string{"inspect", "injection.json"}, OK},
		{"clean, asked for", []string{"inspect", "--exit-code", "clean.json"}, OK},
		{"found, asked for", []string{"inspect", "-exit-code", "clean.json", "injection.json", "clean.json"}, Found},
		{"incomplete, asked for", []string{"inspect", "--exit-code", "swallowed.json"}, Found},
		{"flag behind the file", []string{"inspect", "injection.json", "--exit-code"}, Found},
		{"file like a flag", []string{"inspect", "--exit-code", "--", "--json"}, Found},
		{"no file", []string{"inspect"}, Unusable},
		{"no file but flags", []string{"inspect", "--json"}, Unusable},
		{"unknown flag", []string{"inspect", "--yaml", "clean.json"}, Unusable},
		{"missing file, others fine", []string{"inspect", "missing.json", "clean.json"}, Unusable},
		{"missing file and findings", []string{"inspect", "--exit-code", "missing.json", "injection.json"}, Unusable},
		{"directory", []string{"inspect", "."}, Unusable},
		{"huge file", []string{"inspect", "huge"}, Unusable},
		{"empty file", []string{"inspect", "empty.json"}, Unusable},
		{"no JSON", []string{"inspect", "table.csv"}, Unusable},
		{"half a document", []string{"inspect", "cut.json"}, Unusable},
		{"flag that wants a value", []string{"inspect", "clean.json", "--source"}, Unusable},
		{"flag that takes none", []string{"inspect", "--json=yes", "clean.json"}, Unusable},
		{"source that is none", []string{"inspect", "--source", "sqz", "clean.json"}, Unusable},
		{"source and response", []string{"inspect", "--source", "sqs", "--response", "sqs", "clean.json"}, Unusable},
		{"help of no command", []string{"help", "inspekt"}, Unusable},
		{"version with a word", []string{"version", "1"}, Unusable},
		{"our own fault", []string{"inspect", "broken.json"}, Unusable},
		{"unknown command", []string{"inspekt", "clean.json"}, Unusable},
		{"nothing", nil, Unusable},
		{"help of inspect", []string{"inspect", "--help"}, OK},
		{"help", []string{"--help"}, OK},
		{"version", []string{"version"}, OK},
		{"version as a flag", []string{"--version"}, OK},
		{"help of a command", []string{"help", "rules"}, OK},
		{"config", []string{"config"}, OK},
		{"rules", []string{"rules"}, OK},
		{"help of rules", []string{"rules", "--help"}, OK},
		{"rule that is none", []string{"rules", "7"}, Unusable},
		{"id that is none", []string{"rules", "sqli"}, Unusable},
		{"two ids", []string{"rules", "942100", "942131"}, Unusable},
		{"tag and id", []string{"rules", "--tag", "WEIR", "942100"}, Unusable},
		{"tag of no rule", []string{"rules", "--tag", "attack-none"}, Unusable},
	}
	files := maps.Clone(events)
	files["--json"] = `{"injection":1}`
	files["broken.json"] = `{"broken":1}`
	files["huge"] = `"` + strings.Repeat(" ", maxEvent) + `"`
	files["empty.json"], files["table.csv"], files["cut.json"] = "", "a,b\n", `{"a":[1`
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := weir(t, "", files, test.args...)
			if r.code != test.code {
				t.Errorf("got exit code %d, want %d; output %q, errors %q", r.code, test.code, r.out, r.err)
			}
			if (r.err != "") != (test.code == Unusable) {
				t.Errorf("errors %q with exit code %d", r.err, r.code)
			}
			if r.err != "" && test.args != nil && (strings.Count(r.err, "\n") != 2 || tooWide(r.err) != "") {
				t.Errorf("errors are not two lines of 80 columns:\n%s", r.err)
			}
		})
	}
}

func TestAFileThatCannotBeReadDoesNotKeepTheOthersFromInspection(t *testing.T) {
	r := weir(t, "", events, "inspect", "missing.json", "clean.json")
	if !strings.Contains(r.err, "missing.json") || !strings.Contains(r.out, "clean.json: direct, clean") {
		t.Errorf("output %q, errors %q", r.out, r.err)
	}
}

func TestALineLargerThanAnyEventIsReportedWithItsNumber(t *testing.T) {
	r := weir(t, "{}\n"+`"`+strings.Repeat("x", maxEvent+2)+"\n{}", nil, "inspect", "-")
	if r.code != Unusable || !strings.Contains(r.err, "line 2 is larger than any event") || !strings.Contains(r.out, "-:1") {
		t.Errorf("exit code %d, output %q, errors %q", r.code, r.out, r.err)
	}
	r = weir(t, `"`+strings.Repeat("x", maxEvent-2)+`"`, nil, "inspect", "-")
	if r.code != OK {
		t.Errorf("the largest event: exit code %d, errors %q", r.code, r.err)
	}
}

func TestSettingsThatAreWrongAreShown(t *testing.T) {
	var out, errs bytes.Buffer
	tool := Tool{
		In: strings.NewReader("{}"), Out: &out, Err: &errs, Problems: []string{`WEIR_MODE="blok": no mode`},
		Inspector: func(bool) (Inspector, error) { return nil, errors.New("WEIR_RULES: line 3: no rule") },
	}
	if code := tool.Run([]string{"config"}); code != Found {
		t.Errorf("config: exit code %d, want %d", code, Found)
	}
	for _, want := range []string{`WEIR_MODE="blok": no mode`, "WEIR_RULES: line 3: no rule"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %q", want, out.String())
		}
	}
	if code := tool.Run([]string{"inspect", "-"}); code != Unusable {
		t.Errorf("inspect without an inspector: exit code %d, want %d", code, Unusable)
	}
	if !strings.Contains(errs.String(), "blok") || !strings.Contains(errs.String(), "line 3") {
		t.Errorf("inspect does not tell what is wrong: %q", errs.String())
	}
}

// People see all of a long sentence in a terminal, wherever it is told.
func TestWhatIsWrongWithSettingsFitsATerminal(t *testing.T) {
	long := `WEIR_MODE="blok": ` + strings.Repeat("this is no mode at all, ", 12)
	for _, args := range [][]string{{"config"}, {"inspect", "-"}} {
		var out bytes.Buffer
		tool := Tool{
			In: strings.NewReader("{}"), Out: &out, Err: &out, Problems: []string{long},
			Inspector: func(bool) (Inspector, error) { return nil, errors.New(long) },
		}
		tool.Run(args)
		if line := tooWide(out.String()); line != "" || strings.Count(out.String(), "blok") != 2 {
			t.Errorf("%v: wide: %s\n%s", args, line, out.String())
		}
	}
}

func TestTheLayersProgramSaysWhoHasACommandThatItDoesWithout(t *testing.T) {
	for _, args := range [][]string{{"test", "."}, {"completion", "bash"}, {"help", "test"}} {
		r := weir(t, "", nil, args...)
		if r.code != Unusable || !strings.Contains(r.err, "the layer's program has no command") || !strings.Contains(r.err, "make cli") ||
			strings.Count(r.err, "\n") != 2 || tooWide(r.err) != "" {
			t.Errorf("%v: %+v", args, r)
		}
	}
}

// What silences several matches is one line: the variable's value.
func TestTheVersionIsShown(t *testing.T) {
	if r := weir(t, "", nil, "version"); r.out != "weir v0.1.0\n" {
		t.Errorf("got %q", r.out)
	}
}

func TestResponsesAreInspectedAsThoseOfTheirSource(t *testing.T) {
	files := map[string]string{"leak.json": `{"statusCode":200,"body":"leak"}`, "clean.json": `{}`}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--response", "function-url", "leak.json"}, OK, "leak.json: function-url, response, blocked (score 5, mode block)\n  in response.body\n" +
			"    1010701 critical  +5  A private key leaks\n  the caller gets HTTP 502 Bad Gateway in its place\n  took 80µs\n"},
		{[]string{"--response", "sqs", "--exit-code", "leak.json"}, Found, "leak.json: sqs, response, passed (score 5, mode block)\n  in response.body\n" +
			"    1010701 critical  +5  A private key leaks\n  the caller gets it as it is\n  took 80µs\n"},
		{[]string{"--response", "rest-v1", "clean.json"}, OK, "clean.json: rest-v1, response, clean\n  took 80µs\n"},
	} {
		r := weir(t, "", files, append([]string{"inspect"}, c.args...)...)
		if r.code != c.code || r.out != c.want {
			t.Errorf("%v: code %d\ngot  %q\nwant %q\n%s", c.args, r.code, r.out, c.want, r.err)
		}
	}
	if r := weir(t, "", files, "inspect", "--response", "nowhere", "leak.json"); r.code != Unusable || !strings.Contains(r.err, "there is no such source") {
		t.Errorf("%+v", r)
	}
}
