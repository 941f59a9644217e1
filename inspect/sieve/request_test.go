package sieve

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	regression "github.com/corazawaf/coraza-coreruleset/v4/tests"
	"github.com/goccy/go-yaml"

	"weir/inspect/engine"
)

// browser are the headers that a browser sends.
var browser = []Header{
	{"Host", "shop.example.com"},
	{"User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"},
	{"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"},
	{"Accept-Language", "en-GB,en;q=0.9,de;q=0.8"},
	{"Accept-Encoding", "gzip, deflate, br"},
	{"Connection", "keep-alive"},
	{"Upgrade-Insecure-Requests", "1"},
	{"Sec-Fetch-Dest", "document"},
	{"Sec-Fetch-Mode", "navigate"},
	{"Sec-Fetch-Site", "same-origin"},
	{"X-Forwarded-For", "203.0.113.7"},
	{"X-Amzn-Trace-Id", "Root=1-5e6b4a90-example123456789012345678"},
}

func with(headers []Header, more ...Header) []Header {
	return append(headers[:len(headers):len(headers)], more...)
}

// honest are requests as APIs and browsers send them.
var honest = []*Request{
	{"GET", "/", "HTTP/1.1", browser, nil},
	{"GET", "/items?page=2&size=20&sort=name&q=garden+table&in_stock=true", "HTTP/1.1", browser, nil},
	{"GET", "/items/550e8400-e29b-41d4-a716-446655440000", "HTTP/2", browser, nil},
	{"HEAD", "/items", "HTTP/1.1", browser, nil},
	{"OPTIONS", "/items", "HTTP/1.1", browser, nil},
	{"DELETE", "/items/42", "HTTP/1.1", with(browser, Header{"Authorization", "Bearer abc123def456"}), nil},
	{"POST", "/items", "HTTP/1.1", with(browser, Header{"Content-Type", "application/json"}, Header{"Content-Length", "123"}), nil},
	{"PUT", "/items/42", "HTTP/1.1", with(browser, Header{"Content-Type", "application/json; charset=utf-8"}, Header{"Content-Length", "12"}), nil},
	{"GET", "/a.html", "HTTP/1.1", with(browser, Header{"Cookie", "session=4f3a2b1c; theme=dark; lang=en"}), nil},
	{"GET", "/search?q=caf%C3%A9", "HTTP/1.1", browser, nil},
	{
		"POST", "/items", "HTTP/1.1", with(browser, Header{"Content-Type", "application/x-www-form-urlencoded"}, Header{"Content-Length", "31"}),
		[]byte("name=Anna+Huber&city=Linz&note="),
	},
	{"POST", "/notes", "HTTP/1.1", with(browser, Header{"Content-Type", "text/plain"}, Header{"Content-Length", "18"}), []byte("please ring twice.")},
	{
		"POST", "/files", "HTTP/1.1", with(browser, Header{"Content-Type", "multipart/form-data; boundary=b"}, Header{"Content-Length", "187"}),
		[]byte("--b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nHolidays\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"lake.png\"\r\n" +
			"Content-Type: image/png\r\n\r\n\x89PNG\x00\x01\r\n--b--\r\n"),
	},
	{
		"POST", "/orders", "HTTP/1.1", with(browser, Header{"Content-Type", "application/xml"}, Header{"Content-Length", "62"}),
		[]byte(`<?xml version="1.0"?><order id="17"><item>chair</item></order>`),
	},
}

func TestHonestRequestsAreHeldBack(t *testing.T) {
	for _, r := range honest {
		if sieveAt(1).MayMatchRequest(r) {
			t.Errorf("%s %s is let through because of %v", r.Method, r.URI, whyRequest(1, r))
		}
	}
}

// whyRequest lists the rules that may match a request.
func whyRequest(level int, r *Request) []int {
	var suspects Suspects
	sieveAt(level).SuspectRequest(r, &suspects)
	return suspects.rules
}

