package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"weir/inspect"
)

// Every variable has a row: what a value that cannot be read does, and what the documents say of it.
func TestAValueThatCannotBeReadDoesWhatTheTableSays(t *testing.T) {
	function := map[string]bool{"": true}
	var rows []string
	for _, row := range []struct {
		name, value string
		watched     map[string]bool
		says        string // the column of the documents
	}{
		{"WEIR_MODE", "blok", nil, "`monitor` for what the word is for: the function, that source, that rule. The rest of the list holds"},
		{"WEIR_PARANOIA", "9", function, "`1`, and the function is in `monitor`"},
		{"WEIR_THRESHOLD", "five", function, "`5`, and the function is in `monitor`"},
		{"WEIR_RESPONSES", "blok", nil, "`monitor`"},
		{"WEIR_RESPONSE_THRESHOLD", "four", nil, "`4`, and responses are in `monitor`"},
		{"WEIR_SOURCES", "sqz", nil, "any, and the mode stays"},
		{"WEIR_REQUIRE_AUTH", "yes", nil, "`false`, and the mode stays"},
		{"WEIR_FIELDS", "sqs:body=prose", map[string]bool{"sqs": true}, "the entry is left out, and the source that it names is in `monitor`, or else the function"},
		{"WEIR_EXCLUDE", "94210O@sqs", map[string]bool{"sqs": true}, "the entry is left out, and the source that it names is in `monitor`, or else the function"},
		{"WEIR_RULES", "s3://rules/a.conf", nil, "none"},
		{"WEIR_BATCH", "fial", nil, "`filter`"},
		{"WEIR_ASYNC", "eror", nil, "`error`"},
		{"WEIR_QUARANTINE", "my-queue", nil, "none"},
		{"WEIR_INVOKE_MODE", "streaming", nil, "`auto`"},
		{"WEIR_BLOCK_STATUS", "Forbidden", nil, "`403`"},
		{"WEIR_BLOCK_BODY", "\xff", nil, "`{\"message\":\"Forbidden\"}`"},
		{"WEIR_BLOCK_HEADERS", "no header", nil, "none"},
		{"WEIR_ON_LIMIT", "allow", nil, "`block`, and the mode stays"},
		{"WEIR_CONFIRM", "maybe", function, "`on`, and the function is in `monitor`"},
		{"WEIR_LIMITS", "depth=much", function, "that limit's default, and the function is in `monitor`"},
		{"WEIR_ON_FAULT", "shut", nil, "`open`, and the mode stays"},
		{"WEIR_BUDGET", "500", function, "the lesser of 25% and 1s, and the function is in `monitor`"},
		{"WEIR_LOG", "loud", nil, "`findings`"},
		{"WEIR_LOG_EXCERPTS", "yes", nil, "`false`"},
		{"WEIR_LOG_CLIENT", "name", nil, "`hash`"},
		{"WEIR_METRICS", "statsd", nil, "`all`"},
		{"WEIR_POSTURE", "yes", nil, "`on`"},
		{"WEIR_PORT", "80", nil, "`9057`"},
		{"WEIR_RUNTIME_API", "127.0.0.1", nil, "Lambda's own address"},
		{"WEIR_NEXT_WRAPPER", "otel", nil, "none"},
	} {
		rows = append(rows, row.name)
		at := slices.IndexFunc(Variables, func(v Variable) bool { return v.Name == row.name })
		if says := Variables[at].Unreadable(); says != row.says {
			t.Errorf("%s: the documents say %q, want %q", row.name, says, row.says)
		}
		c, problems := read(map[string]string{row.name: row.value})
		if len(problems) != 1 || problems[0].Name != row.name || problems[0].Holds == "" {
			t.Errorf("%s=%s: problems %+v", row.name, row.value, problems)
		}
		if !reflect.DeepEqual(c.Unread.Watched, row.watched) {
			t.Errorf("%s=%s: %v is watched, want %v", row.name, row.value, c.Unread.Watched, row.watched)
		}
		mode, asked := c.General()
		want, wantAsked := inspect.ModeBlock, ""
		switch {
		case row.name == "WEIR_MODE":
			want, wantAsked = inspect.ModeMonitor, "blok"
		case row.watched[""]:
			want, wantAsked = inspect.ModeMonitor, "block"
		}
		if mode != want || asked != wantAsked {
			t.Errorf("%s=%s: mode %s, asked %q; want %s, %q", row.name, row.value, mode, asked, want, wantAsked)
		}
	}
	var all []string
	for _, v := range Variables {
		all = append(all, v.Name)
	}
	slices.Sort(all)
	rows = append(rows, "WEIR_LOG_CLIENT_KEY") // any text is one
	if slices.Sort(rows); !slices.Equal(rows, all) {
		t.Errorf("rows %v, want one for each of %v", rows, all)
	}
}

