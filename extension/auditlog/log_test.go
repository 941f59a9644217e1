package auditlog

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

var update = flag.Bool("update", false, "rewrite the golden lines")

// clock is a time that a test moves by hand.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

var (
	noon = time.Date(2026, 3, 4, 12, 0, 0, 7_000_000, time.UTC)

	invocation = source.Invocation{
		ID:          "8f5ea0d2-6b1c-4f6e-9e2b-0d6b6a1c2f30",
		FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:orders:live",
		Tenant:      "tenant-7",
		Trace:       "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1",
	}
	clean = inspect.Verdict{Source: "rest-v1", Mode: "block", Action: inspect.Pass, Took: 210 * time.Microsecond}

	denials = []inspect.Denial{
		{Match: inspect.Match{Rule: 932235, Record: -1, Field: "body.text"}, Reason: "shell: no program in the place of a command"},
		{Match: inspect.Match{Rule: 942100, Record: -1, Field: "body.text"}, Reason: "sql: no text that goes on as a statement"},
		{Match: inspect.Match{Rule: 942100, Record: -1, Field: "body.name"}, Reason: "sql: no text that goes on as a statement"},
	}
	doubtedEvent = inspect.Verdict{
		Source: "rest-v1", Mode: "block", Action: inspect.Pass, Denials: denials, Denied: 3, Took: 310 * time.Microsecond,
	}

	injection = inspect.Match{
		Rule: 942100, Message: "SQL Injection Attack Detected via libinjection", Severity: "CRITICAL", Score: 5, Record: -1,
		Field: "body.filter", Kind: "unknown", Via: "base64>gzip", Text: "1' OR '1'='1' -- password=hunter2",
	}
	blockedEvent = inspect.Verdict{
		Incident: "5b0c2a52e1", Source: "rest-v1", Mode: "block", Action: inspect.Block, Score: 8,
		Matches: []inspect.Match{
			{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Record: -1, Field: "headers"},
			injection,
		},
		Origin: source.Origin{Method: "POST", Route: "/users/{id}", Client: "198.51.100.7"},
		Took:   1834 * time.Microsecond,
	}
	filteredBatch = inspect.Verdict{
		Incident: "77aa01", Source: "sqs", Mode: "block", Action: inspect.Filter, Score: 10, Records: 5, Bad: []int{1, 3},
		Matches: []inspect.Match{
			{Rule: 932160, Message: "Remote Command Execution", Severity: "CRITICAL", Score: 5, Record: 1, Field: "Records[1].body → cmd"},
			{Rule: 930120, Message: "OS File Access Attempt", Severity: "CRITICAL", Score: 5, Record: 3, Field: "Records[3].body"},
		},
		Incomplete: []string{"depth"},
		Took:       3 * time.Millisecond,
	}
	watchedEvent = inspect.Verdict{
		Incident: "3c55", Source: "function-url", Mode: "block", Action: inspect.Pass, Would: inspect.Block, Score: 3,
		Matches: []inspect.Match{
			{Rule: 942100, Message: "SQL Injection", Severity: "CRITICAL", Score: 5, Mode: "monitor", Record: -1, Field: "query.id"},
			{Rule: 920280, Message: "Request Missing a Host Header", Severity: "WARNING", Score: 3, Record: -1, Field: "headers"},
		},
		Origin: source.Origin{Method: "GET", Client: "2001:db8::7"},
		Took:   2 * time.Millisecond,
	}
	monitoredEvent = func() inspect.Verdict {
		v := blockedEvent
		v.Mode, v.Action, v.Would = "monitor", inspect.Pass, inspect.Block
		return v
	}()
	unaskedEvent = inspect.Verdict{
		Incident: "3c56", Source: "function-url", Mode: "monitor", Asked: "blok", Action: inspect.Pass, Score: 5,
		Matches: []inspect.Match{injection}, Took: 2 * time.Millisecond,
	}
	kept = Removal{
		Items: []Removed{
			{Record: 1, ID: "059f36b4-87a3-44ab-83d2-661975830a7d", SHA256: hash('a')},
			{Record: 3, ID: "2e1424d4-f796-459a-8184-9c92662be6da", SHA256: hash('b')},
		},
		Place: "s3://refused/weir/orders/2026/03/04/sqs/" + hash('d') + ".jsonl",
	}
	swallowedEvent = inspect.Verdict{
		Incident: "91b7", Source: "s3", Mode: "block", Action: inspect.Block, Score: 5, Records: 1, Bad: []int{0},
		Matches: []inspect.Match{
			{Rule: 932160, Message: "Remote Command Execution", Severity: "CRITICAL", Score: 5, Field: "Records[0].s3.object.key", Kind: "path"},
		},
		Took: 900 * time.Microsecond,
	}
	leakingResponse = inspect.Verdict{
		Response: true, Incident: "4e1d", Source: "function-url", Mode: "monitor", Action: inspect.Pass, Score: 5,
		Matches: []inspect.Match{{
			Rule: 1010700, Message: "An AWS access key leaks with its secret or session token", Severity: "CRITICAL", Score: 5,
			Record: -1, Field: "response.body",
		}},
		Took: 80 * time.Microsecond,
	}
	withheldResponse = inspect.Verdict{
		Response: true, Incident: "4e1e", Source: "rest-v1", Mode: "block", Action: inspect.Block, Score: 4,
		Matches: []inspect.Match{{
			Rule: 1010710, Message: "A Python stack trace leaks", Severity: "ERROR", Score: 4, Record: -1, Field: "response.body → trace[0]",
			Via: "base64>gzip",
		}},
		Took: 120 * time.Microsecond,
	}
	faultyEvent = inspect.Verdict{
		Incident: "0f", Source: "direct", Mode: "block", Action: inspect.Pass, Fault: "building the engine: rule 1: bad operator",
		Took: time.Millisecond,
	}
)

