package confirm

// enclosed says that the text leaves the marks it was put into and returns to them: its first mark, or the one behind its first value, is
// followed by a connective, and the only other mark of this kind follows an operator at the end. What stands between does not matter then:
// databases know more forms of conditions than are read here. A word in marks, as in 'or', is no condition.
func (s *sqlText) enclosed() bool {
	n, first := len(s.tokens), 0
	if !s.isFirst(0) {
		first = 1
	}
	if n < first+4 || !s.isFirst(first) {
		return false
	}
	op := s.closes(first + 1)
	if s.is(op, "collate") {
		op = s.closes(op + 2)
	}
	last := n - 1
	if s.at(last).kind != sqlMark {
		last--
	}
	if s.at(last).text != s.at(first).text || s.at(last).kind != sqlMark || last < op+1 || first+2 == last {
		return false
	}
	for i := op; i < last; i++ {
		if s.at(i).text == s.at(first).text {
			return false
		}
	}
	before := s.at(last - 1)
	ends := joining.has(before.text) || s.is(last-1, "not", "~", "!", "is", "like", "glob", "=")
	compares := s.is(op, "is") && s.is(op+1, "not") || s.is(op, "not") && s.is(op+1, "glob", "like", "regexp", "rlike", "ilike")
	return ends && joining.has(s.at(op).text) || compares && last == op+2 && last == n-2
}

// joining are the connectives between two conditions.
var joining = words{"or", "and", "xor", "||", "&&"}
