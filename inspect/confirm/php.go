package confirm

import "strings"

// php is about programs in PHP: a text does harm if it is one, calls a function where code is read, or names what only a program of PHP
// has.
var php = &family{"php", []rule{
	{933100, 933110, "no program of PHP", always},
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
		if len(text) <= shortest+shortest && !strings.ContainsAny(text, " \"'<&") {
			return true // a directive and nothing else
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
	if holdsAnyOf(text, "<?php", "<?=", "<?\n", "<? ", "[php]", "{${", "${@", "${system", "${phpinfo", "${print", "${eval", "<script language=php") {
		return true
	}
	return holdsAnyOf(text, superglobals...) || interpolates(text)
}

// interpolates says that a text is a variable in braces that is written as no template does: with a blank behind the dollar, or with a
// variable or a text inside.
func interpolates(text string) bool {
	after, found := strings.CutPrefix(strings.TrimSpace(text), "$")
	if !found {
		return false
	}
	inside, found := strings.CutPrefix(strings.TrimLeft(after, " \t\r\n"), "{")
	return found && (after[0] != '{' || strings.IndexAny(strings.TrimSpace(inside), "$'\"@") == 0)
}

// phpFunctions run, read or write, and nothing else is called so.
var phpFunctions = words{
	"system", "shell_exec", "passthru", "popen", "proc_open", "pcntl_exec", "phpinfo", "base64_decode", "file_get_contents", "file_put_contents", "fwrite", "fopen", "fputs",
	"call_user_func", "call_user_func_array", "create_function", "array_map", "array_filter", "preg_replace", "str_rot13", "gzinflate", "curl_exec", "curl_init", "fsockopen", "posix_getpwuid", "posix_kill",
	"ini_set", "highlight_file", "show_source", "readfile", "scandir", "var_dump", "print_r", "error_log", "move_uploaded_file", "phpversion", "php_uname", "set_time_limit", "register_shutdown_function", "get_defined_vars", "getcwd", "opendir", "is_file", "mysql_query", "mb_ereg_replace", "ob_start", "usort", "array_walk", "func_get_args", "is_callable", "gethostbyname", "proc_close", "symlink", "tempnam", "tmpfile", "parse_str", "extract", "assert", "chmod", "unlink", "include_once", "require_once", "md5_file", "sha1_file", "exif_read_data", "filesize", "fileperms", "disk_free_space", "chr", "ord", "hex2bin", "strrev", "implode", "str_replace", "strtolower", "substr_replace", "apache_setenv", "dl", "putenv", "simplexml_load_string", "unserialize", "serialize", "var_export", "stream_context_create", "bzcompress", "gzuncompress", "gzencode", "file_exists", "fileatime", "is_dir", "copy", "rename", "rmdir", "mkdir", "touch", "ftp_connect", "opcache_get_status", "dirname", "basename", "pathinfo", "realpath", "php_sapi_name", "get_current_user", "getmyuid", "sys_get_temp_dir", "session_start", "date", "exec", "eval", "readlink", "glob", "file", "include", "require", "die", "exit", "echo", "print", "printf", "sprintf", "mail", "sleep", "usleep", "constant", "define", "header", "join", "link", "split", "strlen", "count", "floor", "max", "min",
}

// phpWords are those of them that other languages and sentences have, too: they count in short texts, with an argument of a program.
var phpWords = words{
	"array_map", "assert", "chmod", "unlink", "extract", "chr", "ord", "implode", "copy", "rename", "rmdir", "mkdir", "touch", "dirname", "basename", "realpath", "date", "exec", "eval", "readlink", "glob", "file", "include", "require", "die", "exit", "echo", "print",
	"printf", "sprintf", "mail", "sleep", "usleep", "constant", "define", "header", "join", "link", "split", "strlen", "count", "floor", "max", "min", "serialize", "fwrite", "fopen", "opendir", "symlink", "putenv", "dl", "usort", "getcwd", "tmpfile", "ini_set",
}

// attachable run a program also as methods, of Python's os and Ruby's Kernel; and PHP joins their results with a point.
var attachable = words{"phpinfo", "system", "popen", "exec", "shell_exec", "passthru", "eval"}

// callsPHP looks for a call of a function of PHP.
func callsPHP(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		if isPHP(text) || beginsWithCall(text) || beginsWithVariableCall(text) || beginsWithGroupCall(text) {
			return true
		}
		for at := strings.IndexByte(text, '('); at >= 0; {
			if phpCall(text, at) || m.late(longestTag) {
				return true
			}
			next := strings.IndexByte(text[at+1:], '(')
			if next < 0 {
				return false
			}
			at += 1 + next
		}
		return false
	})
}

