package cli

import (
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// width is how many columns a line may have. It is the same for every terminal, so that what is printed is the same, too.
const width = 80

// Colours says whether a file is a terminal that shows colours, and whose user wants them (https://no-color.org).
func Colours(f *os.File, getenv func(string) string, windows bool) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	if windows && getenv("WT_SESSION") == "" {
		return false // the old console shows the escapes themselves; Windows Terminal sets the variable
	}
	return getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"
}

// A Style is what a terminal is told before a text, by ECMA-48's select graphic rendition.
type Style string

// The styles.
const (
	Red    Style = "1;31"
	Yellow Style = "33"
	Green  Style = "32"
	Bold   Style = "1"
)

// Paint puts a text, which may not have control characters, into a style.
func (t Tool) Paint(s Style, text string) string {
	if !t.Colour || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// Fold breaks a text at spaces into lines of at most width columns, indented by so many, those after the first by so many. A
// word that is longer than a line stays whole: it is a path or an entry of a setting, which people copy.
func Fold(first, others int, text string) string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", first))
	column, begun := first, false
	for word := range strings.SplitSeq(text, " ") {
		n := columns(word)
		switch {
		case begun && column+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", others))
			column = others
		case begun:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
		begun = true
	}
	b.WriteByte('\n')
	return b.String()
}

// clip cuts a text to so many columns, with a sign of the cut.
func clip(text string, limit int) string {
	if columns(text) <= limit {
		return text
	}
	column := 1 // the sign's
	for at, r := range text {
		if column += columnsOf(r); column > limit {
			return text[:at] + "…"
		}
	}
	return text
}

// columns is how wide a text is in a terminal.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n += columnsOf(r)
	}
	return n
}

// columnsOf is the width of a character: of Chinese, Japanese and Korean two columns, of others one.
func columnsOf(r rune) int {
	if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0xff01 && r <= 0xff60 {
		return 2
	}
	return 1
}

// Plain replaces what a terminal would obey instead of showing.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '\uFFFD'
		}
		return r
	}, text)
}