// hash is some SHA-256.
func hash(digit rune) string { return strings.Repeat(string(digit), 64) }

// written is what a log writes when it is used, as lines.
func written(o Options, use func(*Log, *clock)) []string {
	var out bytes.Buffer
	c := &clock{noon}
	o.Now = c.Now
	l := New(&out, o)
	l.pipe.patience = time.Minute // of a machine under load
	use(l, c)
	return strings.SplitAfter(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func orders(level Level) Options {
	return Options{Function: "orders", FunctionVersion: "12", Level: level, Metrics: ByAction}
}

var golden = []struct {
	name    string
	options Options
	use     func(*Log, *clock)
}{
	{"a blocked event", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, blockedEvent, Removal{}) }},
	{"an event with a match of a rule that is watched", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, watchedEvent, Removal{}) }},
	{"an event in monitor mode", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, monitoredEvent, Removal{}) }},
	{
		"a batch with more records removed than a line lists", orders(Findings), func(l *Log, _ *clock) {
			many := Removal{}
			for n := range maxListed + 2 {
				many.Items = append(many.Items, Removed{n, "059f36b4-87a3-44ab-83d2-661975830a7d", hash('a')})
			}
			l.Write(invocation, filteredBatch, many)
		},
	},
	{"a log that is filtered", orders(Findings), func(l *Log, _ *clock) { l.Filtered("JSON", "ERROR") }},
	{"a filtered batch", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, filteredBatch, kept) }},
	{
		"a swallowed event that is not kept", orders(Findings),
		func(l *Log, _ *clock) {
			l.Write(invocation, swallowedEvent, Removal{Items: []Removed{{Record: -1, SHA256: hash('c')}}})
		},
	},
	{
		"an event with an excerpt and without metrics",
		Options{Function: "orders", Excerpts: true},
		func(l *Log, _ *clock) { l.Write(invocation, blockedEvent, Removal{}) },
	},
	{"a response that leaks", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, leakingResponse, Removal{}) }},
	{"a response that is withheld", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, withheldResponse, Removal{}) }},
	{
		"counts of responses where errors alone are logged", orders(Errors), func(l *Log, _ *clock) {
			l.Write(invocation, leakingResponse, Removal{})
			l.Write(invocation, withheldResponse, Removal{})
			l.Write(invocation, inspect.Verdict{Response: true, Source: "rest-v1", Mode: "block", Action: inspect.Pass}, Removal{})
			l.Flush()
		},
	},
	{"a clean event where all are logged", orders(All), func(l *Log, _ *clock) { l.Write(invocation, clean, Removal{}) }},
	{"an event with matches that do not count", orders(All), func(l *Log, _ *clock) { l.Write(invocation, doubtedEvent, Removal{}) }},
	{
		"counts of events with matches that do not count", orders(Findings), func(l *Log, _ *clock) {
			l.Write(invocation, doubtedEvent, Removal{})
			l.Write(invocation, doubtedEvent, Removal{})
			l.Flush()
		},
	},
	{"an event that met a fault of ours", orders(Errors), func(l *Log, _ *clock) { l.Write(invocation, faultyEvent, Removal{}) }},
	{
		"a start", orders(Findings), func(l *Log, _ *clock) {
			l.Start(Starting{
				Version: "v0.1.0", Ruleset: "v4.25.0", Mode: "monitor", Paranoia: 1, Threshold: 5,
				Settings: []Setting{{"WEIR_MODE", "monitor,sqs=block"}},
			})
		},
	},
	{
		"a start in a mode that was not asked for", orders(Findings), func(l *Log, _ *clock) {
			l.Start(Starting{Version: "v0.1.0", Ruleset: "v4.25.0", Mode: "monitor", Asked: "blok", Paranoia: 1, Threshold: 5})
		},
	},
	{"an event in a mode that was not asked for", orders(Findings), func(l *Log, _ *clock) { l.Write(invocation, unaskedEvent, Removal{}) }},
	{"settings that are worth a look", orders(Findings), func(l *Log, _ *clock) { l.Problems(nil, `WEIR_MODE="Monitor" is read as monitor`) }},
	{
		"settings that are wrong", orders(Findings), func(l *Log, _ *clock) {
			l.Problems([]Problem{
				{"WEIR_MODE", "blok", `"blok" is none of block, annotate, monitor, off`, "block|annotate|monitor|off[,SOURCE=MODE…]", "the function is in monitor"},
				{"WEIR_MODUS", "", "there is no such variable; did you mean WEIR_MODE?", "", ""},
			}, `WEIR_LOG="ALL" is read as all`)
		},
	},
	{
		"a posture that is weak", orders(Findings), func(l *Log, _ *clock) {
			l.Posture(nil)
			l.Posture([]Weakness{
				{"plaintext-secrets", "SAS-7", "These variables look like secrets in plain text.", []string{"DB_PASSWORD", "STRIPE_KEY"}},
				{"memory", "SAS-3", "128 MB are little.", nil},
			})
		},
	},
	{"a runtime that never came", orders(Findings), func(l *Log, _ *clock) { l.Absent("the runtime ended before it asked for an event", false) }},
	{"a runtime that bypasses us", orders(Findings), func(l *Log, _ *clock) { l.Bypassed("no request of the runtime came through port 9057") }},
	{"a fault behind lines that were lost", orders(Findings), func(l *Log, _ *clock) {
		l.pipe.lost.Store(3)
		l.Fault(errors.New("posting the refusal: 500"))
	}},
	{"a fault of the process", orders(Findings), func(l *Log, _ *clock) { l.Fault(errors.New("posting the refusal: 500")) }},
	{
		"counts of clean traffic", orders(Findings), func(l *Log, c *clock) {
			for range 3 {
				l.Write(invocation, clean, Removal{})
				c.now = c.now.Add(10 * time.Second)
			}
			other := clean
			other.Source = "alb"
			l.Write(invocation, other, Removal{})
			l.Flush()
		},
	},
}

