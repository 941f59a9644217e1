package confirm

import (
	"strings"
	"unicode"
)

// sqlPlace is what a value stands in, as far as its text tells.
type sqlPlace uint8

const (
	anywhere    sqlPlace = iota
	asNumber             // the value begins with a number, a connective, a bracket
	behindLater          // a mark stands before that is not the first of its kind
	behindFirst          // the first mark of its kind: it ends the text that the value was put into
)

// breaksOut looks at a token that may be the first behind the value's own: a mark that ends a text, a number, a bracket; or at a
// connective, wherever it stands.
func (s *sqlText) breaksOut(i int) bool {
	place, op := s.leaves(i)
	t := s.at(op)
	if place != anywhere {
		switch {
		case t.kind == sqlComment:
			return s.cutsOff(place, i, op)
		case t.text == ",":
			e := s.expression(op + 1)
			return place != behindLater && s.at(op+1).glued && (e.calls || e.query) && e.operands == 1
		case clauses.has(t.text) && (op > 0 || s.starts()), t.text == ";":
			if s.clause(op) {
				return true
			}
		case place == asNumber && op == 1 && t.text == "as" && s.renames(op+1):
			return true
		case s.call(op) && op > 0 && (s.at(op+2).kind == sqlNumber || s.is(op+2, "(", "!")):
			return true
		}
	}
	kind, operand := s.operator(op)
	if s.is(op, "having", "where") {
		kind, operand = connecting, op+1
	}
	switch {
	case op == 0 && t.at == 0 && kind == connecting && len(s.text) > len(t.text) && (s.text[len(t.text)] == '\f' || s.text[len(t.text)] == '\v'):
		return false // a piece of a record: a number that is no sign stands behind a short text
	case kind == connecting:
		return s.connects(place, op, operand)
	case kind != noOperator && place != anywhere:
		return s.joins(place, i, op, operand)
	}
	return false
}

// renames says that the name of a column and FROM stand at i.
func (s *sqlText) renames(i int) bool {
	_, end := s.operand(i)
	return end > i && s.is(end, "from") && s.table(end+1)
}

// starts says that the text begins with a clause that no sentence begins with.
func (s *sqlText) starts() bool {
	return s.is(0, "union") || s.is(0, "order", "group") && s.at(2).kind == sqlNumber && s.stopsAt(3) || s.is(0, "limit") && s.at(s.closes(2)).kind == sqlComment || s.is(0, "having", "into", "procedure")
}

// leaves says what a value leaves at a token, and which token is the first of the statement.
func (s *sqlText) leaves(i int) (place sqlPlace, op int) {
	t := s.at(i)
	switch {
	case s.isFirst(i):
		return behindFirst, s.closes(i + 1)
	case t.kind == sqlMark:
		return behindLater, s.closes(i + 1)
	case i > 0:
		return anywhere, i
	case t.text == ")", connectives.has(t.text), clauses.has(t.text), t.text == "where":
		return asNumber, s.closes(0)
	case t.kind == sqlWord && t.text[0] == '@':
		return asNumber, 1
	case s.call(0):
		return asNumber, s.closes(s.behind(1))
	}
	for op = 0; s.at(op).kind == sqlNumber || s.is(op, "-", "+", ".", "%", "/", "*", "(", ")"); {
		op++
	}
	if op == 0 {
		return anywhere, i
	}
	return asNumber, op
}

// connects says that a condition stands at i, behind the connective at op.
func (s *sqlText) connects(place sqlPlace, op, i int) bool {
	e := s.expression(i)
	stops, cut := s.stopsAt(e.end), s.cutAt(e.end)
	isWord := s.at(op).kind == sqlWord
	open := e.open && place == behindFirst && s.at(e.last).text == s.before(op)
	switch {
	case e.operands == 0:
		return false
	case e.plain:
		return place != anywhere || isWord || s.at(op-1).kind != sqlWord
	case e.calls:
		return place != anywhere || isWord && s.call(s.opens(i)) && !s.is(s.opens(i), "if")
	case e.query:
		return true
	case e.named:
		return open || place == behindFirst && stops || place == asNumber && stops || place == behindLater && cut
	case e.names:
		return place == behindFirst && stops && !s.ends(s.closes(e.end)) || place == asNumber && stops
	case open:
		return e.operands > 1 || !s.quotes(op-1, e.last)
	case s.is(op, "having") && s.is(i, "("):
		return e.operands > 1 && stops
	}
	return e.literal && (place == behindFirst && stops || place == asNumber && (cut || stops && s.isNoNumber(i, e.end)) || place == behindLater && cut && s.at(s.closes(e.end)).glued && s.at(s.opens(i)).kind != sqlMark)
}

