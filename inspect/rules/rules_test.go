package rules_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"weir/inspect"
	"weir/inspect/engine"
	"weir/inspect/rules"
	"weir/inspect/source"
)

func TestIdsAreWeirsOwnAndUnique(t *testing.T) {
	seen := map[int]bool{}
	for _, r := range slices.Concat(rules.Own, rules.Responses) {
		if r.ID < 1010000 || r.ID > 1010799 || seen[r.ID] {
			t.Errorf("id %d is taken, or not Weir's", r.ID)
		}
		seen[r.ID] = true
		if r.Message == "" || r.Severity == "" || len(r.Tags) == 0 || r.Score <= 0 && r.Severity != "NOTICE" {
			t.Errorf("rule %d lacks something: %+v", r.ID, r)
		}
		if got, ok := rules.ByID(r.ID); !ok || got.Message != r.Message {
			t.Errorf("rule %d is not found by its id", r.ID)
		}
	}
	if _, ok := rules.ByID(1); ok {
		t.Error("rule 1 was found")
	}
	for _, m := range regexp.MustCompile(`\bid:(\d+)`).FindAllStringSubmatch(rules.Setup(), -1) {
		id, err := strconv.Atoi(m[1])
		if err != nil || seen[id] {
			t.Errorf("id %s of the set-up is taken", m[1])
		}
		seen[id] = true
		if id != 200002 && id != 200003 && (id < 1010800 || id > 1010899) {
			t.Errorf("id %d is no step of the set-up", id)
		}
	}
}

// TestPages reads testdata/<rule id>.txtar: a page of requests and values that must make the rule fire, and of those that
// must not.
func TestPages(t *testing.T) {
	levels := map[int]int{}
	for _, r := range shipped(t) {
		levels[r.id] = r.level
	}
	engines := map[int]*engine.Engine{}
	for id, cases := range pages(t) {
		level := max(levels[id], 1)
		if engines[level] == nil {
			e, err := engine.New(engine.Options{Paranoia: level, Setup: rules.Setup(), Files: rules.Files()})
			if err != nil {
				t.Fatal(err)
			}
			engines[level] = e
		}
		for _, c := range cases {
			matches, err := engines[level].Evaluate(t.Context(), c.request, c.values, nil)
			if err != nil {
				t.Fatal(err)
			}
			fired := slices.ContainsFunc(matches, func(m engine.Match) bool { return m.Rule == id })
			if fired != c.fires {
				t.Errorf("%d, %s: fired: %v, want %v; matches %v", id, c.name, fired, c.fires, matches)
			}
		}
	}
}

// What is true of a value is true of an event that holds it: neither the sieve nor the decoders keep it from the rule, and
// the engine compiles the rule when it is asked for.
func TestPagesAsEvents(t *testing.T) {
	inspectors := map[int]*inspect.Inspector{}
	all := pages(t)
	for _, r := range shipped(t) {
		if inspectors[r.level] == nil {
			inspectors[r.level] = inspect.New(inspect.Options{Mode: inspect.ModeMonitor, Paranoia: r.level, Budget: time.Minute})
		}
		for _, c := range all[r.id] {
			if c.request != nil || !c.fires {
				continue
			}
			text := c.values[0].Text
			if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
				text = base64.StdEncoding.EncodeToString([]byte(text))
			}
			payload, err := json.Marshal(map[string]string{"body": text})
			if err != nil {
				t.Fatal(err)
			}
			v, _ := inspectors[r.level].Inspect(t.Context(), source.Invocation{Payload: payload})
			if !slices.ContainsFunc(v.Matches, func(m inspect.Match) bool { return m.Rule == r.id }) {
				t.Errorf("%d does not fire on an event with %s; matches %v", r.id, c.name, v.Matches)
			}
		}
	}
}

