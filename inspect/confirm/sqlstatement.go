package confirm

import "strings"

// connectives join conditions.
var connectives = words{"or", "and", "xor", "||", "&&", "having", "where", "when", "like", "rlike", "regexp", "div", "mod", "|", "&"}

// comparisons compare two operands.
var comparisons = words{"=", "<", ">", "<>", "<=", ">=", "!=", "==", "like", "rlike", "regexp", "is", "in", "between", "sounds", "glob", "similar", "@>", "<@", "->", "not"}

// clauses go on with a statement behind a value.
var clauses = words{"union", "order", "group", "limit", "into", "procedure", "intersect", "except", "minus", "having", "offset", "collate", "escape"}

// functions are those of databases that no text calls by the way. Each stands before a bracket.
var functions = words{
	"sleep", "pg_sleep", "benchmark", "extractvalue", "updatexml", "load_file", "left", "right", "xp_cmdshell", "xp_dirtree", "xp_regread", "sp_executesql", "sp_password",
	"concat", "concat_ws", "group_concat", "char", "chr", "ascii", "ord", "hex", "unhex", "substr", "substring", "mid", "substring_index", "if", "ifnull", "iif", "nullif", "coalesce",
	"cast", "convert", "version", "database", "user", "current_user", "session_user", "system_user", "schema", "exp", "floor", "rand", "count", "length", "char_length", "len", "bin", "conv",
	"randomblob", "zeroblob", "likelihood", "sqlite_version", "json_extract", "json_keys", "json_length", "json_depth", "json_valid", "json_contains", "jsonb_array_elements", "to_jsonb", "row_to_json", "make_set", "elt", "field", "polygon", "multipoint", "geometrycollection", "linestring", "name_const", "procedure_analyse", "exists",
	"ctxsys", "dbms_pipe", "utl_inaddr", "utl_http", "sys_eval", "sys_exec", "sysdate", "now", "db_name", "host_name", "is_srvrolemember", "object_id", "col_length", "xmltype", "lo_import", "lo_export", "pg_read_file", "query_to_xml", "waitfor", "tdesencrypt", "aes_encrypt", "md5", "sha1", "power", "least", "greatest", "sqrt", "round", "strcmp", "instr", "locate", "lpad", "reverse", "lower", "upper", "space", "repeat", "replicate", "row_count", "uuid", "found_rows", "last_insert_id", "inet_aton", "crc32", "compress", "encode", "decode",
	"regexp_substring", "lo_get", "div", "crypt_key", "database_to_xml", "user_name", "col_name", "receive_message", "get_host_address", "generate_series", "xmlelement", "unistr", "sqlite_compileoption_used", "sqlite_compileoption_get", "cos", "pi",
}

// call says that a call of a function of databases stands at i.
func (s *sqlText) call(i int) bool {
	return s.at(i).kind == sqlWord && s.is(i+1, "(") && functions.has(s.at(i).text) && !s.is(i+2, ";")
}

// calls looks for a function that is called for what it takes or tells: by nothing but SQL, or behind a mark or an operator.
func (s *sqlText) calls(i int) bool {
	t := s.at(i)
	if t.kind != sqlWord {
		return false
	}
	if !s.is(i+1, "(") {
		return s.tells(i)
	}
	switch t.text {
	case "pg_sleep", "benchmark", "extractvalue", "updatexml", "load_file", "xp_cmdshell", "utl_inaddr", "lo_export", "lo_import", "pg_read_file", "randomblob", "sqlite_version", "sys_eval", "sys_exec", "openrowset", "opendatasource":
		return !s.is(i-1, ".")
	case "sleep":
		return s.at(i+2).kind == sqlNumber && i > 0 && s.is(i-1, "(", ",", ";", "select", "and", "or", "-", "+", "*", "=", "'", `"`, "||", "&&", "^", "/", "by", "then", "else", "having", "where", "limit", "if", "!", "|", "&", "%", "not", "~")
	case "char", "chr":
		return s.at(i+2).kind == sqlNumber && (s.is(i+3, ",") || s.is(i+4, "||", "+", "%"))
	case "concat", "concat_ws", "group_concat":
		return len(s.at(i+2).text) > 2 && s.at(i + 2).text[:2] == "0x" || s.call(i+2) || s.is(i+2, "@@version")
	case "iif", "elt", "make_set", "nullif", "decode":
		return s.at(i+2).kind == sqlNumber && comparisons.has(s.at(i+3).text) && s.at(i+4).kind == sqlNumber
	case "ascii", "ord", "hex", "substring", "substr", "mid", "length", "char_length", "len", "coercibility":
		return s.call(i+2) || s.is(i+2, "(") && s.is(i+3, "select")
	case "select":
		return s.call(i+2) || s.at(i+2).kind == sqlNumber
	}
	return false
}

