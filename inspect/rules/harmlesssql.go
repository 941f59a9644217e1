package rules

import (
	"slices"
	"strings"
	"unicode"
)

var (
	unionWord    = compiledLater(`(?i)union[^\w%/*#&\\-]+(?:(?:all|distinct|distinctrow)\b[^\w%/*#&\\-]*)?[a-z]\w*`)
	sentence     = compiledLater(`(?i);\s*select(?:\s+[a-z]\w*)+`)
	apostrophe   = compiledLater(`([\p{Lu}\p{Ll}\p{Lo}\d_]+)'([\p{Lu}\p{Ll}\p{Lo}_]\w*)`)
	afterUnion   = []string{"all", "distinct", "distinctrow", "select", "values", "table", "with", "by", "corresponding", "outer"}
	commandWords = []string{
		"insert", "update", "delete", "replace", "drop", "alter", "create", "exec", "execute", "declare", "set", "if", "waitfor",
		"truncate", "merge", "call", "load", "print", "use", "grant", "revoke", "deny", "shutdown", "kill", "backup", "restore",
		"dbcc", "bulk", "raiserror", "throw", "begin", "while", "return", "commit", "rollback", "save", "open", "close", "go",
	}
	textPrefixes = []string{"n", "x", "b", "e", "u", "q", "r", "date", "time", "timestamp", "interval"}
	joiningWords = append([]string{
		"and", "or", "xor", "not", "in", "is", "like", "rlike", "ilike", "regexp", "glob", "match", "similar", "between", "div", "mod",
		"union", "intersect", "except", "minus", "select", "having", "group", "order", "limit", "offset", "procedure", "into", "from", "where",
		"when", "then", "else", "end", "case", "as", "collate", "escape", "join", "left", "right", "inner", "outer", "cross", "natural", "full", "on", "using", "for", "distinct", "all", "top", "with", "sounds", "binary", "member", "isnull", "notnull",
		"at", "over", "window", "fetch", "lock", "returning", "qualify", "current_user", "session_user", "system_user",
	}, commandWords...)
)

// withoutUnion makes another word of union where what follows is no part of SQL.
func withoutUnion(text string) string {
	first := indexWord(text, "union")
	if first < 0 {
		return text
	}
	return text[:first] + unionWord().ReplaceAllStringFunc(text[first:], func(found string) string {
		words := strings.FieldsFunc(found[len("union"):], func(r rune) bool { return !isLetter(r) && r != '_' && !unicode.IsDigit(r) })
		if slices.Contains(afterUnion, strings.ToLower(words[len(words)-1])) {
			return found
		}
		return "x" + found[len("union"):]
	})
}

// indexWord returns where a text holds a word, of small letters of ASCII, in any case, for the first time, or -1.
func indexWord(text, word string) int {
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|0x20 == word[0] && strings.EqualFold(text[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

// withoutQuotedWord takes words out between quotation marks that stand nowhere else in the text.
func withoutQuotedWord(text string) string {
	for _, quote := range []string{`"`, "'", "`"} {
		before, rest, _ := strings.Cut(text, quote)
		word, behind, closed := strings.Cut(rest, quote)
		if closed && (strings.EqualFold(word, "having") || strings.EqualFold(word, "select")) && !strings.Contains(behind, quote) {
			text = before + "x" + behind
		}
	}
	return text
}

// isLetter says whether a rune is a letter of ASCII.
func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// withoutSentence takes a semicolon and select out in front of words of which three in a row are just names.
func withoutSentence(text string) string {
	return sentence().ReplaceAllStringFunc(text, func(found string) string {
		_, rest, _ := strings.Cut(strings.ToLower(found), "select")
		row := 0
		for word := range strings.FieldsSeq(rest) {
			if row++; slices.Contains(joiningWords, word) {
				row = 0
			}
			if row == 3 {
				return "."
			}
		}
		return found
	})
}

// withoutApostrophes takes the apostrophes out of words. Between them and the letters beside them there must be nothing,
// neither word may be one of SQL, and the first none that makes something else of a text, as in N'…' and DATE'…'.
func withoutApostrophes(text string) string {
	if !holdsApostrophe(text) {
		return text
	}
	return apostrophe().ReplaceAllStringFunc(text, func(found string) string {
		before, word, _ := strings.Cut(strings.ToLower(found), "'")
		if slices.Contains(joiningWords, before) || slices.Contains(joiningWords, word) ||
			slices.Contains(textPrefixes, before) || before[0] == '_' {
			return found
		}
		return strings.Replace(found, "'", "x", 1)
	})
}

// holdsApostrophe says whether one stands anywhere between two bytes that may be of words.
func holdsApostrophe(text string) bool {
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '\'' && mayBeOfWord(text[i-1]) && mayBeOfWord(text[i+1]) {
			return true
		}
	}
	return false
}

// mayBeOfWord says whether a byte is a letter, a digit or _, or not ASCII.
func mayBeOfWord(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
}