// isNoNumber says that a condition without a comparison is no number that a sentence may go on with, or that LIMIT follows.
func (s *sqlText) isNoNumber(from, to int) bool {
	for ; from < to; from++ {
		if s.is(from, "true", "not", "!", "~") {
			return true
		}
	}
	return s.is(s.closes(to), "limit")
}

// before is the mark that stands before an operator, and brackets.
func (s *sqlText) before(op int) string {
	for op--; s.is(op, ")"); {
		op--
	}
	return s.at(op).text
}

// joins says that a value is reckoned or compared with something, by the operator at op behind the token i.
func (s *sqlText) joins(place sqlPlace, i, op, operand int) bool {
	e := s.expression(operand)
	cut := s.cutAt(e.end)
	open := e.open && place == behindFirst && s.at(e.last).text == s.at(i).text
	switch {
	case e.operands == 0:
		return false
	case e.query:
		return true
	case e.calls:
		return place != asNumber || cut
	case s.at(operand).kind == sqlMark && s.quotes(i, operand):
		return false
	case e.plain:
		return open || place == behindFirst && s.stopsAt(e.end) || place != behindLater && cut
	case e.routine && s.is(op, "||"):
		return place == behindFirst || s.is(e.end, "||") && s.at(e.end+1).kind == sqlMark
	case e.names || e.named || e.bare:
		return place == behindFirst && (e.named || e.names) && cut
	case open:
		return e.operands > 1 || !s.is(op, "/", "%", "div", "mod") || s.at(e.last+1).kind == sqlNumber // else it divides by nothing
	case e.variable:
		return place != behindLater && s.stopsAt(e.end)
	}
	return cut && e.literal && (place == behindFirst || place == asNumber && e.operands > 1)
}

// cutAt says that a comment or a semicolon ends the statement.
func (s *sqlText) cutAt(i int) bool {
	i = s.closes(i)
	return s.at(i).kind == sqlComment && !s.inName(i) || s.is(i, ";") && s.at(i+1).kind == sqlComment
}

// quotes says that two marks stand as in a sentence: a blank before the one, and a blank or the end of a sentence behind the other. Short
// texts in apostrophes are not sentences.
func (s *sqlText) quotes(from, to int) bool {
	if s.is(from, "'") && len(s.tokens) <= mostWhole && s.at(from+1).kind == sqlSign {
		return false
	}
	before, behind := s.at(from).at, s.at(to).at+1
	return (before == 0 || strings.IndexByte(" \t\r\n([{", s.text[before-1]) >= 0) && (behind >= len(s.text) || strings.IndexByte(" \t\r\n.,;:!?)]}", s.text[behind]) >= 0)
}

// cutsOff says that a comment behind a value ends the statement.
func (s *sqlText) cutsOff(place sqlPlace, i, comment int) bool {
	c := s.at(comment)
	from := c.at + len(c.text)
	behind := strings.TrimLeftFunc(s.text[from:max(from, s.end)], unicode.IsSpace)
	if place == asNumber {
		return behind == "" && s.at(0).kind == sqlWord && comment > 0 && c.glued && c.text != "/*"
	}
	if len(c.text) > 3 && place != behindFirst {
		return false // a line under a heading
	}
	if s.inName(comment) && behind != "" && place == behindLater || s.inName(comment) && !s.at(i).glued {
		return false
	}
	if len(behind) <= 2 {
		return i > 0 || comment > i+1 || len(s.tokens) <= 3
	}
	blank := s.text[c.at+len(c.text)]
	if c.text == "#" || c.text == "/*" || blank != ' ' && blank != '+' {
		return false
	}
	return c.glued && s.at(i).glued && i > 0 && s.at(i-1).kind != sqlSign
}

