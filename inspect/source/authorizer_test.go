package source

import (
	"net/http"
	"strings"
	"testing"
)

func TestAPolicyNamesNoResourceThatWouldWidenOrBreakIt(t *testing.T) {
	const head = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/GET"
	for _, c := range []struct {
		name, resource string
		named          bool
	}{
		{"a plain path", head + "/pets/7", true},
		{"a route", "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/$connect", true},
		{"the longest resource", head + "/" + strings.Repeat("a", maxResource-len(head)-1), true},
		{"a longer one", head + "/" + strings.Repeat("a", maxResource-len(head)), false},
		{"a wildcard", head + "/*", false},
		{"a wildcard for one character", head + "/a?", false},
		{"a policy variable", head + "/${aws:username}", false},
		{"white space", head + "/a b", false},
		{"another script", head + "/é", false},
		{"no ARN", "*", false},
		{"nothing", "", false},
	} {
		e := Parse([]byte(`{"version":"1.0","type":"REQUEST","methodArn":` + string(appendQuoted(nil, c.resource)) + `}`))
		outcome := AuthHTTPV1{}.Refuse(e, testNote, Policy{})
		if reply, ok := outcome.(Reply); ok != c.named || ok && !strings.Contains(string(reply.Payload), `"Deny","Resource":["`+c.resource+`"]`) {
			t.Errorf("%s: %+v", c.name, outcome)
		}
		if fail, ok := outcome.(Fail); ok && fail.Message != "Unauthorized" {
			t.Errorf("%s: fails with %q, of which API Gateway makes status 500", c.name, fail.Message)
		}
	}
}

func TestThePathOfAnARNIsTakenOnlyOutOfARNs(t *testing.T) {
	const head = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/prod/"
	for text, want := range map[string]string{
		head + "GET/pets/7":    "/pets/7",
		head + "GET/":          "/",
		head + "GET":           "",
		head + "$connect":      "",
		head + "*/pets":        "/pets",
		head + "GET//..;/<b>:": "//..;/<b>:",
		"arn:aws-cn:execute-api:cn-north-1:123456789012:a1b2c3/$default/POST/a": "/a",
		head + "G'T/pets": "none",
		"arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/<b>/GET/pets":    "none",
		"arn:aws:execute-api:eu-west-1:123456789012:a'c/prod/GET/pets":      "none",
		"arn:aws:execute-api:eu-west-1:1234:a1b2c3/prod/GET/pets":           "none",
		"arn:aws:execute-api:EU:123456789012:a1b2c3/prod/GET/pets":          "none",
		"arn:aws'--:execute-api:eu-west-1:123456789012:a1b2c3/prod/GET/x":   "none",
		"x:execute-api:eu-west-1:123456789012:a1b2c3/prod/GET/pets":         "none",
		"arn:aws:execute-api:eu-west-1:123456789012:a1b2c3":                 "none",
		"arn:aws:lambda:eu-west-1:123456789012:function:a1b2c3/prod/GET/x'": "none",
	} {
		got := requestPath([]byte(text))
		if got == nil && want != "none" || got != nil && string(got) != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

// API Gateway opens the connection of every handshake that is answered with success.
func TestNoStatusOfSuccessRefusesAHandshake(t *testing.T) {
	for status, want := range map[int]int{0: 403, 200: 403, 302: 403, 399: 403, 400: 400, 503: 503} {
		for _, s := range []Source{WebSocketConnect{}, WebSocketMessage{}} {
			if got := s.Refuse(Event{}, testNote, Policy{Status: status}).(HTTP).Status; got != want {
				t.Errorf("%s: %d becomes %d", s.Name(), status, got)
			}
		}
	}
	fail := APIGWNonProxy{}.Refuse(Event{}, testNote, Policy{Status: http.StatusOK}).(Fail)
	if !strings.HasPrefix(fail.Message, "[403] Forbidden: ") {
		t.Errorf("%q", fail.Message)
	}
}

func TestOnlyRequestsThatTheFunctionAnswersItselfAreAnswered(t *testing.T) {
	for event, answered := range map[string]bool{
		`{"getObjectContext":{}}`:     false,
		`{}`:                          false,
		`{"headObjectContext":{}}`:    true,
		`{"listObjectsContext":{}}`:   true,
		`{"listObjectsV2Context":{}}`: true,
		`{"headObjectContext":{},"getObjectContext":null}`: false,
	} {
		outcome := S3ObjectLambda{}.Refuse(Parse([]byte(event)), testNote, Policy{})
		if _, ok := outcome.(Reply); ok != answered {
			t.Errorf("%s: %+v", event, outcome)
		}
	}
}

// A request whose method or path the event leaves out is judged all the same, with its query.
func TestARequestWithoutMethodAndPathIsOne(t *testing.T) {
	for _, event := range []string{
		`{"requestContext":{"eventType":"CONNECT","connectionId":"x"},"queryStringParameters":{"q":"<b>"}}`,
		`{"version":"2.0","requestContext":{"http":{}},"rawQueryString":"q=<b>"}`,
	} {
		e := Parse([]byte(event))
		s, _ := Recognise(e)
		parts := map[Target]string{}
		for f := range s.Fields(e) {
			parts[f.Target] = string(f.Value)
		}
		if parts[Method] != "GET" || parts[URI] != "/?q=<b>" || parts[Query] != "<b>" {
			t.Errorf("%s: %v", s.Name(), parts)
		}
	}
}

// The URL of an Object Lambda request is taken apart if it leads to S3, and looked at whole if it does not.
func TestAURLThatLeadsElsewhereIsLookedAtWhole(t *testing.T) {
	for url, whole := range map[string]bool{
		"https://a-1.s3-object-lambda.eu-west-1.amazonaws.com/k?q=1":     false,
		"https://a-1.s3-object-lambda.cn-north-1.amazonaws.com.cn/k":     false,
		"https://a-1.s3-object-lambda.eu-west-1.amazonaws.com.evil.io/k": true,
		"https://user@a-1.s3-object-lambda.eu-west-1.amazonaws.com/k":    true,
		"http://a-1.s3-object-lambda.eu-west-1.amazonaws.com/k":          true,
		"https://a-1.s3-object-lambda.eu-west-1.amazonaws.com":           true,
		"/k?q=1": true,
	} {
		e := Parse([]byte(`{"userRequest":{"url":"` + url + `"}}`))
		found := false
		for f := range (S3ObjectLambda{}).Fields(e) {
			found = found || f.Target == Argument && string(f.Value) == url
		}
		if found != whole {
			t.Errorf("%s: whole %v", url, found)
		}
	}
}
