package crs

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"github.com/corazawaf/coraza-coreruleset/v4/tests"
	"github.com/goccy/go-yaml"

	"weir/inspect"
	"weir/inspect/source"
)

// reflected is a response as the Core Rule Set's tests ask their backend to give it.
type reflected struct {
	Status      int               `json:"status"`
	Headers     map[string]string `json:"headers"`
	Body        string            `json:"body"`
	EncodedBody string            `json:"encodedBody"`
}

// responseCase is one response of the corpus.
type responseCase struct {
	name         string
	response     reflected
	wants, spurs []int // rules that must match, and rules that must not
}

// loadResponses reads the responses of the tests of all rules for responses.
func loadResponses(t *testing.T) []responseCase {
	t.Helper()
	files, err := fs.Glob(tests.FS, "RESPONSE-95[0-6]*/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var out []responseCase
	for _, file := range files {
		text, err := fs.ReadFile(tests.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		var d struct {
			Rule  int `yaml:"rule_id"`
			Tests []struct {
				ID     int `yaml:"test_id"`
				Stages []struct {
					Input  input `yaml:"input"`
					Output struct {
						Log struct {
							Expect []int `yaml:"expect_ids"`
							Not    []int `yaml:"no_expect_ids"`
						} `yaml:"log"`
					} `yaml:"output"`
				} `yaml:"stages"`
			} `yaml:"tests"`
		}
		if err := yaml.Unmarshal(text, &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, test := range d.Tests {
			for _, s := range test.Stages {
				c := responseCase{name: fmt.Sprintf("%d-%d", d.Rule, test.ID), wants: s.Output.Log.Expect, spurs: s.Output.Log.Not}
				if s.Input.URI == nil || *s.Input.URI != "/reflect" || json.Unmarshal([]byte(s.Input.Data), &c.response) != nil {
					continue // it is about a response of some server, which the test does not say
				}
				out = append(out, c)
			}
		}
	}
	return out
}

// silent are tests whose rules are not asked, since their responses show no sign of the language that the rule is about;
// see docs/RULES.md.
var silent = map[int]bool{953100: true, 953110: true, 956100: true}

func TestResponsesOfTheCoreRuleSetsTestsAreJudgedAsTheyExpect(t *testing.T) {
	cases := loadResponses(t)
	if len(cases) < 40 {
		t.Fatalf("only %d responses", len(cases))
	}
	inspector := inspect.New(inspect.Options{Paranoia: 4, Budget: time.Minute})
	event := source.Parse([]byte(`{"httpMethod":"GET","resource":"/","path":"/","requestContext":{}}`))
	caller := source.CallerOf(source.RestV1{}, event, "rest-v1")
	left := 0
	for _, c := range cases {
		answer := map[string]any{"statusCode": max(c.response.Status, 200), "headers": c.response.Headers, "body": c.response.Body}
		if c.response.EncodedBody != "" {
			if _, err := base64.StdEncoding.DecodeString(c.response.EncodedBody); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			answer["body"], answer["isBase64Encoded"] = c.response.EncodedBody, true
		}
		text, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := inspector.InspectResponse(t.Context(), source.Invocation{}, caller, source.Response{Head: text, Whole: true})
		if v.Fault != "" {
			t.Errorf("%s: %s", c.name, v.Fault)
		}
		matched := func(id int) bool {
			return slices.ContainsFunc(v.Matches, func(m inspect.Match) bool { return m.Rule == id })
		}
		for _, id := range c.wants {
			switch {
			case matched(id):
			case silent[id]:
				left++
			default:
				t.Errorf("%s: rule %d does not match %.200q", c.name, id, c.response.Body)
			}
		}
		for _, id := range c.spurs {
			if matched(id) {
				t.Errorf("%s: rule %d matches", c.name, id)
			}
		}
	}
	t.Logf("%d responses, %d matches left out on purpose", len(cases), left)
}
