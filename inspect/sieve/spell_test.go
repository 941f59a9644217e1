package sieve

import (
	"encoding/base64"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"regexp/syntax"
	"strings"
	"unicode"
)

// speller writes texts that an expression matches, and disguises texts as attackers do.
type speller struct{ *rand.Rand }

func newSpeller(seed uint64) speller { return speller{rand.New(rand.NewPCG(seed, seed))} }

// spell writes one text that an expression matches, but for its assertions.
func (s speller) spell(e *syntax.Regexp) string {
	var out strings.Builder
	s.write(&out, e, 0)
	return out.String()
}

func (s speller) write(out *strings.Builder, e *syntax.Regexp, depth int) {
	if out.Len() > 4000 {
		return
	}
	switch e.Op {
	case syntax.OpLiteral:
		for _, r := range e.Rune {
			if e.Flags&syntax.FoldCase != 0 {
				for range s.IntN(4) {
					r = unicode.SimpleFold(r)
				}
			}
			out.WriteRune(r)
		}
	case syntax.OpCharClass:
		out.WriteRune(s.oneOf(e.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		out.WriteByte("ab1 '\"(;=<.%&\\-"[s.IntN(15)])
	case syntax.OpBeginLine, syntax.OpEndLine:
		if s.IntN(4) == 0 {
			out.WriteByte('\n')
		}
	case syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		if s.IntN(3) == 0 {
			out.WriteByte(' ')
		}
	case syntax.OpCapture:
		s.write(out, e.Sub[0], depth+1)
	case syntax.OpStar:
		s.repeat(out, e.Sub[0], s.IntN(3), depth)
	case syntax.OpPlus:
		s.repeat(out, e.Sub[0], 1+s.IntN(2), depth)
	case syntax.OpQuest:
		s.repeat(out, e.Sub[0], s.IntN(2), depth)
	case syntax.OpRepeat:
		n := e.Min + s.IntN(3)
		if e.Max >= 0 {
			n = min(n, e.Max)
		}
		s.repeat(out, e.Sub[0], n, depth)
	case syntax.OpConcat:
		for _, sub := range e.Sub {
			s.write(out, sub, depth+1)
		}
	case syntax.OpAlternate:
		s.write(out, e.Sub[s.IntN(len(e.Sub))], depth+1)
	}
}

func (s speller) repeat(out *strings.Builder, e *syntax.Regexp, n, depth int) {
	for range n {
		s.write(out, e, depth+1)
	}
}

// oneOf prefers ASCII, and sometimes takes a foreign letter that folds to it.
func (s speller) oneOf(ranges []rune) rune {
	if len(ranges) == 0 {
		return 'x'
	}
	for range 8 {
		i := 2 * s.IntN(len(ranges)/2)
		lo, hi := ranges[i], min(ranges[i+1], ranges[i]+200)
		r := lo + rune(s.IntN(int(hi-lo)+1))
		if r < 0x7f || s.IntN(20) == 0 {
			return r
		}
	}
	return ranges[0]
}

// traps are what broke sieves before.
var traps = []string{
	"\u212a", "\u017f", "\u0130", "\x00", "\xff", "\xc2", "\xe2\x84", "\n", "\r\n", "\v", "\u00a0", "\u0085", "\xa0", "\ufffd", "\u2028", "%00", "%u212a", "\\u017f", "+", "%20", "/**/", "--", "'", `"`, `\`, "^", "$x", "$(", "`", "&#x6b;", "&nbsp;", "../", "./", "%", "&", "#", " ", "=", ";",
	"&#5c", "&#9", "&#0^28;", "<Style=>= &#5c", "VB&#9;S&#9&nEWlINe;SC\t&taB;R&#x0a;IPT:", "&#x06a;\r&#X0041;V\r&#10;&#X061;S\n\r&#0067;r&#73;P&#9T&#13;&#0058=",
}

// disguise changes a text in one of the ways that transformations undo, or breaks it somewhere.
func (s speller) disguise(text string) string {
	each := func(f func(c byte) string, often int) string {
		var out strings.Builder
		for i := range len(text) {
			if s.IntN(often) == 0 {
				out.WriteString(f(text[i]))
			} else {
				out.WriteByte(text[i])
			}
		}
		return out.String()
	}
	switch s.IntN(16) {
	case 0:
		return url.QueryEscape(text)
	case 1:
		return each(func(c byte) string { return fmt.Sprintf("%%%02x", c) }, 3)
	case 2:
		return each(func(c byte) string { return fmt.Sprintf("%%u00%02x", c) }, 4)
	case 3:
		return each(func(c byte) string { return fmt.Sprintf("&#x%x;", c) }, 3)
	case 4:
		return html.EscapeString(text)
	case 5:
		return each(func(c byte) string { return fmt.Sprintf(`\x%02x`, c) }, 3)
	case 6:
		return each(func(c byte) string { return fmt.Sprintf(`\u{%x}`, c) }, 4)
	case 7:
		return base64.StdEncoding.EncodeToString([]byte(text))
	case 8:
		return each(func(c byte) string { return string(rune(c) + 0xfee0) }, 3)
	case 9:
		return each(func(c byte) string { return string(c) + []string{`"`, "'", `\`, "^", " ", "\x00", "/**/"}[s.IntN(7)] }, 4)
	case 10:
		return strings.ToUpper(text)
	case 11:
		return strings.NewReplacer("k", "\u212a", "s", "\u017f", "S", "\u017f", "i", "\u0130").Replace(text)
	case 12:
		return strings.ReplaceAll(text, " ", []string{"\t", "\n", "+", "%20", "\u00a0", "  ", "/**/"}[s.IntN(7)])
	case 13:
		at := s.IntN(len(text) + 1)
		return text[:at] + traps[s.IntN(len(traps))] + text[at:]
	case 14:
		if text == "" {
			return "a"
		}
		at := s.IntN(len(text))
		return text[:at] + text[at+1:]
	}
	return traps[s.IntN(len(traps))] + text + traps[s.IntN(len(traps))]
}
