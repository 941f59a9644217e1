package main

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental"
	"github.com/corazawaf/coraza/v3/types"

	"weir/inspect/rules"
)

// Each expression with the condition that is derived from it.
func TestConditionsOfExpressions(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`abc`, `"abc"`},
		{`(?i)Union.*?SELECT`, `"select" [INOU]`},
		{`a`, `[A]`},
		{`abc|abd`, `"abc" | "abd"`},
		{`ab(?:c|d)?ef`, `"abef" | "abcef" | "abdef"`},
		{`(?:abc|b)x`, `"bx" | "abcx"`},
		{`ab+c`, `"bc" [A]`},
		{`ab*c`, `[AC]`},
		{`a[0-9]c`, `[AC0-9]`},
		{`a\dbc`, `"bc" [A0-9]`},
		{`a.bc`, `"bc" [A]`},
		{`["'` + "`" + `]or`, `"\"or" | "'or" | "` + "`or\""},
		{`^abc$`, `"abc"`},
		{`\babc\b`, `"abc"`},
		{`a\sb`, `"a\nb" | "a b"`},
		{`a{3}b`, `"aaab"`},
		{`(?:ab){2,9}`, `"ab"`},
		{`x{0,5}abc`, `"abc"`},
		{`.*`, `anything`},
		{`(?:abc)?`, `anything`},
		{`[^a]`, `anything`},
		{`\x{bc}`, `[\x80-\xff]`},
		{`é`, `[\x80-\xff]`},
		{`(?i)k`, `[K]`},
		{`\x{212a}xy`, `"xy"`},
		{`\x{3b1}xy`, `"xy" [\x80-\xff]`},
		{`(?i)sk`, `"sk"`},
		{`a(?:b|&#98;)c`, `"abc" | "a&#98;c"`},
	} {
		f, erase, err := ofExpression(c.expression)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.String(); got != c.want || erase {
			t.Errorf("%s: %s, want %s", c.expression, got, c.want)
		}
	}
}

// A disguised word is looked for in the text without what disguises it.
func TestDisguisedWordsAreLookedForInErasedText(t *testing.T) {
	f, erase, err := ofExpression(`c["'\[)]*(?:\$[a-z]*)?\x5c?u["'\[)]*(?:\$[a-z]*)?\x5c?r["'\[)]*(?:\$[a-z]*)?\x5c?l`)
	if err != nil {
		t.Fatal(err)
	}
	if want := `"c$" [LRU] | "u$" [CLR] | "ur$" [CL] | "curl"`; f.String() != want || !erase {
		t.Errorf("%s, erased %v; want %s", f, erase, want)
	}
}

func TestFoldingKeepsToItsAlphabet(t *testing.T) {
	for i := range 256 {
		if f := foldOf[i]; classOf[f] != classOf[i] || foldOf[f] != f {
			t.Errorf("byte %#x is folded to %#x", i, f)
		}
	}
}

// Expressions are bytes exactly where Coraza says so; its own cases.
func TestExpressionsOfBytes(t *testing.T) {
	for expression, want := range map[string]bool{
		`abc`: false, `\xbc`: true, `\x{bc}`: true, `\xc2\xb4`: false, `\x{c2}\x{b4}`: false, `\x41`: false, `é`: false,
		`[\x7f-\xff]`: true, `\\xbc`: true, `\x`: false, `\xzz`: false, `\xac\xed\x00\x05`: true, `\x{e2}\x80[\x98\x99]`: true,
	} {
		if got := namesBytes("(?sm)" + expression); got != want {
			t.Errorf("%s: %v", expression, got)
		}
	}
}