// requests are those of the Core Rule Set's regression tests.
var requests = sync.OnceValues(func() ([]*Request, error) {
	type test struct {
		Tests []struct {
			Stages []struct {
				Input struct {
					Method  string            `yaml:"method"`
					URI     string            `yaml:"uri"`
					Version string            `yaml:"version"`
					Headers map[string]string `yaml:"headers"`
					Data    any               `yaml:"data"`
				} `yaml:"input"`
			} `yaml:"stages"`
		} `yaml:"tests"`
	}
	var out []*Request
	err := fs.WalkDir(regression.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") || !strings.HasPrefix(name, "REQUEST-") {
			return err
		}
		raw, err := fs.ReadFile(regression.FS, name)
		if err != nil {
			return err
		}
		var file test
		if err := yaml.Unmarshal(raw, &file); err != nil {
			return err
		}
		for _, t := range file.Tests {
			for _, s := range t.Stages {
				r := &Request{Method: s.Input.Method, URI: s.Input.URI, Protocol: s.Input.Version}
				if data, isText := s.Input.Data.(string); isText {
					r.Body = []byte(data)
				}
				for name, value := range s.Input.Headers {
					r.Headers = append(r.Headers, Header{name, value})
				}
				out = append(out, r)
			}
		}
		return nil
	})
	return out, err
})

// vary changes one thing about a request.
func (s speller) vary(r *Request, texts []string) *Request {
	v := *r
	v.Headers = append([]Header(nil), r.Headers...)
	text := texts[s.IntN(len(texts))]
	names := []string{
		"Accept", "Accept-Encoding", "Cache-Control", "Connection", "Content-Length", "Content-Type", "Cookie", "Host", "Range", "Referer",
		"Request-Range", "Transfer-Encoding", "User-Agent", "X-Filename", "X-File-Name", "X-Custom", "x-up-devcap-post-charset", "Sec-Fetch-User", "If",
		"Proxy", "Lock-Token", "Accept-Charset", "",
	}
	switch s.IntN(12) {
	case 9, 10, 11:
		return s.withBody(&v, texts)
	case 0:
		v.Method = []string{"GET", "POST", "PUT", "TRACE", "", "get", "CONNECT", "OPTIONS", text}[s.IntN(9)]
	case 1:
		v.Protocol = []string{"HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3", "HTTP/1.0", "HTTP/0.9", "", text}[s.IntN(8)]
	case 2:
		v.URI = []string{text, "/" + text, "/?" + text, "/?a=" + text, "/?" + text + "=1&b", "/a#" + text, "//" + text, "/x." + text, "/%zz?" + text}[s.IntN(9)]
	case 3:
		if len(v.Headers) > 0 {
			at := s.IntN(len(v.Headers))
			v.Headers = append(v.Headers[:at], v.Headers[at+1:]...)
		}
	case 4:
		v.Headers = append(v.Headers, Header{"Cookie", "a=" + text + ";" + text + "=b; =x;\x01y= z"})
	case 5:
		v.Headers = append(v.Headers, Header{names[s.IntN(len(names))], []string{
			"", "0", "1", "*", "bytes=1-2", "bytes=5-1", "bytes=0-1,1-2,2-3,3-4,4-5,5-6,6-7", "gzip", "chunked", "text/plain", "text/plain; charset=utf-7",
			"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "192.0.2.1", "close, close", "no-cache", "text/html;charset=utf-8;charset=x", ".htaccess",
		}[s.IntN(18)]})
	default:
		v.Headers = append(v.Headers, Header{names[s.IntN(len(names))], text})
	}
	return &v
}

