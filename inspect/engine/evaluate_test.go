package engine

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/corazawaf/coraza/v3/experimental/plugins"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"

	"weir/inspect/rules"
)

func TestAttacksAreFoundInEveryPartOfARequest(t *testing.T) {
	e := engineAt(t, 1)
	for _, a := range attacks {
		for part, r := range map[string]*Request{
			"query":  get("/items?q=" + url.QueryEscape(a.text)),
			"cookie": get("/", Header{"Cookie", "session=" + a.text}),
			"form":   post("application/x-www-form-urlencoded", "q="+url.QueryEscape(a.text)),
			"multipart": post("multipart/form-data; boundary=b",
				"--b\r\nContent-Disposition: form-data; name=\"q\"\r\n\r\n"+a.text+"\r\n--b--\r\n"),
			"xml": post("application/xml", "<a>"+strings.NewReplacer("<", "&lt;", "&", "&amp;").Replace(a.text)+"</a>"),
		} {
			if a.name == "request forgery" && part == "cookie" {
				continue // no rule of level 1 looks for URLs in cookies
			}
			matches := evaluate(t, e, r)
			if a.name == "SQL injection" && part == "cookie" {
				// A cookie ends at a semicolon only, and this attack has none: found as it stands.
				if !slices.Contains(ids(matches), a.rule) {
					t.Errorf("%s in a %s: %v", a.name, part, ids(matches))
				}
				continue
			}
			if score(matches) < 5 {
				t.Errorf("%s in a %s: rules %v", a.name, part, ids(matches))
			}
			for _, m := range matches {
				if m.Value != -1 || m.Variable == "" {
					t.Errorf("%s in a %s: rule %d says value %d, variable %q", a.name, part, m.Rule, m.Value, m.Variable)
				}
			}
		}
	}
}

func TestWhatAnAPIIsSentScoresNothing(t *testing.T) {
	e := engineAt(t, 1)
	with := func(method string, r *Request) *Request { r.Method = method; return r }
	for name, r := range map[string]*Request{
		"a page":               get("/items?page=2&sort=name"),
		"a form":               post("application/x-www-form-urlencoded", "name=Ann+Lee&age=41"),
		"PUT of JSON":          with("PUT", post("application/json; charset=utf-8", "")),
		"PATCH":                with("PATCH", post("application/merge-patch+json", "")),
		"DELETE":               with("DELETE", get("/items/17")),
		"JSON API":             post("application/vnd.api+json", ""),
		"problem":              post("application/problem+json", ""),
		"GraphQL":              post("application/graphql", "query { items { name } }"),
		"AWS JSON":             post("application/x-amz-json-1.1", ""),
		"report":               post("application/csp-report", ""),
		"an address in a path": get("/users/ann@example.com"),
		"a compressed upload":  post("application/json", "{}"),
		"a conditional upload": with("PUT", post("application/octet-stream", "abc")),
		"SOAP":                 post("application/soap+xml", "<a><b>hello</b></a>"),
		"Atom":                 post("application/atom+xml", "<feed><title>hello</title></feed>"),
	} {
		switch name {
		case "a compressed upload":
			r.Headers, r.Body = append(r.Headers, Header{"Content-Encoding", "gzip"}), nil
		case "a conditional upload":
			r.Headers = append(r.Headers, Header{"Content-Range", "bytes 0-2/3"}, Header{"Expect", "100-continue"})
		}
		if matches := evaluate(t, e, r); score(matches) > 0 {
			t.Errorf("%s: %v", name, matches)
		}
	}
}

func TestBenignValuesScoreNothing(t *testing.T) {
	values := []Value{
		{"id", "6f1c2a4e-9d4b-4c0e-8f7a-3b2c1d0e9f8a"},
		{"when", "2026-01-31T12:00:00.000Z"},
		{"n", "-12.5e3"},
		{"name", "Zoë O'Brien"},
		{"text", "Please call me back before 10:30, thanks."},
		{"empty", ""},
		{"arn", "arn:aws:sqs:eu-west-1:123456789012:orders"},
		{"mail", "ann@example.com"},
	}
	if matches := evaluate(t, engineAt(t, 1), nil, values...); len(matches) > 0 {
		t.Errorf("matches: %v", matches)
	}
}

