package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

var testSources = []string{
	"alb", "cognito", "cognito:PreSignUp_SignUp", "cognito:PreSignUp_AdminCreateUser", "function-url",
	"pipes", "pipes:aws:kafka", "pipes:aws:sqs", "rest-v1", "s3", "sns", "sqs",
}

// read is FromEnv over a literal environment.
func read(env map[string]string) (Config, []Problem) {
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	return FromEnv(func(name string) string { return env[name] }, environ, testSources)
}

func TestEveryVariableTakesGoodValuesRefusesBadOnesAndHasADefault(t *testing.T) {
	type modes = map[string]inspect.Mode
	type rules = []inspect.RuleMode
	type batch = map[string]source.BatchMode
	type async = map[string]source.AsyncMode
	type pairs = []source.Pair
	type excl = []inspect.Exclusion
	tests := []struct {
		name     string
		got      func(Config) any
		fallback any
		good     map[string]any
		bad      []string
		broken   any // what a bad value leaves, if it is not the default
	}{
		{
			"WEIR_MODE", func(c Config) any { return []any{c.Mode, c.Modes, c.RuleModes} },
			[]any{inspect.ModeBlock, modes{}, rules(nil)},
			map[string]any{
				"monitor":                            []any{inspect.ModeMonitor, modes{}, rules(nil)},
				"off":                                []any{inspect.ModeOff, modes{}, rules(nil)},
				"block,sqs=monitor":                  []any{inspect.ModeBlock, modes{"sqs": "monitor"}, rules(nil)},
				" annotate , sqs = off,s3=block":     []any{inspect.ModeAnnotate, modes{"sqs": "off", "s3": "block"}, rules(nil)},
				"block,cognito:PreSignUp_SignUp=off": []any{inspect.ModeBlock, modes{"cognito:PreSignUp_SignUp": "off"}, rules(nil)},
				"block,rule:942100=monitor":          []any{inspect.ModeBlock, modes{}, rules{{Rule: 942100, Mode: "monitor"}}},
				"monitor, tag:attack-sqli = block,sqs=off,rule:1=off,tag:a=b=annotate": []any{inspect.ModeMonitor, modes{"sqs": "off"}, rules{
					{Tag: "attack-sqli", Mode: "block"}, {Rule: 1, Mode: "off"}, {Tag: "a=b", Mode: "annotate"},
				}},
			},
			[]string{"blok", "block,nobody=monitor", "block,=off", "block,blok", "block,monitor", "blok,nobody=off", "rule"},
			[]any{inspect.ModeMonitor, modes{}, rules(nil)},
		},
		{
			"WEIR_PARANOIA", func(c Config) any { return c.Paranoia }, 1,
			map[string]any{"1": 1, "4": 4, " 2\n": 2},
			[]string{"0", "5", "-1", "two", "1.5", "99999999999999999999"},
			nil,
		},
		{
			"WEIR_THRESHOLD", func(c Config) any { return c.Threshold }, 5,
			map[string]any{"1": 1, "25": 25},
			[]string{"0", "-5", "high", "1e3", "1000001"},
			nil,
		},
		{
			"WEIR_RESPONSES", func(c Config) any { return c.Responses }, inspect.ResponsesMonitor,
			map[string]any{"off": inspect.ResponsesOff, "block": inspect.ResponsesBlock},
			[]string{"on", "annotate", "block,sqs=off"},
			nil,
		},
		{
			"WEIR_RESPONSE_THRESHOLD", func(c Config) any { return c.ResponseThreshold }, 4,
			map[string]any{"1": 1, "25": 25},
			[]string{"0", "-5", "high", "1000001"},
			nil,
		},
		{
			"WEIR_SOURCES", func(c Config) any { return c.Expect }, []inspect.Expectation(nil),
			map[string]any{
				"sqs":                                 []inspect.Expectation{{Source: "sqs"}},
				"sqs=arn:aws:sqs:*:orders, rest-v1=a": []inspect.Expectation{{Source: "sqs", ID: "arn:aws:sqs:*:orders"}, {Source: "rest-v1", ID: "a"}},
				"pipes:aws:sqs":                       []inspect.Expectation{{Source: "pipes:aws:sqs"}},
			},
			[]string{",", "kafka", "sqs=", "sqs:more", "pipes:", "pipes:aws:sq", "cognito:PreSignUp", "sqs=a\x00b"},
			nil,
		},
		{
			"WEIR_REQUIRE_AUTH", func(c Config) any { return c.RequireAuth }, false,
			map[string]any{"true": true, "false": false},
			[]string{"yes", "1"},
			nil,
		},
		{
			"WEIR_FIELDS", func(c Config) any { return c.Fields }, []inspect.FieldKind(nil),
			map[string]any{
				"sqs:Records[*].body*comment=text;": []inspect.FieldKind{{Source: "sqs", Field: "Records[*].body*comment", Kind: source.Text}},
				"rest-v1:query.a=b=code; cognito:PreSignUp_SignUp:request.* = markup": []inspect.FieldKind{
					{Source: "rest-v1", Field: "query.a=b", Kind: source.Code},
					{Source: "cognito:PreSignUp_SignUp", Field: "request.*", Kind: source.Markup},
				},
				"pipes:aws:sqs:[*].body*html=markup; pipes:*body=text; cognito:request.userAttributes.custom:about=text": []inspect.FieldKind{
					{Source: "pipes:aws:sqs", Field: "[*].body*html", Kind: source.Markup},
					{Source: "pipes", Field: "*body", Kind: source.Text},
					{Source: "cognito", Field: "request.userAttributes.custom:about", Kind: source.Text},
				},
			},
			[]string{
				";", "sqs", "sqs=text", "sqs:=text", "sqs:body", "sqs:body=", "sqs:body=prose", "kafka:body=text", "sqs:a\x00b=text",
				"pipes:aws:sq:*body=text", "pipes:aws:sqs=text", "cognito:PreSignUp:request.*=text", "cognito:PreSignUp_SignOp:request.*=text",
			},
			nil,
		},
		{
			"WEIR_EXCLUDE", func(c Config) any { return c.Exclude }, excl(nil),
			map[string]any{
				"942100":                             excl{{Rule: 942100}},
				"tag:attack-sqli@sqs":                excl{{Tag: "attack-sqli", Source: "sqs"}},
				"942100@rest-v1:body.comment;":       excl{{Rule: 942100, Source: "rest-v1", Field: "body.comment"}},
				"942100@cognito:PreSignUp_SignUp:a*": excl{{Rule: 942100, Source: "cognito:PreSignUp_SignUp", Field: "a*"}},
				"942100@pipes:aws:sqs:[*].body":      excl{{Rule: 942100, Source: "pipes:aws:sqs", Field: "[*].body"}},
				"942100@pipes:aws:sqs":               excl{{Rule: 942100, Source: "pipes:aws:sqs"}},
				"942100@cognito:userName":            excl{{Rule: 942100, Source: "cognito", Field: "userName"}},
				"942100@cognito:a":                   excl{{Rule: 942100, Source: "cognito", Field: "a"}},
				"942100@cognito:request.*":           excl{{Rule: 942100, Source: "cognito", Field: "request.*"}},
				"1; tag:OWASP_CRS/X@s3:a:b → *c":     excl{{Rule: 1}, {Tag: "OWASP_CRS/X", Source: "s3", Field: "a:b → *c"}},
			},
			[]string{
				";", "sqli", "tag:", "tag:two words", "0", "-1", "4294967296", "942100@", "942100@kafka", "942100@sqs:", "942100@sqs:a\x00b",
				"942100@pipes:aws:sq", "942100@pipes:aws:sq:[*].body", "942100@cognito:PreSignUp", "942100@cognito:PreSignUp_SignOp",
			},
			nil,
		},
		{
			"WEIR_RULES", func(c Config) any { return c.Rules }, []string(nil),
			map[string]any{"/var/task/a.conf": []string{"/var/task/a.conf"}, "a.conf, /b.conf,": []string{"a.conf", "/b.conf"}},
			[]string{",", "s3://bucket/a.conf", "ssm:/weir/rules", "a\tb"},
			nil,
		},
		{
			"WEIR_BATCH", func(c Config) any { return c.Batch },
			batch{"": "filter"},
			map[string]any{"report": batch{"": "report"}, "fail,sqs=filter": batch{"": "fail", "sqs": "filter"}},
			[]string{"drop", "filter,sqs=drop", "filter,nowhere=fail"},
			nil,
		},
		{
			"WEIR_ASYNC", func(c Config) any { return c.Async },
			async{"": "error"},
			map[string]any{"swallow": async{"": "swallow"}, "error,sns=swallow": async{"": "error", "sns": "swallow"}},
			[]string{"ignore", "swallow;sns=error"},
			nil,
		},
		{
			"WEIR_QUARANTINE", func(c Config) any { return c.Quarantine },
			Place{},
			map[string]any{
				"https://sqs.eu-central-1.amazonaws.com/123456789012/refused":      Place{Queue: "https://sqs.eu-central-1.amazonaws.com/123456789012/refused"},
				"https://sqs.eu-central-1.amazonaws.com/123456789012/refused.fifo": Place{Queue: "https://sqs.eu-central-1.amazonaws.com/123456789012/refused.fifo"},
				"http://127.0.0.1:4100/queue/refused":                              Place{Queue: "http://127.0.0.1:4100/queue/refused"},
				"http://localstack:4566/000000000000/refused":                      Place{Queue: "http://localstack:4566/000000000000/refused"},
				"s3://my-bucket":                Place{Bucket: "my-bucket"},
				"s3://my.bucket/":               Place{Bucket: "my.bucket"},
				"s3://my-bucket/weir/team=a b/": Place{Bucket: "my-bucket", Prefix: "weir/team=a b"},
			},
			[]string{
				"refused", "my-bucket/weir", "arn:aws:sqs:eu-central-1:123456789012:refused", "sqs://queue", "https://",
				"https://sqs.eu-central-1.amazonaws.com/refused", "https://sqs.eu-central-1.amazonaws.com/1/a/b",
				"https://sqs.eu-central-1.amazonaws.com/1/a?Action=DeleteQueue", "http://sqs.eu-central-1.amazonaws.com/1/a",
				"https://user:word@sqs.eu-central-1.amazonaws.com/1/a", "https://sqs.eu-central-1.amazonaws.com/1/..",
				"s3://", "s3://B", "s3:///prefix", "s3://my-bucket/../other", "s3://my-bucket/a//b", "s3://my-bucket/a?b",
				"s3://my-bucket/a\x00",
			},
			nil,
		},
		{
			"WEIR_INVOKE_MODE", func(c Config) any { return c.InvokeMode }, InvokeAuto,
			map[string]any{"buffered": InvokeBuffered, "stream": InvokeStream},
			[]string{"streaming", "RESPONSE_STREAM"},
			nil,
		},
		{
			"WEIR_BLOCK_STATUS", func(c Config) any { return c.BlockStatus }, 403,
			map[string]any{"200": 200, "429": 429, "599": 599},
			[]string{"199", "600", "204", "304", "Forbidden"},
			nil,
		},
		{
			"WEIR_BLOCK_BODY", func(c Config) any { return c.BlockBody }, `{"message":"Forbidden"}`,
			map[string]any{"<h1>No</h1>": "<h1>No</h1>", "Grüße": "Grüße"},
			[]string{"\xff\xfe"},
			nil,
		},
		{
			"WEIR_BLOCK_HEADERS", func(c Config) any { return c.BlockHeaders }, pairs(nil),
			map[string]any{
				"Access-Control-Allow-Origin: *":        pairs{{Name: "Access-Control-Allow-Origin", Value: "*"}},
				"A: 1;B:2 ;":                            pairs{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}},
				"Content-Type: text/html; charset=u;X:": pairs{{Name: "Content-Type", Value: "text/html; charset=u"}, {Name: "X", Value: ""}},
				"Location: https://example.com/a:b":     pairs{{Name: "Location", Value: "https://example.com/a:b"}},
			},
			[]string{
				"no header", ": value", "Bad Name: x", "A: b\r\nSet-Cookie: c", "A: b\nC", "A: \x00", "A: \x7f", "A: ü", ";",
				"Content-Length: 0", "transfer-encoding: chunked",
			},
			nil,
		},
		{
			"WEIR_ON_LIMIT", func(c Config) any { return c.PassLimits }, false,
			map[string]any{"pass": true, "block": false},
			[]string{"allow", "true"},
			nil,
		},
		{
			"WEIR_CONFIRM", func(c Config) any { return c.Unconfirmed }, false,
			map[string]any{"off": true, "on": false},
			[]string{"no", "true"},
			nil,
		},
		{
			"WEIR_LIMITS", func(c Config) any { return c.Limits },
			inspect.Limits{},
			map[string]any{
				"aliases=20":                    inspect.Limits{Aliases: 20},
				" records = 5 , expansion=1MB ": limitsOf(func(l *inspect.Limits) { l.Records, l.Expansion = 5, 1<<20 }),
				"length=64KB,depth=3":           limitsOf(func(l *inspect.Limits) { l.Length, l.Depth = 64<<10, 3 }),
			},
			[]string{
				"aliases", "aliases=", "aliases=0", "aliases=-1", "aliases=1KB", "aliases=1,aliases=2", "height=1",
				"length=1GB", "length=2000MB", "aliases=2000000000", "=1",
			},
			nil,
		},
		{
			"WEIR_ON_FAULT", func(c Config) any { return c.FaultClosed }, false,
			map[string]any{"closed": true, "open": false},
			[]string{"close", "fail"},
			nil,
		},
		{
			"WEIR_BUDGET", func(c Config) any { return []any{c.Budget, c.BudgetShare} },
			[]any{time.Duration(0), 0.0},
			map[string]any{
				"500ms": []any{500 * time.Millisecond, 0.0},
				"15m":   []any{15 * time.Minute, 0.0},
				"25%":   []any{time.Duration(0), 0.25},
				"100%":  []any{time.Duration(0), 1.0},
			},
			[]string{"0", "0s", "-1s", "16m", "500", "0%", "101%", "%", "NaN%", "2.5%"},
			nil,
		},
		{
			"WEIR_LOG", func(c Config) any { return c.Log }, LogFindings,
			map[string]any{"all": LogAll, "errors": LogErrors},
			[]string{"debug", "none"},
			nil,
		},
		{
			"WEIR_LOG_EXCERPTS", func(c Config) any { return c.LogExcerpts }, false,
			map[string]any{"true": true, "false": false},
			[]string{"yes", "1"},
			nil,
		},
		{
			"WEIR_LOG_CLIENT", func(c Config) any { return c.LogClient }, ClientHash,
			map[string]any{"hash": ClientHash, "ip": ClientIP, "off": ClientOff},
			[]string{"on", "address"},
			nil,
		},
		{
			"WEIR_LOG_CLIENT_KEY", func(c Config) any { return c.LogClientKey }, "",
			map[string]any{"a key of any characters: ;,=": "a key of any characters: ;,="},
			nil,
			nil,
		},
		{
			"WEIR_METRICS", func(c Config) any { return c.Metrics }, MetricsAll,
			map[string]any{"off": MetricsOff, "emf": MetricsAll, "all": MetricsAll, "function": MetricsFunction},
			[]string{"on", "statsd"},
			nil,
		},
		{
			"WEIR_POSTURE", func(c Config) any { return c.Posture }, true,
			map[string]any{"off": false, "on": true},
			[]string{"true"},
			nil,
		},
		{
			"WEIR_PORT", func(c Config) any { return c.Port }, 9057,
			map[string]any{"1024": 1024, "65535": 65535},
			[]string{"80", "65536", ":9057", "http"},
			nil,
		},
		{
			"WEIR_RUNTIME_API", func(c Config) any { return c.RuntimeAPI }, "",
			map[string]any{"127.0.0.1:9001": "127.0.0.1:9001", "[::1]:9009": "[::1]:9009", "sandbox.localdomain:80": "sandbox.localdomain:80"},
			[]string{"http://127.0.0.1:9001", "127.0.0.1", ":9001", "127.0.0.1:0", "127.0.0.1:70000", "a b:9001", "user@host:80", "127.0.0.1:9057", "localhost:9057"},
			nil,
		},
		{
			"WEIR_NEXT_WRAPPER", func(c Config) any { return c.NextWrapper }, "",
			map[string]any{"/opt/otel-instrument": "/opt/otel-instrument"},
			[]string{"otel-instrument", "./x", "/opt/a\nb"},
			nil,
		},
	}
	var named []string
	for _, test := range tests {
		named = append(named, test.name)
		t.Run(test.name, func(t *testing.T) {
			c, problems := read(nil)
			if len(problems) > 0 || !reflect.DeepEqual(test.got(c), test.fallback) {
				t.Errorf("unset: got %#v and problems %v, want %#v", test.got(c), problems, test.fallback)
			}
			for value, want := range test.good {
				c, problems := read(map[string]string{test.name: value})
				if len(problems) > 0 || !reflect.DeepEqual(test.got(c), want) {
					t.Errorf("%q: got %#v and problems %v, want %#v", value, test.got(c), problems, want)
				}
			}
			for _, value := range test.bad {
				c, problems := read(map[string]string{test.name: value})
				if len(problems) != 1 || problems[0].Name != test.name || problems[0].Value != strings.TrimSpace(value) ||
					problems[0].Reason == "" || problems[0].Allowed == "" {
					t.Errorf("%q: got problems %+v, want one of %s with value, reason and allowed values", value, problems, test.name)
				}
				want := test.fallback
				if test.broken != nil {
					want = test.broken
				}
				if !reflect.DeepEqual(test.got(c), want) {
					t.Errorf("%q: got %#v, want %#v", value, test.got(c), want)
				}
				if problems[0].Holds == "" {
					t.Errorf("%q: nothing says what holds", value)
				}
			}
		})
	}
	var all []string
	for _, v := range Variables {
		all = append(all, v.Name)
	}
	if !slices.Equal(named, all) {
		t.Errorf("tested variables %v\nwant all of them %v", named, all)
	}
}

func TestEveryVariableIsDocumentedAndItsDefaultIsGood(t *testing.T) {
	for _, v := range Variables {
		if v.Grammar == "" || v.Meaning == "" || (v.Default == "") == (v.Without == "") {
			t.Errorf("%s: want grammar, meaning and either a default or what holds without", v.Name)
		}
		var c Config
		if v.Default != "" {
			if err := v.set(&c, v.Default, &reading{sources: testSources}); err != nil {
				t.Errorf("%s: its default %q is refused: %v", v.Name, v.Default, err)
			}
		}
		if got := v.show(c); got != v.Default {
			t.Errorf("%s: its default is %q, it shows %q", v.Name, v.Default, got)
		}
	}
}
