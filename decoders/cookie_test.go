package decoders

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func readings(text string) (all []string) {
	for v := range NewExpander(Limits{}).Expand([]byte(text), Hint{}) {
		all = append(all, string(v.Data))
	}
	return all
}

func TestCookiesAreReadAsFrameworksDo(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`"\047 or 1\0751-- "`, "' or 1=1-- "},                             // http.cookies
		{`"a\"b\\c"`, `a"b\c`},                                             // RFC 2109
		{`"' or 1=1-- "`, "' or 1=1-- "},                                   // the same, without any escape
		{`j:{"q":"' or 1=1-- "}`, "' or 1=1-- "},                           // cookie-parser's JSON
		{`j:["' or 1=1-- "]`, "' or 1=1-- "},                               // the same, a list
		{`j%3A%7B%22q%22%3A%22%27%20or%201%3D1--%20%22%7D`, "' or 1=1-- "}, // as the browser sends it
		{`s:j:{"q":"' or 1=1-- "}.PQ4tZ9k+/k`, "' or 1=1-- "},              // cookie-parser's JSON, signed
		{`s%3A%27%20or%201%3D1--%20.PQ4tZ9k`, "' or 1=1-- "},               // a signed text
		{`s:YScgb3IgMT0xLS0gYSBiIGMgZA.c2ln`, "a' or 1=1-- a b c d"},       // a signed text in Base64
		{`eyJxIjoiJyBvciAxPTEtLSAifQ==`, "' or 1=1-- "},                    // cookie-session
		{`eyJxIjoiJyBvciAxPTEtLSAifQ.ZqLk3g.c2lnbmF0dXJl`, "' or 1=1-- "},  // Flask
	} {
		if got := readings(c.text); !slices.Contains(got, c.want) {
			t.Errorf("%s is read as %q", c.text, got)
		}
	}
	for _, text := range []string{`"a"|v="8","b"`, `"`, `""`, `s:a`, `s:.`, `j:`, `j:1`, `"\`, `"a\"`} {
		if got := readings(text); len(got) > 2 {
			t.Errorf("%s is read as %q", text, got)
		}
	}
}

// What http.cookies makes of escapes.
func TestQuotedTextsAreReadAsPythonDoes(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("no Python here")
		return
	}
	for _, text := range []string{`"\047 or 1\0751-- "`, `"a\"b\\c\054\x"`, `"\377\400\08"`} {
		out, err := exec.CommandContext(t.Context(), python, "-c",
			"import sys,http.cookies as h\nsys.stdout.buffer.write(h._unquote(sys.argv[1]).encode('latin-1'))", text).Output()
		if err != nil {
			t.Fatal(err)
		}
		got, err := decodeQuotedText(nil, []byte(strings.Trim(text, `"`)), quota{limit: 1 << 10})
		if err != nil || string(got) != string(out) {
			t.Errorf("%s: %q, and Python says %q", text, got, out)
		}
	}
}