func TestEachKindOfLineIsAsItsGoldenFileShows(t *testing.T) {
	for _, test := range golden {
		t.Run(test.name, func(t *testing.T) {
			got := strings.Join(written(test.options, test.use), "") + "\n"
			path := filepath.Join("testdata", strings.ReplaceAll(test.name, " ", "-")+".jsonl")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got  %swant %s", got, want)
			}
		})
	}
}

func TestEveryKeyOfALineIsInTheTableAndEveryRowIsUsed(t *testing.T) {
	known := map[string]Key{}
	for _, k := range Keys {
		known[k.Name] = k
	}
	metrics, matchKeys, removedKeys, weaknessKeys, unconfirmedKeys := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range Metrics {
		metrics[m.Name] = false
	}
	for _, k := range MatchKeys {
		matchKeys[k.Name] = false
	}
	for _, k := range RemovedKeys {
		removedKeys[k.Name] = false
	}
	for _, k := range WeaknessKeys {
		weaknessKeys[k.Name] = false
	}
	for _, k := range UnconfirmedKeys {
		unconfirmedKeys[k.Name] = false
	}
	used := map[string]bool{}
	uses := append(slices.Clone(golden), struct {
		name    string
		options Options
		use     func(*Log, *clock)
	}{"excerpts", Options{Excerpts: true}, func(l *Log, _ *clock) {
		l.Write(invocation, filteredBatch, Removal{})
		l.Write(invocation, blockedEvent, Removal{})
	}})
	for _, test := range uses {
		for _, line := range written(test.options, test.use) {
			order := -1
			for _, name := range keysInOrder(t, line) {
				if _, ok := metrics[name]; ok {
					metrics[name] = true
					continue
				}
				k, ok := known[name]
				if !ok {
					t.Errorf("%s: key %q is not in the table", test.name, name)
				}
				used[name] = true
				kind := Kind(member(t, line, "weir").(string))
				if k.On != nil && !slices.Contains(k.On, kind) {
					t.Errorf("%s: the table says that no line %q has the key %q", test.name, kind, name)
				}
				at := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == name })
				if at < order {
					t.Errorf("%s: key %q is not in the order of the table", test.name, name)
				}
				order = at
			}
			for list, keys := range map[string]map[string]bool{
				"matches": matchKeys, "removed": removedKeys, "weaknesses": weaknessKeys, "unconfirmed": unconfirmedKeys,
			} {
				elements, _ := member(t, line, list).([]any)
				for _, element := range elements {
					for name := range element.(map[string]any) {
						if _, ok := keys[name]; !ok {
							t.Errorf("%s: key %q of an element of %s is not in the table", test.name, name, list)
						}
						keys[name] = true
					}
				}
			}
		}
	}
	for name := range known {
		if !used[name] {
			t.Errorf("no line uses the key %q", name)
		}
	}
	for _, table := range []map[string]bool{metrics, matchKeys, removedKeys, weaknessKeys, unconfirmedKeys} {
		for name, ok := range table {
			if !ok {
				t.Errorf("no line uses %q", name)
			}
		}
	}
}