// The parser reads the rules that Coraza reads, and no others.
func TestTheRulesAreCorazas(t *testing.T) {
	all, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	links := 0
	for _, r := range all {
		id, err := strconv.Atoi(r.id)
		if err != nil {
			t.Fatalf("a rule in %s has the id %q", r.file, r.id)
		}
		got = append(got, id)
		links += len(r.links)
	}
	var want []int
	raw := 0
	config := coraza.NewWAFConfig().WithRootFS(rules.Files()).
		WithDirectives(rules.Setup()).WithDirectives("Include @owasp_crs/REQUEST-*.conf").
		WithDirectives("Include " + rules.Folder + "/*.conf")
	_, err = coraza.NewWAF(experimental.WAFConfigWithRuleObserver(config, func(r types.RuleMetadata) {
		if r.SecMark() != "" || strings.Contains(strings.ToLower(r.Raw()), "tx:detection_paranoia_level \"@lt") && strings.Contains(r.Raw(), "skipAfter") {
			return
		}
		raw++
		if r.ID() != 0 {
			want = append(want, r.ID())
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d rules, Coraza has %d", len(got), len(want))
	}
	if raw < len(want) || links < len(got) {
		t.Errorf("%d links of %d rules", links, len(got))
	}
}

// Every link that looks at values is either judged by its condition or listed as one that stands behind another.
func TestEveryLinkOnValuesIsAccountedFor(t *testing.T) {
	all, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	links, others, err := valueLinks(all, rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, l := range links {
		known[l.rule] = true
		if l.operator == "always" {
			t.Logf("rule %s: every value is sent on", l.rule)
		}
	}
	for _, o := range others {
		known[o.rule] = true
	}
	for _, r := range all {
		mentions := false
		for _, l := range r.links {
			for _, target := range l.targets {
				mentions = mentions || !target.except && (target.name == "ARGS" || target.name == "ARGS_POST" || target.name == "ARGS_COMBINED_SIZE")
			}
		}
		if mentions != known[r.id] {
			t.Errorf("rule %s: looks at values %v, known %v", r.id, mentions, known[r.id])
		}
	}
}

// A rule that the derivation does not understand stops it, or makes everything a candidate: it is never passed over.
func TestRulesThatAreNotUnderstoodAreNotPassedOver(t *testing.T) {
	for text, want := range map[string]string{
		`SecRule ARGS "@rx (" "id:1,phase:2"`:                                                             "error",
		`SecRule ARGS "!@rx abc" "id:1,phase:2"`:                                                          "always",
		`SecRule &ARGS "@gt 3" "id:1,phase:2"`:                                                            "always",
		`SecRule ARGS "@within %{tx.words}" "id:1,phase:2"`:                                               "always",
		`SecRule ARGS "@ipMatch 127.0.0.1" "id:1,phase:2"`:                                                "always",
		`SecRule ARGS_POST "@rx abc" "id:1,phase:2"`:                                                      "rx",
		"SecRule REQUEST_METHOD \"@streq GET\" \"id:1,phase:2,chain\"\nSecRule ARGS \"@rx a\" \"t:none\"": "error",
		"SecFoo on": "error",
		"SecDefaultAction \"phase:2,pass,t:lowercase\"": "error",
	} {
		got := "error"
		if all, err := readRules("test.conf", text); err == nil {
			if links, _, err := valueLinks(all, rules.Files()); err == nil {
				got = "nothing"
				if len(links) > 0 {
					got = links[0].operator
				}
			}
		}
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func TestTablesAreTheSameEachTime(t *testing.T) {
	text, err := fs.ReadFile(rules.Files(), "@owasp_crs/REQUEST-944-APPLICATION-ATTACK-JAVA.conf")
	if err != nil {
		t.Fatal(err)
	}
	derive := func() string {
		all, err := readRules("944.conf", strings.ReplaceAll(string(text), "java-classes.data", "@owasp_crs/java-classes.data"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := derive(all)
		if err != nil {
			t.Fatal(err)
		}
		out, err := encode(d)
		if err != nil {
			t.Fatal(err)
		}
		return string(out) + describe(d)
	}
	if first, second := derive(), derive(); first != second {
		t.Error("deriving twice gives two results")
	}
}
