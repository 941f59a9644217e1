package confirm

import "strings"

// alarms are calls by which an attacker shows that his program runs.
var alarms = words{"alert", "confirm", "prompt"}

// callbacks are functions that run what they are given; as arguments of another function they run what it gives them.
var callbacks = words{"alert", "confirm", "prompt", "eval", "print"}

// callsScript looks for what only a program does that somebody else has to run: it calls an alarm, runs a text, reaches a name by
// pieces, sends a cookie away, or begins where a value leaves what it stood in.
func callsScript(m *Match, text string) bool {
	if beginsScript(text) {
		return true
	}
	squeezed := squeeze(text)
	if holdsAnyOf(squeezed, scriptSigns...) || joinsMember(text) || hidesCookie(squeezed) {
		return true
	}
	for at := strings.IndexAny(text, "(`"); at >= 0; {
		if inner := at > 0 && text[at-1] == '('; !inner && callAt(text, at) || m.late(longestArgument) {
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

// scriptSigns are what programs of intruders have, and those of others do not.
var scriptSigns = []string{
	"onerror=alert", "onerror=eval", "onerror=prompt", "onerror=confirm", "onerror=window.", "onerror=self.", "onerror=top.", "=eval;", "=eval,", "=alert;", "=alert,", ":alert}", ":alert,", ":eval,", ":eval}",
	"document['cookie", `document["cookie`, "document['domain", `document["domain`, "+document.cookie", "${document.cookie", "${document.domain", "(document.domain", "(document.cookie)", "concat(document.cookie", "throwdocument.",
	".constructor('", `.constructor("`, ".constructor`", "constructor.constructor", "['constructor", `["constructor`, ".call`${", "call``", "location=name", "location=location.hash", "document)[",
	"{document.cookie", "document.cookie=true", ":document.cookie",
}

// hidesCookie says that comments hide the name of the cookie.
func hidesCookie(squeezed string) bool {
	const cookie = "document.cookie"
	if !strings.Contains(squeezed, "document/*") && !strings.Contains(squeezed, "document./*") {
		return false
	}
	for at := strings.Index(squeezed, "document"); at >= 0; {
		if strings.HasPrefix(unspaced(squeezed[at:min(len(squeezed), at+longestStart)]), cookie) && !strings.HasPrefix(squeezed[at:], cookie) {
			return true
		}
		next := strings.Index(squeezed[at+1:], "document")
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// beginsScript says that a text begins with what a script of an intruder does first: it reads or changes its page.
func beginsScript(text string) bool {
	bare := strings.TrimLeft(unspaced(bareStart(text[:min(len(text), longestStart)])), "(")
	return strings.HasPrefix(bare, "document.") && strings.Contains(bare, "=") || scriptStarts.begin(bare)
}

// scriptStarts are beginnings of values that are a program of this kind.
var scriptStarts = words{
	"window.location", "document.cookie", "document.domain", "document.body.", "document)[", "window['", `window["`, "self['", `self["`, "top['", `top["`, "parent['", `parent["`, "atob(", "btoa(", "setinterval(",
}

// joinsMember says that a member of the page's window is reached by a name that is joined of pieces, or escaped, and called: top['al'+'ert'](1).
func joinsMember(text string) bool {
	for _, object := range []string{"window", "self", "this", "top", "parent", "globalthis", "frames", "document"} {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, object)
			if !found {
				break
			}
			inside, _ := gap(after[:min(len(after), longestArgument)])
			inside, _ = gap(strings.TrimPrefix(inside, "?."))
			if strings.HasPrefix(inside, "[") && isJoined(inside[1:]) {
				return true
			}
			rest = after
		}
	}
	return false
}

// isJoined says that what stands in brackets up to their end is joined of texts, or names what an intruder calls.
func isJoined(text string) bool {
	texts, joined := 0, false
	for at := 0; at < len(text); {
		switch c := text[at]; c {
		case '\'', '"', '`', '/':
			inside, rest := quoted(text[at:])
			if texts++; texts > 1 && strings.HasSuffix(strings.TrimRight(text[:at], " "), string(c)) {
				joined = true
			}
			if callbacks.has(inside) || inside == "cookie" || inside == "domain" {
				return true
			}
			at = len(text) - len(rest)
			continue
		case '+':
			joined = true
		case ']':
			call, _ := gap(text[at+1:])
			call, _ = gap(strings.TrimPrefix(call, "?."))
			return texts > 0 && joined && call != "" && strings.IndexByte("(`", call[0]) >= 0
		case ';', '{', '}':
			return false
		}
		at++
	}
	return false
}

// callAt says whether a bracket or a backtick belongs to a call that counts.
func callAt(text string, at int) bool {
	before := strings.TrimRight(withoutComments(text[max(0, at-2*shortest):at]), " \t\r\n/*\x00)'\"]?.")
	before, name := lastName(before)
	arg := readArgument(text[at+1:])
	if text[at] == '`' {
		inside, rest := quoted(text[at:min(len(text), at+longestArgument)])
		arg = argument{quotedCommand, inside, rest}
	}
	if name == "call" || name == "apply" {
		if owner, of := lastName(strings.TrimRight(before, " \t\r\n.?")); alarms.has(of) || of == "eval" {
			before, name = owner, of
		}
	}
	switch {
	case arg.kind == otherArguments && name != "" && isCallback(arg):
		return true
	case alarms.has(name):
		return arg.given() || leaves(before) || arg.kind == noArgument && endsStatement(arg.rest) && startsStatement(before)
	case name == "eval":
		return arg.given() && (arg.kind != otherArguments || evaluated.has(arg.text)) || leaves(before)
	case name == "function", name == "constructor":
		return (arg.kind == literal || arg.kind == quotedCommand) && strings.ContainsAny(arg.text, "(`=;\\.") || leaves(before)
	case name == "atob":
		return arg.kind == literal || leaves(before)
	case name == "fromcharcode":
		return arg.kind == number && arg.rest != "" && arg.rest[0] == ','
	case name == "settimeout", name == "setinterval", name == "setimmediate", name == "execscript":
		return arg.kind == literal && strings.ContainsAny(arg.text, "(`=\\") || arg.kind == quotedCommand || leaves(before)
	case name == "fetch", name == "import", name == "importscripts", name == "sendbeacon":
		return (arg.kind == literal || arg.kind == quotedCommand) && (strings.HasPrefix(arg.text, "//") || name == "import" && endsWithAny(arg.text, hostEnds)) || leaves(before)
	case name == "write", name == "writeln":
		return arg.kind == number && strings.HasSuffix(before, "document.") || leaves(before)
	case evaluators.has(name):
		return leaves(before)
	}
	return false
}

// evaluators run a text as a program, or reach out. They count behind signs by which a value leaves what it stood in.
var evaluators = words{"assign", "open", "unescape", "decodeuri", "decodeuricomponent", "find", "map", "sort", "evaluate", "xmlhttprequest", "activexobject", "btoa", "print"}

// evaluated are names of what an intruder gives to eval: he writes what they hold.
var evaluated = words{"name", "location", "url", "src", "id", "this", "window", "self", "top", "document", "event", "hash", "i", "x"}

// isCallback says that an argument is a function that runs what it is given, or that of a window.
func isCallback(arg argument) bool {
	for objects := 0; objects < mostObjects && strings.HasPrefix(arg.rest, "."); objects++ {
		arg = readArgument(arg.rest[1:])
	}
	return callbacks.has(arg.text) && strings.IndexByte("),", firstOf(arg.rest)) >= 0
}

// mostObjects bounds the objects before a name: self.top.alert.
const mostObjects = 4

// startsStatement says that nothing stands on the line before a call but its objects: window.alert().
func startsStatement(before string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	line = strings.TrimLeft(line, " \t\r\"';)}(")
	return line == "" || line == "window." || line == "self." || line == "top."
}

// endsStatement says that a line ends behind a call, or the statement does.
func endsStatement(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r)}")
	return rest == "" || strings.IndexByte("\n;/", rest[0]) >= 0
}

// hostEnds end the names of hosts, and of no module.
var hostEnds = []string{".com", ".net", ".org"}

func firstOf(text string) byte {
	if text == "" {
		return 0
	}
	return text[0]
}

// leaves says that a text ends with signs by which a value leaves a text, a list or a block of a script: '; or "- or }}.
func leaves(before string) bool {
	line := before[strings.LastIndexByte(before, '\n')+1:]
	for _, owner := range []string{"document.", "window.", "self.", "top."} {
		line = strings.TrimSuffix(line, owner)
	}
	line = strings.TrimRight(line, " \t\r")
	n := len(line)
	return n > 1 && strings.IndexByte(";-+*/^|&%", line[n-1]) >= 0 && strings.IndexByte("'\"`", line[n-2]) >= 0
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
