package inspect

import (
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/engine"
	"weir/inspect/source"
)

func TestAMatchCountsIfItsTextDoesWhatTheRuleFears(t *testing.T) {
	for _, c := range []struct {
		name, event string
		denied      bool
	}{
		{"a path to a neighbour", `{"extends":"../../tsconfig.json"}`, true},
		{"a path to a file of the system", `{"extends":"../../etc/passwd"}`, false},
		{"both", `{"extends":"../../tsconfig.json","a":"../../etc/passwd"}`, false},
		{"a query", functionURL("/", "q=..%2F..%2Fetc%2Fpasswd", "", "", false), false},
		{"a sentence about a file", `{"text":"Excerpt of /etc/postfix/main.cf"}`, true},
		{"a parameter in two parts", functionURL("/", "q=..%2F..%2Fet&q=c%2Fpasswd", "", "", false), false},
	} {
		v := judgeBy(New(Options{}), c.event)
		if denied := v.Score == 0; denied != c.denied {
			t.Errorf("%s: score %d, matches %v", c.name, v.Score, v.Matches)
		}
		if c.denied {
			if !v.Clean() || v.Action != Pass || v.Denied == 0 || len(v.Denials) != v.Denied || !strings.HasPrefix(v.Denials[0].Reason, "path: ") || v.Denials[0].Rule == 0 {
				t.Errorf("%s: clean %v, action %s, denials %v of %d", c.name, v.Clean(), v.Action, v.Denials, v.Denied)
			}
			if v := judgeBy(New(Options{Unconfirmed: true}), c.event); v.Score < 5 || v.Denied != 0 {
				t.Errorf("%s, unconfirmed: score %d, %d denied", c.name, v.Score, v.Denied)
			}
		}
	}
}

func TestWithoutTimeAMatchStands(t *testing.T) {
	i := New(Options{})
	if _, err := i.Wait(); err != nil {
		t.Fatal(err)
	}
	r := i.reading(t.Context(), time.Time{}, source.Event{}, source.Direct{})
	r.portion.values = []engine.Value{{Name: "a", Text: "../../tsconfig.json"}}
	r.portion.origins = []origin{{field: "a"}}
	matches := []engine.Match{{Rule: 930110, Score: 5}}
	r.time.began = i.now()
	if got := r.confirmed(slices.Clone(matches), nil); len(got) != 0 {
		t.Errorf("in time: %v", got)
	}
	r.time.last = i.now().Add(-time.Second)
	if got := r.confirmed(slices.Clone(matches), nil); len(got) != 1 {
		t.Errorf("late: %v", got)
	}
}
