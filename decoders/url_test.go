package decoders

import (
	"slices"
	"testing"
)

func TestPercentEncodingIsUndoneAsLenientDecodersDo(t *testing.T) {
	for _, c := range []struct{ text, url, form string }{
		{"a%20b+c", "a b+c", "a b c"},
		{"%41%4a%4A%6f", "AJJo", "AJJo"},
		{"%", "%", "%"},
		{"%4", "%4", "%4"},
		{"%zz%4g%%41", "%zz%4g%A", "%zz%4g%A"},
		{"%u003cscript%u003E", "<script>", "<script>"},
		{"%u00zz%u12", "%u00zz%u12", "%u00zz%u12"},
		{"%U002f", "/", "/"},
		{"%00%ff", "\x00\xff", "\x00\xff"},
		{"%2b+%2B", "+++", "+ +"},
	} {
		url, _ := decodeURL(nil, []byte(c.text), quota{limit: maxLimit})
		form, _ := decodeForm(nil, []byte(c.text), quota{limit: maxLimit})
		if string(url) != c.url || string(form) != c.form {
			t.Errorf("%q reads as %q, and in forms as %q", c.text, url, form)
		}
	}
}

func TestPercentEncodingIsReadRoundByRound(t *testing.T) {
	for value, want := range map[string][]string{
		"a%20b":                  {"a b"},
		"1%2527%2520OR+1":        {"1%27%20OR+1", "1' OR+1", "1' OR 1", "1%27%20OR 1"},
		"%252525252e":            {"%2525252e", "%25252e", "%252e", "%2e", "."},
		"..%c0%afetc":            {"..\xc0\xafetc", "../etc"},
		"%e0%80%af %f0%80%80%af": {"\xe0\x80\xaf \xf0\x80\x80\xaf", "/ /"},
		"%c3%a9":                 {"é"},
		"100% of 5 %":            nil,
	} {
		got := texts(expand(value, Hint{}))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q reads as %q", value, got)
		}
	}
}

func FuzzURL(f *testing.F)  { fuzzCodec(f, URL, decodeOverlong) }
func FuzzForm(f *testing.F) { fuzzCodec(f, Form) }
