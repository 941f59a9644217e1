package sieve

import (
	"context"
	"io/fs"
	"math/rand/v2"
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
	{"GET", "/", "HTTP/1.1", browser},
	{"GET", "/items?page=2&size=20&sort=name&q=garden+table&in_stock=true", "HTTP/1.1", browser},
	{"GET", "/items/550e8400-e29b-41d4-a716-446655440000", "HTTP/2", browser},
	{"HEAD", "/items", "HTTP/1.1", browser},
	{"OPTIONS", "/items", "HTTP/1.1", browser},
	{"DELETE", "/items/42", "HTTP/1.1", with(browser, Header{"Authorization", "Bearer abc123def456"})},
	{"POST", "/items", "HTTP/1.1", with(browser, Header{"Content-Type", "application/json"}, Header{"Content-Length", "123"})},
	{"PUT", "/items/42", "HTTP/1.1", with(browser, Header{"Content-Type", "application/json; charset=utf-8"}, Header{"Content-Length", "12"})},
	{"GET", "/a.html", "HTTP/1.1", with(browser, Header{"Cookie", "session=4f3a2b1c; theme=dark; lang=en"})},
	{"GET", "/search?q=caf%C3%A9", "HTTP/1.1", browser},
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
	w := &walk{tables: sieveAt(level).tables}
	q := read(r)
	var out []int
	for i := range w.checks {
		w.effort = leastEffort
		if w.fires(&w.checks[i], q) {
			out = append(out, w.checks[i].rule)
		}
	}
	for _, text := range q.texts {
		if w.mayMatch([]byte(text.text), w.kindOf(text)) {
			out = append(out, 0)
		}
	}
	return out
}

// requests are those of the Core Rule Set's regression tests, without bodies.
var requests = sync.OnceValues(func() ([]*Request, error) {
	type test struct {
		Tests []struct {
			Stages []struct {
				Input struct {
					Method  string            `yaml:"method"`
					URI     string            `yaml:"uri"`
					Version string            `yaml:"version"`
					Headers map[string]string `yaml:"headers"`
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
				r := &Request{s.Input.Method, s.Input.URI, s.Input.Version, nil}
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
	switch s.IntN(9) {
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

// What the sieve holds back of requests, the engine finds nothing in.
func TestTheEngineFindsNothingInRequestsThatAreHeldBack(t *testing.T) {
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	n := 1500
	if *full {
		n = 60_000
	}
	s := newSpeller(31)
	texts := append(append(mustList(t, regressions), plain...), transformed...)
	var all []*Request
	for range n {
		r := honest[s.IntN(len(honest))]
		if s.IntN(2) == 0 {
			r = corpus[s.IntN(len(corpus))]
		}
		for range s.IntN(3) {
			r = s.vary(r, texts)
		}
		all = append(all, r)
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
	e := &engine.Request{Method: r.Method, URI: r.URI, Protocol: r.Protocol, ClientIP: "192.0.2.7"}
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
