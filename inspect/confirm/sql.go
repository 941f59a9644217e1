package confirm

import "strings"

// sql is about statements that a value is put into. The value may stand in a number's place, in that of a name, or between marks. It does
// harm if it goes on as SQL: by an operator and an operand, by a query, by another statement, or by a comment that ends the statement.
var sql = &family{"sql", []rule{
	{942100, 942190, "no text that goes on as a statement", statement},
	{942230, 942280, "no text that goes on as a statement", statement},
	{942290, 942290, "no operator of MongoDB in the place of a name", func(m *Match) bool { return mongo(m) || statement(m) }},
	{942320, 942320, "no cast, and no text that goes on as a statement", func(m *Match) bool { return inTokens(m.Text, (*sqlText).casts) || statement(m) }},
	{942350, 942360, "no text that goes on as a statement", statement},
	{942540, 942540, "no mark that ends a statement", func(m *Match) bool { return inSome(m.Text, endsMark) || statement(m) }},
	{942550, 942550, "no JSON in a statement", func(m *Match) bool { return inTokens(m.Text, (*sqlText).json) || statement(m) }},
	{942560, 942560, "no text that goes on as a statement", func(m *Match) bool { return m.Place != Header || statement(m) }},
}}

// statement says that some reading of a text goes on as SQL somewhere.
func statement(m *Match) bool {
	return inSome(m.Text, func(text string) bool { return goesOn(m, text) })
}

// inTokens says that some reading of a text has something in it.
func inTokens(text string, has func(*sqlText) bool) bool {
	return inSome(text, func(text string) bool { return has(&sqlText{tokens: sqlTokens(text), text: text}) })
}

// sqlText is a text as tokens, and where one stands in it.
type sqlText struct {
	tokens []sqlToken
	text   string
}

func goesOn(m *Match, text string) bool {
	if tokensGoOn(m, text, sqlTokens(text)) {
		return true
	}
	plain, changed := withoutLineComments(text)
	return changed && tokensGoOn(m, plain, sqlTokens(plain))
}

func tokensGoOn(m *Match, text string, tokens []sqlToken) bool {
	s := sqlText{tokens: tokens, text: text}
	if s.whole() || s.cutOff() || s.fragment() {
		return true
	}
	for i := range s.tokens {
		if s.breaksOut(i) || s.query(i) || s.begins(i) || s.calls(i) {
			return true
		}
		if i%1024 == 1023 && m.stopped() {
			return true
		}
	}
	return false
}

// at is a token, or one of no kind behind the end.
func (s *sqlText) at(i int) sqlToken {
	if i < 0 || i >= len(s.tokens) {
		return sqlToken{kind: sqlSign}
	}
	return s.tokens[i]
}

func (s *sqlText) is(i int, texts ...string) bool {
	t := s.at(i)
	for _, text := range texts {
		if t.text == text {
			return true
		}
	}
	return false
}

// ends says that the text ends at a token.
func (s *sqlText) ends(i int) bool { return i >= len(s.tokens) }

// closes skips brackets that close what the statement has opened.
func (s *sqlText) closes(i int) int {
	for s.is(i, ")") {
		i++
	}
	return i
}

// opens skips signs before an operand.
func (s *sqlText) opens(i int) int {
	for s.is(i, "(", "-", "+", "~", "!", "not", "binary", "@", "all", "distinct") {
		i++
	}
	return i
}

// whole looks at short texts that are nothing but marks and operators: '=' and '-', and a mark before a comment.
func (s *sqlText) whole() bool {
	marks, signs, n := 0, 0, len(s.tokens)
	for _, t := range s.tokens[:min(n, mostWhole)] {
		switch t.kind {
		case sqlMark:
			marks++
		case sqlSign, sqlComment:
			signs++
		case sqlWord, sqlNumber:
		}
	}
	return n > 1 && n <= mostWhole && marks > 0 && signs > 0 && marks+signs == n && len(s.text) <= shortest
}

// mostWhole bounds the tokens of a text that is an attack as a whole.
const mostWhole = 8

// longestCut is the longest value that is an attack for what it ends with, in bytes.
const longestCut = 1 << 10

// cutOff says that a value begins as a number or behind a mark, has an operator in it, and ends with a comment, as no sentence does.
func (s *sqlText) cutOff() bool {
	n := len(s.tokens)
	if n < 4 || len(s.text) > longestCut || s.at(n-1).kind != sqlComment || s.is(n-1, "/*") {
		return false
	}
	for i := range s.tokens[:n-1] {
		t := s.at(i)
		if (i == 0 && (t.kind == sqlNumber || s.is(i, ")")) || t.kind == sqlMark) && (connectives.has(s.at(i+1).text) || clauses.has(s.at(i+1).text) || s.at(i+1).kind == sqlSign && !s.is(i+1, ",", ".", ":", "?", "!", "(")) {
			return true
		}
	}
	return false
}

