package cli

import (
	"bytes"
	"context"
	"encoding/json"
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
			Source: "rest-v1", Mode: "block", Action: inspect.Block, Score: 13, Took: 1834 * time.Microsecond,
			Matches: []inspect.Match{
				{Rule: 942100, Message: "SQL Injection Attack Detected via libinjection", Severity: "CRITICAL", Score: 5, Record: -1, Field: "body.filter", Via: "base64>gzip"},
				{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Record: -1, Field: "headers"},
				{Rule: 942360, Message: "Detects concatenated basic SQL injection", Severity: "CRITICAL", Score: 5, Record: -1, Field: "body.filter", Via: "base64>gzip"},
			},
		}
		return verdict, source.HTTP{
			Status: 403, Headers: []source.Pair{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(body),
			Buffered: []byte(`{"statusCode":403,"body":"{\"message\":\"Forbidden\"}"}`),
		}
	},
	"watched": func(event []byte) (inspect.Verdict, source.Outcome) {
		return inspect.Verdict{
			Source: "rest-v1", Mode: "block", Action: inspect.Pass, Score: 3, Took: 2 * time.Millisecond,
			Matches: []inspect.Match{
				{Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Mode: "monitor", Record: -1, Field: "body.filter"},
				{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Mode: "block", Record: -1, Field: "headers"},
			},
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
		Settings:  []Setting{{"WEIR_MODE", "monitor,sqs=block", true}, {"WEIR_PARANOIA", "1", false}, {"WEIR_EXCLUDE", "", false}},
	}
	code := tool.Run(args)
	return result{code, out.String(), errs.String()}
}

var events = map[string]string{
	"injection.json": `{"injection":1}`, "batch.json": `{"batch":1}`, "clean.json": `{}`, "text.txt": "no JSON\xff at all",
	"noted.json": `{"noted":1}`, "swallowed.json": `{"swallowed":1}`, "failing.json": `{"failing":1}`, "watched.json": `{"watched":1}`,
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
			if r.code != ok || r.err != "" {
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
		})
	}
}

func TestEachJSONObjectHasExactlyTheKeysThatProgramsRead(t *testing.T) {
	r := weir(t, "", events, "inspect", "--json", "batch.json", "clean.json")
	want := []string{"action", "blocked_records", "file", "incomplete", "matches", "micros", "records", "score", "source"}
	for line := range strings.Lines(r.out) {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(object)); !slices.Equal(got, want) {
			t.Errorf("got keys %v, want %v", got, want)
		}
		for _, key := range []string{"blocked_records", "matches", "incomplete"} {
			if _, ok := object[key].([]any); !ok {
				t.Errorf("%s is %v, want an array even if it is empty", key, object[key])
			}
		}
		for _, m := range object["matches"].([]any) {
			want := []string{"field", "message", "record", "rule", "via"}
			if got := slices.Sorted(maps.Keys(m.(map[string]any))); !slices.Equal(got, want) {
				t.Errorf("got keys %v of a match, want %v", got, want)
			}
		}
	}
}

func TestStandardInputHoldsOneEventPerLine(t *testing.T) {
	r := weir(t, "{\"injection\":1}\n\n  \n{}\r\nnot json", nil, "inspect", "--json", "-")
	var actions []string
	for line := range strings.Lines(r.out) {
		var o struct{ File, Action string }
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		if o.File != "-" {
			t.Errorf("the file is %q, want -", o.File)
		}
		actions = append(actions, o.Action)
	}
	if want := []string{"block", "pass", "pass"}; !slices.Equal(actions, want) || r.code != ok {
		t.Errorf("got %v and exit code %d, want %v and 0", actions, r.code, want)
	}
	r = weir(t, "{}\n\n{\"injection\":1}", nil, "inspect", "-")
	if !strings.Contains(r.out, "-:1: direct") || !strings.Contains(r.out, "-:3: rest-v1") {
		t.Errorf("people are not told the lines: %s", r.out)
	}
}

func TestAFileIsInspectedAsTheBytesThatARuntimeWouldGet(t *testing.T) {
	var got []byte
	tool := Tool{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}, Inspector: func(bool) (Inspector, error) {
		return oracle{"": func(event []byte) (inspect.Verdict, source.Outcome) {
			got = bytes.Clone(event)
			return inspect.Verdict{}, source.Forward{Payload: event}
		}}, nil
	}}
	for _, text := range []string{"", "\xef\xbb\xbf{}\r\n\n", "no JSON\x00\xff", `{"a":1}` + "\n" + `{"b":2}`} {
		file := filepath.Join(t.TempDir(), "event")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if code := tool.Run([]string{"inspect", file}); code != ok || string(got) != text {
			t.Errorf("got %q and exit code %d, want %q", got, code, text)
		}
	}
}