func TestTwoAddressesThatSwitchTheRulesOffAreNotBelieved(t *testing.T) {
	r := get("/?q=" + url.QueryEscape(injection))
	r.URI = "/"
	r.ClientIP = "127.0.0.1"
	r.Headers[1].Value = "Apache (internal dummy connection)"
	if matches := evaluate(t, engineAt(t, 1), r, Value{"a", injection}); !slices.Contains(ids(matches), 942100) {
		t.Errorf("matches: %v", matches)
	}
}

func TestTheDeadlineEndsTheEvaluation(t *testing.T) {
	e := engineAt(t, 1)
	var values []Value
	for i := range 200 {
		values = append(values, Value{fmt.Sprint(i), strings.Repeat("a select from union where ", 20)})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := e.Evaluate(ctx, nil, values, nil)
	if !errors.Is(err, ErrBudget) {
		t.Fatalf("error %v, want ErrBudget", err)
	}
	// The transaction that was left goes back to the pool: the next one must not see any of it.
	if matches := evaluate(t, e, nil, Value{"a", "hello"}); len(matches) > 0 {
		t.Errorf("the next transaction matches %v", matches)
	}
}

func TestAPassedDeadlineStartsNothing(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if _, err := engineAt(t, 1).Evaluate(ctx, nil, []Value{{"a", injection}}, nil); !errors.Is(err, ErrBudget) {
		t.Errorf("error %v, want ErrBudget", err)
	}
}

func TestMatchesFoundBeforeTheDeadlineAreTrue(t *testing.T) {
	// The rule that runs out of time is negated: an operator that gave up by saying "no" would make it match.
	plugins.RegisterOperator("testStop", func(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
		return operator(func(tx plugintypes.TransactionState, _ string) bool {
			w := watchOf(tx.ID())
			w.bounded, w.deadline = true, time.Unix(0, 0)
			return false
		}), nil
	})
	e := engineOf(t, `
SecRule ARGS "@rx abc" "id:1,phase:2,pass,log,msg:'first'"
SecRule ARGS "@testStop" "id:2,phase:2,pass,log,msg:'clock'"
SecRule ARGS "!@rx abc" "id:3,phase:2,pass,log,msg:'third'"`)
	matches, err := e.Evaluate(t.Context(), nil, []Value{{"a", strings.Repeat("abc", clockEvery)}}, nil)
	if !errors.Is(err, ErrBudget) || !slices.Equal(ids(matches), []int{1}) {
		t.Errorf("rules %v, error %v; want rule 1 and ErrBudget", ids(matches), err)
	}
}

type operator func(plugintypes.TransactionState, string) bool

func (o operator) Evaluate(tx plugintypes.TransactionState, text string) bool { return o(tx, text) }

// engineOf builds an engine with a rule set of its own instead of the Core Rule Set.
func engineOf(t *testing.T, ruleSet string) *Engine {
	t.Helper()
	e, err := New(Options{
		Setup: "SecRuleEngine DetectionOnly\nSecAuditEngine Off",
		Files: fstest.MapFS{"@owasp_crs/REQUEST-1.conf": {Data: []byte(ruleSet)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestAPanicIsAnError(t *testing.T) {
	plugins.RegisterOperator("testPanic", func(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
		return operator(func(_ plugintypes.TransactionState, text string) bool {
			if text == "go" {
				panic("secret " + text)
			}
			return false
		}), nil
	})
	e := engineOf(t, `
SecRule ARGS "@rx g" "id:1,phase:2,pass,log,msg:'first'"
SecRule ARGS "@testPanic" "id:2,phase:2,pass,log,msg:'second'"`)
	matches, err := e.Evaluate(t.Context(), nil, []Value{{"a", "go"}}, nil)
	if err == nil || errors.Is(err, ErrBudget) || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
	if !slices.Equal(ids(matches), []int{1}) {
		t.Errorf("rules %v, want 1", ids(matches))
	}
	if got := ids(evaluate(t, e, nil, Value{"a", "dog"})); !slices.Equal(got, []int{1}) {
		t.Errorf("afterwards: rules %v, want 1", got)
	}
}

func TestARuleThatKeepsValuesAwayIsAnError(t *testing.T) {
	e := engineOf(t, `SecRule REQUEST_METHOD "@rx GET" "id:1,phase:1,pass,nolog,skipAfter:NOWHERE"`)
	if _, err := e.Evaluate(t.Context(), nil, []Value{{"a", "b"}}, nil); err == nil {
		t.Error("no error, though no value was judged")
	}
}

func TestUsersRules(t *testing.T) {
	const field = "Records[0].body → Message"
	for name, c := range map[string]struct {
		rule  string
		field string
		want  bool
	}{
		"no rule":                {"", field, true},
		"target by exact name":   {`SecRuleUpdateTargetById 942100 "!ARGS:body.comment"`, "body.comment", false},
		"another exact name":     {`SecRuleUpdateTargetById 942100 "!ARGS:body.comment"`, "body.comments", true},
		"target by expression":   {`SecRuleUpdateTargetById 942100 "!ARGS:/^records\[\d+\]\.body.*message$/"`, field, false},
		"target by tag":          {`SecRuleUpdateTargetByTag attack-sqli "!ARGS:body.comment"`, "body.comment", false},
		"rule removed":           {"SecRuleRemoveById 942100", field, false},
		"rule removed for a URI": {`SecRule REQUEST_URI "@streq /items" "id:1,phase:1,pass,nolog,ctl:ruleRemoveById=942100"`, field, false},
		"target removed for a URI": {
			`SecRule REQUEST_URI "@streq /items" "id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=942100;ARGS:/^records/"`, field, false,
		},
		"rules off for a URI": {`SecRule REQUEST_URI "@streq /items" "id:1,phase:1,pass,nolog,ctl:ruleEngine=Off"`, field, false},
	} {
		e, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: []string{c.rule}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		matches := evaluate(t, e, get("/items"), Value{c.field, injection})
		if got := slices.Contains(ids(matches), 942100); got != c.want {
			t.Errorf("%s: rule 942100 matched: %v, want %v", name, got, c.want)
		}
	}
}

func TestAUsersRuleThatDeniesSaysSo(t *testing.T) {
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Rules: []string{
		`SecRule ARGS "@streq forbidden" "id:1,phase:2,deny,msg:'Not this, %{MATCHED_VAR}',severity:WARNING,tag:'mine'"`,
	}})
	if err != nil {
		t.Fatal(err)
	}
	matches := evaluate(t, e, nil, Value{"a", "allowed"}, Value{"b", "forbidden"}, Value{"c", injection})
	i := slices.IndexFunc(matches, func(m Match) bool { return m.Rule == 1 })
	if i < 0 {
		t.Fatalf("matches: %v", matches)
	}
	m := matches[i]
	if !m.Deny || m.Value != 1 || m.Severity != "WARNING" || m.Message != "Not this," || !slices.Equal(m.Tags, []string{"mine"}) {
		t.Errorf("match: %+v", m)
	}
	if !slices.Contains(ids(matches), 942100) {
		t.Error("the rule kept the others from being evaluated")
	}
	if slices.ContainsFunc(matches, func(m Match) bool { return m.Deny && m.Rule != 1 }) {
		t.Error("a rule of the Core Rule Set says deny")
	}
}

// Hammer: one engine, many transactions.
func TestTransactionsDoNotMix(t *testing.T) {
	e := engineAt(t, 1)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 20 {
				text := "benign"
				if (g+i)%2 == 0 {
					text = injection
				}
				matches, err := e.Evaluate(t.Context(), nil, []Value{{"a", "x"}, {"b", text}}, nil)
				if err != nil || slices.Contains(ids(matches), 942100) != (text == injection) {
					t.Errorf("%q: %v, %v", text, matches, err)
				}
			}
		})
	}
	all.Wait()
}
