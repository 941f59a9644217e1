package source

import "testing"

func TestURIsAreAsTheClientSentThemOrAsNear(t *testing.T) {
	const (
		rest = `{"httpMethod":"GET","resource":"/","requestContext":{},`
		alb  = `{"requestContext":{"elb":{"targetGroupArn":"x"}},`
		api  = `{"version":"2.0","requestContext":{"http":{}},`
		url  = `{"version":"2.0","requestContext":{"domainName":"x.lambda-url.eu-west-1.on.aws","http":{}},`
	)
	for _, c := range []struct{ name, event, want string }{
		{"a REST path stays encoded", rest + `"path":"/a%2Fb%zz"}`, "/a%2Fb%zz"},
		{"a path without query", rest + `"path":"/a","queryStringParameters":{}}`, "/a"},
		{"arguments that hold separators", rest + `"path":"/","queryStringParameters":{"a=b&c":"d=e&f;g+h i%j"}}`, "/?a%3Db%26c=d=e%26f%3Bg%2Bh%20i%25j"},
		{"arguments with quotes stay readable", rest + `"path":"/","queryStringParameters":{"q":"<b>'\""}}`, `/?q=<b>'"`},
		{"arguments beyond ASCII", rest + `"path":"/","queryStringParameters":{"q":"é\u0000"}}`, "/?q=%C3%A9%00"},
		{"all values before the last ones", rest + `"path":"/","queryStringParameters":{"a":"2"},"multiValueQueryStringParameters":{"a":["1","2"]}}`, "/?a=1&a=2"},
		{"an empty map of all values", rest + `"path":"/","queryStringParameters":{"a":"2"},"multiValueQueryStringParameters":{}}`, "/?a=2"},
		{"a load balancer's query stays encoded", alb + `"path":"/","queryStringParameters":{"a%20b":"%27+\u0001 #"}}`, "/?a%20b=%27+%01%20%23"},
		{"a decoded path with what would end it", api + `"rawPath":"/a?b#c d\r\n"}`, "/a%3Fb%23c%20d%0D%0A"},
		{"a decoded path with a percent sign", api + `"rawPath":"/100%/%4"}`, "/100%25/%254"},
		{"a decoded path with an escape", api + `"rawPath":"/%2e%2E"}`, "/%2e%2E"},
		{"a Function URL's path is not decoded", url + `"rawPath":"/100%"}`, "/100%"},
		{"a raw query", url + `"rawPath":"/","rawQueryString":"a=%27&b"}`, "/?a=%27&b"},
		{"a raw query with its question mark", url + `"rawPath":"/","rawQueryString":"?a=1"}`, "/?a=1"},
		{"a raw query with two", url + `"rawPath":"/","rawQueryString":"??a=1"}`, "/??a=1"},
		{"an empty raw query", url + `"rawPath":"/","rawQueryString":""}`, "/"},
		{"escapes of JSON", url + `"rawPath":"/\u0061\n","rawQueryString":"\u0061"}`, "/a%0A?a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Parse([]byte(c.event))
			s, _ := Recognise(e)
			if _, direct := s.(Direct); direct && c.event[:len(rest)] != rest {
				t.Fatal("the event is not recognised")
			} else if direct {
				s = RestV1{}
			}
			for f := range s.Fields(e) {
				if f.Target == URI && string(f.Value) != c.want {
					t.Errorf("%s", f.Value)
				}
			}
		})
	}
}

func TestFormEqualComparesWithTheDecodedText(t *testing.T) {
	for _, c := range []struct {
		raw, text string
		want      bool
	}{
		{"", "", true},
		{"a+b%20c", "a b c", true},
		{"%2527", "%27", true},
		{"100%", "100%", true},
		{"%4", "%4", true},
		{"%zz", "%zz", true},
		{"a", "", false},
		{"", "a", false},
		{"ab", "a", false},
		{"a", "ab", false},
		{"%41", "%41", false},
	} {
		if got := formEqual([]byte(c.raw), []byte(c.text)); got != c.want {
			t.Errorf("%q and %q: %v", c.raw, c.text, got)
		}
	}
}

func TestBodiesComeWithWhatIsDeclaredAboutThem(t *testing.T) {
	const rest = `{"httpMethod":"POST","resource":"/","path":"/","requestContext":{},`
	const url = `{"version":"2.0","requestContext":{"domainName":"x.lambda-url.eu-west-1.on.aws","http":{}},`
	for _, c := range []struct{ name, event, want string }{
		{"text", rest + `"body":"a","isBase64Encoded":false}`, `"a"`},
		{"Base64", rest + `"body":"YQ==","isBase64Encoded":true}`, `"YQ==" in base64`},
		{"codings from the last to the first", url + `"headers":{"content-encoding":"gzip, , identity, BR"},"body":"YQ==","isBase64Encoded":true}`, `"YQ==" in base64>br>gzip`},
		{"codings of text are past", url + `"headers":{"content-encoding":"gzip"},"body":"YQ=="}`, `"YQ=="`},
		{"a coding that nobody knows", url + `"headers":{"content-encoding":"utf-8"},"body":"YQ==","isBase64Encoded":true}`, `"YQ==" in base64`},
		{"gzip that a REST API has undone", rest + `"headers":{"Content-Encoding":"gzip"},"body":"YQ==","isBase64Encoded":true}`, `"YQ==" in base64`},
		{"gzip that a REST API has left", rest + `"headers":{"Content-Encoding":"gzip"},"body":"H4sI","isBase64Encoded":true}`, `"H4sI" in base64>gzip`},
		{"more codings than anybody uses", url + `"headers":{"content-encoding":"br,br,br,br,br,br,br,br,br,gzip"},"body":"YQ==","isBase64Encoded":true}`, `"YQ==" in base64>gzip>br>br>br>br>br>br>br`},
		{"a type", rest + `"multiValueHeaders":{"content-TYPE":["text/x; charset=utf-7"]},"body":"a"}`, `"a" as text/x; charset=utf-7`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Parse([]byte(c.event))
			s, _ := Recognise(e)
			got := ""
			for f := range s.Fields(e) {
				if f.Target == Body {
					got = describe(f)
				}
			}
			if want := "body     unknown    body = " + c.want; got != want {
				t.Errorf("%s", got)
			}
		})
	}
}
