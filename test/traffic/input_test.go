package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// event is what the tests look at of an event.
type event struct {
	RawPath, RawQueryString string
	Headers                 map[string]string
	Cookies                 []string
	Body                    string
	IsBase64Encoded         bool
}

// inputsOf are the events of a line, by form.
func inputsOf(t *testing.T, file, text string) map[string]event {
	t.Helper()
	l, err := parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	list, err := l.inputs(file, 0)
	if err != nil {
		t.Fatal(err)
	}
	events := map[string]event{}
	for _, in := range list {
		var e event
		if err := json.Unmarshal(in.event, &e); err != nil {
			t.Fatal(err)
		}
		if e.IsBase64Encoded {
			raw, err := base64.StdEncoding.DecodeString(e.Body)
			if err != nil {
				t.Fatal(err)
			}
			e.Body = string(raw)
		}
		events[in.form] = e
	}
	return events
}

func TestARequestBecomesAnEvent(t *testing.T) {
	for _, c := range []struct {
		name, data, kind string
		encoded          bool
	}{
		{"text", `"data":"hällo"`, "text/plain", false},
		{"JSON", `"data":"{}"`, "application/json", false},
		{"unknown", `"data":"hello"`, "application/octet-stream", false},
		{"a form", `"data":"a=b"`, "application/x-www-form-urlencoded; charset=UTF-8", true},
		{"NUL", `"data":"a\u0000b"`, "text/plain", true},
		{"bytes", `"b64":"/wA="`, "text/plain", true},
	} {
		got := inputsOf(t, honestRequests, fmt.Sprintf(`{"method":"POST","url":"/a%%20b/?c=d%%65&e","headers":{"Host":"a.example","Cookie":"f=g; h=i","Content-Type":%q,"Content-Length":"999"},%s}`, c.kind, c.data))[asRequest]
		if got.RawPath != "/a%20b/" || got.RawQueryString != "c=d%65&e" {
			t.Errorf("%s: path %q, query %q", c.name, got.RawPath, got.RawQueryString)
		}
		if strings.Join(got.Cookies, "|") != "f=g|h=i" || got.Headers["cookie"] != "" || got.Headers["host"] != "a.example" {
			t.Errorf("%s: cookies %q, headers %q", c.name, got.Cookies, got.Headers)
		}
		if got.IsBase64Encoded != c.encoded || got.Headers["content-length"] != fmt.Sprint(len(got.Body)) {
			t.Errorf("%s: Base64 %v, length %s of %q", c.name, got.IsBase64Encoded, got.Headers["content-length"], got.Body)
		}
	}
}

func TestATextBecomesThreeEvents(t *testing.T) {
	events := inputsOf(t, honestTexts, `{"class":"prose","text":"a&b=\"<ü>\"\n"}`)
	if len(events) != 3 {
		t.Errorf("it becomes %d events", len(events))
	}
	if got := events[asJSON].Body; got != `{"message":"a&b=\"<ü>\"\n"}` {
		t.Errorf("JSON: %s", got)
	}
	const escaped = "a%26b%3D%22%3C%C3%BC%3E%22%0A"
	if got := events[asQuery].RawQueryString; got != "q="+escaped {
		t.Errorf("query: %s", got)
	}
	if got := events[asForm]; got.Body != "message="+escaped || !got.IsBase64Encoded {
		t.Errorf("form: %v", got)
	}
	events = inputsOf(t, honestTexts, `{"class":"body","text":"{\"a\": 1}"}`)
	if len(events) != 1 || events[asBody].Body != `{"a": 1}` {
		t.Errorf("a body becomes %v", events)
	}
}

func TestAnAttackStandsInEachPlace(t *testing.T) {
	events := inputsOf(t, attackTexts, `{"class":"sqli","text":"x; \"ü\"\n"}`)
	for form, want := range map[string]string{
		inTheQuery: "x%3B+%22%C3%BC%22%0A",
		inTheForm:  "x%3B+%22%C3%BC%22%0A",
		inTheJSON:  `x; \"ü\"\n`,
		inACookie:  "x%3B%20%22%C3%BC%22%0A",
		inAHeader:  `x; "%C3%BC"%0A`,
		inSentence: `x; \"ü\"\n`,
	} {
		e, ok := events[form]
		all := e.RawQueryString + e.Body + strings.Join(e.Cookies, "\n")
		for _, value := range e.Headers {
			all += "\n" + value
		}
		if !ok || strings.Count(all, want) != 1 {
			t.Errorf("%s: %q is not in %q", form, want, all)
		}
		if strings.Contains(all, valuePlace) {
			t.Errorf("%s: the place is left in %q", form, all)
		}
	}
}

