package libinjection

import (
	"math/rand/v2"
	"strings"
	"testing"

	original "github.com/corazawaf/libinjection-go"
)

func sameXSS(t *testing.T, text string) bool {
	t.Helper()
	want := original.IsXSS(text)
	if got, known := IsXSS(text, nil); got != want || !known {
		t.Errorf("%q is %v, and known: %v, but %v to the original", short(text), got, known, want)
	}
	return want
}

var markupPieces = append(strings.Fields("< < </ <! <? <% %> --> -!> - -- <!-- [CDATA[ ]]> ] ]] > > / /> = = ' \" ` & &# &#x &#106; &#X6a; &#0; &#32 &#x10; &#1048832; &#1114111; ; x a A1 0 "+
	"DOCTYPE doctype [if [IF xml import ENTITY svg SVGx xsl script scr\x00ipt b br img a href src style onerror onclick onx xmlns xlink xlink:href attributename by to values filter "+
	"javascript: JAVA data: vbscript view-source java\x00 jav&#97;script é \xff \x80 "+strings.Repeat("n", 30)+" "+strings.Repeat("\x00", 9)),
	" ", " ", "\n", "\t", "\v", "\x00", "`")

func TestPiecesOfMarkupAreReadAsTheOriginalReadsThem(t *testing.T) {
	n := sample(2_000_000)
	r := rand.New(rand.NewPCG(5, 6))
	found := 0
	for i := range n {
		var b strings.Builder
		for range 1 + r.IntN(3+i%12) {
			b.WriteString(markupPieces[r.IntN(len(markupPieces))])
		}
		if sameXSS(t, b.String()) {
			found++
		}
	}
	t.Logf("%d are found", found)
	if found < n/100 || found > n*9/10 {
		t.Errorf("%d of %d texts are markup: that says little", found, n)
	}
}