// breaksOut looks at a token that may be the first behind the value's own: a mark that ends a text, a number, a bracket.
func (s *sqlText) breaksOut(i int) bool {
	t := s.at(i)
	if i == 0 && s.is(0, "or", "and", "having", "where") && s.condition(1, true) {
		return true
	}
	first := t.kind == sqlNumber && i == 0 || t.kind == sqlMark && (i == 0 || s.at(i-1).kind != sqlSign || s.is(i-1, ")", "%", "*"))
	if !first {
		return s.compares(i)
	}
	if s.call(i+1) && (s.at(i+3).kind == sqlNumber || s.is(i+3, "(", "!")) {
		return true
	}
	if t.kind == sqlMark && s.chain(i) {
		return true
	}
	next := s.closes(i + 1)
	switch op := s.at(next); {
	case op.kind == sqlComment:
		return s.cutsOff(i, next)
	case op.text == "||" || op.text == "&&":
		left := s.at(s.opens(next + 1))
		return (left.kind != sqlWord || s.call(s.opens(next+1)) || s.is(s.opens(next+1), "true", "false", "select")) && s.condition(next+1, t.kind == sqlMark) || t.kind == sqlMark && op.text == "||" && s.joins(next)
	case connectives.has(op.text):
		return s.condition(next+1, t.kind == sqlMark) || s.clause(next)
	case t.kind == sqlMark && (op.text == "||" || op.text == "+" || op.text == "-" || op.text == "*" || op.text == "^" || op.text == "%" || op.text == "&" || op.text == "|"):
		return s.joins(next)
	case clauses.has(op.text), op.text == ";":
		return s.clause(next)
	case t.kind == sqlMark && comparisons.has(op.text):
		return s.compared(next)
	}
	return false
}

// compared says that a text in marks is compared with something that ends there: '=' alone, or = 1 and then a comment.
func (s *sqlText) compared(i int) bool {
	for comparisons.has(s.at(i).text) {
		i++
	}
	j := s.opens(i)
	switch t := s.at(j); t.kind {
	case sqlMark:
		return len(s.tokens) <= mostWhole
	case sqlNumber, sqlWord:
		return s.call(j) || s.stopsAt(j+1) && !s.ends(s.closes(j+1)) && !s.inName(s.closes(j+1)) && !s.is(s.closes(j+1), ";", "|", "&", "||", "&&")
	case sqlSign, sqlComment:
	}
	return false
}

// inName says that a # at i goes on without a blank, as in texts that mean nothing to people.
func (s *sqlText) inName(i int) bool {
	end := s.at(i).at + 1
	return s.is(i, "#") && end < len(s.text) && s.text[end] > ' '
}

// cutsOff says that a comment behind a value ends the statement: behind a mark that follows a word at once, or with nothing behind it.
func (s *sqlText) cutsOff(i, comment int) bool {
	if s.at(i).kind != sqlMark {
		return false
	}
	if s.at(comment).text != "#" && !strings.HasPrefix(s.at(comment).text, "--") && s.at(comment).text != "/*" {
		return false
	}
	behind := strings.TrimSpace(s.text[s.at(comment).at+len(s.at(comment).text):])
	if behind == "" || len(behind) <= 2 {
		return i > 0 || comment > i+1 || len(s.tokens) <= 3
	}
	blank := s.text[s.at(comment).at+len(s.at(comment).text)]
	return s.at(comment).glued && s.at(i).glued && i > 0 && (blank == ' ' || blank == '+') && s.at(i-1).kind != sqlSign && s.at(comment).text != "#"
}

// compares looks for a condition that is true or false of itself, wherever it stands: and 1=1, or 'a'='a'.
func (s *sqlText) compares(i int) bool {
	if !connectives.has(s.at(i).text) {
		return false
	}
	j := s.opens(i + 1)
	if left := s.at(j); left.kind == sqlNumber {
		k := s.closes(j + 1)
		if s.at(k).kind == sqlComment && (k > j+1 || s.at(k).glued) && s.at(i-1).kind != sqlWord && !s.is(k, "#") {
			return true
		}
		if comparisons.has(s.at(k).text) {
			right := s.at(s.opens(k + 1))
			return right.kind == sqlNumber || s.call(s.opens(k+1)) || right.text == "like" || right.kind == sqlMark && s.is(i, "or", "and", "xor")
		}
		return false
	}
	if s.at(j).kind == sqlMark && s.is(i, "or", "and", "xor") {
		end := s.mark(j)
		return end > 0 && end < j+4 && s.is(s.closes(end+1), "=", "<", ">", "like", "<>", "!=", "in", "regexp", "rlike") && (s.at(s.opens(s.closes(end+1)+1)).kind == sqlMark || s.call(s.opens(s.closes(end+1)+1)))
	}
	return s.is(i, "or", "and", "xor") && s.call(j) && s.at(j).text != "if" && !s.filters(j)
}

