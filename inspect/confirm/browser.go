package confirm

import "strings"

// alarms are calls by which an attacker shows that his program runs. Honest programs call them with sentences.
var alarms = words{"alert", "confirm", "prompt", "print"}

// evaluators run a text as a program, or reach out.
var evaluators = words{"eval", "settimeout", "setinterval", "function", "execscript", "atob", "fromcharcode", "fetch", "import", "importscripts", "write", "writeln", "constructor", "assign", "open", "unescape", "decodeuri", "decodeuricomponent", "setimmediate", "find", "map", "sort", "evaluate", "xmlhttprequest", "activexobject", "btoa"}

// callsScript looks for calls where a script runs already: in a short text, or behind a sign by which a value leaves what it stood in.
func callsScript(text string) bool {
	short := len(text) <= longestScript
	if short && holdsAnyOf(text, "document.cookie", "document.domain", "document.write", "window.location", "location.hash", "location=", "innerhtml", "window[", "self[", "this[", "top[", "parent[", "globalthis", "=eval", "location.href", "location ", "document.location", "window.name", "location['", ".constructor", "onerror=", "onload=", "document[", "localstorage") {
		return true
	}
	bare := unspaced(text[:min(len(text), longestStart)])
	if strings.HasPrefix(bare, "document.") && len(bare) > len("document.") && strings.ContainsAny(bare, "(=") || holdsAnyOf(bare, "document.cookie", "document)[", "call`${", "call``") {
		return true
	}
	for at := strings.IndexAny(text, "(`"); at >= 0; {
		if callAt(text, at, short) {
			return true
		}
		next := strings.IndexAny(text[at+1:], "(`")
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// longestScript is the longest text that counts for a call alone, in bytes: programs that people write are longer.
const longestScript = 200

// callAt says whether a bracket or a backtick belongs to a call that counts.
func callAt(text string, at int, short bool) bool {
	before := strings.TrimRight(text[max(0, at-2*shortest):at], " \t\r\n/*\x00)'\"]?.")
	from := len(before)
	for from > 0 && isWordByte(before[from-1]) && before[from-1] != '.' {
		from--
	}
	name, before := before[from:], before[:from]
	argument := strings.TrimLeft(text[at+1:min(len(text), at+1+longestTag)], " \t\r\n(")
	short = short && (len(text) <= shortest || !strings.HasPrefix(argument, ")"))
	switch {
	case alarms.has(name):
		return short || isProof(argument) || leaves(before)
	case evaluators.has(name):
		return short && (text[at] == '(' || len(before) == 0) || leaves(before)
	}
	return false
}

// isProof says that an argument is what attackers show: a number, the cookie, the host, or a word of theirs.
func isProof(argument string) bool {
	if argument == "" {
		return false
	}
	end := strings.IndexAny(argument, ")`")
	if end < 0 || end > 2*shortest {
		return false
	}
	inside := strings.Trim(argument[:end], " '\"`/\\")
	return inside != "" && (strings.Trim(inside, "0123456789.") == "" || strings.Contains(inside, "xss") || strings.HasPrefix(inside, "document.") || inside == "origin" || inside == "location" || inside == "self" || inside == "cookie" || strings.HasPrefix(inside, "string.fromcharcode"))
}

// leaves says that a text ends with signs by which a value leaves a text, a list or a block of a script: '; or "- or }}.
func leaves(before string) bool {
	before = strings.TrimRight(before, " \t\r\n")
	n := len(before)
	if n < 2 {
		return false
	}
	sign, mark := before[n-1], before[n-2]
	return strings.IndexByte(";-+*/,^|&%=:", sign) >= 0 && strings.IndexByte("'\"`", mark) >= 0 && n <= longestScript && strings.Count(before, "\n") == 0 && n < 2*shortest-8
}

func holdsAnyOf(text string, signs ...string) bool {
	for _, sign := range signs {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// unspaced returns a text without its blanks and comments.
func unspaced(text string) string {
	var b strings.Builder
	for text != "" {
		text, _ = gap(text)
		if text != "" {
			b.WriteByte(text[0])
			text = text[1:]
		}
	}
	return b.String()
}
