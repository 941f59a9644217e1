package confirm

import "strings"

// operators are those of MongoDB's query language and pipelines by which a filter finds more than it should, or runs something.
// Those of updates are left out: analytics have $set and $push, and a filter has no use for them
// (https://www.mongodb.com/docs/manual/reference/operator/query/).
var operators = words{
	"ne", "eq", "gt", "gte", "lt", "lte", "in", "nin", "regex", "options", "where", "exists", "or", "and", "not", "nor", "all", "elemmatch", "size", "mod", "type", "expr", "jsonschema",
	"text", "search", "func", "function", "accumulator", "lookup", "unionwith", "merge", "out", "near", "geowithin", "rand", "match", "ifnull", "cond", "switch",
}

// conditions are those that nothing but a filter has as a name.
var conditions = words{"ne", "nin", "nor", "where", "regex", "expr", "gt", "gte", "lt", "lte", "elemmatch"}

// mongo says that an operator stands in the place of a name: it is a name of its own, stands in brackets behind one, or before a colon.
func mongo(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		trimmed := strings.Trim(text, " \t\r\n")
		for at := strings.IndexByte(trimmed, '$'); at >= 0; {
			end := at + 1
			for end < len(trimmed) && 'a' <= trimmed[end]|0x20 && trimmed[end]|0x20 <= 'z' {
				end++
			}
			if operators.has(lower(trimmed[at+1:end])) && inPlaceOfName(trimmed, at, end) {
				return true
			}
			next := strings.IndexByte(trimmed[at+1:], '$')
			if next < 0 {
				return false
			}
			at += 1 + next
		}
		return false
	})
}

// inPlaceOfName says whether a word in a text is a member's name.
func inPlaceOfName(text string, from, to int) bool {
	before, after := strings.TrimRight(text[:from], " \t\r\n"), strings.TrimLeft(text[to:], " \t\r\n")
	if before == "" && after == "" {
		return true
	}
	if strings.HasSuffix(before, "[") && strings.HasPrefix(after, "]") {
		return true
	}
	for _, mark := range []string{`"`, "'"} {
		if strings.HasSuffix(before, mark) && strings.HasPrefix(after, mark) {
			return strings.HasPrefix(strings.TrimLeft(after[1:], " \t\r\n"), ":") || strings.HasSuffix(strings.TrimSpace(before[:len(before)-1]), "[")
		}
	}
	if !strings.HasPrefix(after, ":") {
		return false
	}
	if given := strings.TrimLeft(after[1:], " \t\r\n"); conditions.has(lower(text[from+1:to])) && given != "" && strings.IndexByte("'\"0123456789", given[0]) >= 0 {
		return true // a variable of GraphQL has a type there, and no style sheet has a variable of such a name
	}
	value, more := strings.CutSuffix(before, ",") // behind a type, it is a variable of GraphQL
	return strings.HasSuffix(before, "{") || more && value != "" && (value[len(value)-1]|0x20 < 'a' || value[len(value)-1]|0x20 > 'z') && !strings.HasSuffix(value, "!")
}
