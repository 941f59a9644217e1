package engine

import (
	"slices"
	"strings"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// captured is what an expression found in a text: group i, or "".
type captured func(i int) string

// chained holds, by rule id, the conditions of those rules of the Core Rule Set whose chain looks at what the rule's
// expression captured. Coraza keeps only the last capture and looks at it once, when all texts have been read: one
// more text that matches the expression, and not the condition, hides every other. Here the condition is part of the
// expression's match, text by text, and Coraza's own chain can only confirm it. A test compares this list with the
// rules.
var chained = map[string]func(tx plugintypes.TransactionState, group captured) bool{
	"931130": func(tx plugintypes.TransactionState, group captured) bool {
		host := "request_headers.host" // what Coraza puts for a header that is not there
		if hosts := tx.Variables().RequestHeaders().Get("host"); len(hosts) > 0 {
			host = hosts[0]
		}
		return !strings.HasSuffix("."+group(1), "."+host)
	},
	"942130": func(_ plugintypes.TransactionState, group captured) bool { return group(1) == group(2) },
	"942131": func(_ plugintypes.TransactionState, group captured) bool { return group(1) != group(2) },
	"942521": func(_ plugintypes.TransactionState, group captured) bool {
		return hasLine(group(1), "and") || hasLine(group(1), "or")
	},
}

// hasLine says whether ^line$ matches, as Coraza understands it: at any line.
func hasLine(text, line string) bool {
	for l := range strings.SplitSeq(text, "\n") {
		if l == line {
			return true
		}
	}
	return false
}

// holds says whether the current rule, if it is one of those, would fulfil its chain with this capture.
func holds(tx plugintypes.TransactionState, group captured) bool {
	for _, id := range tx.Variables().Rule().Get("id") {
		if condition, ok := chained[id]; ok {
			return condition(tx, group)
		}
	}
	return true
}

// usesCaptures says that something that counts looks at what a rule's expression captures: a link of its chain, or a
// variable that it sets. Messages do not count, since nothing of the text gets into them.
func usesCaptures(raw string) bool {
	return slices.ContainsFunc(splitActions(actionsOf(strings.TrimSpace(raw))), func(action string) bool {
		action = strings.ToLower(strings.TrimSpace(action))
		return action == "chain" || strings.HasPrefix(action, "setvar:") && namesCapture(action)
	})
}

// namesCapture says that a text has a place for what was captured: %{tx.0} to %{tx.9}.
func namesCapture(text string) bool {
	const place = "%{tx."
	for i := strings.Index(text, place); i >= 0; i = strings.Index(text, place) {
		if text = text[i+len(place):]; len(text) > 1 && '0' <= text[0] && text[0] <= '9' && text[1] == '}' {
			return true
		}
	}
	return false
}
