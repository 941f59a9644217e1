package rules_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
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

// TestPages reads testdata/<rule id>.txtar: a page of requests that must make the rule fire, and of requests that
// must not.
func TestPages(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	for id, cases := range pages(t) {
		for _, c := range cases {
			matches, err := e.Evaluate(t.Context(), c.request, nil, nil)
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

type page struct {
	name    string
	fires   bool
	request *engine.Request
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
