package rules

import "strings"

var (
	beginning = compiledLater(`^[\pL\d_]`)
	absolute  = compiledLater(`^/[\pL\d_][\w.-]*/[\pL\d_][\w./-]*$`)
	share     = compiledLater(`^\\\\[\w.-]+\\[\w.$-]+\\`)
)

// withoutDots takes the steps up out of a text if its paths are relative and none leads out of its own first folder, if it is
// an absolute path and leads out of neither of its first two, or if it is a path of Windows on a share and never leaves that.
func withoutDots(text string) string {
	least, rest := 1, text
	if root := share().FindString(text); root != "" {
		least, rest = 0, text[len(root):]
	} else if absolute().MatchString(text) {
		least, rest = 2, text[1:]
	} else if !beginning().MatchString(text) {
		return text
	}
	if climbs(rest, `/`, least) || climbs(rest, `\`, least) && strings.Contains(rest, `\`) || climbs(rest, `/\`, least) {
		return text
	}
	return strings.ReplaceAll(text, "..", "")
}

// climbs says whether a path in the text may lead up to a depth of less than least, if any of separators parts its steps. A
// path may begin at every sign that no name has, and what could stand for a sign of a path counts as one: in doubt it climbs.
func climbs(text, separators string, least int) bool {
	if strings.ContainsAny(text, "%\x00") || strings.Contains(text, "....") || strings.Contains(text, "..;") {
		return true
	}
	depth, start := 0, 0
	for i := 0; i <= len(text); i++ {
		ends := i == len(text) || strings.IndexByte(separators, text[i]) >= 0
		begins := !ends && strings.IndexByte(" \t\r\n\"'`=&?,;:|<>(){}", text[i]) >= 0
		if !ends && !begins {
			continue
		}
		step := text[start:i]
		start = i + 1
		switch {
		case step == "..":
			if depth--; depth < least {
				return true
			}
		case strings.HasPrefix(step, "..") && step != "...", strings.HasSuffix(step, ".."):
			return true
		case step != "" && step != ".":
			depth++
		case step == "" && ends && depth == 0:
			least = len(text) // an absolute path, behind another text
		}
		if begins {
			depth = 0
		}
	}
	return false
}

// request is an operator of a shell, a verb that is a command too and changes nothing, an article or the like, and words.
var request = compiledLater(`(?i)([;&|]\s*)(?:mail|find|sort|cut|time|join|make|watch|test|wait|read|print|host|file|finger|last|look|head|tail|at|who|which|less|more)` +
	` (?:the|an?|my|your|our|their|his|her|its|this|that|these|those|all|them|me|us)((?: [\pL\d]+(?:'s?)?)*)([.!?,;:)]|$)`)

// withoutRequest takes out of a sentence what it asks for with a verb, if no option, path or variable follows it.
func withoutRequest(text string) string {
	if !mayRequest(text) {
		return text
	}
	return request().ReplaceAllString(text, "${1}x$3")
}

// mayRequest says whether behind an operator of a shell, with blanks between them or none, stand a word, a blank and a letter.
func mayRequest(text string) bool {
	for {
		at := strings.IndexAny(text, ";&|")
		if at < 0 {
			return false
		}
		text = text[at+1:]
		word := strings.TrimLeft(text, "\t\n\f\r ")
		end := strings.IndexFunc(word, func(r rune) bool { return r < 0x80 && !isLetter(r) })
		if end > 0 && end+1 < len(word) && word[end] == ' ' && mayBeOfWord(word[end+1]) {
			return true
		}
	}
}

var argument = compiledLater(`^(?:\$HOME/)?[\w./:=,@-]*$|^(?i:process) (?:[\w ./:=,@-]|'[\w./:@-]+')*$`)

// withoutCommands returns nothing if the text is one argument to a shell, wherever in a line it is put: there is nothing in
// it that ends a word or a command, or is expanded.
func withoutCommands(text string) string {
	if argument().MatchString(text) {
		return ""
	}
	return text
}
