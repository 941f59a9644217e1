package engine

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
)

const injection = "1' OR '1'='1' UNION SELECT password FROM users-- "

// Stock Coraza looks at one of two values twice and never at the other, in a fifth of all runs, if their names share an
// address, as the names of a caller that renders a path once do.
func TestRepeatedNamesHideNothing(t *testing.T) {
	e := engineAt(t, 1)
	for _, attack := range []string{injection, "<script>alert(1)</script>"} {
		name := "Records[0].body"
		want := ids(evaluate(t, e, nil, Value{name, attack}))
		for i := range repeats(1000) {
			values := []Value{{name, "benign"}, {name, "benign"}, {"a" + fmt.Sprint(i), "x"}, {"b", "y"}, {"c", "z"}}
			place := i % 2
			values[place].Text = attack
			matches := evaluate(t, e, nil, values...)
			if got := ids(matches); !slices.Equal(got, want) {
				t.Fatalf("run %d: rules %v, want %v", i, got, want)
			}
			if slices.ContainsFunc(matches, func(m Match) bool { return m.Value != place }) {
				t.Fatalf("run %d: %v", i, matches)
			}
		}
	}
}

// The same holds for what Coraza takes apart itself.
func TestRepeatedNamesInARequestHideNothing(t *testing.T) {
	e := engineAt(t, 1)
	boundary := "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbenign\r\n"
	requests := map[string]*Request{
		"query":   get("/?a=benign&a=" + strings.NewReplacer(" ", "%20", "'", "%27").Replace(injection) + "&b=1&c=2&d=3"),
		"cookie":  get("/", Header{"Cookie", "a=benign; a=<script>alert(1)</script>; b=1; c=2; d=3"}),
		"headers": get("/", Header{"X-A", "benign"}, Header{"X-A", "${jndi:ldap://x/a}"}, Header{"X-B", "1"}, Header{"X-C", "2"}),
		"form":    post("application/x-www-form-urlencoded", "a=benign&a=%3Cscript%3Ealert(1)%3C/script%3E&b=1&c=2&d=3"),
		"multipart": post("multipart/form-data; boundary=b", boundary+strings.Replace(boundary, "benign", "<script>alert(1)</script>", 1)+
			strings.Replace(boundary, `"a"`, `"b"`, 1)+"--b--\r\n"),
		"names in either case": post("application/x-www-form-urlencoded", "A=%3Cscript%3Ealert(1)%3C/script%3E&a=benign&%62=1&B=2&c&c=+%zz"),
		"nameless":             get("/?=benign&=%3Cscript%3Ealert(1)%3C/script%3E&b=1&c=2"),
	}
	for name, r := range requests {
		for i := range repeats(200) {
			if matches := evaluate(t, e, r); score(matches) < 5 {
				t.Errorf("%s, run %d: %v", name, i, matches)
				break
			}
		}
	}
}

// repeats is how often what hangs on the order of a map is tried. Short runs look for races, and need not find the rarest.
func repeats(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

func TestNoNumberOfValuesHidesAnAttack(t *testing.T) {
	e := engineAt(t, 1)
	var values []Value
	for i := range 3000 {
		values = append(values, Value{fmt.Sprintf("a[%d]", i), "1"})
	}
	values = append(values, Value{"last", injection})
	if got := ids(evaluate(t, e, nil, values...)); !slices.Contains(got, 942100) {
		t.Errorf("values: %v", got)
	}
	r := get("/?" + strings.Repeat("a=1&", 3000) + "z=%27%20OR%201=1%20UNION%20SELECT%20a%20FROM%20b--")
	if got := ids(evaluate(t, e, r)); !slices.Contains(got, 942100) {
		t.Errorf("query: %v", got)
	}
}

func TestAFieldAndAValueOfOneNameAreBothJudged(t *testing.T) {
	form := func(text string) *Request {
		return post("application/x-www-form-urlencoded", "body="+url.QueryEscape(text))
	}
	if got := ids(evaluate(t, engineAt(t, 1), form("benign"), Value{"body", injection})); !slices.Contains(got, 942100) {
		t.Errorf("the attack in the value: %v", got)
	}
	if got := ids(evaluate(t, engineAt(t, 1), form(injection), Value{"body", "benign"})); !slices.Contains(got, 942100) {
		t.Errorf("the attack in the field: %v", got)
	}
}

func TestALimitOnArgumentsIsAnErrorNotASilence(t *testing.T) {
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: []string{"SecArgumentsLimit 2"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Evaluate(t.Context(), get("/?a=1&b=2&c=3"), nil, nil); err == nil {
		t.Error("three arguments of two passed in silence")
	}
}