// tells looks for what only a database has, and for what it tells of itself: a table of its own, a package, a variable, a procedure.
func (s *sqlText) tells(i int) bool {
	t := s.at(i)
	switch {
	case t.text == "waitfor":
		return s.is(i+1, "delay", "time") && s.at(i+2).kind == sqlMark
	case strings.HasPrefix(t.text, "xp_"):
		return s.at(i+1).kind == sqlMark
	case strings.HasPrefix(t.text, "@@"):
		return len(t.text) > 3 && s.is(i-1, "select", "print") || globals.has(t.text) && s.at(i-1).kind != sqlMark && i > 0
	case packaged(t.text):
		return s.dotted(i)
	case t.text == "master":
		return s.is(i+1, ".") && s.is(i+2, ".", "sys", "dbo")
	}
	from := s.is(i-1, "from", "join") && !s.is(i-2, "from")
	if schemas.has(t.text) {
		return from || s.is(i+1, ".", "]") && s.at(i+1).glued && s.at(i+2).glued
	}
	own := secrets.has(t.text) || strings.HasPrefix(t.text, "dba_") || strings.HasPrefix(t.text, "all_tab") || strings.HasPrefix(t.text, "user_tab")
	return own && (from || s.is(i-1, ".") && s.is(i-2, "master", ".", "dbo", "sys", "mysql")) || t.text == "mysql" && s.is(i+1, ".") && (from || s.is(i+2, "user", "db", "func", "proc", "tables_priv"))
}

// globals are variables of servers that tell what they are.
var globals = words{
	"@@version", "@@hostname", "@@datadir", "@@servername", "@@global", "@@basedir", "@@innodb_version", "@@language", "@@spid", "@@tmpdir", "@@secure_file_priv", "@@version_compile_os",
	"@@plugin_dir", "@@session", "@@microsoftversion", "@@servicename",
}

// schemas are those in which databases keep what they know of themselves.
var schemas = words{"information_schema", "pg_catalog", "sysibm", "syscat", "sysmaster"}

// packaged says that a word is the name of a package that Oracle brings.
func packaged(word string) bool {
	return strings.HasPrefix(word, "dbms_") || strings.HasPrefix(word, "utl_") || word == "ctxsys" || word == "user_lock"
}

// secrets are the tables in which databases keep what they know of themselves.
var secrets = words{"sysobjects", "syscolumns", "pg_shadow", "pg_user", "sqlite_master", "sqlite_schema", "all_tables", "user_tables", "v$version", "dual", "msysaccessobjects", "sysdatabases", "syslogins", "sysusers", "sysservers", "all_users", "fn_my_permissions", "openquery"}

// query looks for UNION and a query behind it.
func (s *sqlText) query(i int) bool {
	if !s.is(i, "union", "intersect", "except", "minus") {
		return false
	}
	j := i + 1
	for s.is(j, "(", "all", "distinct", "distinctrow") {
		j++
	}
	return s.is(j, "select", "values") && (s.list(j+1) || s.is(i, "union") && !articles.has(s.at(j+1).text)) || s.is(j, "table")
}

// list says that what a query selects stands at i: a number, a text, a call, a variable, everything, or names and then a comma or FROM.
func (s *sqlText) list(i int) bool {
	j := s.opens(i)
	for s.is(j, "top", "distinctrow", "sql_calc_found_rows", "high_priority") {
		j++
	}
	t := s.at(j)
	switch {
	case s.ends(j):
		return true
	case t.kind == sqlNumber, t.kind == sqlMark, t.text == "*", t.text == "null", t.text == "(", t.kind == sqlComment:
		return true
	case t.kind == sqlWord:
		return t.text[0] == '@' || s.call(j) || s.is(j+1, ",") && s.named(j) || s.is(j+1, "from") && s.table(j+2) || s.is(j+1, ".") || s.dotted(j)
	}
	return false
}

