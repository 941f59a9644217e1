package runtimeapi

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestOnlySmallAnswersOfKnownLengthGoStraight(t *testing.T) {
	upstream := newLambda(t)
	u := newUpstream()
	defer u.close()
	body := func(size int) io.Reader { return strings.NewReader(strings.Repeat("x", size)) }
	for name, c := range map[string]struct {
		path     string
		body     io.Reader
		change   func(*http.Request)
		straight bool
	}{
		"a response":     {path: "a/response", body: body(2), straight: true},
		"an error":       {path: "a/error", body: body(2), straight: true},
		"a large one":    {path: "a/response", body: body(maxSmall), straight: true},
		"a larger one":   {path: "a/response", body: body(maxSmall + 1)},
		"a stream":       {path: "a/response", body: io.MultiReader(body(2))},
		"coded":          {path: "a/response", body: body(2), change: func(r *http.Request) { r.TransferEncoding = []string{"chunked"} }},
		"no body":        {path: "a/response"},
		"trailers":       {path: "a/response", body: body(2), change: func(r *http.Request) { r.Trailer = http.Header{"X": nil} }},
		"another path":   {path: "a/tomorrow", body: body(2)},
		"an upgrade":     {path: "a/response", body: body(2), change: func(r *http.Request) { r.Header["Upgrade"] = []string{"x"} }},
		"another method": {path: "a/response", body: body(2), change: func(r *http.Request) { r.Method = http.MethodPut }},
		"a poll's HEAD":  {path: "next", change: func(r *http.Request) { r.Method = http.MethodHead }},
		"a poll":         {path: "next", change: func(r *http.Request) { r.Method = http.MethodGet }, straight: true},
	} {
		r, err := http.NewRequest(http.MethodPost, upstream.server.URL+invocationPrefix+c.path, c.body)
		if err != nil {
			t.Fatal(err)
		}
		if c.change != nil {
			c.change(r)
		}
		if c.path == "next" {
			upstream.events <- event{id: "a", body: "{}"}
		}
		response, err := u.RoundTrip(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if _, straight := response.Body.(*answerBody); straight != c.straight {
			t.Errorf("%s went straight: %t", name, straight)
		}
	}
}
