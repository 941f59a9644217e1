package inspect

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"weir/inspect/rules"
)

// jwt is a token with this header.
func jwt(header string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode([]byte(`{"sub":"ann","exp":1795428000}`)) + "." + encode([]byte("signature"))
}

// ours are the rules of a verdict that are raised in Go.
func ours(v Verdict) []int {
	return slices.DeleteFunc(ids(v), func(id int) bool { _, own := rules.ByID(id); return !own })
}

func TestTokensThatMislead(t *testing.T) {
	certificate := `"` + base64.StdEncoding.EncodeToString([]byte("a certificate")) + `"`
	for header, want := range map[string][]int{
		`{"alg":"RS256","typ":"JWT","kid":"d1Yb+/x_-=="}`:                                   nil,
		`{"alg":"ES256","kid":"arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab"}`:      nil,
		`{"alg":"RS256","kid":"https://vault.example.com/keys/a/1"}`:                        nil,
		`{"alg":"dir","enc":"A256GCM"}`:                                                     nil,
		`{"alg":"ES256","x5c":[` + certificate + `,` + certificate + `]}`:                   nil,
		`{"kty":"RSA","alg":"RS256","x5c":[` + certificate + `]}`:                           nil,
		`{"typ":"JWT","iss":"https://example.com"}`:                                         nil,
		`{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"a","y":"b"}}`: nil,
		`{"typ":"other","size":"large"}`:                                                    nil,
		`{"alg":-7,"type":"key"}`:                                                           nil,
		`{"alg":"none","typ":"JWT"}`:                                                        {rules.UnsignedToken},
		`{"alg":"NoNe"}`:                                                                    {rules.UnsignedToken},
		`{"alg":" none\u0000"}`:                                                             {rules.UnsignedToken},
		`{"\u0061lg":"none","a":1}`:                                                         {rules.UnsignedToken},
		`{"ALG":"none","typ":"JWT"}`:                                                        {rules.UnsignedToken},
		`{"alg":"","typ":"JWT"}`:                                                            {rules.UnsignedToken},
		`{"alg":null,"typ":"JWT"}`:                                                          {rules.UnsignedToken},
		`{ "typ": "JWT" }`:                                                                  {rules.UnsignedToken},
		`{"alg":"RS256","jwk":{"kty":"RSA","n":"a","e":"AQAB"}}`:                            {rules.TokenKey},
		`{"typ":"dpop+jwt","alg":"HS256","jwk":{"kty":"oct","k":"a"}}`:                      {rules.TokenKey},
		`{"typ":"dpop+jwt","alg":"ES256","jku":"https://attacker.example/keys"}`:            {rules.TokenKey},
		`{"alg":"RS256","x5u":"https://attacker.example/x"}`:                                {rules.TokenKey},
		`{"alg":"RS256","x5c":[` + certificate + `]}`:                                       {rules.TokenCertificate},
		`{"alg":"HS256","kid":"../../../../dev/null"}`:                                      {rules.TokenKeyName},
		`{"alg":"HS256","kid":"/dev/null"}`:                                                 {rules.TokenKeyName},
		`{"alg":"HS256","kid":"x' union select 'key"}`:                                      {rules.TokenKeyName},
		`{"alg":"HS256","kid":"key|id"}`:                                                    {rules.TokenKeyName},
		`{"alg":"HS256","kid":"http://attacker.example/key"}`:                               {rules.TokenKeyName},
		`{"alg":"HS256","kid":"a\nb"}`:                                                      {rules.TokenKeyName},
		`{"alg":"HS256","kid":"` + strings.Repeat("k", maxKeyName+1) + `"}`:                 {rules.TokenKeyName},
		`{"alg":"HS256","x":"` + strings.Repeat("k", maxTokenHeader) + `"}`:                 {rules.TokenLength},
	} {
		token := jwt(header)
		for place, event := range map[string]string{
			"a value":  queue(`{"token":"` + token + `"}`),
			"a header": strings.Replace(functionURL("/", "", "text/plain", "", false), `"accept":"*/*"`, `"accept":"*/*","authorization":"Bearer `+token+`"`, 1),
			"a query":  functionURL("/", "token="+token, "text/plain", "", false),
		} {
			v, _ := judge(t, patient(), event)
			if got := ours(v); !slices.Equal(got, want) {
				t.Errorf("%.100s in %s: %v, want %v", header, place, got, want)
			}
		}
	}
}

