package confirm

// sqlExpression is what a value goes on with: operands and operators, as far as they read as SQL.
type sqlExpression struct {
	end      int // the token behind it
	operands int
	plain    bool // a comparison without a name: 1=1, 'a'<'b', 2>(select 1)
	named    bool // a comparison of a name with something else
	names    bool // a comparison of names with each other
	calls    bool // a function of databases, or one of a package
	query    bool // a query in brackets
	variable bool // @a or @@version
	routine  bool // another function
	bare     bool // a name
	literal  bool // a number, a text or a word for one
	open     bool // its last text has no end: the statement's own mark ends it
	last     int  // where that text begins
}

// sqlOperand is a kind of operand.
type sqlOperand uint8

const (
	noOperand sqlOperand = iota
	literalOperand
	openOperand // a text whose end the statement brings
	nameOperand
	callOperand
	queryOperand
	variableOperand
)

// sqlOperator is a kind of operator between operands.
type sqlOperator uint8

const (
	noOperator sqlOperator = iota
	comparing
	reckons
	connecting
)

// mostOperands bounds the operands of an expression: more prove nothing more.
const mostOperands = 16

// expression reads one, from its first operand on.
func (s *sqlText) expression(i int) (e sqlExpression) {
	e.end = i
	compared, left, right := false, false, false // left and right: a name stands there
	for e.operands < mostOperands {
		from := e.end
		kind, end := s.operand(from)
		if kind == noOperand {
			break
		}
		e.operands++
		e.end = end
		e.calls = e.calls || kind == callOperand
		e.query = e.query || kind == queryOperand
		e.variable = e.variable || kind == variableOperand
		e.bare = e.bare || kind == nameOperand
		right = right || kind == nameOperand
		if compared {
			e.plain, e.named, e.names = e.plain || !left && !right, e.named || left != right, e.names || left && right
		}
		e.literal = e.literal || kind == literalOperand
		e.routine = e.routine || kind == nameOperand && s.is(end-1, ")")
		if kind == openOperand {
			e.open, e.last = true, s.opens(from)
			return e
		}
		operator, next := s.operator(s.closes(end))
		if operator == noOperator || s.ends(next) {
			return e
		}
		if following, _ := s.operand(next); following == noOperand {
			return e
		}
		switch operator {
		case comparing:
			compared, left, right = true, right, false
		case connecting:
			compared, left, right = false, false, false
		}
		e.end = next
	}
	return e
}

// operator reads one between two operands.
func (s *sqlText) operator(i int) (kind sqlOperator, next int) {
	negated := i
	if s.is(i, "not") {
		negated++
	}
	switch t := s.at(negated); t.text {
	case "like", "rlike", "ilike", "regexp", "glob", "between":
		return comparing, negated + 1
	case "in":
		if s.is(negated+1, "(") {
			return comparing, negated + 1
		}
		return noOperator, i
	}
	switch t := s.at(i); {
	case t.text == "is":
		j := i + 1
		for s.is(j, "not", "distinct", "from") {
			j++
		}
		if s.is(j, "null", "true", "false", "unknown") || s.at(j).kind == sqlNumber {
			return comparing, j
		}
	case t.text == "sounds" && s.is(i+1, "like"), t.text == "similar" && s.is(i+1, "to"):
		return comparing, i + 2
	case t.kind == sqlSign && comparisons.has(t.text):
		if s.is(i, "<=") && s.is(i+1, ">") {
			i++
		}
		return comparing, i + 1
	case t.text == "!" && s.is(i+1, "~") && s.at(i+1).glued:
		return comparing, i + 2
	case s.is(i, "or", "and", "xor", "||", "&&"):
		return connecting, i + 1
	case t.kind == sqlSign && reckoning.has(t.text), s.is(i, "div", "mod", "|", "&"):
		return reckons, i + 1
	}
	return noOperator, i
}

// operand reads one. end is the token behind it.
func (s *sqlText) operand(i int) (kind sqlOperand, end int) {
	i = s.opens(i)
	t := s.at(i)
	switch t.kind {
	case sqlNumber:
		return literalOperand, i + 1
	case sqlMark:
		if end := s.mark(i); end > 0 {
			return literalOperand, end + 1
		}
		return openOperand, len(s.tokens)
	case sqlWord:
		return s.wordOperand(i)
	case sqlSign, sqlComment:
	}
	return noOperand, i
}

// wordOperand reads an operand that begins with a word.
func (s *sqlText) wordOperand(i int) (kind sqlOperand, end int) {
	t := s.at(i)
	switch {
	case s.is(i, "true", "false", "null", "current_user", "user", "utc_date", "utc_time", "localtime", "sysdate"):
		if !s.is(i+1, "(") {
			return literalOperand, i + 1
		}
	case t.text[0] == '@':
		for i++; s.is(i, "."); {
			i += 2
		}
		return variableOperand, i
	case t.text == "select" && (s.list(i+1) || s.selects(i)), t.text == "exists" && s.is(i+1, "("):
		return queryOperand, s.behind(i)
	case t.text == "case" && (s.is(i+1, "when") || s.at(i+1).kind == sqlNumber || s.at(i+1).kind == sqlMark):
		return callOperand, i + 1
	case reserved.has(t.text):
		return noOperand, i
	}
	if s.at(i+1).kind == sqlMark && s.at(i+1).glued && (s.is(i, "n", "e", "b", "q") || s.is(i, "x") && s.at(i+3).text == s.at(i+1).text) {
		return s.operand(i + 1) // N'…', b'1', q'[…]', x'41'
	}
	known := s.call(i) || packaged(t.text)
	for s.is(i+1, ".") && s.at(i+1).glued && s.at(i+2).kind == sqlWord && s.at(i+2).glued {
		i += 2
	}
	if s.is(i+1, "(") {
		if known && !s.filters(i) {
			return callOperand, s.behind(i + 1)
		}
		return nameOperand, s.behind(i + 1)
	}
	return nameOperand, i + 1
}

// reserved are words that no operand begins with.
var reserved = words{
	"or", "and", "xor", "union", "from", "order", "group", "limit", "having", "where", "into", "like", "in", "is", "between", "as", "by", "then", "when", "else", "end", "on", "procedure",
	"intersect", "except", "minus", "offset", "values", "set", "regexp", "rlike", "div", "mod", "for", "to", "the", "select",
}

// behind is the token behind the brackets that are opened at i or next to it, or the end of the text.
func (s *sqlText) behind(i int) int {
	depth := 0
	for j := i; j < min(len(s.tokens), i+mostText); j++ {
		switch s.at(j).text {
		case "(":
			depth++
		case ")":
			if depth--; depth <= 0 {
				return j + 1
			}
		}
	}
	return min(len(s.tokens), i+mostText)
}

// dotted says that a call of a function in a package stands at i: pkg.proc(.
func (s *sqlText) dotted(i int) bool {
	return s.at(i).kind == sqlWord && s.is(i+1, ".") && s.at(i+2).kind == sqlWord && s.is(i+3, "(") && s.at(i+1).glued && s.at(i+2).glued && s.at(i+3).glued
}
