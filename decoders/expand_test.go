package decoders

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// seen is a view that a test keeps.
type seen struct {
	path, via                       string
	declared, plain, name, document bool
	data                            string
}

func expandWith(x *Expander, value string, hint Hint) []seen {
	var views []seen
	for v := range x.Expand([]byte(value), hint) {
		views = append(views, seen{v.Path.String(), v.Via.String(), v.Declared, v.Plain, v.Name, v.Document, string(v.Data)})
	}
	return views
}

func expand(value string, hint Hint) []seen { return expandWith(NewExpander(Limits{}), value, hint) }

// texts is what the views of a value say, without the value itself.
func texts(views []seen) []string {
	var list []string
	for _, v := range views[1:] {
		list = append(list, v.data)
	}
	return list
}

func find(views []seen, data string) (seen, bool) {
	i := slices.IndexFunc(views, func(v seen) bool { return v.data == data })
	if i < 0 {
		return seen{}, false
	}
	return views[i], true
}

// wrapper encodes a text in one way.
type wrapper struct {
	name string
	wrap func(string) string
}

func packWith(t testing.TB, text string, open func(*bytes.Buffer) interface {
	Write([]byte) (int, error)
	Close() error
},
) string {
	t.Helper()
	var b bytes.Buffer
	w := open(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type writeCloser = interface {
	Write([]byte) (int, error)
	Close() error
}

func gzipped(t testing.TB, s string) string {
	return packWith(t, s, func(b *bytes.Buffer) writeCloser { return gzip.NewWriter(b) })
}

func zlibbed(t testing.TB, s string) string {
	return packWith(t, s, func(b *bytes.Buffer) writeCloser { return zlib.NewWriter(b) })
}

func deflated(t testing.TB, s string) string {
	return packWith(t, s, func(b *bytes.Buffer) writeCloser {
		w, err := flate.NewWriter(b, 6)
		if err != nil {
			t.Fatal(err)
		}
		return w
	})
}

func zstandard(t testing.TB, s string) string {
	return packWith(t, s, func(b *bytes.Buffer) writeCloser {
		w, err := zstd.NewWriter(b)
		if err != nil {
			t.Fatal(err)
		}
		return w
	})
}

func brotlied(t testing.TB, s string) string {
	return packWith(t, s, func(b *bytes.Buffer) writeCloser { return brotli.NewWriter(b) })
}

func utf16LE(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func percentAll(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, "%%%02x", c)
	}
	return b.String()
}

func lines(s string) string {
	var b strings.Builder
	for len(s) > 20 {
		b.WriteString(s[:20] + "\r\n")
		s = s[20:]
	}
	return b.String() + s
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func escaped(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, `\u%04x`, u)
	}
	return `["` + b.String() + `"]`
}

// binaryWrappers make bytes that JSON cannot carry; only Base64 comes around them.
func binaryWrappers(t testing.TB) []wrapper {
	return []wrapper{
		{"gzip", func(s string) string { return gzipped(t, s) }},
		{"zlib", func(s string) string { return zlibbed(t, s) }},
		{"zstd", func(s string) string { return zstandard(t, s) }},
		{"zip", func(s string) string { return archive(t, "a.txt", s) }},
		{"utf-16", utf16LE},
	}
}

func textWrappers() []wrapper {
	return []wrapper{
		{"url", url.PathEscape},
		{"form-url", url.QueryEscape},
		{"url of everything", percentAll},
		{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
		{"base64 unpadded", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
		{"base64url", func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }},
		{"base64url unpadded", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
		{"base64 in lines", func(s string) string { return lines(base64.StdEncoding.EncodeToString([]byte(s))) }},
		{"json value", func(s string) string { return `{"n":1,"deep":[{"v":` + quote(s) + `}]}` }},
		{"json name", func(s string) string { return `{` + quote(s) + `:1}` }},
		{"json string", quote},
		{"json escapes", escaped},
		{"json lines", func(s string) string { return "{\"a\":1}\n{\"b\":" + quote(s) + "}\n" }},
		{"data uri", func(s string) string { return "data:text/plain;base64," + base64.StdEncoding.EncodeToString([]byte(s)) }},
		{"jwt", func(s string) string {
			return "Bearer " + base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." +
				base64.RawURLEncoding.EncodeToString([]byte(`{"sub":`+quote(s)+`}`)) + "."
		}},
		{"basic", func(s string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte("user:"+s)) }},
		{"form field", func(s string) string { return "a=b&c=" + url.QueryEscape(s) }},
		{"multipart", func(s string) string {
			return "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + s + "\r\n--x--\r\n"
		}},
		{"xml", func(s string) string {
			return "<?xml version=\"1.0\"?><a><b>" + strings.NewReplacer("<", "&lt;", "&", "&amp;", ">", "&gt;").Replace(s) + "</b></a>"
		}},
	}
}

const canary = `<canary x='1' OR 1=1-- +$(id)>`

// holds says whether some view contains the text; the wrappings around "user:" and others add to it.
func holds(views []seen, text string) bool {
	return slices.ContainsFunc(views, func(v seen) bool { return !v.document && strings.Contains(v.data, text) })
}

func TestEveryCrossingOfEncodingsToDepthThreeIsUndone(t *testing.T) {
	inner := append(textWrappers(), binaryWrappers(t)...)
	outer := textWrappers()
	b64 := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for _, w := range binaryWrappers(t) {
		outer = append(outer, wrapper{"base64 of " + w.name, func(s string) string { return b64(w.wrap(s)) }})
	}
	crossings := 0
	check := func(value string, names ...string) {
		crossings++
		x := NewExpander(Limits{})
		if views := expandWith(x, value, Hint{}); !holds(views, canary) {
			t.Errorf("%s: not found in %d views; cuts %v", strings.Join(names, " of "), len(views), x.Cuts())
		}
	}
	for _, a := range inner {
		one := a.wrap(canary)
		if len(one) > 0 {
			check(one, a.name)
		}
		for _, b := range outer {
			if isBinary(one) && (!strings.HasPrefix(b.name, "base64") || strings.HasSuffix(b.name, "utf-16")) {
				continue // neither JSON nor UTF-16 carries bytes
			}
			two := b.wrap(one)
			check(two, b.name, a.name)
			for _, c := range outer {
				check(c.wrap(two), c.name, b.name, a.name)
			}
		}
	}
	if crossings < 10_000 {
		t.Errorf("only %d crossings", crossings)
	}
}

func isBinary(s string) bool { return !isText([]byte(s)) || packed([]byte(s)) != "" }
