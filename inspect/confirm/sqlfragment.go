package confirm

import "strings"

// Attackers send pieces of statements to be put together, or to see what comes back. Such a text is nothing but the piece.

const (
	longestFragment = 96 // bytes
	mostFragment    = 14 // tokens
)

// fragment says that the whole text is the name of what a database keeps about itself, or one call: of a function with no end, or with
// an argument that no sentence has.
func (s *sqlText) fragment() bool {
	n := len(s.tokens)
	if n == 0 || n > mostFragment || len(s.text) > longestFragment {
		return false
	}
	if n == 1 {
		return ownNames.has(s.at(0).text) || globals.has(s.at(0).text)
	}
	if s.unfinished(n) {
		return true
	}
	i := 0
	for s.is(i, ",", "'", `"`, "`") {
		i++
	}
	if s.is(i+1, ".") && i+2 == n-1 && ownNames.has(s.at(i).text+"."+s.at(i+2).text) {
		return true
	}
	if s.at(i).kind != sqlWord || !s.is(i+1, "(") {
		return false
	}
	if s.call(i) && s.call(i+2) && s.is(i+4, ")") && s.is(n-1, ")") {
		return true
	}
	if i+2 == n || functions.has(s.at(i).text) && s.is(n-1, "(") {
		return true
	}
	marks, signs := 0, 0
	for j := i + 2; j < n; j++ {
		switch t := s.at(j); t.kind {
		case sqlMark:
			marks++
		case sqlSign, sqlNumber:
			signs++
		case sqlComment, sqlWord:
		}
	}
	return s.is(n-1, ")") && (marks >= 2 && i > 0 || functions.has(s.at(i).text) && n-i-2 == signs+marks)
}

// unfinished says that n tokens are the beginning or the middle of a statement, whose last one asks for more.
func (s *sqlText) unfinished(n int) bool {
	if !s.is(n-1, "(", "=", "@", "from", "regexp", "concat", "pg_sleep") && !(s.at(n-1).kind == sqlMark && s.is(n-2, "regexp")) {
		return false
	}
	if kind, next := s.operator(s.closes(0)); s.is(0, ")") && kind == comparing && next == n-1 {
		return true
	}
	for i := range n - 1 {
		t := s.at(i)
		if t.text == "as" && s.at(i-1).kind != sqlWord && (s.at(i+1).kind == sqlMark || s.at(i-1).kind == sqlNumber) || unfinishedWords.has(t.text) || s.is(i, "union") && s.is(i+1, "select", "all", "distinct") || functions.has(t.text) && s.is(i+1, "(") {
			return true
		}
	}
	return s.is(n-1, "regexp") && s.at(0).kind == sqlMark
}

var unfinishedWords = words{"select", "rlike", "analyse", "exec", "execute", "having"}

// ownNames are databases and tables of databases about themselves.
var ownNames = words{
	"information_schema", "msysaccessobjects", "msysaccessstorage", "msysaccessxml", "msysaces", "msysmodules", "msysmodules2", "msysobjects", "msysqueries", "msysrelationships",
	"northwind", "schema_name", "msdb", "mysql.db", "tempdb", "pg_catalog", "pg_toast", "sqlite_master", "sqlite_temp_master", "sysaux", "sysdatabases", "database_name", "sys.database_name",
}

// json says that a text in marks, or a column, is used as JSON by an operator or a function that only databases have.
func (s *sqlText) json() bool {
	for i := range s.tokens {
		t := s.at(i)
		switch {
		case t.kind == sqlMark && s.is(i, "'", "`"):
			if s.is(i+1, ":") && s.is(i+2, ":") && s.is(i+3, "json", "jsonb") {
				return true
			}
			j, signs := i+1, ""
			for ; j < i+5 && s.at(j).kind != sqlMark && s.at(j).kind != sqlWord && !s.ends(j); j++ {
				signs += s.at(j).text
			}
			if jsonSigns.has(signs) && (s.is(j, "'") && (s.is(j+1, "{", "[", "$") || jsonValue(s.at(j+1).text)) || s.is(j, "array", "@")) {
				return true
			}
		case t.text == "@" && s.is(i+1, ">") && s.is(i+2, "'") && s.is(i+3, "{", "["):
			return true
		case t.text == "json_extract" && s.is(i+1, "("):
			if s.at(i+2).kind == sqlMark || s.is(i+3, ",") {
				return true
			}
		case (t.text == "or" || t.text == "and") && s.is(i+1, "'") && s.is(i+2, "{", "["):
			return true
		}
	}
	return false
}

func jsonValue(word string) bool {
	return word != "" && (word[0] == '$' || '0' <= word[0] && word[0] <= '9')
}

// jsonSigns are the operators of PostgreSQL and SQLite for JSON, as their tokens are put together.
var jsonSigns = words{"->", "->>", "#>", "#>>", "#-", "<@", "?", "?|", "?&", "@?", "@@", "||", "<", ">", "@>"}

// casts says that a value or a name is cast as PostgreSQL does it, and that the cast ends the text or its part.
func (s *sqlText) casts() bool {
	for i := range s.tokens {
		if !s.is(i, ":") || !s.is(i+1, ":") || !sqlTypes.has(s.at(i+2).text) || !s.at(i+1).glued || !s.at(i+2).glued {
			continue
		}
		before := s.at(i - 1)
		if before.kind == sqlMark || before.text == ")" || i <= 2 && before.kind == sqlWord {
			return !s.is(i+3, ":", ".")
		}
	}
	return false
}

var sqlTypes = words{"bigint", "bool", "boolean", "double", "int", "int4", "int8", "integer", "numeric", "oid", "real", "text", "smallint", "json", "jsonb"}

// endsMark says that the first mark of a text ends what it was put into, and a semicolon its statement: the text ends there, or another
// statement begins, of SQL or of JavaScript.
func endsMark(text string) bool {
	at := strings.IndexAny(text, "'\"`")
	if at < 0 {
		return false
	}
	rest := strings.TrimSpace(text[at+1:])
	for strings.HasPrefix(rest, "/*") && commentOf(rest) > 2 {
		rest = strings.TrimSpace(rest[commentOf(rest):])
	}
	if !strings.HasPrefix(rest, ";") {
		return false
	}
	rest = strings.TrimSpace(rest[1:])
	if endsInComment(rest) {
		return true
	}
	s := newSQLText(rest[:min(len(rest), longestFragment)])
	if len(s.tokens) == 0 || s.at(0).kind == sqlComment || s.at(0).kind == sqlMark && len(text) <= longestFragment {
		return true
	}
	return stacked.has(s.at(0).text)
}

// endsInComment says that a comment, and nothing in it, ends a text: it hides what the statement brings behind the value.
func endsInComment(text string) bool {
	tail := text[len(strings.TrimRight(text, " \t\r\n-+")):]
	return strings.Contains(tail, "--") || strings.HasSuffix(text, ";#")
}

// stacked are words that a statement begins with behind one that was ended.
var stacked = words{"return", "while", "sleep", "shutdown", "drop", "select", "insert", "delete", "update", "exec", "db", "it", "this", "throw", "process"}

var reckoning = words{"+", "-", "*", "/", "%", "^", "<<", ">>", "~", "!"}