func TestExitCodesTellWhatHappened(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
	}{
		{"clean", []string{"inspect", "clean.json"}, ok},
		{"found, not asked for", []string{"inspect", "injection.json"}, ok},
		{"clean, asked for", []string{"inspect", "--exit-code", "clean.json"}, ok},
		{"found, asked for", []string{"inspect", "-exit-code", "clean.json", "injection.json", "clean.json"}, found},
		{"incomplete, asked for", []string{"inspect", "--exit-code", "swallowed.json"}, found},
		{"flag behind the file", []string{"inspect", "injection.json", "--exit-code"}, found},
		{"file like a flag", []string{"inspect", "--exit-code", "--", "--json"}, found},
		{"no file", []string{"inspect"}, unusable},
		{"no file but flags", []string{"inspect", "--json"}, unusable},
		{"unknown flag", []string{"inspect", "--yaml", "clean.json"}, unusable},
		{"missing file, others fine", []string{"inspect", "missing.json", "clean.json"}, unusable},
		{"missing file and findings", []string{"inspect", "--exit-code", "missing.json", "injection.json"}, unusable},
		{"directory", []string{"inspect", "."}, unusable},
		{"huge file", []string{"inspect", "huge"}, unusable},
		{"our own fault", []string{"inspect", "broken.json"}, unusable},
		{"unknown command", []string{"inspekt", "clean.json"}, unusable},
		{"nothing", nil, unusable},
		{"help of inspect", []string{"inspect", "--help"}, ok},
		{"help", []string{"--help"}, ok},
		{"version", []string{"version"}, ok},
		{"config", []string{"config"}, ok},
		{"rules", []string{"rules"}, ok},
		{"help of rules", []string{"rules", "--help"}, ok},
		{"rule that is none", []string{"rules", "7"}, unusable},
		{"id that is none", []string{"rules", "sqli"}, unusable},
		{"two ids", []string{"rules", "942100", "942131"}, unusable},
		{"tag and id", []string{"rules", "--tag", "WEIR", "942100"}, unusable},
		{"tag of no rule", []string{"rules", "--tag", "attack-none"}, unusable},
	}
	files := maps.Clone(events)
	files["--json"] = `{"injection":1}`
	files["broken.json"] = `{"broken":1}`
	files["huge"] = strings.Repeat(" ", maxEvent+1)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := weir(t, "", files, test.args...)
			if r.code != test.code {
				t.Errorf("got exit code %d, want %d; output %q, errors %q", r.code, test.code, r.out, r.err)
			}
			if (r.err != "") != (test.code == unusable) {
				t.Errorf("errors %q with exit code %d", r.err, r.code)
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
	r := weir(t, "{}\n"+strings.Repeat("x", maxEvent+2)+"\n{}", nil, "inspect", "-")
	if r.code != unusable || !strings.Contains(r.err, "line 2 is larger than any event") || !strings.Contains(r.out, "-:1") {
		t.Errorf("exit code %d, output %q, errors %q", r.code, r.out, r.err)
	}
	r = weir(t, strings.Repeat("x", maxEvent), nil, "inspect", "-")
	if r.code != ok {
		t.Errorf("the largest event: exit code %d, errors %q", r.code, r.err)
	}
}

func TestSettingsThatAreWrongAreShown(t *testing.T) {
	var out, errs bytes.Buffer
	tool := Tool{
		In: strings.NewReader("{}"), Out: &out, Err: &errs, Problems: []string{`WEIR_MODE="blok": no mode`},
		Inspector: func(bool) (Inspector, error) { return nil, errors.New("WEIR_RULES: line 3: no rule") },
	}
	if code := tool.Run([]string{"config"}); code != found {
		t.Errorf("config: exit code %d, want %d", code, found)
	}
	for _, want := range []string{`WEIR_MODE="blok": no mode`, "WEIR_RULES: line 3: no rule"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in %q", want, out.String())
		}
	}
	if code := tool.Run([]string{"inspect", "-"}); code != unusable {
		t.Errorf("inspect without an inspector: exit code %d, want %d", code, unusable)
	}
	if !strings.Contains(errs.String(), "blok") || !strings.Contains(errs.String(), "line 3") {
		t.Errorf("inspect does not tell what is wrong: %q", errs.String())
	}
}

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
		{[]string{"--response", "function-url", "leak.json"}, ok, "leak.json: function-url, response, blocked (score 5, mode block)\n  in response.body\n" +
			"    1010701 critical  +5  A private key leaks\n  the caller gets HTTP 502 Bad Gateway in its place\n  took 80µs\n"},
		{[]string{"--response", "sqs", "--exit-code", "leak.json"}, found, "leak.json: sqs, response, passed (score 5, mode block)\n  in response.body\n" +
			"    1010701 critical  +5  A private key leaks\n  the caller gets it as it is\n  took 80µs\n"},
		{[]string{"--response", "rest-v1", "clean.json"}, ok, "clean.json: rest-v1, response, clean\n  took 80µs\n"},
		{[]string{"--response", "rest-v1", "--json", "--outcome", "clean.json"}, ok, `{"file":"clean.json","phase":"response","source":"rest-v1","action":"pass",` +
			`"score":0,"records":0,"blocked_records":[],"matches":[],"incomplete":[],"micros":80,"outcome":{"changed":false,"kind":"forward"}}` + "\n"},
	} {
		r := weir(t, "", files, append([]string{"inspect"}, c.args...)...)
		if r.code != c.code || r.out != c.want {
			t.Errorf("%v: code %d\ngot  %q\nwant %q\n%s", c.args, r.code, r.out, c.want, r.err)
		}
	}
	if r := weir(t, "", files, "inspect", "--response", "nowhere", "leak.json"); r.code != unusable || !strings.Contains(r.err, "no such event source") {
		t.Errorf("%+v", r)
	}
}
