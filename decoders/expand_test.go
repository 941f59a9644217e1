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
	opaque                          bool
}

func expandWith(x *Expander, value string, hint Hint) []seen {
	var views []seen
	for v := range x.Expand([]byte(value), hint) {
		views = append(views, seen{v.Path.String(), v.Via.String(), v.Declared, v.Plain, v.Name, v.Document, string(v.Data), v.Opaque})
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

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

func textWrappers() []wrapper {
	return []wrapper{
		{"url", url.PathEscape},
		{"form-url", url.QueryEscape},
		{"url of everything", percentAll},
		{"base64", base64Of},
		{"base64 unpadded", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
		{"base64url", func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) }},
		{"base64url unpadded", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
		{"base64 in lines", func(s string) string { return lines(base64Of(s)) }},
		{"json value", func(s string) string { return `{"n":1,"deep":[{"v":` + quote(s) + `}]}` }},
		{"json name", func(s string) string { return `{` + quote(s) + `:1}` }},
		{"json string", quote},
		{"json escapes", escaped},
		{"json lines", func(s string) string { return "{\"a\":1}\n{\"b\":" + quote(s) + "}\n" }},
		{"data uri", func(s string) string { return "data:text/plain;base64," + base64Of(s) }},
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
	for _, w := range binaryWrappers(t) {
		outer = append(outer, wrapper{"base64 of " + w.name, func(s string) string { return base64Of(w.wrap(s)) }})
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

func isBinary(s string) bool { return !IsText([]byte(s)) || packed([]byte(s)) != "" }

func TestNoTextIsReadTwice(t *testing.T) {
	for _, value := range []string{"a%20b", "%252541", base64Of(percentAll(canary)), "a%2Bb+c", "%41%c0%af+", base64Of("eyJ" + base64Of(canary)), utf16LE("a+b %41"), "=?a?Q?x?= %3d%3Fa?Q?x?="} {
		count := map[string]int{}
		for _, v := range expand(value, Hint{}) {
			if count[v.data]++; count[v.data] > 1 {
				t.Errorf("%q: %q twice", value, v.data)
			}
		}
	}
	// The same text in two members is two findings.
	if n := len(expand(`{"a":"%41","b":"%41"}`, Hint{})); n != 7 {
		t.Errorf("%d views", n)
	}
}

func TestAnExpanderExpandsWhileItExpands(t *testing.T) {
	outer := `{"a":"` + base64Of(canary) + `","b\u0041":"x\u0041y","c":"` + percentAll(canary) + `"}`
	inner := `["y\u0041z","` + base64Of(canary+"inner") + `"]`
	want := expand(outer, Hint{})
	wantInner := expand(inner, Hint{})
	x := NewExpander(Limits{})
	var got []seen
	for v := range x.Expand([]byte(outer), Hint{}) {
		if views := expandWith(x, inner, Hint{}); !slices.Equal(views, wantInner) {
			t.Errorf("inside: %+v", views)
		}
		got = append(got, seen{v.Path.String(), v.Via.String(), v.Declared, v.Plain, v.Name, v.Document, string(v.Data), v.Opaque})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// The receiver may have enough after any view.
func TestExpandingStopsWhenAsked(t *testing.T) {
	for _, w := range append(textWrappers(), binaryWrappers(t)...) {
		value := base64Of(w.wrap("a=%41+%42&b=" + base64Of(canary)))
		want := expand(value, Hint{})
		x := NewExpander(Limits{})
		for stop := range want {
			n := 0
			for v := range x.Expand([]byte(value), Hint{}) {
				if string(v.Data) != want[n].data || v.Path.String() != want[n].path {
					t.Fatalf("%s: view %d after a stop is %q", w.name, n, v.Data)
				}
				if n++; n > stop {
					break
				}
			}
		}
	}
}

func TestNothingIsAllocatedForAPlainValue(t *testing.T) {
	most := 3.0
	if raceEnabled {
		most = 8 // pools forget at random under the race detector
	}
	for name, value := range map[string][]byte{
		"sentence": []byte("The quick brown fox jumps over the lazy dog."),
		"uuid":     []byte("c80e8021-a70a-42c7-a470-796e1186f753"),
		"order":    order(),
	} {
		x := NewExpander(Limits{})
		run := func() {
			for v := range x.Expand(value, Hint{}) {
				if len(v.Data) == 0 {
					t.Error("an empty view")
				}
			}
		}
		if n := testing.AllocsPerRun(100, run); n > most {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	value := order()
	if n := testing.AllocsPerRun(100, func() { views(NewExpander(Limits{}), value, Hint{}) }); n > 20 {
		t.Errorf("a new expander and its document: %v allocations", n)
	}
}

// checkExpand expands a value and checks what holds for every value. It returns the views.
func checkExpand(t *testing.T, value []byte, hint Hint, limits Limits) {
	t.Helper()
	x := NewExpander(limits)
	before := bytes.Clone(value)
	var got []seen
	total := 0
	for v := range x.Expand(value, hint) {
		if v.Declared != (len(got) == 0) {
			t.Fatalf("view %d: declared %v", len(got), v.Declared)
		}
		total += len(v.Data)
		got = append(got, seen{v.Path.String(), v.Via.String(), v.Declared, v.Plain, v.Name, v.Document, string(v.Data), v.Opaque})
	}
	if !bytes.Equal(before, value) {
		t.Fatal("the value was changed")
	}
	if len(got) == 0 {
		t.Fatal("no view")
	}
	limits = x.limits
	if x.spent > limits.Expansion+3 || x.entries > limits.Entries || x.names > limits.Names {
		t.Fatalf("%d bytes, %d entries, %d names of %+v", x.spent, x.entries, x.names, limits)
	}
	// Each level shows a text at most as a whole and in parts, and an archive once more in what is nested in it.
	if most := 3 * (limits.Depth + 2) * (len(value) + limits.Expansion); total > most {
		t.Fatalf("%d bytes in views of %d", total, len(value))
	}
	if again := expandWith(x, string(value), hint); x.spent < limits.Expansion && x.Cuts() == nil && !slices.Equal(got, again) {
		t.Fatalf("first %+v\nthen %+v", got, again)
	}
}

func FuzzExpand(f *testing.F) {
	for _, w := range append(textWrappers(), binaryWrappers(f)...) {
		f.Add([]byte(w.wrap(canary)), uint8(0), "")
		f.Add([]byte(base64Of(w.wrap(canary))), uint8(3), "application/json; charset=utf-16")
	}
	f.Fuzz(func(t *testing.T, value []byte, encodings uint8, contentType string) {
		hint := Hint{ContentType: contentType}
		for ; encodings > 0; encodings /= 8 {
			hint.Encodings = append(hint.Encodings, codecs[int(encodings)%len(codecs)].encoding)
		}
		checkExpand(t, value, hint, Limits{Depth: 4, Expansion: 1 << 17, Entries: 30, Names: 2_000})
	})
}
