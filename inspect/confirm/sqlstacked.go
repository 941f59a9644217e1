package confirm

// isStacked says that a statement of its own may stand at i: a semicolon ends what stands before it, which is nothing, a number, or the
// first mark of its kind, by which a value leaves the text that it was put into. In sentences words stand before a semicolon.
func (s *sqlText) isStacked(i int) bool {
	if i == 0 || !s.is(i-1, ";") {
		return false
	}
	j := i - 2
	for s.is(j, ")") {
		j--
	}
	return j < 0 || j == 0 && s.at(0).kind == sqlNumber || s.isFirst(j)
}

// modifiers may stand between a verb and its object.
var modifiers = words{"low_priority", "high_priority", "delayed", "quick", "ignore", "only", "or", "abort", "fail", "rollback", "replace", "into"}

// behindModifiers is the token behind a verb's modifiers.
func (s *sqlText) behindModifiers(i int) int {
	for {
		switch {
		case s.is(i, "top") && s.is(i+1, "("):
			i = s.behind(i + 1)
		case s.at(i).kind == sqlWord && modifiers.has(s.at(i).text):
			i++
		default:
			return i
		}
	}
}

// object is the token behind the name of a table or the like that stands at i, or i if none does.
func (s *sqlText) object(i int) int {
	for end := i; ; {
		switch t := s.at(end); {
		case s.ends(end):
			return i
		case s.is(end, "[") && s.is(end+2, "]"):
			end += 3
		case s.is(end, `"`, "`") && s.mark(end) > 0:
			end = s.mark(end) + 1
		case t.kind == sqlWord && (end > i || !articles.has(t.text)) && !reserved.has(t.text):
			end++
		default:
			return i
		}
		if !s.is(end, ".") || !s.at(end).glued {
			return end
		}
		end++
	}
}

// stackedStatement says that a verb of SQL and its object stand at i.
func (s *sqlText) stackedStatement(i int) bool {
	if !s.isStacked(i) {
		return false
	}
	j := s.behindModifiers(i + 1)
	switch s.at(i).text {
	case "delete":
		if s.is(j, "from") {
			j++
		}
		return s.isWhole(j)
	case "truncate":
		return s.isWhole(j)
	case "insert", "replace":
		end := s.object(j)
		if end > j && s.is(end, "(") {
			end = s.behind(end)
		}
		return end > j && s.is(end, "values", "value", "select", "set", "default", "exec", "output", "with")
	case "update":
		return s.assigns(j)
	case "select":
		return s.dotted(j) || s.stackedQuery(j)
	case "unload":
		return s.is(j, "(")
	case "call":
		end := s.object(j)
		return end > j && s.is(end, "(") && s.at(end).glued
	case "with":
		return s.is(j+1, "as") && s.is(j+2, "(")
	case "drop", "alter", "create":
		return objects.has(s.at(j).text) && s.object(j+1) > j+1 || s.is(j, "system") && s.is(j+1, "set", "reset")
	}
	return s.configures(i)
}

// isWhole says that a name stands at i, and behind it nothing of a sentence.
func (s *sqlText) isWhole(i int) bool {
	end := s.object(i)
	return end > i && (s.stopsAt(end) || s.is(end, "where", "returning", "using", "output", "cascade", "restart", "limit"))
}

// assigns says that a name stands at i, with another name or none, and SET and what is set.
func (s *sqlText) assigns(i int) bool {
	end := s.object(i)
	if end == i {
		return false
	}
	if s.is(end, "as") {
		end++
	}
	if !s.is(end, "set") {
		end = s.object(end)
	}
	if !s.is(end, "set") {
		return false
	}
	switch column := end + 1; {
	case s.is(column, "("):
		return s.is(s.behind(column), "=")
	case s.is(column+1, "="):
		return s.at(column).kind == sqlWord
	default:
		return s.is(s.object(column), "=")
	}
}

// stackedQuery says that what a query selects stands at i, and a table, with another name or none, or that it is written to a file.
func (s *sqlText) stackedQuery(i int) bool {
	for j := i; j < min(len(s.tokens), i+mostText); j++ {
		switch {
		case s.is(j, "into"):
			return s.is(j+1, "outfile", "dumpfile")
		case s.is(j, "from"):
			end := s.object(j + 1)
			if j == i || end == j+1 || !s.itemised(i, j) {
				return false
			}
			return s.isWhole(j+1) || s.stopsAt(s.object(end))
		}
	}
	return false
}

// configures says that a statement about the server, its plugins or its rights stands at i.
func (s *sqlText) configures(i int) bool {
	switch s.at(i).text {
	case "vacuum":
		return s.is(i+1, "into") && s.at(i+2).kind == sqlMark
	case "load":
		return s.at(i+1).kind == sqlMark && s.mark(i+1) > 0 && s.stopsAt(s.mark(i+1)+1)
	case "set":
		return s.is(i+1, "role") && s.stopsAt(s.object(i+2)) || s.is(i+1, "global", "session", "local", "persist") && s.is(s.object(i+2), "=", "to")
	case "revoke":
		return s.is(i+2, "on", ",", "from", "privileges")
	case "install", "uninstall":
		return s.is(i+1, "plugin", "component", "soname")
	case "flush":
		return s.is(i+1, "privileges", "tables", "logs", "hosts", "status") && s.stopsAt(i+2)
	case "reset":
		return s.is(i+1, "master", "slave", "replica", "persist") && s.stopsAt(i+2)
	case "pragma":
		end := s.object(i + 1)
		return end > i+1 && (s.is(end, "=", "(") || s.stopsAt(end))
	}
	return false
}
