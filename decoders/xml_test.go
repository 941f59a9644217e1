package decoders

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAllOfXMLIsReadButItsFirstLine(t *testing.T) {
	value := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>` +
		`<r a='&lt;1&gt;' b = "x"><!-- note --><s c=d>un<!-- -->ion<![CDATA[ &amp; ]]>&#x27;&#39;</s> <?php x() ?><t/>&e;&bogus; &#xffffffff;</r>`
	var got []string
	for _, v := range expand(value, Hint{ContentType: "application/soap+xml"})[1:] {
		got = append(got, fmt.Sprintf("%s=%q", v.path, v.data))
	}
	want := []string{
		`="DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]"`, `r.a="<1>"`, `r.b="x"`, `r="note"`, `r.s.c="d"`, `r.s="union &amp; ''"`,
		`r="<?php x() ?>"`, `r="&e;&bogus; &#xffffffff;"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A style sheet is named in an instruction that begins as a document does.
func TestInstructionsAreNotReadAsDocuments(t *testing.T) {
	for value, want := range map[string][]string{
		`<?xml-stylesheet type="text/xsl" href="s.xsl"?><rss><title>News</title></rss>`: {`<?xml-stylesheet type="text/xsl" href="s.xsl"?>`, "News"},
		"<?xml\tversion=\"1.0\"?><a>b</a>":                                              {"b"},
		`<?xml-stylesheet href="s.xsl"?>`:                                               {`<?xml-stylesheet href="s.xsl"?>`},
	} {
		for _, hint := range []Hint{{}, {ContentType: "application/xml"}} {
			x := NewExpander(Limits{})
			var got []string
			for v := range x.Expand([]byte(value), hint) {
				got = append(got, string(v.Data))
			}
			if !slices.Equal(got[1:], want) || len(x.Cuts()) > 0 {
				t.Errorf("%s %v: got %q, cut %v", value, hint, got[1:], x.Cuts())
			}
		}
	}
}

func TestOnlyWholeElementsAreReadAsXML(t *testing.T) {
	for value, xml := range map[string]bool{
		"<a>b</a>":                    true,
		" <a><b c='d'/></a>\n":        true,
		"<!DOCTYPE x><x>y":            true,
		"<?XML version='1'?><x>y</x>": true,
		"<a>b</a> and more":           false,
		"<p>one<br>two</p>":           false,
		"a <b>c</b>":                  false,
		"<a href='":                   false,
		"<- not a tag":                false,
		"<3":                          false,
		"<!-- a -->":                  false,
		"<?php x() ?>":                false,
		"<john@example.com>":          false,
		"<userInfo><n>&#60;script&#62;</n></userInfo>": true,
	} {
		if got := len(expand(value, Hint{})) > 1; got != xml {
			t.Errorf("%q: %q", value, texts(expand(value, Hint{})))
		}
	}
}

func TestEntitiesAreNeverExpanded(t *testing.T) {
	value := `<!DOCTYPE l [<!ENTITY a "lol">` + strings.Repeat(`<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">`, 20) + `]><l>&b;</l>`
	x := NewExpander(Limits{})
	for range x.Expand([]byte(value), Hint{}) {
	}
	if x.spent > 3*len(value) {
		t.Errorf("%d bytes of %d", x.spent, len(value))
	}
}

func TestDeepXMLIsRead(t *testing.T) {
	value := strings.Repeat("<a>", 5_000) + "<b>" + canary[1:20] + "</b>" + strings.Repeat("</a>", 5_000)
	v, ok := find(expand(value, Hint{ContentType: "text/xml"}), canary[1:20])
	if !ok || strings.Count(v.path, "a") != maxSteps {
		t.Errorf("found %v at %s", ok, v.path)
	}
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e "x">]><r a='&lt;'><s>&#x27;<![CDATA[x]]></s></r>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkExpand(t, data, Hint{ContentType: "text/xml"}, Limits{Depth: 3, Expansion: 1 << 16})
		checkExpand(t, data, Hint{}, Limits{Depth: 3, Expansion: 1 << 16})
	})
}