func TestAnAttackFromARequestIsMovedAsItsSenderWouldWriteIt(t *testing.T) {
	for _, c := range []struct{ url, query, json string }{
		{"/?p=%3Cb%3E", "%3Cb%3E", "<b>"},
		{"/?p=..%c0%af..", "..%c0%af..", "..%c0%af.."},          // no UTF-8 when it is decoded
		{"/?p=..%u2215..%2f", "..%u2215..%2f", "..%u2215../"},   // a "%" that means itself
		{"/?p=a=b%2526+c", "a=b%2526+c", "a=b%26 c"},            // only once
		{"/?p=%E2%80%9", "%E2%80%9", "%E2%80%9"},                // cut
		{"/?p=100%", "100%", "100%"},                            // at the end
		{"/?p=%gg%4", "%gg%4", "%gg%4"},                         // no hex
		{"/?p=%C3%BC", "%C3%BC", "ü"},                           // UTF-8
		{"/?p=%22%5C", "%22%5C", `\"\\`},                        // quoted in JSON
		{"/?p=%00", "%00", `\u0000`},                            // control characters too
		{"/?p=\u2215", "\u2215", "\u2215"},                      // not escaped
		{"/?p=%C3%BC%FF", "%C3%BC%FF", "%C3%BC%FF"},             // in part UTF-8
		{"/?p=", "", ""},                                        // nothing
		{"/?p=%253Cb", "%253Cb", "%3Cb"},                        // escaped twice
		{"/?p=%c0%2e%c0%2e/", "%c0%2e%c0%2e/", "%c0%2e%c0%2e/"}, // neither
	} {
		events := inputsOf(t, attackRequests, fmt.Sprintf(`{"class":"xss","method":"GET","url":%q}`, c.url))
		if got := events[inTheQuery].RawQueryString; !strings.Contains(got, "="+c.query+"&") {
			t.Errorf("%s: query %s", c.url, got)
		}
		if got := events[inTheJSON].Body; !strings.Contains(got, `:"`+c.json+`"`) {
			t.Errorf("%s: JSON %s", c.url, got)
		}
	}
	if events := inputsOf(t, attackRequests, `{"class":"xss","method":"POST","url":"/","data":"p=a"}`); len(events) != 1 {
		t.Errorf("the same attack as POST becomes %d events", len(events))
	}
}

func TestSentencesAndCarriersPassByThemselves(t *testing.T) {
	i, err := inspector(false)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(sentences()); n != 50 {
		t.Errorf("there are %d sentences", n)
	}
	pages := map[string]string{}
	for n, s := range sentences() {
		inner, err := quoted(s)
		if err != nil {
			t.Fatal(err)
		}
		pages[fmt.Sprintf("sentence %d", n+1)] = strings.Replace(bodyOfJSON, valuePlace, `{"message":"`+inner+`"}`, 1)
	}
	for _, where := range placeNames {
		if len(carriers()[where]) == 0 {
			t.Errorf("there is no carrier %s", where)
		}
		for n, page := range carriers()[where] {
			pages[fmt.Sprintf("carrier %d %s", n+1, where)] = page
		}
	}
	for name, page := range pages {
		if strings.Count(page, valuePlace) != 1 {
			t.Errorf("%s has not one place", name)
		}
		for _, word := range []string{"hello", "Anna", "27"} {
			payload, err := fill(page, word)
			if err != nil {
				t.Fatal(err)
			}
			if v := inspectOne(i, payload); v.Score > 0 {
				t.Errorf("%s with %s: %v", name, word, v.Matches)
			}
		}
	}
}

func TestEverySentenceHoldsAsManyAttacks(t *testing.T) {
	uses := map[int]int{}
	for index := range 3 * len(sentences()) {
		list, err := appendSentences(nil, index, "attack")
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[int]bool{}
		for _, in := range list {
			numbers[in.number] = true
			uses[in.number%len(sentences())]++
		}
		if len(numbers) != sentencesEach {
			t.Errorf("attack %d has %d inputs of its own, not %d", index, len(numbers), sentencesEach)
		}
	}
	for n := range sentences() {
		if uses[n] != 3*sentencesEach {
			t.Errorf("sentence %d is used %d times", n+1, uses[n])
		}
	}
}

func TestAFieldIsInAPartOfTheRequest(t *testing.T) {
	for field, want := range map[string]where{
		"cookies":                  cookie,
		"cookies.a":                cookie,
		"cookies[0]":               cookie,
		"headers.cookie":           cookie,
		"headers.cookie.a":         cookie,
		"headers.x-cookies-of":     header,
		"headers.user-agent":       header,
		"headers":                  header,
		"query.a":                  query,
		"arguments.a":              query,
		"rawQueryString":           query,
		"queryStringParameters.a":  query,
		"body":                     body,
		"body.a → b":               body,
		"body → a":                 body,
		"body[0]":                  body,
		"rawPath":                  path,
		"path":                     path,
		"":                         elsewhere,
		"requestContext.http.path": elsewhere,
	} {
		if got := whereOf(field); got != want {
			t.Errorf("%q is in %d, not %d", field, got, want)
		}
	}
}
