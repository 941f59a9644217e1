package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// text is one piece of SecLang, and what to call it in an error.
type text struct{ name, body string }

// maxLine is the longest line that Coraza reads; it ignores the rest of a text from a longer one on.
const maxLine = 64<<10 - 1

// check finds what Coraza would pass over in silence: a line too long, a directive or a chain without its end. A rule
// whose chain is missing would match by its first link alone.
func (t text) check() error {
	directive, chain := "", false
	for n, line := range strings.Split(t.body, "\n") {
		if len(line) > maxLine {
			return fmt.Errorf("line %d is longer than %d bytes", n+1, maxLine)
		}
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		directive += strings.TrimSuffix(line, `\`)
		if strings.HasSuffix(line, `\`) {
			continue
		}
		rule := isRule(directive)
		if chain && !rule {
			return fmt.Errorf("line %d stands inside a chain", n+1)
		}
		chain = rule && slices.ContainsFunc(splitActions(actionsOf(directive)), func(action string) bool {
			return strings.EqualFold(strings.TrimSpace(action), "chain")
		})
		directive = ""
	}
	switch {
	case directive != "":
		return errors.New(`it ends in the middle of a line (a "\" and nothing after it)`)
	case chain:
		return errors.New("it ends inside a chain")
	}
	return nil
}

func isRule(directive string) bool {
	name, _, _ := strings.Cut(directive, " ")
	return strings.EqualFold(name, "SecRule") || strings.EqualFold(name, "SecAction")
}
