package leak

// conditions are words one of which a text must hold for a rule of the Core Rule Set to be asked about it. These rules are
// lists of phrases that software writes in other places too: "must be a valid" is what forms answer to a wrong address, and
// "TypeError:" is JavaScript's and Python's before it is Ruby's, and "at com" and "at org" are English before they begin
// a frame. What a page shows of Java's, PHP's or Ruby's own failures names the file in which it happened, or a class of
// theirs.
var conditions = map[int][]string{
	952110: {"exception", "java.", "javax.", "jakarta.", ".java", ".kt:", ".scala:", "native method"},
	953100: {".php", "<b>warning</b>", "<b>fatal error</b>", "<b>notice</b>"},
	953110: {"<?", ".php"},
	956100: {
		".rb:", "activerecord::", "actioncontroller::", "activemodel::", "activesupport::", "pg::", "mysql2::", "sqlite3::",
		"errno::", "rack::", "puma::",
	},
}

// plausible says whether a rule is to be asked about a text that holds one of its literals.
func plausible(rule int, text []byte) bool {
	words, has := conditions[rule]
	if !has {
		return true
	}
	for _, w := range words {
		if indexFolded(text, w) >= 0 {
			return true
		}
	}
	return false
}
