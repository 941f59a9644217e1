package source

import (
	"slices"
	"testing"
)

func TestCookiesAreReadOneByOne(t *testing.T) {
	for _, c := range []struct {
		header string
		want   []string
	}{
		{"a=1; b=two", nil},
		{"sid=a'b; theme=dark", []string{"sid=a'b"}},
		{`q="x; y' or 1"; b=c'd`, []string{`q="x`, `q="x; y' or 1"`, `y' or 1" is named`, "b=c'd"}}, // http.cookies takes the quoted text
		{`q="\"; z'"; b="x`, []string{`q="\"`, `q="\"; z'"`, `z'" is named`, `b="x`}},
		{`a="x; b="y"; c="z`, []string{`a="x`, `a="x; b="`, `b="y"`, `c="z`}},
		{`a' or 1=b`, []string{"a' or 1 is named"}},
	} {
		var got []string
		w := newWalker(func(f Field) bool {
			text := string(f.Path[len(f.Path)-1].Key) + "=" + string(f.Value)
			if f.IsName {
				text = string(f.Value) + " is named"
			}
			got = append(got, text)
			return true
		})
		if w.eachCookie([]byte(c.header), Cookie); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.header, got)
		}
	}
}
