package engine

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// ruleText is what a rule's own text says and Coraza does not tell.
type ruleText struct {
	message string
	denies  bool
	links   []linkText // the rule, then the links of its chain
}

// linkText is one link of a chain. Coraza runs a link's setvar actions once per text that matched the link.
type linkText struct {
	points []points
}

// points are what one match adds to the score: a number, or the value of a TX variable.
type points struct {
	number   int
	variable string // "critical_anomaly_score"; "" for a number
}

// scoring recognises the variables that the Core Rule Set adds up (rules 949060 to 949063).
var scoring = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^!?tx\.(?:in|out)bound_anomaly_score_pl[1-4]=\+(?:%\{tx\.([^}]+)\}|(\d+))$`)
})

// placeholder is text that Coraza fills in from the request, with the brackets or quotes around it.
var placeholder = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\s*[('"]?%\{[^}]*\}[)'"]?`)
})

// readText reads a rule as Coraza keeps it: one line per link.
func readText(raw string) ruleText {
	var t ruleText
	for i, line := range strings.Split(raw, "\n") {
		var link linkText
		for _, a := range splitActions(actionsOf(strings.TrimSpace(line))) {
			name, value, _ := strings.Cut(a, ":")
			name = strings.ToLower(strings.TrimSpace(name))
			value = strings.Trim(strings.TrimSpace(value), "'")
			switch name {
			case "msg":
				if t.message == "" {
					// Placeholders would bring the sender's text into messages, which are logged.
					t.message = strings.TrimSpace(placeholder().ReplaceAllString(value, ""))
				}
			case "deny", "drop", "redirect":
				t.denies = t.denies || i == 0
			case "setvar", pointsAction:
				if m := scoring().FindStringSubmatch(value); m != nil {
					n, _ := strconv.Atoi(m[2])
					link.points = append(link.points, points{number: n, variable: strings.ToLower(m[1])})
				}
			}
		}
		t.links = append(t.links, link)
	}
	return t
}

// actionsOf returns the action list of SecRule VARIABLES "OPERATOR" "ACTIONS" or SecAction "ACTIONS".
func actionsOf(line string) string {
	directive, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimLeft(rest, " ")
	if strings.EqualFold(directive, "SecRule") {
		rest = strings.TrimLeft(afterWord(rest), " ")
		rest = strings.TrimLeft(afterWord(rest), " ")
	}
	return strings.Trim(rest, `"`)
}

// afterWord cuts one word off, or one text in double quotes.
func afterWord(s string) string {
	if !strings.HasPrefix(s, `"`) {
		_, rest, _ := strings.Cut(s, " ")
		return rest
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return s[i+1:]
		}
	}
	return ""
}

// splitActions splits at the commas that stand outside single quotes.
func splitActions(list string) []string {
	var out []string
	start, quoted := 0, false
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '\\':
			i++
		case '\'':
			quoted = !quoted
		case ',':
			if !quoted {
				out = append(out, list[start:i])
				start = i + 1
			}
		}
	}
	return append(out, list[start:])
}