func TestAWordOfTheModeThatCannotBeReadIsMonitorForWhatItIsFor(t *testing.T) {
	type modes = map[string]inspect.Mode
	type words = map[string]string
	for text, want := range map[string]struct {
		general inspect.Mode
		modes   modes
		words   words
	}{
		"blok":                       {"monitor", modes{}, words{"": "blok"}},
		"blok,sqs=block":             {"monitor", modes{"sqs": "block"}, words{"": "blok"}},
		"block,sqs=blok,s3=annotate": {"block", modes{"sqs": "monitor", "s3": "annotate"}, words{"sqs": "blok"}},
		"block,sqs":                  {"block", modes{"sqs": "monitor"}, nil},
		"block,sqs=":                 {"block", modes{"sqs": "monitor"}, nil},
		"block,sqs=off,sqs=block":    {"block", modes{"sqs": "monitor"}, words{"sqs": "block"}},
		"sqs=block":                  {"monitor", modes{"sqs": "block"}, nil},
		// A name that is almost right is that of the sources that are closest to it.
		"block,sqss=monitor":                {"block", modes{"sqs": "monitor"}, words{"sqs": "monitor"}},
		"block,functionurl=off":             {"block", modes{"function-url": "monitor"}, words{"function-url": "off"}},
		"block,sxs=off":                     {"block", modes{"sns": "monitor", "sqs": "monitor"}, words{"sns": "off", "sqs": "off"}},
		"block,cognito:PreSignUp_SignOp=no": {"block", modes{"cognito:PreSignUp_SignUp": "monitor"}, words{"cognito:PreSignUp_SignUp": "no"}},
		"block,cognito:Something=off":       {"block", modes{"cognito": "monitor"}, words{"cognito": "off"}},
		"block,cognito:PreSignUp=off": {
			"block",
			modes{"cognito:PreSignUp_SignUp": "monitor", "cognito:PreSignUp_AdminCreateUser": "monitor"},
			words{"cognito:PreSignUp_SignUp": "off", "cognito:PreSignUp_AdminCreateUser": "off"},
		},
		// Nobody knows which events a name is about that is close to none.
		"block,queues=monitor,sqs=block": {"monitor", modes{"sqs": "block"}, words{"": "monitor"}},
	} {
		c, problems := read(map[string]string{"WEIR_MODE": text})
		if c.Mode != want.general || !reflect.DeepEqual(c.Modes, want.modes) || !reflect.DeepEqual(c.Unread.Words, want.words) {
			t.Errorf("%s: %s %v %v, want %s %v %v", text, c.Mode, c.Modes, c.Unread.Words, want.general, want.modes, want.words)
		}
		if len(problems) != 1 || !c.given["WEIR_MODE"] || !strings.HasSuffix(problems[0].Holds, " holds") {
			t.Errorf("%s: problems %+v", text, problems)
		}
	}
}

func TestAnEntryThatCannotBeReadIsLeftOutAndWatchesWhatItNames(t *testing.T) {
	type watched = map[string]bool
	for value, want := range map[string]watched{
		"WEIR_EXCLUDE=oops":                             {"": true},
		"WEIR_EXCLUDE=942100;oops@sqs":                  {"sqs": true},
		"WEIR_EXCLUDE=942100;oops@sqs:body":             {"sqs": true},
		"WEIR_EXCLUDE=942100;942100@sqs:":               {"sqs": true},
		"WEIR_EXCLUDE=942100;942100@sqz":                {"sqs": true},
		"WEIR_EXCLUDE=942100;942100@queues":             {"": true},
		"WEIR_EXCLUDE=942100;oops@sqs;oops@s3":          {"sqs": true, "s3": true},
		"WEIR_EXCLUDE=942100;oops@pipes:aws:sqs:[*]":    {"pipes:aws:sqs": true},
		"WEIR_EXCLUDE=942100;oops@":                     {"": true},
		"WEIR_EXCLUDE=1@sqs:a,2@s3:b":                   {"sqs": true, "s3": true},
		"WEIR_EXCLUDE=942100;1@sqs:a, tag:x@sqs:b":      {"sqs": true},
		"WEIR_EXCLUDE=1,2":                              {"": true},
		"WEIR_EXCLUDE=1@sqs,2@sqs":                      {"": true, "sqs": true},
		"WEIR_FIELDS=sqs:a=code,sqs:b=code":             {"sqs": true},
		"WEIR_FIELDS=sqs:a=text;sns:a=code, SQS:b=code": {"sns": true, "sqs": true},
		"WEIR_FIELDS=sqs:a=text;sns:b=prose":            {"sns": true},
		"WEIR_FIELDS=sqs:a=text;b":                      {"": true},
		"WEIR_LIMITS=depth=3;aliases":                   {"": true},
		"WEIR_LIMITS=depth=3,aliases=many":              {"": true},
	} {
		name, text, _ := strings.Cut(value, "=")
		c, problems := read(map[string]string{name: text})
		if !reflect.DeepEqual(c.Unread.Watched, want) || len(problems) != 1 {
			t.Errorf("%s: watched %v, want %v; problems %v", value, c.Unread.Watched, want, problems)
		}
		if strings.Contains(text, "942100;") && !reflect.DeepEqual(c.Exclude, []inspect.Exclusion{{Rule: 942100}}) {
			t.Errorf("%s: the other entry is read as %v", value, c.Exclude)
		}
		if strings.Contains(text, "a=text;") && len(c.Fields) != 1 {
			t.Errorf("%s: the other entry is read as %v", value, c.Fields)
		}
		if strings.Contains(text, "depth=3,") && c.Limits.Depth != 3 {
			t.Errorf("%s: the other entry is read as %v", value, c.Limits)
		}
	}
}

