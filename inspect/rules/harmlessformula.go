package rules

import (
	"slices"
	"strings"
	"unicode"
)

var (
	sqlText  = compiledLater(`"[^"\\]*"|'[^'\\]*'`)
	sqlToken = compiledLater(`[A-Za-z_\x80-\x{10ffff}][\w.\x80-\x{10ffff}]*|[0-9][\w.]*|[<>=!]+|\s+|.`)

	// flags is a filter of APIs (AIP-160): a flag, and names that are equal to texts in double marks, which are columns to SQL. Where a
	// database takes them for texts and a truth for a number, who knows a column and the whole of its value learns that they are right.
	flags = compiledLater(`(?i)^\w+ ?= ?(?:true|false)(?: and [a-z_]\w*\.[\w.]+ ?= ?"\w*")+$`)

	// span is a number with a unit, as in -7d: to no database is it anything in a condition.
	span = compiledLater(`^[0-9]+[dhmwy]$`)

	filterWords = []string{"and", "not", "in", "between", "like", "is", "null", "order", "by", "asc", "desc"}
)

// withoutFormula returns nothing if the text is a formula or a filter that could only narrow down what a query finds,
// wherever in a query it is put.
func withoutFormula(text string) string {
	const signs = "`\\;#@%|{}?:\x00"
	if quote := strings.IndexAny(text, `"'`); quote > 0 && strings.ContainsAny(text[:quote], signs) {
		return text // to mask what is behind it would not change that
	}
	masked := sqlText().ReplaceAllString(text, "\x01")
	if strings.ContainsAny(masked, `"'`+signs) || strings.Contains(masked, "--") || strings.Contains(masked, "/*") ||
		strings.ContainsFunc(text, takenForASCII) {
		return text
	}
	if masked != text && !opensNoCode(text) {
		return text
	}
	if tokens := sqlTokens(masked); isFormula(tokens) && (narrows(tokens) || flags().MatchString(text)) {
		return ""
	}
	return text
}

func sqlTokens(text string) []string {
	tokens := sqlToken().FindAllString(strings.ToLower(text), -1)
	return slices.DeleteFunc(tokens, func(token string) bool { return strings.TrimSpace(token) == "" })
}

// takenForASCII says that a rune is no letter of a language, and some databases may take it for a sign or letter of ASCII.
func takenForASCII(r rune) bool {
	return r >= 0x80 && (r >= 0xff00 || !unicode.In(r, unicode.Ll, unicode.Lu, unicode.Lo, unicode.M))
}

// opensNoCode says that, if the text is put between quotation marks, what stands behind its first one is a name, which no
// statement goes on with, or the name of a command alone.
func opensNoCode(text string) bool {
	for _, quote := range []string{`"`, `'`} {
		_, behind, found := strings.Cut(text, quote)
		if !found {
			continue
		}
		word := strings.FieldsFunc(behind+" ", func(r rune) bool { return !isLetter(r) && r != '_' })
		if behind == "" || !isLetter(rune(behind[0])) || len(word) == 0 {
			return false
		}
		name := strings.ToLower(word[0])
		alone := slices.Contains(commandWords, name) && strings.HasPrefix(behind[len(name):], quote)
		if slices.Contains(joiningWords, name) && !alone {
			return false
		}
	}
	return true
}

// isFormula says that a text, in which \x01 stands for texts, is a formula without any word of SQL, or a filter that begins with a
// name, has no OR, calls nothing, sorts by no number, and compares nothing with itself, nor a constant with another.
func isFormula(tokens []string) bool {
	filter, depth := false, 0
	var before, last string // the two tokens before the one at hand
	for _, token := range tokens {
		switch {
		case slices.Contains(filterWords, token):
			if last == "" || isConstant(last) && token != "and" && token != "order" {
				return false
			}
			filter = true
		case slices.Contains(joiningWords, token):
			return false
		case token == ")" && depth == 0, token == "," && depth == 0:
			return false // it is put into a list, or ends one
		case token == "(" && isName(last) && !slices.Contains(filterWords, last):
			return false // a call
		case last == "by" && isConstant(token), compares(last) && (token == before || isConstant(token) && isConstant(before)):
			return false
		}
		switch token {
		case "(":
			depth++
		case ")":
			depth--
		}
		before, last = last, token
	}
	return !filter || isName(tokens[0])
}

// narrows says that a formula tells nothing of a row where it is put behind "id=". There its first name is compared with a column,
// which may be the same, so that a truth is compared with what follows: 0 or 1. So nothing follows that compares or joins, or it is
// false of both, and all behind AND is in vain; or the whole is an error in every database.
func narrows(tokens []string) bool {
	if slices.ContainsFunc(tokens, span().MatchString) {
		return true
	}
	joins := func(token string) bool { return compares(token) || slices.Contains(filterWords, token) }
	if !slices.ContainsFunc(tokens, joins) {
		return true
	}
	if len(tokens) < 3 || !isName(tokens[0]) || !isMany(tokens[2]) {
		return false
	}
	ends := func(n int) bool { return len(tokens) == n || tokens[n] == "and" || tokens[n] == "order" }
	switch tokens[1] {
	case ">", ">=", "=": // SQLite compares the first two before the column: no rows but 0 and 1 are found
		return ends(3)
	case "between":
		return len(tokens) > 4 && tokens[3] == "and" && isMany(tokens[4]) && ends(5)
	}
	return false
}

// isMany says that a token is a whole number of 2 or more.
func isMany(token string) bool {
	return token != "" && strings.Trim(token, "0123456789") == "" && token[0] != '0' && token != "1"
}

func compares(token string) bool {
	return token == "like" || token != "" && strings.ContainsAny(token, "<>=!")
}

func isName(token string) bool { return token != "" && (isLetter(rune(token[0])) || token[0] >= 0x80) }

func isConstant(token string) bool {
	return token != "" && ('0' <= token[0] && token[0] <= '9' || token[0] == 1)
}