// cutOff says that a value begins as a number or behind a mark, has an operator in it, and ends with a comment, as no sentence does.
func (s *sqlText) cutOff() bool {
	n := len(s.tokens)
	if n < 4 || s.at(n-1).kind != sqlComment || s.is(n-1, "/*") || len(s.at(n-1).text) > 3 || s.inName(n-1) {
		return false
	}
	for i := max(0, n-mostText); i < n-1; i++ {
		t := s.at(i)
		if !(i == 0 && (t.kind == sqlNumber || s.is(i, ")")) || s.isFirst(i)) {
			continue
		}
		next := s.at(i + 1)
		if connectives.has(next.text) || clauses.has(next.text) || next.kind == sqlSign && reckoning.has(next.text) && s.at(i+2).kind != sqlWord && !s.measures(i+2) || comparisons.has(next.text) {
			return true
		}
	}
	return s.is(0, "(") && s.bracketed(n)
}

// measures says that a number and a word stand at i that is no operator and begins no clause: no expression goes on so.
func (s *sqlText) measures(i int) bool {
	word := s.at(i + 1).text
	kind, _ := s.operator(i + 1)
	return s.at(i).kind == sqlNumber && s.at(i+1).kind == sqlWord && kind == noOperator && !connectives.has(word) && !clauses.has(word) && !keywords.has(word) && !s.is(i+1, "from", "where", "collate", "asc", "desc", "having")
}

// bracketed says that the text is one expression in brackets, which brings a comment.
func (s *sqlText) bracketed(n int) bool {
	e := s.expression(0)
	return s.closes(e.end) == n-1 && (e.operands > 1 || e.calls || e.query)
}

// whole looks at texts that are nothing but marks and operators: '=' and '-', and a mark before a comment.
func (s *sqlText) whole() bool {
	n := len(s.tokens)
	if n < 2 || n > mostWhole || len(s.text) > shortest {
		return false
	}
	marks, operators := 0, 0
	for i, t := range s.tokens {
		switch {
		case t.kind == sqlMark:
			marks++
		case comparisons.has(t.text) && t.kind == sqlSign, reckoning.has(t.text), t.text == "||", t.text == "&&", t.text == "&", t.text == "|", t.kind == sqlComment && i > 0 && t.text != "/*":
			operators++
		case t.text != ")" && t.text != ";":
			return false
		}
	}
	return marks > 0 && operators > 0 && (s.at(n-1).kind == sqlMark || s.at(n-1).kind == sqlComment)
}

// mostWhole bounds the tokens of a text that is an attack as a whole.
const mostWhole = 8

// inName says that a # at i goes on without a blank, as in texts that mean nothing to people.
func (s *sqlText) inName(i int) bool {
	end := s.at(i).at + 1
	return s.is(i, "#") && end < len(s.text) && s.text[end] > ' ' && s.at(i).glued
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

// filters says that a call is compared by a word, as filters of OData do it and no database does.
func (s *sqlText) filters(i int) bool {
	return s.is(s.behind(i+1), "eq", "ne", "gt", "ge", "lt", "le")
}

// stopsAt says that nothing of a sentence follows: the end, a comment, or what goes on as a statement.
func (s *sqlText) stopsAt(i int) bool {
	j := s.closes(i)
	switch {
	case s.ends(j), s.at(j).kind == sqlComment && !s.inName(j), s.is(j, ";", "or", "and", "xor", "||", "&&"):
		return true
	case s.is(j, "union"):
		return s.is(s.opens(j+1), "select", "values", "table")
	case s.is(j, "order", "group"):
		return s.is(j+1, "by")
	case s.is(j, "limit"):
		return s.at(j+1).kind == sqlNumber
	case s.is(j, "having", "where"):
		return s.expression(j+1).operands > 1
	}
	return false
}
