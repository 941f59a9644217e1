package confirm

import "strings"

// php is about programs in PHP: a text does harm if it is one, calls a function where code is read, or names what only a program of PHP
// has.
var php = &family{"php", []rule{
	{933100, 933100, "no statement of PHP behind a tag", func(m *Match) bool { return inSome(m.Text, func(text string) bool { return opensPHP(lower(text)) }) }},
	{933110, 933110, "no program of PHP", always},
	{933120, 933120, "no directive of PHP that changes what it runs", setsDirective},
	{933130, 933135, "no variable of a request in PHP", holdsPHP},
	{933140, 933140, "no stream of PHP", always},
	{933150, 933160, "no call of PHP where code is read", callsPHP},
	{933180, 933180, "no call of PHP where code is read", callsPHP},
	{933210, 933210, "no call of PHP where code is read", callsPHP},
}}

// setsDirective looks for a directive by its whole name. A word of one, extension or engine, is an attribute of many documents.
func setsDirective(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		if !strings.ContainsAny(text, " \t\r\n\"'<&;") {
			return true // a setting and nothing else
		}
		at := strings.IndexByte(text, '=')
		for at > 0 {
			name := strings.TrimRight(text[max(0, at-2*shortest):at], " \t")
			from := len(name)
			for from > 0 && isWordByte(name[from-1]) {
				from--
			}
			name = name[from:]
			if holdsAnyOf(name, directives...) {
				return true
			}
			next := strings.IndexByte(text[at+1:], '=')
			if next < 0 {
				return false
			}
			at += 1 + next
		}
		return false
	})
}

// directives are those by which PHP reads, runs, hides or allows more, by what their names begin with.
var directives = []string{
	"allow_url_", "auto_prepend_file", "auto_append_file", "disable_functions", "disable_classes", "open_basedir", "safe_mode", "include_path", "register_globals",
	"error_reporting", "display_errors", "magic_quotes", "short_open_tag", "suhosin.", "cgi.", "sendmail_path", "mail.", "zend.", "zend_extension", "opcache.", "user_ini", "extension_dir",
	"doc_root", "log_errors", "error_log", "upload_tmp_dir", "variables_order", "enable_dl", "expose_php", "session.save_path", "session.save_handler", "session.upload", "asp_tags", "assert.", "eval.", "exec_dir", "unserialize_callback_func", "highlight.file", "hard_timeout", "max_execution_time", "memory_limit", "output_handler", "phar.",
}

// superglobals are variables that a program of PHP alone has.
var superglobals = []string{"$_get", "$_post", "$_request", "$_server", "$_cookie", "$_files", "$_session", "$_env", "$globals", "$http_raw_post_data", "$argv", "$_[", "$http_", "$_("}

// holdsPHP says that a text has a tag of PHP, a variable of a request, or an expression in a text of PHP: {$x}, ${x}.
func holdsPHP(m *Match) bool {
	return inSome(m.Text, func(text string) bool { return isPHP(lower(text)) })
}

func isPHP(text string) bool {
	if hasTag(text) || holdsAnyOf(text, "[php]", "{${", "${@", "${system", "${phpinfo", "${print", "${eval", "<script language=php") {
		return true
	}
	return holdsAnyOf(text, superglobals...) || interpolates(text)
}

// opensPHP says that a text has a tag of PHP, in one of the forms that some set-up of it reads.
func opensPHP(text string) bool {
	return hasTag(text) || holdsAnyOf(text, "php]", "php}", "<?xml") || strings.HasSuffix(text, "<?")
}

// hasTag says that a text has a tag with the begin of a statement behind it. Random signs make tags, too.
func hasTag(text string) bool {
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "<?")
		if !found {
			return false
		}
		if strings.HasPrefix(after, "php") || after != "" && (after[0] <= ' ' || after[0] == '=') && beginsStatement(strings.TrimPrefix(after, "=")) {
			return true
		}
		rest = after
	}
}

// beginsStatement says that a text may begin with a statement of PHP: with a sign of one, a word of the language, or a name that is called
// or stands before another value.
func beginsStatement(text string) bool {
	text = strings.TrimLeft(text[:min(len(text), longestArgument)], " \t\r\n")
	if text == "" || strings.HasPrefix(text, "//") || strings.HasPrefix(text, "/*") {
		return true
	}
	if n := wordLength(text); n > 0 && (text[0] < '0' || text[0] > '9') {
		rest, apart := strings.CutPrefix(text[n:], " ")
		return statementWords.has(text[:n]) && (rest == "" || apart || strings.IndexByte("('\"$;:{", rest[0]) >= 0) || strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "::") || strings.HasPrefix(rest, "=")
	}
	return strings.IndexByte("$'\"`@(\\", text[0]) >= 0 && len(text) > 1 && (text[0] != '$' || wordLength(text[1:]) > 0 || text[1] == '$' || text[1] == '{') || strings.HasPrefix(text, "?>") || strings.HasPrefix(text, "<<<") || '0' <= text[0] && text[0] <= '9' && endsNumber(text)
}

// endsNumber says that a number is all of an expression.
func endsNumber(text string) bool {
	rest := strings.TrimLeft(text, "0123456789 ")
	return rest == "" || strings.IndexByte(";?+-*/.", rest[0]) >= 0
}

// statementWords begin statements of PHP.
var statementWords = words{
	"echo", "print", "if", "for", "foreach", "while", "do", "switch", "try", "throw", "return", "exit", "die", "include", "include_once", "require", "require_once", "function", "class", "interface", "trait", "enum", "abstract", "final",
	"namespace", "use", "declare", "static", "global", "php", "unset", "goto", "const", "eval", "new", "var_dump",
}

// interpolates says that a text has a variable in braces that is written as no template does: with a blank behind the dollar, with a
// variable inside, or with a text that a method is called of. Templates repeat and join texts so.
func interpolates(text string) bool {
	for at := strings.IndexByte(text, '$'); at >= 0; {
		after, _ := gap(text[at+1 : min(len(text), at+longestArgument)])
		if inside, found := strings.CutPrefix(after, "{"); found && (text[at+1] != '{' && standsApart(text[:at]) || text[at+1] == '{' && opensValue(strings.TrimLeft(inside, " \t\r\n"))) {
			return true
		}
		next := strings.IndexByte(text[at+1:], '$')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// standsApart says that a dollar is no end of a regular expression, behind which a server's configuration has a block.
func standsApart(before string) bool {
	return before == "" || strings.IndexByte(" \t\r\n'\"=;,(", before[len(before)-1]) >= 0
}

// opensValue says that what stands in braces begins as no name of a template does.
func opensValue(inside string) bool {
	if inside == "" {
		return false
	}
	switch inside[0] {
	case '@':
		return true
	case '$':
		return len(inside) > 1 && (inside[1] == '{' || inside[1] == '$')
	case '\'', '"':
		_, rest := quoted(inside)
		return strings.HasPrefix(rest, ".getclass(") || strings.HasPrefix(rest, ".exec") || strings.HasPrefix(rest, ".class") || rest == ""
	}
	return false
}
