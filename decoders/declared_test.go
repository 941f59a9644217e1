package decoders

import (
	"slices"
	"testing"
)

func TestTheFirstViewHasTheDeclaredEncodingsUndone(t *testing.T) {
	for _, c := range []struct {
		value string
		hint  Hint
		via   string
		data  string
	}{
		{"plain", Hint{}, "", "plain"},
		{"", Hint{}, "", ""},
		{"a+b%27", Hint{Encodings: []Encoding{Form}}, "form-url", "a b'"},
		{base64Of("x"), Hint{Encodings: []Encoding{Base64}}, "base64", "x"},
		{base64Of("\x00\xff binary"), Hint{Encodings: []Encoding{Base64}}, "base64", "\x00\xff binary"},
		{base64Of(gzipped(t, canary)), Hint{Encodings: []Encoding{Base64, Gzip}}, "base64>gzip", canary},
		{base64Of(deflated(t, canary)), Hint{Encodings: []Encoding{Base64, Deflate}}, "base64>deflate", canary},
		{base64Of(zlibbed(t, canary)), Hint{Encodings: []Encoding{Base64, Deflate}}, "base64>deflate", canary},
		{base64Of(brotlied(t, gzipped(t, canary))), Hint{Encodings: []Encoding{Base64, Brotli, Gzip}}, "base64>br>gzip", canary},
		{zstandard(t, canary), Hint{Encodings: []Encoding{Zstd}}, "zstd", canary},
		{base64Of(""), Hint{Encodings: []Encoding{Base64}}, "base64", ""},
	} {
		x := NewExpander(Limits{})
		first := expandWith(x, c.value, c.hint)[0]
		if first.data != c.data || first.via != c.via || !first.declared || !first.plain || first.path != "" {
			t.Errorf("%.20q with %v begins with %+v", c.value, c.hint.Encodings, first)
		}
		if cuts := x.Cuts(); cuts != nil {
			t.Errorf("%.20q with %v is cut: %v", c.value, c.hint.Encodings, cuts)
		}
	}
}

func TestADeclaredEncodingThatCannotBeUndoneIsCut(t *testing.T) {
	whole := gzipped(t, canary+canary+canary)
	for _, c := range []struct {
		value string
		hint  []Encoding
		cut   Encoding
		first string
		found string
	}{
		{"*" + base64Of(gzipped(t, canary)), []Encoding{Base64, Gzip}, Base64, "*" + base64Of(gzipped(t, canary)), canary},
		{base64Of(whole[:len(whole)-9]), []Encoding{Base64, Gzip}, Gzip, whole[:len(whole)-9], canary[:20]},
		{"\x00\x01\x02\x03\x04 no stream", []Encoding{Deflate}, Deflate, "\x00\x01\x02\x03\x04 no stream", ""},
		{brotlied(t, canary)[:20], []Encoding{Brotli}, Brotli, brotlied(t, canary)[:20], ""},
		{"text", []Encoding{"compress"}, "compress", "text", ""},
		{"text", slices.Repeat([]Encoding{URL}, 20), URL, "text", ""},
	} {
		x := NewExpander(Limits{})
		views := expandWith(x, c.value, Hint{Encodings: c.hint})
		cuts := x.Cuts()
		if len(cuts) != 1 || cuts[0].Encoding != c.cut || cuts[0].Reason != CutUndecoded && len(c.hint) < 20 {
			t.Errorf("%.20q with %v: cuts %v", c.value, c.hint, cuts)
		}
		if views[0].data != c.first || !views[0].declared {
			t.Errorf("%.20q with %v begins with %+v", c.value, c.hint, views[0])
		}
		if !holds(views, c.found) {
			t.Errorf("%.20q with %v: %q is missed in %+v", c.value, c.hint, c.found, views)
		}
	}
}

// Samples of events say of plain texts that they are Base64. Strict decoders fail, lenient ones read something: all of it is read.
func TestTextThatIsDeclaredAsBase64IsReadInEveryWay(t *testing.T) {
	for _, c := range []struct {
		value string
		found []string
	}{
		{"<script>", nil},
		{"Good morning, Lambda!", nil},
		{"*" + base64Of(canary), []string{canary}},
		{base64Of("x") + base64Of(canary), []string{"x" + canary}},
		{base64Of("xyz") + "=" + base64Of(canary), []string{"xyz" + canary}},
		{"*" + base64Of(canary)[:7] + "-" + base64Of(canary)[7:], []string{canary}},
		{"*" + base64Of(canary)[:9] + "_=" + base64Of(canary)[9:], []string{canary}},
		{base64Of("x") + "_" + base64Of(canary), []string{"x" + canary}},
	} {
		x := NewExpander(Limits{})
		views := expandWith(x, c.value, Hint{Encodings: []Encoding{Base64}})
		if cuts := x.Cuts(); cuts != nil || views[0].data != c.value || !views[0].declared {
			t.Errorf("%q: cuts %v, begins with %+v", c.value, cuts, views[0])
		}
		for _, text := range c.found {
			if !holds(views, text) {
				t.Errorf("%q: %q is missed in %+v", c.value, text, views)
			}
		}
	}
}

