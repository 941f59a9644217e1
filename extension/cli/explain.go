package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"weir/inspect"
)

const (
	// maxShown is how much of a matched text --json shows, in bytes, and surrounding how much of that is on either side of the
	// part that matched.
	maxShown    = 160
	surrounding = 40

	// maxLine is how wide a person is shown it, in columns: what a line has left behind its indentation and the signs around the
	// text. maxMatch is how much of that the part may take.
	maxLine  = width - 8 - 4
	maxMatch = 44
)

// around is a piece of a text in quotation marks: what is before the part that matched, the part, and what is behind it. If
// the part is not known, all is before it.
type around struct{ before, match, after string }

// surroundings shows the part of a text that matched with what is around it, in one line, or the beginning of the text if the part
// is not known. What cannot be printed is shown in escapes.
func surroundings(text, part string) around {
	at := strings.Index(text, part)
	if part == "" || at < 0 {
		shown, whole := head(text, maxLine)
		return around{before: `"` + shown + closing(whole)}
	}
	match, whole := head(part, maxMatch)
	if !whole {
		match += "…"
	}
	left, rest := text[:at], text[at+len(part):]
	room := maxLine - columns(match)
	behind, ends := head(rest, room-min(columns(escaped(tailOf(left))), room/2))
	before, begins := tail(left, room-columns(behind))
	opening := `"`
	if !begins {
		opening = `…"`
	}
	return around{opening + before, match, behind + closing(ends)}
}

// closing ends what is shown of a text.
func closing(whole bool) string {
	if whole {
		return `"`
	}
	return `"…`
}

// head is the beginning of a text in escapes, of at most so many columns, and says whether that is all of it.
func head(text string, limit int) (shown string, whole bool) {
	var b strings.Builder
	used := 0
	for len(text) > 0 {
		_, size := utf8.DecodeRuneInString(text)
		c := escaped(text[:size])
		if used += columns(c); used > limit {
			return b.String(), false
		}
		b.WriteString(c)
		text = text[size:]
	}
	return b.String(), true
}

// tail is head from the end.
func tail(text string, limit int) (shown string, whole bool) {
	used := 0
	for len(text) > 0 {
		_, size := utf8.DecodeLastRuneInString(text)
		c := escaped(text[len(text)-size:])
		if used += columns(c); used > limit {
			return shown, false
		}
		shown = c + shown
		text = text[:len(text)-size]
	}
	return shown, true
}

// tailOf bounds what has to be looked at of a text for a line of it.
func tailOf(text string) string { return text[max(0, len(text)-maxLine):] }

// window is which bytes of a text programs are shown around a part of it.
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

func escaped(text string) string {
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

// condition is one of a rule's conditions that looks for an expression. It is compiled when it is needed, not when an extension starts.
var condition = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^\s*SecRule\s+\S+\s+"@rx ((?:[^"\\]|\\.)*)"`)
})

// partOf is what of a match's text the rule names, or, of a rule that keeps it for itself, what its expression finds there; "" if
// that is nothing, or not known.
func partOf(r inspect.Rule, m inspect.Match) string {
	if m.Part != "" {
		return m.Part
	}
	for _, c := range condition().FindAllStringSubmatch(r.Text, -1) {
		expression, err := regexp.Compile("(?sm)" + strings.ReplaceAll(c[1], `\"`, `"`)) // as Coraza compiles it
		if err != nil {
			continue // it names bytes, which Go's own cannot
		}
		if part := expression.FindString(m.Text); part != "" {
			return part
		}
	}
	return ""
}

// writeDenied shows the matches that did not count, and why.
func writeDenied(b *strings.Builder, v inspect.Verdict) {
	if v.Denied == 0 {
		return
	}
	b.WriteString(Fold(2, 4, "matched, and does not count: the text does nothing of what the rule fears (WEIR_CONFIRM)"))
	for _, d := range v.Denials {
		b.WriteString(Fold(4, 6, fmt.Sprintf("%-7d in %s: %s", d.Rule, Plain(d.Field), Plain(d.Reason))))
	}
	if more := v.Denied - len(v.Denials); more > 0 {
		fmt.Fprintf(b, "    and %d more\n", more)
	}
}

// writeExplained shows what would silence all matches, and each rule that matched once.
func writeExplained(b *strings.Builder, rules map[int]inspect.Rule, v inspect.Verdict) {
	if len(v.Matches) == 0 {
		return
	}
	var entries []string
	for _, m := range v.Matches {
		if entry := Plain(inspect.Silencing(v.Source, m).String()); !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	// On one line, it can be pasted as the variable's value.
	fmt.Fprintf(b, "  to silence these, as narrowly as possible, in WEIR_EXCLUDE\n    %s\n", strings.Join(entries, ";"))
	b.WriteString("  the rules\n")
	shown := map[int]bool{}
	for _, m := range v.Matches {
		if r, known := rules[m.Rule]; known && !shown[m.Rule] {
			shown[m.Rule] = true
			if r.Text == "" {
				writeRuleText(b, r)
			} else {
				writeCondition(b, r)
			}
		}
	}
}

// maxRuleLines is how many lines each condition of a rule takes beside its matches, and maxConditions how many of a chain are
// shown: enough for what it looks at, and how what it looks for begins. Some rules have 20 KB of one expression.
const (
	maxRuleLines  = 3
	maxConditions = 3
)

// writeCondition shows the conditions of a rule, cut: where it looks and for what. Its comment and its actions are left to
// weir rules.
func writeCondition(b *strings.Builder, r inspect.Rule) {
	conditions := 0
	for line := range strings.Lines(r.Text) {
		line = strings.TrimSpace(strings.TrimSuffix(Plain(strings.TrimSpace(line)), `\`))
		if !strings.HasPrefix(line, "SecRule ") || conditions == maxConditions {
			continue
		}
		conditions++
		for n := range maxRuleLines {
			shown := clip(line, width-4)
			if n < maxRuleLines-1 {
				shown = strings.TrimSuffix(shown, "…")
			}
			fmt.Fprintf(b, "    %s\n", shown)
			if line = strings.TrimPrefix(line, shown); line == "" {
				break
			}
		}
	}
	fmt.Fprintf(b, "    … all %s: weir rules %d\n", count(len(r.Text), "byte"), r.ID)
}

// writeRuleText shows what a rule says.
func writeRuleText(b *strings.Builder, r inspect.Rule) {
	if r.Text == "" {
		b.WriteString(Fold(4, 4, fmt.Sprintf("%d, raised in Go: %s. %s", r.ID, Plain(r.Message), Plain(r.Because))))
		return
	}
	for line := range strings.Lines(r.Text) {
		fmt.Fprintf(b, "    %s\n", Plain(strings.TrimRight(line, "\r\n")))
	}
}

// explain is writeExplained for programs.
func explain(rules map[int]inspect.Rule, sourceName string, m inspect.Match) explanation {
	rule := rules[m.Rule]
	part := partOf(rule, m)
	start, end := window(m.Text, part)
	return explanation{
		Text: m.Text[start:end], Part: part[:border(part, min(len(part), maxShown-2*surrounding))],
		Exclude: inspect.Silencing(sourceName, m).String(), RuleText: rule.Text, Because: rule.Because,
	}
}