// withBody gives a request a body of one of the types that the engine has readers for, or of none.
func (s speller) withBody(r *Request, texts []string) *Request {
	text := func() string { return texts[s.IntN(len(texts))] }
	contentType := []string{
		"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=b", "application/xml", "application/soap+xml", "",
		"Multipart/Form-Data; boundary=\"b\"", " application/x-www-form-urlencoded; charset=utf-8", "multipart/mixed; boundary=b", "image/png", "xml",
	}[s.IntN(11)]
	body := text()
	switch s.IntN(6) {
	case 0:
		body = url.Values{text(): {text(), text()}, "b": {text()}}.Encode()
	case 1:
		body = "a=" + text() + "&" + text() + "=1&&=x&" + text()
	case 2, 3:
		part := func() string {
			disposition := []string{
				`form-data; name="a"`, `form-data; name="a"; filename="b.txt"`, `form-data; name="` + text() + `"`, `form-data; name=a; filename="` + text() + `"`,
				`form-data; name="a"; filename*=utf-8''` + text(), text(), `form-data; name="f\"g"; filename="x`,
			}[s.IntN(7)]
			more := []string{"", "", "", "Content-Type: text/plain\r\n", "Content-Type: " + text() + "\r\n", "X: 1\r\nX: 2\r\n", text() + "\r\n"}[s.IntN(7)]
			return "--b\r\nContent-Disposition: " + disposition + "\r\n" + more + "\r\n" + text() + "\r\n"
		}
		body = part() + part() + []string{"--b--\r\n", "--b--", "", "--c"}[s.IntN(4)]
	case 4:
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")
		body = `<?xml version="1.0"?><a x="` + escaped.Replace(text()) + `"><b>` + escaped.Replace(text()) + "</b><!-- " + text() + "-->" + text() + "</a>"
	}
	r.Method, r.Body = []string{"POST", "PUT", "POST", "GET"}[s.IntN(4)], []byte(body)
	r.Headers = append(r.Headers, Header{"Content-Type", contentType}, Header{"Content-Length", strconv.Itoa(len(body))})
	return r
}

// varied returns an honest request, or every so often one of a corpus, as it is or varied.
func (s *speller) varied(corpus []*Request, every int, texts []string) *Request {
	r := honest[s.IntN(len(honest))]
	if s.IntN(every) == 0 {
		r = corpus[s.IntN(len(corpus))]
	}
	for range s.IntN(3) {
		r = s.vary(r, texts)
	}
	return r
}

// What the sieve holds back of requests, the engine finds nothing in.
func TestTheEngineFindsNothingInRequestsThatAreHeldBack(t *testing.T) {
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	n := 1500
	switch {
	case *full:
		n = 60_000
	case testing.Short():
		n = 250
	}
	s := newSpeller(31)
	texts := append(append(mustList(t, regressions), plain...), transformed...)
	var all []*Request
	for range n {
		all = append(all, s.varied(corpus, 2, texts))
	}
	for level := 1; level <= 4; level++ {
		held := 0
		for i, r := range all {
			if !*full && i%2 == 0 && level > 1 {
				continue
			}
			if sieveAt(level).MayMatchRequest(r) {
				continue
			}
			held++
			differRequest(t, level, r)
		}
		t.Logf("level %d: %d held back", level, held)
		if held < 10 && level < 3 {
			t.Errorf("level %d: only %d requests were held back", level, held)
		}
	}
}

func differRequest(t *testing.T, level int, r *Request) {
	t.Helper()
	matches, err := engineAt(t, level).Evaluate(context.Background(), asEngine(r), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range matches {
		t.Errorf("level %d: %q is held back, rule %d matches %s %q", level, *r, m.Rule, m.Variable, m.Text)
	}
}

func asEngine(r *Request) *engine.Request {
	e := &engine.Request{Method: r.Method, URI: r.URI, Protocol: r.Protocol, ClientIP: "192.0.2.7", Body: r.Body}
	for _, h := range r.Headers {
		e.Headers = append(e.Headers, engine.Header{Name: h.Name, Value: h.Value})
	}
	return e
}

// The user's rules are in no table, so with any, every request is sent on.
func TestWithUserRulesEveryRequestIsSentOn(t *testing.T) {
	if !New(1, []string{`SecRule REQUEST_METHOD "@streq GET" "id:1,phase:1,deny"`}).MayMatchRequest(honest[0]) {
		t.Error("a request is held back from the user's rules")
	}
	if New(1, []string{" \n"}).MayMatchRequest(honest[0]) {
		t.Error("an empty rule file has no rules")
	}
}

func BenchmarkRequest(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	fresh := func() *Request {
		q := *honest[1]
		q.URI = "/items?page=" + words[r.IntN(len(words))] + "&size=20&sort=" + words[r.IntN(len(words))] + "&q=" + words[r.IntN(len(words))] + "&in_stock=true"
		return &q
	}
	b.Run("sieve", func(b *testing.B) {
		s := New(1, nil)
		b.ReportAllocs()
		for b.Loop() {
			if s.MayMatchRequest(fresh()) {
				b.Fatal("let through")
			}
		}
	})
	b.Run("engine", func(b *testing.B) {
		e := engineAt(b, 1)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := e.Evaluate(context.Background(), asEngine(fresh()), nil, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}
