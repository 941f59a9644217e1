package inspect

import (
	"strings"
	"testing"
	"time"
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
	now := time.Now()
	looks := 0
	i := New(Options{Budget: time.Millisecond, Now: func() time.Time {
		if looks++; looks > 40 { // the engine has been asked by then
			now = now.Add(time.Second)
		}
		return now
	}})
	if _, err := i.Wait(); err != nil {
		t.Fatal(err)
	}
	event := `{"extends":"../../tsconfig.json"}`
	if v := judgeBy(i, event); v.Score != 0 {
		t.Fatalf("in time: score %d", v.Score)
	}
	if v := judgeBy(i, event); v.Score == 0 && len(v.Incomplete) == 0 {
		t.Errorf("late: score %d, nothing incomplete, denials %v", v.Score, v.Denials)
	}
}