// mark is the token that ends a text in marks, or 0.
func (s *sqlText) mark(i int) int {
	for j := i + 1; j < min(len(s.tokens), i+mostText); j++ {
		if s.at(j).kind == sqlMark && s.at(j).text == s.at(i).text {
			return j
		}
	}
	return 0
}

// mostText bounds the tokens of a text in marks that is read as an operand.
const mostText = 32

// condition says that an operand, and what follows it, read as a condition. marked: the value stood in marks before.
func (s *sqlText) condition(i int, marked bool) bool {
	i = s.opens(i)
	t := s.at(i)
	switch t.kind {
	case sqlNumber:
		return marked && s.stopsAt(i+1) || s.comparison(s.reckoned(i), marked)
	case sqlMark:
		if end := s.mark(i); end > 0 {
			return s.comparison(s.closes(end+1), marked)
		}
		return marked && len(s.tokens)-i <= mostWhole
	case sqlWord:
		if s.call(i) && !s.filters(i) || s.is(i, "select", "exists", "case", "true", "false", "null") && (!s.is(i, "true", "false", "null") || marked && s.stopsAt(i+1)) {
			return true
		}
		j := i + 1
		for s.is(j, ".") {
			j += 2
		}
		return s.comparison(s.closes(j), marked) || marked && s.is(j, "is") && s.is(j+1, "null", "not")
	}
	return false
}

// filters says that a call is compared by a word, as filters of OData do it and no database does.
func (s *sqlText) filters(i int) bool {
	for j, depth := i+1, 0; j < min(len(s.tokens), i+mostText); j++ {
		switch s.at(j).text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return s.is(j+1, "eq", "ne", "gt", "ge", "lt", "le")
			}
		}
	}
	return false
}

// reckoned skips what is reckoned with numbers.
func (s *sqlText) reckoned(i int) int {
	for end := i + mostText; i < end && (s.at(i).kind == sqlNumber || s.is(i, "+", "-", "*", "/", "(", ")", "%")); {
		i++
	}
	return i
}

// stopsAt says that nothing of a sentence follows: the end, a comment, a bracket, or another connective.
func (s *sqlText) stopsAt(i int) bool {
	j := s.closes(i)
	return s.ends(j) || s.at(j).kind == sqlComment || s.is(j, ";") || connectives.has(s.at(j).text) || s.is(j, "limit", "union", "order", "group", "having")
}

// comparison says that a comparison with an operand stands at i.
func (s *sqlText) comparison(i int, marked bool) bool {
	if !comparisons.has(s.at(i).text) {
		return false
	}
	for comparisons.has(s.at(i).text) {
		i++
	}
	t := s.at(s.opens(i))
	return t.kind == sqlNumber || t.kind == sqlMark || marked && t.kind == sqlWord && (s.call(s.opens(i)) || s.stopsAt(s.opens(i)+1)) || s.call(s.opens(i))
}

// joins says that a value goes on behind an operator of texts or numbers, and ends before a mark of the statement again, or calls
// something.
func (s *sqlText) joins(i int) bool {
	j := s.opens(i + 1)
	t := s.at(j)
	switch t.kind {
	case sqlMark:
		return s.is(i, "||") && (s.at(i).glued && s.at(j).glued) || len(s.tokens) <= mostWhole
	case sqlNumber:
		return s.at(s.closes(j+1)).kind == sqlMark || len(s.tokens) <= mostWhole && s.ends(j+1) && s.at(i).glued
	case sqlWord:
		return s.call(j) || s.is(j, "select") || s.dotted(j) && s.is(i, "||")
	}
	return false
}

// dotted says that a call of a function in a package stands at i: pkg.proc(.
func (s *sqlText) dotted(i int) bool {
	return s.at(i).kind == sqlWord && s.is(i+1, ".") && s.at(i+2).kind == sqlWord && s.is(i+3, "(") && s.at(i+1).glued && s.at(i+2).glued && s.at(i+3).glued
}
