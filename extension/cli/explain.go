package cli

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"weir/inspect"
)

// surrounding is how much is shown on either side of what matched, in bytes. Together with the longest part that is
// shown this is maxShown.
const surrounding = 40

// around is a piece of a text in quotation marks, with the place of what matched in it, in characters.
type around struct {
	text          string
	start, length int // length 0: it is not known
}

// surroundings shows the part of a text that matched with what is around it, or the beginning of the text if the part is not
// known. What cannot be printed is shown in escapes.
func surroundings(text, part string) around {
	start, end := window(text, part)
	at := strings.Index(text, part)
	if part == "" || at < 0 {
		return around{text: sides(text, start, end, escaped(text[start:end]))}
	}
	stop := min(at+len(part), end)
	before, match, after := escaped(text[start:at]), escaped(text[at:stop]), escaped(text[stop:end])
	left := 1 // the quotation mark
	if start > 0 {
		left++
	}
	return around{
		text:  sides(text, start, end, before+match+after),
		start: left + utf8.RuneCountInString(before), length: utf8.RuneCountInString(match),
	}
}

// window is which bytes of a text are shown around a part of it.
func window(text, part string) (start, end int) {
	at := strings.Index(text, part)
	if part == "" || at < 0 {
		return 0, border(text, min(len(text), maxShown))
	}
	start = max(0, at-surrounding)
	for start > 0 && start < at && !utf8.RuneStart(text[start]) {
		start++
	}
	return start, border(text, min(len(text), at+min(len(part), maxShown-2*surrounding)+surrounding))
}

// border moves a place in a text back to where a character begins.
func border(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// sides puts quotation marks around what is shown of a text, and signs where it was cut.
func sides(text string, start, end int, shown string) string {
	left, right := `"`, `"`
	if start > 0 {
		left = `…"`
	}
	if end < len(text) {
		right = `"…`
	}
	return left + shown + right
}

func escaped(text string) string {
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

// writeDenied shows the matches that did not count, and why.
func writeDenied(b *strings.Builder, v inspect.Verdict) {
	if v.Denied == 0 {
		return
	}
	b.WriteString("  matched, and does not count: the text does nothing of what the rule fears (WEIR_CONFIRM)\n")
	for _, d := range v.Denials {
		fmt.Fprintf(b, "    %-7d in %s: %s\n", d.Rule, plain(d.Field), plain(d.Reason))
	}
	if more := v.Denied - len(v.Denials); more > 0 {
		fmt.Fprintf(b, "    and %d more\n", more)
	}
}

// writeExplained shows, of each match, how it could be silenced, and each rule that matched once.
func writeExplained(b *strings.Builder, rules map[int]inspect.Rule, v inspect.Verdict) {
	if len(v.Matches) == 0 {
		return
	}
	b.WriteString("  to silence these, as narrowly as possible, in WEIR_EXCLUDE\n")
	told := map[string]bool{}
	for _, m := range v.Matches {
		if entry := inspect.Silencing(v.Source, m).String(); !told[entry] {
			told[entry] = true
			fmt.Fprintf(b, "    %s\n", plain(entry))
		}
	}
	b.WriteString("  the rules\n")
	shown := map[int]bool{}
	for _, m := range v.Matches {
		if r, known := rules[m.Rule]; known && !shown[m.Rule] {
			shown[m.Rule] = true
			writeRuleText(b, r)
		}
	}
}

// writeRuleText shows what a rule says.
func writeRuleText(b *strings.Builder, r inspect.Rule) {
	if r.Text == "" {
		fmt.Fprintf(b, "    %d, raised in Go: %s. %s\n", r.ID, plain(r.Message), plain(r.Because))
		return
	}
	for line := range strings.Lines(r.Text) {
		fmt.Fprintf(b, "    %s\n", plain(strings.TrimRight(line, "\r\n")))
	}
}

// explain is writeExplained for programs.
func explain(rules map[int]inspect.Rule, sourceName string, m inspect.Match) explanation {
	start, end := window(m.Text, m.Part)
	rule := rules[m.Rule]
	return explanation{
		Text: m.Text[start:end], Part: m.Part[:border(m.Part, min(len(m.Part), maxShown-2*surrounding))],
		Exclude: inspect.Silencing(sourceName, m).String(), RuleText: rule.Text, Because: rule.Because,
	}
}
