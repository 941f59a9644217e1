package sieve

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental/plugins"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// capture is an operator that keeps every text that the engine shows it.
type capture struct{ seen *[]string }

func (c capture) Evaluate(_ plugintypes.TransactionState, text string) bool {
	*c.seen = append(*c.seen, strings.Clone(text))
	return false
}

// oracle is an engine with one rule, which captures what its transformations make of a value.
type oracle struct {
	waf  coraza.WAF
	seen []string
}

var (
	capturing sync.Once
	current   *oracle
)

func newOracle(t testing.TB, chain []string, multi bool) *oracle {
	t.Helper()
	capturing.Do(func() {
		plugins.RegisterOperator("sieveCapture", func(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
			return capture{&current.seen}, nil
		})
	})
	o := &oracle{}
	current = o
	actions := "id:1,phase:1,pass,t:none"
	for _, name := range chain {
		actions += ",t:" + name
	}
	if multi {
		actions += ",multiMatch"
	}
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithDirectives("SecRuleEngine On\nSecRule ARGS \"@sieveCapture\" \"" + actions + "\""))
	if err != nil {
		t.Fatal(err)
	}
	o.waf = waf
	return o
}

func (o *oracle) texts(value string) []string {
	o.seen = nil
	tx := o.waf.NewTransaction()
	tx.AddGetRequestArgument("a", value)
	tx.ProcessRequestHeaders()
	if err := tx.Close(); err != nil {
		panic(err)
	}
	return o.seen
}

// chains are the transformations of every node, from the first on.
func (t *tables) chain(at uint8) []uint8 {
	var out []uint8
	for ; at != 0; at = t.nodes[at].parent {
		out = append(out, at)
	}
	slices.Reverse(out)
	return out
}

// stepNames are the names of the steps, in the order of the tables.
func (t *tables) stepNames() []string {
	names := make([]string, len(t.transform))
	for i := range t.transform {
		for name, s := range t.transformations() {
			if fmt.Sprintf("%p", s.apply) == fmt.Sprintf("%p", t.transform[i].apply) {
				names[i] = name
			}
		}
	}
	return names
}

// transformed are texts that the transformations are told apart by.
var transformed = []string{
	"", " ", "a", "/", "//", ".", "..", "../", "a/..", "a/../", "/..", "/../a", "../../a", "a/./b//c/", "/a/b/../../..", "./", "a/", "/.", "..a", "a..", "a/.../b",
	`\`, `\\`, `a\`, `\n`, `\x41\X41\x4`, `\101\477\400\8\0`, `\u0041\uff21\u{41}\u{0ff21}\u{}\u{1234567}\u{41`, `\u004`, `\41 b`, `\000041`, `\0 x`, "\\\n", "\\41\r\n", `\1F600 `, `\d800`, `\110000`,
	"%", "%4", "%41", "%u", "%u0041", "%uff21", "%u00e9", "%U212a", "%zz", "%u00", "+", "%%41", "%2541", "%u004", "%uFFFF", "%00", "%u0", "%252e",
	"&", "&lt;", "&lt", "&#x41;", "&#65", "&amp;lt;", "&ngE;", "&Gt;", "&#0;", "&#xffffff;", "&nbsp;x", "&notit;",
	"&#5c", "&#9x", "&#0^28;", "&#9", "&#x9", "&#x9g", "&#X41", "&#", "&#;", "&#x;", "&#128;x", "&#12 ", "&TAB;", "&Tab;", "&NotEqualTilde;", "&a=&#1&b", "&#0058a",
	"é", "\u212a", "\u017f", "\u0130", "\u0131", "\u00a0", "\u0085", "\xa0", "\x85", "\xc2", "\xff", "a\xffb c", "\xe2\x84", "日本 語", "\u2028x", "ＡＢＣ", "😀", "\ufffd", "à ", "\u3000",
	"A  B", " a /b ( c", `c'a"t^ ,;;x\y`, "\t\n\v\f\r x", "a , / b", " /", ", (", "A",
	"/*", "/**/", "a/*b*/c", "/*/", "*/", "/*a", "<!--", "-->", "--", "---", "#", "a--b-->c", "<!-", "//*",
	"c:\\a\\b:c", "c:a", "a:b/c:d", "a. /b.. /c", "./. ", "a:", "a:/", "/a:b/", "C:", "C:/", "C:x:y", "a b./", "... ", " ", ". .", "a/ /b", "\\..\\",
	"YWJj", "YWJjZA==", "YWJj\nZGVm", "YW Jj", "YWJjZ", "YWJjZG", "====", "-_", "\x00a\x00", "a\x00",
	"a\r\nb", strings.Repeat("ab /../", 50), strings.Repeat("\\x41%41&lt;", 20),
}

// Every transformation alone, every chain of the rules, and every text that multiMatch looks at, are the engine's.
func TestTransformationsAreTheEngines(t *testing.T) {
	tab := load(4)
	names := tab.stepNames()
	for i, s := range tab.transform {
		if names[i] == "erase" {
			continue
		}
		o := newOracle(t, []string{names[i]}, true)
		for _, text := range transformed {
			out, changed := s.apply(nil, []byte(text))
			want := []string{text}
			if changed {
				want = append(want, string(out))
			}
			if got := o.texts(text); !slices.Equal(got, want) {
				t.Errorf("%s of %q: %q, the engine says %q", names[i], text, want, got)
			}
			if !changed && !bytes.Equal(out, []byte(text)) {
				// It changed in silence: what a rule without multiMatch sees.
				if got := newOracle(t, []string{names[i]}, false).texts(text); got[0] != string(out) {
					t.Errorf("%s of %q: %q, the engine says %q", names[i], text, out, got)
				}
				current = o
			}
		}
	}
}

func TestChainsAreTheEngines(t *testing.T) {
	tab := load(4)
	names := tab.stepNames()
	w := &walk{tables: tab}
	for at := 1; at < len(tab.nodes); at++ {
		var chain []string
		for _, n := range tab.chain(uint8(at)) {
			chain = append(chain, names[tab.nodes[n].step])
		}
		if slices.Contains(chain, "erase") {
			continue
		}
		o := newOracle(t, chain, false)
		for _, text := range transformed {
			w.begin([]byte(text))
			if got, want := string(w.exact(uint8(at))), o.texts(text); got != want[0] {
				t.Errorf("%v of %q: %q, the engine says %q", chain, text, got, want[0])
			}
		}
	}
}

// The shortest path is the standard library's.
func TestCleanPathIsTheStandardLibrarys(t *testing.T) {
	for _, text := range transformed {
		if text == "" {
			continue
		}
		want := path.Clean(text)
		if want == "." {
			want = ""
		}
		if got := string(cleanPath(nil, []byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