// named says that a list of names ends with FROM or a call, within some tokens.
func (s *sqlText) named(i int) bool {
	for j := i; j < min(len(s.tokens), i+mostText); j++ {
		if s.is(j, "from") {
			return s.table(j + 1)
		}
		if s.call(j) || s.at(j).kind == sqlNumber && s.is(j-1, ",") || s.is(j, "null") {
			return true
		}
	}
	return false
}

// table says that the name of a table stands at i, and no article or word of a sentence goes on behind it.
func (s *sqlText) table(i int) bool {
	if s.is(i, "(", `"`, "`") {
		return true
	}
	if s.at(i).kind != sqlWord || articles.has(s.at(i).text) {
		return false
	}
	j := i + 1
	for s.is(j, ".") && s.at(j).glued {
		j += 2
	}
	t := s.at(j)
	return s.ends(j) || t.kind == sqlComment || t.kind == sqlMark || t.text == ";" || t.text == ")" || t.text == "," || s.is(j, "where", "order", "group", "limit", "union", "join", "inner", "left", "as", "having", "into")
}

// articles and their like stand before a word in a sentence, and never before the name of a table.
var articles = words{"the", "a", "an", "this", "that", "these", "those", "your", "our", "my", "his", "her", "their", "its", "one", "each", "any", "all", "some", "which", "both", "another", "among", "there", "here", "now", "scratch", "home", "left", "right"}

// clause says that a clause or a statement stands at i.
func (s *sqlText) clause(i int) bool {
	switch s.at(i).text {
	case "order", "group":
		return s.is(i+1, "by") && (s.at(s.opens(i+2)).kind == sqlNumber || s.call(i+2) || s.at(i+2).kind == sqlWord && (s.ends(i+3) || s.cutAt(i+3)))
	case "limit", "offset":
		return s.at(i+1).kind == sqlNumber && (s.is(i+2, ",", "offset", "into", "procedure") || s.stopsAt(i+2))
	case "into":
		return s.is(i+1, "outfile", "dumpfile") || s.at(i+1).kind == sqlWord && s.at(i + 1).text[0] == '@'
	case "procedure":
		return s.is(i+1, "analyse")
	case "having", "where":
		return s.connects(asNumber, i, i+1)
	case ";":
		return s.begins(i+1) || s.stacks(i+1)
	case "union", "intersect", "except", "minus":
		return s.query(i)
	case "escape":
		return s.at(i+1).kind == sqlMark && s.stopsAt(i+3)
	case "collate":
		return s.at(s.closes(i+2)).kind == sqlComment
	}
	return false
}

// stacks says that behind a semicolon stands what is a statement nowhere else: DROP and a name, IF and a condition, a call.
func (s *sqlText) stacks(i int) bool {
	switch s.at(i).text {
	case "drop", "truncate", "delete":
		return s.at(i+1).kind == sqlWord && s.cutAt(i+2)
	case "if":
		return s.expression(i + 1).plain
	}
	return s.is(i, "sleep", "pg_sleep", "benchmark", "iif", "elt", "make_set") && s.call(i) && s.stopsAt(s.behind(i+1))
}