// A gateway that decompresses leaves the header, and a body that is text already.
func TestTextUnderACompressionHeaderIsHonest(t *testing.T) {
	for _, e := range []Encoding{Gzip, Deflate, Zstd, Brotli, Zlib} {
		x := NewExpander(Limits{})
		views := expandWith(x, `{"a":"`+base64Of(canary)+`"}`, Hint{Encodings: []Encoding{e}, ContentType: "application/json"})
		if cuts := x.Cuts(); cuts != nil {
			t.Errorf("%s: %v", e, cuts)
		}
		if !views[0].declared || !views[0].document || views[0].via != "" {
			t.Errorf("%s begins with %+v", e, views[0])
		}
		if v, ok := find(views, canary); !ok || v.path != "a" || v.via != "base64" {
			t.Errorf("%s: %+v", e, views)
		}
	}
}

// A text may be a stream as well: ";" is the whole of an empty Brotli stream, and 03 00 of a raw DEFLATE stream.
func TestTextThatDecompressesIsReadBothWays(t *testing.T) {
	for e, empty := range map[Encoding]string{Brotli: ";", Deflate: "\x03\x00"} {
		views := expand(base64Of(empty+canary), Hint{Encodings: []Encoding{Base64, e}})
		i := slices.IndexFunc(views, func(v seen) bool { return v.data == empty+canary })
		if i < 0 || views[i].via != "base64" || !views[0].declared {
			t.Errorf("%s: missed in %+v", e, views)
		}
	}
	var views []seen
	stream := brotlied(t, "harmless")
	if views = expand(stream, Hint{Encodings: []Encoding{Brotli}}); views[0].data != "harmless" {
		t.Errorf("begins with %+v", views[0])
	}
}

func TestOnlyWhatIsDeclaredIsPlain(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	for _, c := range []struct {
		value string
		hint  Hint
		data  string
		plain bool
	}{
		{`{"a":"x"}`, Hint{}, "x", false},
		{`{"a":"x"}`, Hint{ContentType: "application/json"}, "x", true},
		{`{"a":"x"}`, Hint{ContentType: "application/problem+json; charset=utf-8"}, "x", true},
		{`{"a":"x"}`, Hint{ContentType: "text/plain"}, "x", false},
		{`{"a":"%41BC"}`, Hint{ContentType: "application/json"}, "ABC", false},
		{`"\u0041BC"`, Hint{ContentType: "application/json"}, "ABC", true},
		{"a=%41BC&d=e", Hint{ContentType: form}, "ABC", true},
		{"a=%2541BC&d=e", Hint{ContentType: form}, "ABC", false},
		{"a=x&d=e", Hint{}, "e", false},
		{base64Of("a=%41BC"), Hint{ContentType: form, Encodings: []Encoding{Base64}}, "ABC", true},
		{base64Of("a=%41BC&c=d"), Hint{ContentType: form}, "ABC", false},
		{`<a>x</a>`, Hint{ContentType: "text/xml"}, "x", true},
		{`<a>x</a>`, Hint{}, "x", false},
		{utf16LE("ABC"), Hint{ContentType: "text/plain; charset=utf-16"}, "ABC", true},
		{utf16LE("ABC"), Hint{}, "ABC", false},
	} {
		if v, ok := find(expand(c.value, c.hint), c.data); !ok || v.plain != c.plain {
			t.Errorf("%q as %+v: %q is %+v", c.value, c.hint, c.data, v)
		}
	}
}

func TestADeclaredDocumentThatDoesNotParseIsCut(t *testing.T) {
	for _, c := range []struct {
		contentType, value string
		malformed          bool
	}{
		{"application/json", `{"a":1}`, false},
		{"application/json", "", false},
		{"application/json", " \n", false},
		{"application/json", "17", false},
		{"application/json", `"text"`, false},
		{"application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n", false},
		{"application/json", `{"a":1`, true},
		{"application/json", `{"a":1}}`, true},
		{"application/json", `{"a":1} {`, true},
		{"application/json", `{'a':'b',c:[1,,2]}`, false},
		{"application/json", `{'a':'b'`, true},
		{"application/json", `'a'`, true},
		{"application/json", `// a`, false},
		{"application/json", `a=b&c=d`, false},
		{"application/json", `eyJhIjoxfQ==`, false},
		{"application/xml", `<a><b/></a>`, false},
		{"application/xml", `<!DOCTYPE a [<!-- it's --><!ENTITY b "]>">]><a/>`, false},
		{"application/xml", `<a><b></a>`, true},
		{"application/xml", `</a>`, true},
		{"application/xml", `<a b="`, true},
		{"multipart/form-data; boundary=x", "--x\r\n\r\n1\r\n--x--", false},
		{"multipart/form-data; boundary=x", "--x\r\n\r\n1\r\n", true},
		{"multipart/form-data; boundary=x", "--y\r\n\r\n1\r\n--y--", true},
		{"multipart/form-data", "no parts", true},
		{"application/x-www-form-urlencoded", "%%%&&&===", false},
		{"image/png", "{", false},
	} {
		x := NewExpander(Limits{})
		views := expandWith(x, c.value, Hint{ContentType: c.contentType})
		cut := slices.Contains(x.Cuts(), Cut{Reason: CutMalformed})
		if cut != c.malformed || views[0].data != c.value {
			t.Errorf("%q as %s: malformed %v, first %+v", c.value, c.contentType, cut, views[0])
		}
	}
}