// phpCall says whether a bracket opens the arguments of a call that counts.
func phpCall(text string, at int) bool {
	before := text[max(0, at-2*shortest):at]
	if len(text) <= longestScript && called(before, text[at+1:]) {
		return true
	}
	name := withoutComments(before)
	from := len(name)
	for from > 0 && (isWordByte(name[from-1]) && name[from-1] != '.' || name[from-1] == '\\') {
		from--
	}
	name, before = strings.Trim(name[from:], `\`), name[:from]
	attached := strings.HasSuffix(before, ".") && !(len(text) <= longestScript && attachable.has(name))
	if !phpFunctions.has(name) || attached || strings.HasSuffix(before, "->") && len(text) > longestScript {
		return false
	}
	argument := strings.TrimLeft(text[at+1:], " \t\r\n(@")
	if argument == "" {
		return len(text) <= longestScript && !phpWords.has(name)
	}
	program := strings.IndexByte("'\"$`", argument[0]) >= 0 || argument[0] == ')' || phpCallAhead(argument)
	if phpWords.has(name) {
		spaced := at > 0 && text[at-1] <= ' '
		return len(text) <= longestScript && program && !(spaced && argument[0] == ')') && (argument[0] != ')' || strings.HasPrefix(strings.TrimLeft(argument[1:], " "), ";") || len(text) <= shortest)
	}
	return program || len(text) <= longestScript && '0' <= argument[0] && argument[0] <= '9'
}

// phpCallAhead says that an argument is a call itself.
func phpCallAhead(argument string) bool {
	end := strings.IndexByte(argument[:min(len(argument), 2*shortest)], '(')
	return end > 0 && phpFunctions.has(argument[:end])
}

// called says that something in marks or brackets, or a variable, is called as a function: 'system'('id'), $a('id'), ('sys'.'tem')(…).
func called(before, arguments string) bool {
	before = strings.TrimRight(before, " \t")
	n := len(before)
	if n < 2 || arguments == "" {
		return false
	}
	first := strings.TrimLeft(arguments, " \t")
	if first == "" || strings.IndexByte("'\"$)(`[", first[0]) < 0 && !('a' <= first[0] && first[0] <= 'z') {
		return false
	}
	switch before[n-1] {
	case ')':
		return strings.Contains(before, "('") || strings.Contains(before, `("`) || strings.Contains(before, "($") || strings.Contains(before, "((")
	case '\'', '"', '}':
		return true
	case ']':
		return strings.Contains(before, "$")
	}
	from := n
	for from > 0 && isWordByte(before[from-1]) {
		from--
	}
	return from > 0 && from < n && before[from-1] == '$' && (first[0] != ')' || n == len(before))
}

// withoutComments takes comments and blanks off the end of a text.
func withoutComments(text string) string {
	for {
		trimmed := strings.TrimRight(text, " \t\r\n")
		if strings.HasSuffix(trimmed, "*/") {
			if begin := strings.LastIndex(trimmed, "/*"); begin >= 0 {
				text = trimmed[:begin]
				continue
			}
		}
		return trimmed
	}
}