func TestResponsesAreWatchedWhereASettingAboutThemCannotBeRead(t *testing.T) {
	for _, c := range []struct {
		env   map[string]string
		want  inspect.ResponseMode
		asked string
	}{
		{map[string]string{"WEIR_RESPONSES": "block"}, inspect.ResponsesBlock, ""},
		{map[string]string{"WEIR_RESPONSES": "blok"}, inspect.ResponsesMonitor, "blok"},
		{map[string]string{"WEIR_RESPONSES": "block", "WEIR_RESPONSE_THRESHOLD": "x"}, inspect.ResponsesMonitor, "block"},
		{map[string]string{"WEIR_RESPONSES": "off", "WEIR_RESPONSE_THRESHOLD": "x"}, inspect.ResponsesOff, ""},
		{map[string]string{"WEIR_RESPONSES": "block", "WEIR_EXCLUDE": "x"}, inspect.ResponsesMonitor, "block"},
		{map[string]string{"WEIR_RESPONSES": "block", "WEIR_EXCLUDE": "x@sqs"}, inspect.ResponsesBlock, ""},
		{map[string]string{"WEIR_RESPONSES": "block", "WEIR_MODE": "blok"}, inspect.ResponsesBlock, ""},
	} {
		got, _ := read(c.env)
		if got.Responses != c.want || got.Unread.Responses != c.asked {
			t.Errorf("%v: %s, asked %q; want %s, %q", c.env, got.Responses, got.Unread.Responses, c.want, c.asked)
		}
	}
}

func TestTheModesThatHoldAreShown(t *testing.T) {
	for _, c := range []struct{ mode, exclude, want string }{
		{"block,sqs=off,s3=annotate,rule:1=block", "x", "monitor,s3=monitor,sqs=off,rule:1=monitor"},
		{"block,s3=annotate", "x@sqs", "block,s3=annotate,sqs=monitor"},
		{"block,pipes=off", "x@pipes:aws:sqs", "block,pipes=off,pipes:aws:sqs=off"},
		{"off", "x", "off"},
		{"block", "1", "block"},
	} {
		got, _ := read(map[string]string{"WEIR_MODE": c.mode, "WEIR_EXCLUDE": c.exclude})
		if shown := showModes(got); shown != c.want {
			t.Errorf("%s and %s: %s, want %s", c.mode, c.exclude, shown, c.want)
		}
	}
}

func TestAGlobMayHaveCommasAndAListLines(t *testing.T) {
	for value, entries := range map[string]int{
		"WEIR_EXCLUDE=942100@sqs:a,b":                     1,
		"WEIR_EXCLUDE=942100@sqs:a,4@c,d@e":               -1, // 4@ would be a rule's
		"WEIR_EXCLUDE=942100@sqs:a,b@c,sqs:d":             1,
		"WEIR_EXCLUDE=\n942100@sqs:a\r\n  tag:x@sqs:b;\n": 2,
		"WEIR_FIELDS=sqs:a,b=code":                        1,
		"WEIR_FIELDS=sqs:a=b,c=code":                      1,
		"WEIR_FIELDS=sqs:a=code\nsqs:b=code\n":            2,
	} {
		name, text, _ := strings.Cut(value, "=")
		c, problems := read(map[string]string{name: text})
		if n := len(c.Exclude) + len(c.Fields); entries >= 0 && (n != entries || len(problems) > 0) || entries < 0 && len(problems) != 1 {
			t.Errorf("%q: %d entries, %v", value, n, problems)
		}
	}
	_, problems := read(map[string]string{"WEIR_EXCLUDE": "1@sqs:a,2@s3:b"})
	if len(problems) != 1 || !strings.Contains(problems[0].Reason, `by a semicolon, not by a comma: "2@s3:b"`) {
		t.Errorf("%v", problems)
	}
}