func TestPayloadEntersALineOnlyAsARedactedExcerpt(t *testing.T) {
	v := blockedEvent
	v.Matches = []inspect.Match{injection}
	without := written(orders(All), func(l *Log, _ *clock) { l.Write(invocation, v, Removal{}) })[0]
	if strings.Contains(without, "OR") && strings.Contains(without, "hunter2") || strings.Contains(without, "excerpt") {
		t.Errorf("payload in a line that was not to have it: %s", without)
	}
	o := orders(All)
	o.Excerpts = true
	with := written(o, func(l *Log, _ *clock) { l.Write(invocation, v, Removal{}) })[0]
	if !strings.Contains(with, `"excerpt":"1' OR '1'='1' -- password=[redacted]"`) {
		t.Errorf("no excerpt, or not redacted: %s", with)
	}
}

func TestTheVerdictIsNotChanged(t *testing.T) {
	v := blockedEvent
	v.Matches = slices.Clone(v.Matches)
	written(orders(All), func(l *Log, _ *clock) { l.Write(invocation, v, Removal{}) })
	if v.Matches[0].Rule != 920280 || v.Matches[1].Rule != 942100 {
		t.Error("the matches of the verdict were put in another order")
	}
}

func TestTheFunctionIsNamedByTheARNIfNothingElseNamesIt(t *testing.T) {
	for arn, want := range map[string][2]any{
		invocation.FunctionARN: {"orders", "live"},
		"arn:aws:lambda:eu-central-1:123456789012:function:orders": {"orders", nil},
		"":      {"unknown", nil},
		"x:y:z": {"unknown", nil},
	} {
		line := written(Options{}, func(l *Log, _ *clock) { l.Write(source.Invocation{FunctionARN: arn}, blockedEvent, Removal{}) })[0]
		if got := [2]any{member(t, line, "function"), member(t, line, "qualifier")}; got != want {
			t.Errorf("%q: got %v, want %v", arn, got, want)
		}
	}
}

func TestHammerManyInvocationsAtOnceWriteWholeLines(t *testing.T) {
	var out bytes.Buffer
	l := New(&out, orders(Findings)) // bytes.Buffer is not safe by itself: the log has to be
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for j := range 50 {
				one := invocation
				one.ID = strconv.Itoa(50*i + j)
				l.Write(one, blockedEvent, Removal{})
				l.Write(one, clean, Removal{})
			}
		})
	}
	wait.Wait()
	l.Flush()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	total, lost := 0.0, 0.0 // lines are lost where the machine is so busy that a writer gets no turn for patience
	for _, line := range lines {
		events, _ := member(t, line, "Events").(float64)
		gone, _ := member(t, line, "lines_lost").(float64)
		total, lost = total+events, lost+gone
	}
	if lost == 0 && (len(lines) != 401 || total != 800) || len(lines)+int(lost) < 401 {
		t.Errorf("got %d lines that count %v events, and tell of %v that were lost, want 401 and 800", len(lines), total, lost)
	}
}