// Every rule in SecLang that is Weir's own has a page, with something that must fire and something that must not, the tags
// that its users and the engine ask for, and a score at its level.
func TestEveryRuleHasAPage(t *testing.T) {
	pages, all := pages(t), shipped(t)
	if len(all) == 0 {
		t.Fatal("no rules")
	}
	seen := map[int]bool{}
	for _, r := range all {
		if seen[r.id] || r.id < 1010100 || r.id > 1010799 {
			t.Errorf("id %d is taken, or not Weir's", r.id)
		}
		seen[r.id] = true
		for _, want := range []bool{true, false} {
			if !slices.ContainsFunc(pages[r.id], func(p page) bool { return p.fires == want }) {
				t.Errorf("rule %d: no text for which fires is %v", r.id, want)
			}
		}
		if !slices.Contains(r.tags, "WEIR") || !slices.ContainsFunc(r.tags, isAttack) || !slices.ContainsFunc(r.tags, isRisk) {
			t.Errorf("rule %d lacks a tag: %v", r.id, r.tags)
		}
		if !slices.Contains(r.tags, fmt.Sprintf("paranoia-level/%d", r.level)) || r.scores != r.level {
			t.Errorf("rule %d scores at level %d, says %v and stands at level %d", r.id, r.scores, r.tags, r.level)
		}
	}
	for id := range pages {
		if id > 1010000 && !seen[id] {
			t.Errorf("the page of rule %d is left over", id)
		}
	}
}

func isAttack(tag string) bool { return strings.HasPrefix(tag, "attack-") }

// isRisk recognises an entry of the Serverless Top 10.
func isRisk(tag string) bool { return regexp.MustCompile(`^SAS-([1-9]|10)$`).MatchString(tag) }

// own is a rule in one of Weir's files.
type own struct {
	id     int
	level  int // from the jumps before it
	scores int // the level whose score it adds to
	tags   []string
}

// shipped reads Weir's own files.
func shipped(t *testing.T) (out []own) {
	t.Helper()
	names, err := fs.Glob(rules.Files(), rules.Folder+"/*.conf")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(rules.Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		level := 1
		for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", "")) {
			if jump := regexp.MustCompile(`DETECTION_PARANOIA_LEVEL "@lt (\d)"`).FindStringSubmatch(line); jump != nil {
				level, _ = strconv.Atoi(jump[1])
				continue
			}
			if m := regexp.MustCompile(`"id:(\d+),`).FindStringSubmatch(line); m != nil {
				r := own{level: level}
				r.id, _ = strconv.Atoi(m[1])
				for _, tag := range regexp.MustCompile(`tag:'([^']*)'`).FindAllStringSubmatch(line, -1) {
					r.tags = append(r.tags, tag[1])
				}
				if s := regexp.MustCompile(`tx\.inbound_anomaly_score_pl(\d)=`).FindStringSubmatch(line); s != nil {
					r.scores, _ = strconv.Atoi(s[1])
				}
				out = append(out, r)
			}
		}
	}
	return out
}

type page struct {
	name    string
	fires   bool
	request *engine.Request // nil if the case is a value
	values  []engine.Value
}

func readRequest(text string) *engine.Request {
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	first := strings.SplitN(lines[0], " ", 3)
	r := &engine.Request{Method: first[0], URI: first[1], Protocol: first[2], ClientIP: "192.0.2.7"}
	// Lines of a body end as HTTP wants them.
	r.Body = []byte(strings.ReplaceAll(strings.TrimSuffix(body, "\n"), "\n", "\r\n"))
	headers := append([]string{"Host: example.com", "User-Agent: test", "Accept: */*"}, lines[1:]...)
	if len(r.Body) > 0 {
		headers = append(headers, "Content-Length: "+strconv.Itoa(len(r.Body)))
	}
	for _, line := range headers {
		name, value, ok := strings.Cut(line, ": ")
		if ok {
			r.Headers = append(r.Headers, engine.Header{Name: name, Value: value})
		}
	}
	return r
}