// begins looks for a statement of its own, wherever it stands: a verb of SQL with its object.
func (s *sqlText) begins(i int) bool {
	if s.at(i).kind != sqlWord {
		return false
	}
	if s.stackedStatement(i) {
		return true
	}
	stacked := i > 0 && s.is(i-1, ";")
	switch s.at(i).text {
	case "select":
		return s.selects(i) && !(i == 0 && s.looksUp())
	case "insert", "replace":
		return stacked && s.is(i, "replace") && s.is(i+2, "(") || s.is(i+1, "into") && s.at(i+2).kind != sqlSign && (s.is(i+3, "(", "values", "select", ".") || s.is(i+4, "(", "values", "select") || s.is(i+5, "(", "values"))
	case "update":
		return s.is(i+2, "set") && s.at(i+3).kind == sqlWord && s.is(i+4, "=") || s.is(i+4, "set") && s.is(i+6, "=")
	case "delete":
		return s.is(i+1, "from") && s.table(i+2)
	case "drop", "truncate", "alter", "create":
		return objects.has(s.at(i+1).text) && s.at(i+2).kind != sqlSign && !articles.has(s.at(i+2).text) && (s.isStacked(i) || s.at(i+2).kind == sqlMark || s.stopsAt(i+3) || s.is(i+3, "(", "add", "modify", "set", "as", "cascade", "exists", ".", "drop", "identified", "returns", "with", "on"))
	case "exec", "execute":
		return s.is(i+1, "master", "xp_cmdshell", "sp_executesql", "immediate", "sp_oacreate", "sp_makewebtask", "xp_dirtree", "xp_regread") || strings.HasPrefix(s.at(i+1).text, "xp_") || strings.HasPrefix(s.at(i+1).text, "sp_") || packaged(s.at(i+1).text) || s.is(i+1, "(") && (strings.HasPrefix(s.at(i+2).text, "@") || s.at(i+2).kind == sqlMark && (i == 0 || stacked)) || s.at(i+1).kind == sqlWord && s.at(i+2).kind == sqlMark && (i == 0 || stacked)
	case "case":
		return s.at(i+1).kind == sqlMark && s.is(s.mark(i+1)+1, "when") || s.at(i+1).kind == sqlNumber && s.is(i+2, "when") || s.is(i+1, "when") && s.cases(i+2)
	case "declare":
		return s.at(i+1).kind == sqlWord && s.at(i + 1).text[0] == '@'
	case "call", "load":
		return stacked && s.at(i+1).kind == sqlWord && (s.is(i+2, "(") || s.is(i+1, "xml", "data")) || s.is(i+1, "data") && s.is(i+2, "infile", "local")
	case "waitfor", "shutdown", "commit", "rollback", "begin", "set", "use", "grant", "backup", "restore", "bulk", "merge", "desc", "describe", "show", "analyze", "vacuum", "copy", "attach", "handler", "kill", "lock", "rename", "prepare", "deallocate":
		return s.administers(i, stacked)
	}
	return false
}

// cases says that a condition and THEN stand at i.
func (s *sqlText) cases(i int) bool {
	e := s.expression(i)
	return e.operands > 0 && (e.plain || e.named || e.calls || e.query || s.is(s.closes(e.end), "then"))
}

// objects are what statements of definition are about.
var objects = words{"table", "database", "schema", "user", "view", "function", "procedure", "index", "trigger", "login", "role", "tablespace", "temporary", "extension", "or", "synonym", "column"}

// selects says that a query stands at i.
func (s *sqlText) selects(i int) bool {
	if s.is(i+1, "@@version", "@@hostname", "@@datadir", "@@servername", "@@global") || s.call(i+1) || s.is(i+1, "(") && (s.is(i+2, "select") || s.call(i+2) || s.at(i+2).kind == sqlNumber) {
		return true
	}
	if (i == 0 || s.is(i-1, "(", ";", "'", `"`)) && s.at(i+1).kind == sqlWord && s.is(i+2, "(") && s.at(i+2).glued {
		return true
	}
	stands := i == 0 || s.at(i-1).kind == sqlSign && !s.is(i-1, ".", ",", ":", "?", "!") || s.at(i-1).kind == sqlComment || s.is(i-1, "all", "distinct", "as")
	stands = stands || s.at(i-1).kind == sqlWord && !s.is(i+2, "from") || s.is(i+1, "*") && s.at(i-1).kind != sqlMark
	for j := i + 1; stands && j < min(len(s.tokens), i+mostText); j++ {
		switch {
		case s.is(j, "from"):
			items := j - i - 1
			return items == 1 && s.table(j+1) && !s.is(i+1, "from") && !(s.is(j+2, "where") && s.ends(j+3) && isLetter(s.at(i + 1).text[0])) || items > 1 && s.table(j+1) && s.itemised(i+1, j)
		case s.is(j, ";"):
			return false
		}
	}
	t := s.at(i + 1)
	number := t.kind == sqlNumber || s.is(i+1, "null")
	return number && (s.is(i+2, ",") && (s.at(i+3).kind != sqlWord || s.call(i+3) || s.is(i+3, "null")) || i > 0 && s.is(i-1, "(") && s.is(i+2, ")", "from"))
}

