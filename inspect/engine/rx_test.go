package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

var expressions = []string{
	`^abc$`, `a.c`, `(?i)select\s+(\w+)\s+from`, `(a)|(b)|(c)`, `(a)(b)?(c)(d)?(e)(f)(g)(h)(i)(j)(k)`, `^$`, ``,
	`\xbc[^>]*>`, `\x{bc}[^>\x{be}]*[>\x{be}]|<[^\x{be}]*\x{be}`, `\x{e9}`, `\xc3\xa9`, `é`, `\x5cx`, `\\xbc`, `\x{41}`,
	`\x`, `\xz`, `[\x80-\xff]+`, `k`, `(?i)k`, `\bunion\b`, `(?:^|[^\x5c])\x5c[cdegh]`, `^#`, `%[0-9a-f]{2}$`,
	`union|b`, `(?i)ſk|union`, `(?i)k|disk`, `(?i:a)|b`, `a`, `\xff|é`,
}

// stockRx are Coraza's own operators: they are made before an engine puts ours in their place.
var stockRx = rxWAFs()

func rxWAFs() []coraza.WAF {
	var out []coraza.WAF
	for _, x := range expressions {
		waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithDirectives(
			fmt.Sprintf(`SecRule ARGS "@rx %s" "id:1,phase:1,pass,log,capture,setvar:tx.matched=1"`, x)))
		if err != nil {
			waf = nil
		}
		out = append(out, waf)
	}
	return out
}

func TestRxIsCorazas(t *testing.T) {
	registerOperators()
	texts := []string{
		"", "abc", "x\nabc\ny", "a\nc", "SELECT a FROM b", "b", "abcefghijk", "acegikabc", "\xbcscript\xbe", "<a\xbe", "¼script¾",
		"é", "\xe9", "\xc3", `\xbc`, `\x5c`, "A", "\u212a", "K", "\x00\xff", "union all", `\d`, "a\n#b", "%2f\nx", "x",
		"di\u017fk", "DISK", "UNIon", "\ufffd",
	}
	ours := rxWAFs()
	for i, x := range expressions {
		if (ours[i] == nil) != (stockRx[i] == nil) {
			t.Errorf("%q: one compiles and the other does not", x)
			continue
		}
		if ours[i] == nil {
			continue
		}
		for _, text := range texts {
			got, want := capturedBy(t, ours[i], text), capturedBy(t, stockRx[i], text)
			if got != want {
				t.Errorf("%q on %q: %q, Coraza has %q", x, text, got, want)
			}
		}
	}
}

// capturedBy shows whether the rule matched and what it captured.
func capturedBy(t *testing.T, waf coraza.WAF, text string) string {
	t.Helper()
	tx := waf.NewTransaction()
	defer func() { _ = tx.Close() }()
	tx.AddGetRequestArgument("a", text)
	tx.ProcessRequestHeaders()
	state := tx.(plugintypes.TransactionState).Variables().TX()
	out := fmt.Sprint(state.Get("matched"))
	for i := range 10 {
		out += fmt.Sprintf(" %q", state.Get(strconv.Itoa(i)))
	}
	return out
}

// A long text is read in stretches, and found to be what it is as a whole.
func TestALongTextIsReadInStretches(t *testing.T) {
	e := engineAt(t, 1)
	for _, x := range expressions {
		expr, err := newLazy(x).compiled()
		if err != nil {
			continue
		}
		for _, unit := range []string{"a\nc", "\xbcscript\xbe", "é\xff", "SELECT a FROM b ", "x", "abc\n", "\u212a"} {
			text := strings.Repeat(unit, longText/len(unit)+1) + "abcefghijk\nunion"
			w := e.watch(t.Context(), nil)
			short, long := matching{expr, text, nil}, matching{expr, text, w}
			if short.does() != long.does() || !slices.Equal(short.groups(), long.groups()) {
				t.Errorf("%q on many of %q: %t %v, as a whole %t %v", x, unit, long.does(), long.groups(), short.does(), short.groups())
			}
		}
	}
}

// A text that an expression takes long for is left in its midst.
func TestALongTextIsLeftWhenTheTimeIsUp(t *testing.T) {
	looks := 0
	now := func() time.Time { looks++; return time.Unix(int64(looks), 0) }
	expr, err := newLazy(`(?i)(?:a.{0,50}){3}b$`).compiled()
	if err != nil {
		t.Fatal(err)
	}
	w := &watch{ctx: t.Context(), now: now, bounded: true, deadline: time.Unix(3, 0)}
	defer func() {
		if _, is := recover().(late); !is || looks != 3 {
			t.Errorf("it was not left, after %d looks at the clock", looks)
		}
	}()
	matching{expr, strings.Repeat("a ", 64<<10), w}.does()
}
