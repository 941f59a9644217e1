package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSilencingTakesAMatchAwayAndItsLikeAtOtherIndexes(t *testing.T) {
	for _, c := range []struct {
		field, want string
		like, other string
	}{
		{"Records[0].body → rows[12].note", "7@sqs:Records[*].body → rows[*].note", "Records[3].body → rows[1].note", "Records[0].body → rows[12].name"},
		{"a[0][1].b", "7@sqs:a[*].b", "a[7][8].b", "a.b"},
		{`a\[0\].b[1]`, `7@sqs:a\[0\].b[*]`, `a\[0\].b[2]`, `a\[1\].b[1]`},
		{"[4]", "7@sqs:[*]", "[5]", "a"},
		{"a;b", "7@sqs:a*b", "a;b", "a;c"},
		{" a ", "7@sqs:*a*", " a ", "b"},
		{"", "7@sqs", "", ""},
		{"a → b", "7@sqs:a → b", "a → b", "a.b"},
	} {
		x := Silencing("sqs", Match{Rule: 7, Field: c.field})
		if x.String() != c.want {
			t.Errorf("%q: %s, want %s", c.field, x, c.want)
		}
		if !x.covers("sqs", Match{Rule: 7, Field: c.field}) || !x.covers("sqs", Match{Rule: 7, Field: c.like}) {
			t.Errorf("%s does not cover %q or %q", x, c.field, c.like)
		}
		if c.other != "" && x.covers("sqs", Match{Rule: 7, Field: c.other}) || x.covers("sns", Match{Rule: 7, Field: c.field}) || x.covers("sqs", Match{Rule: 8, Field: c.field}) {
			t.Errorf("%s covers more than that", x)
		}
	}
}

func TestWhatExplainSaysToExcludeSilencesAnEvent(t *testing.T) {
	event := functionURL("/", "q="+"x%27+or+1%3D1--+", "application/json", fmt.Sprintf(`{"rows":[{"note":%q}]}`, injection), false)
	options := patient()
	options.Explain = true
	verdict, _ := judge(t, options, event)
	parts := 0
	for _, m := range verdict.Matches {
		options.Exclude = append(options.Exclude, Silencing(verdict.Source, m))
		if m.Part != "" {
			parts++
		}
	}
	if len(verdict.Matches) < 2 || parts == 0 {
		t.Fatalf("nothing to silence, or no part is told: %+v", verdict.Matches)
	}
	if verdict, _ = judge(t, options, event); len(verdict.Matches) > 0 {
		t.Errorf("still there: %+v", verdict.Matches)
	}
}

func TestNothingOfTheTextIsKeptUnasked(t *testing.T) {
	verdict, _ := judge(t, patient(), functionURL("/", "", "text/plain", injection, false))
	for _, m := range verdict.Matches {
		if m.Text != "" || m.Part != "" {
			t.Errorf("rule %d keeps %q and %q", m.Rule, m.Text, m.Part)
		}
	}
	if len(verdict.Matches) == 0 {
		t.Error("nothing was found")
	}
}

func TestEveryRuleIsDescribedWithWhereItDoesNotCount(t *testing.T) {
	options := patient()
	options.Exclude = []Exclusion{{Tag: "attack-sqli", Source: "sqs"}, {Rule: 942100}, {Rule: 942190}}
	list, err := inspectorFor(t, options).Rules()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(list, func(a, b Rule) int { return a.ID - b.ID }) {
		t.Error("the rules are not in order")
	}
	for i, r := range list {
		if (r.Text == "") == (r.Because == "") || r.Message == "" {
			t.Errorf("rule %d: text %q, because %q", r.ID, r.Text, r.Because)
		}
		if i > 0 && list[i-1].ID == r.ID {
			t.Errorf("rule %d is there twice", r.ID)
		}
		if r.ID == 942100 && (len(r.Excluded) != 2 || len(r.LeftOut) < 2 || len(r.Harmless) < 2 || r.Response) {
			t.Errorf("rule 942100 is described as %+v", r)
		}
		if r.ID == 1010700 && !r.Response {
			t.Error("rule 1010700 is not about responses")
		}
	}
}

func TestOfAResponseThePartIsShownWithWhatIsAroundIt(t *testing.T) {
	body := strings.Repeat("a", 1000) + " " + sqlLeak + " " + strings.Repeat("z", 1000)
	for _, explain := range []bool{false, true} {
		v, _ := judgeResponse(t, Options{Explain: explain}, toURL, responseOf(answer(t, 500, "text/plain", body)))
		if len(v.Matches) == 0 {
			t.Fatal("nothing was found")
		}
		for _, m := range v.Matches {
			if !explain {
				if m.Text != "" || m.Part != "" {
					t.Errorf("rule %d keeps %q and %q", m.Rule, m.Text, m.Part)
				}
				continue
			}
			if m.Part == "" || !strings.Contains(m.Text, m.Part) || len(m.Text) < len(m.Part)+maxAround || len(m.Text) > len(m.Part)+2*maxAround {
				t.Errorf("rule %d: part %q in %q", m.Rule, m.Part, m.Text)
			}
		}
	}
}