// looksUp says that the text is a query of one table by one text, or counts the rows of one table, and nothing else: languages of queries
// that pages send are like that. Whoever could run any statement would ask for more; and inside of a statement it is none.
func (s *sqlText) looksUp() bool {
	n := len(s.tokens) - 1
	if s.is(n, ";") {
		n--
	}
	if s.is(1, "count") && s.is(2, "(") && s.is(3, "*") && s.is(4, ")") {
		return n == 6 && s.is(5, "from") && s.isOwnTable(6)
	}
	if !s.is(1, "*") || !s.is(2, "from") || !s.isOwnTable(3) || !s.is(4, "where") || s.at(5).kind != sqlWord || !s.is(6, "=") || !s.is(7, "'") {
		return false
	}
	return n > 7 && s.is(n, "'") && strings.Count(s.text, "'") == 2
}

// isOwnTable says that a name stands at i, and none under which databases keep what they know of themselves.
func (s *sqlText) isOwnTable(i int) bool {
	return s.at(i).kind == sqlWord && !secrets.has(s.at(i).text) && !schemas.has(s.at(i).text)
}

// itemised says that what stands between SELECT and FROM is a list, and no part of a sentence: no two words follow each other.
func (s *sqlText) itemised(from, to int) bool {
	for j := from; j+1 < to; j++ {
		a, b := s.at(j), s.at(j+1)
		if a.kind == sqlWord && b.kind == sqlWord && !keywords.has(a.text) && !keywords.has(b.text) {
			return false
		}
	}
	return true
}

// keywords may stand beside a name in a list.
var keywords = words{"as", "distinct", "all", "top", "case", "when", "then", "else", "end", "and", "or", "not", "is", "null", "over", "by", "order", "partition", "select", "where", "in", "like", "between", "limit"}

// administers says that a statement about the database itself stands at i. Behind a semicolon less is needed than in a sentence.
func (s *sqlText) administers(i int, stacked bool) bool {
	switch s.at(i).text {
	case "waitfor":
		return s.is(i+1, "delay", "time")
	case "shutdown", "commit", "rollback", "begin":
		return stacked && s.dotted(i+1) || stacked && s.stopsAt(i+1) || stacked && s.is(i+1, "with")
	case "set", "use":
		return stacked && (s.at(i+1).kind == sqlWord && (s.at(i + 1).text[0] == '@' || s.is(i+2, "=")))
	case "grant":
		return s.is(i+1, "connect", "resource", "dba") && s.is(i+2, "to") && s.stopsAt(i+4) || s.is(i+1, "all", "select", "insert", "update", "delete", "execute", "dba", "create", "file", "super", "usage") && s.is(i+2, "on", "to", ",", "privileges") || s.is(i+2, "on")
	case "copy":
		return (s.is(i+2, "from", "to") || s.is(i+1, "(")) && (s.is(i+3, "program") || s.at(i+3).kind == sqlMark || s.at(i+4).kind == sqlMark)
	case "attach":
		return s.is(i+1, "database")
	case "backup", "restore":
		return s.disk(i) || stacked && s.at(i+1).kind == sqlWord
	case "handler", "bulk", "merge", "kill", "lock", "rename", "deallocate":
		return stacked && s.at(i+1).kind == sqlWord
	case "show":
		return s.is(i+1, "databases", "tables", "grants", "variables") && (stacked || s.stopsAt(i+2) || s.is(i+2, "from", "in"))
	case "prepare":
		return s.is(i+2, "from")
	}
	return false
}

// disk says that a backup is written to or read from a file at i.
func (s *sqlText) disk(i int) bool {
	for j := i + 2; j < i+mostOperands; j++ {
		if s.is(j, "disk", "disks", "url", "tape") {
			return s.is(j+1, "=") && s.at(j+2).kind == sqlMark
		}
	}
	return false
}