// JSON that is no token's header may hold what it likes.
func TestADocumentIsNoToken(t *testing.T) {
	for _, body := range []string{`{"alg":"none","typ":"JWT"}`, `[{"kid":"../x","alg":"none"}]`} {
		if v, _ := judge(t, patient(), queue(body)); slices.Contains(ids(v), rules.UnsignedToken) {
			t.Errorf("%s is taken for a token", body)
		}
	}
}

func TestTheFunctionsOwnURL(t *testing.T) {
	const own = "https://abc123.lambda-url.eu-west-1.on.aws"
	nested := own + "/convert?url=" + url.QueryEscape(own+"/convert?url=x")
	for _, c := range []struct {
		name, query, body string
		want              []int
	}{
		{"nested in a query", "url=" + url.QueryEscape(nested), "", []int{rules.Recursion}},
		{"nested in a body", "", `{"url":"` + nested + `"}`, []int{rules.Recursion}},
		{"in capital letters", "url=" + url.QueryEscape(strings.ToUpper(own)+"/convert?"+own+"/convert"), "", []int{rules.Recursion}},
		{"with a user and a port", "url=" + url.QueryEscape("https://u:p@abc123.lambda-url.eu-west-1.on.aws:443/convert/?a="+own+":443/convert/"), "", []int{rules.Recursion}},
		{"escaped twice", "url=" + url.QueryEscape(own+"/convert?url="+url.QueryEscape(url.QueryEscape(own+"/convert?url=x"))), "", []int{rules.Recursion}},
		{"in another page", "url=" + url.QueryEscape(own+"/convert?a="+own+"/start&url="+own+"/convert"), "", []int{rules.Recursion}},
		{"a way to another page", "next=" + url.QueryEscape(own+"/convert?next="+url.QueryEscape(own+"/orders/convert2")), "", []int{rules.OwnURL}},
		{"a way to the first page", "next=" + url.QueryEscape(own+"/convert?next="+own+"/"), "", []int{rules.OwnURL}},
		{"two, one after the other", "", `{"form":"first=` + own + `/convert&last=` + own + `/convert"}`, nil},
		{"two in a text", "", `{"text":"` + own + `/convert and ` + own + `/convert"}`, nil},
		{"once in a query", "next=" + url.QueryEscape(own+"/convert"), "", []int{rules.OwnURL}},
		{"once in a body", "", `{"self":"` + own + `/convert"}`, nil},
		{"another path", "next=" + url.QueryEscape(own+"/orders?next="+own+"/orders"), "", nil},
		{"another host", "next=" + url.QueryEscape("https://example.com/convert?next=https://example.com/convert"), "", nil},
		{"a host that only ends like it", "next=" + url.QueryEscape("https://x"+own[len("https://"):]+"/convert"), "", nil},
	} {
		v, _ := judge(t, patient(), functionURL("/convert", c.query, "application/json", c.body, false))
		if got := ours(v); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMembersThatReachForPrototypes(t *testing.T) {
	for doc, want := range map[string]bool{
		`{"constructor":{"prototype":{"isAdmin":true}}}`:         true,
		`{"a":[{"constructor":{"prototype":{"x":"y"}}}]}`:        true,
		`{"prototype":1,"constructor":{"prototype":{"a":true}}}`: true,
		`{"constructor":"Ltd","prototype":{"a":"b"}}`:            false,
		`{"prototype":{"constructor":"x"}}`:                      false,
	} {
		direct, _ := judge(t, patient(), doc)
		record, _ := judge(t, patient(), queue(doc))
		for place, v := range map[string]Verdict{"an event": direct, "a record": record} {
			if got := slices.Contains(ids(v), rules.Prototype); got != want {
				t.Errorf("%s as %s: %v, want %v", doc, place, got, want)
			}
		}
	}
}

func TestDocumentsOfGraphQL(t *testing.T) {
	options := patient()
	options.Limits = Limits{Operations: 2, Selections: 3, Aliases: 2, Directives: 2}
	for text, want := range map[string]string{
		`{a{b{c}}}`:    "",
		`{a{b{c{d}}}}`: "selections",
		`query Q($v: In = {a:{b:{c:{d:1}}}}) {a{b}}`:      "",
		`{a(x:{b:{c:{d:{e:1}}}}){b}}`:                     "",
		`{a: user(id:1){n} b: user(id:2){n}}`:             "",
		`{a: user b: user c: user}`:                       "aliases",
		"\ufeff # x\nquery {a:user,b:user,c:user}":        "aliases",
		`{a: user b: item c: order}`:                      "",
		`{user(a: x, b: x, c: x) {n}}`:                    "",
		`{user(q: "{ { { { { ")}`:                         "",
		`{user(q: """ { { { " { """) {n}}`:                "",
		`{user(q: "{%7B{%7B{%7B{")}`:                      "",
		`{user(q: "e2F7Yntje2R7ZX19fX19")}`:               "", // {a{b{c{d{e}}}}} in Base64
		`{user(q: "it's {a{b{c{d}}}}")}`:                  "",
		`{a @include(if: true) @skip(if: false)}`:         "",
		`{a @x @x @x}`:                                    "directives",
		`fragment F on User {a{b{c{d}}}}`:                 "selections",
		`query the {table {of {contents {; please}}}}`:    "",
		`{ color: red; } { { { { {`:                       "",
		`subscription{a{b{c{d{e}}}}}`:                     "selections",
		`mutation{m(x:"\"{{{{{"){n}}`:                     "",
		`}}{{{{{{`:                                        "",
		`mutant {a{b{c{d}}}}`:                             "",
		`querying the table {of {contents {and {more}}}}`: "selections", // it reads as one, and nobody writes so
	} {
		body, _ := json.Marshal(map[string]string{"query": text})
		v, _ := judge(t, options, functionURL("/graphql", "", "application/json", string(body), false))
		got := ""
		for _, m := range v.Matches {
			if m.Rule == rules.GraphQL {
				_, got, _ = strings.Cut(m.Message, ": ")
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for n, want := range map[int]bool{2: false, 3: true} {
		body := "[" + strings.TrimSuffix(strings.Repeat(`{"query":"{a}"},`, n), ",") + "]"
		v, _ := judge(t, options, functionURL("/graphql", "", "application/json", body, false))
		if got := slices.Contains(ids(v), rules.GraphQL); got != want {
			t.Errorf("%d operations: %v, want %v", n, got, want)
		}
	}
}

// What is larger than a limit allows is a finding wherever it stands, and counts as what could not be inspected does.
func TestLimitsOnTheParts(t *testing.T) {
	options := patient()
	options.Limits.Keys, options.Limits.Elements, options.Limits.Length, options.Limits.Records = 25, 6, 1500, 3
	list := `{"list":[1,2,3,4,5,6,7]}`
	members := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":%d,`, i, i)
		}
		return "{" + strings.TrimSuffix(b.String(), ",") + "}"
	}
	for _, c := range []struct{ name, event, want string }{
		{"an honest event", `{"list":[1,2,3,4,5,6]}`, ""},
		{"an array", list, "elements"},
		{"an array in a record", queue(list), "elements"},
		{"an array in a body", functionURL("/", "", "application/json", list, false), "elements"},
		{"an object", members(26), "keys"},
		{"as many members as may be", members(25), ""},
		{"a string", `{"s":"` + strings.Repeat("s ", 800) + `"}`, "length"},
		{"records", queue("a", "b", "c", "d"), "records"},
		{"as many records as may be", queue("a", "b", "c"), ""},
		{"depth", strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200), "depth"},
		{"depth that no parser takes", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), "depth"},
	} {
		for _, pass := range []bool{false, true} {
			options.PassLimits = pass
			v, _ := judge(t, options, c.event)
			got := ""
			for _, m := range v.Matches {
				if m.Rule == rules.TooLarge {
					_, got, _ = strings.Cut(m.Message, ": ")
				}
			}
			if got != c.want || (v.Score >= 5) != (c.want != "" && !pass) {
				t.Errorf("%s, pass %v: %q, want %q; score %d", c.name, pass, got, c.want, v.Score)
			}
		}
	}
}
