package confirm

import "strings"

// phpFunctions run, read or write, and nothing else is called so.
var phpFunctions = words{
	"system", "shell_exec", "passthru", "popen", "proc_open", "pcntl_exec", "phpinfo", "base64_decode", "file_get_contents", "file_put_contents", "fwrite", "fopen", "fputs",
	"call_user_func", "call_user_func_array", "create_function", "array_map", "array_filter", "preg_replace", "str_rot13", "gzinflate", "gzdecode", "curl_exec", "curl_init", "fsockopen", "posix_getpwuid", "posix_kill",
	"ini_set", "highlight_file", "show_source", "readfile", "scandir", "var_dump", "print_r", "error_log", "move_uploaded_file", "phpversion", "php_uname", "set_time_limit", "register_shutdown_function", "get_defined_vars", "getcwd", "opendir", "is_file", "mysql_query", "mb_ereg_replace", "ob_start", "usort", "array_walk", "func_get_args", "is_callable", "gethostbyname", "proc_close", "symlink", "tempnam", "tmpfile", "parse_str", "extract", "assert", "chmod", "unlink", "include_once", "require_once", "md5_file", "sha1_file", "exif_read_data", "filesize", "fileperms", "disk_free_space", "chr", "ord", "hex2bin", "strrev", "implode", "str_replace", "strtolower", "substr_replace", "apache_setenv", "dl", "putenv", "simplexml_load_string", "unserialize", "serialize", "var_export", "stream_context_create", "bzcompress", "gzuncompress", "gzencode", "file_exists", "fileatime", "is_dir", "copy", "rename", "rmdir", "mkdir", "touch", "ftp_connect", "opcache_get_status", "dirname", "basename", "pathinfo", "realpath", "php_sapi_name", "get_current_user", "getmyuid", "sys_get_temp_dir", "session_start", "date", "exec", "eval", "readlink", "glob", "file", "include", "require", "die", "exit", "echo", "print", "printf", "sprintf", "mail", "sleep", "usleep", "constant", "define", "header", "join", "link", "split", "strlen", "count", "floor", "max", "min",
}

// phpWords are those of them that other languages and sentences have, too: they count in short texts, with an argument of a program.
var phpWords = words{
	"array_map", "assert", "chmod", "unlink", "extract", "chr", "ord", "implode", "copy", "rename", "rmdir", "mkdir", "touch", "dirname", "basename", "realpath", "date", "exec", "eval", "readlink", "glob", "file", "include", "require", "die", "exit", "echo", "print",
	"printf", "sprintf", "mail", "sleep", "usleep", "constant", "define", "header", "join", "link", "split", "strlen", "count", "floor", "max", "min", "serialize", "fwrite", "fopen", "opendir", "symlink", "putenv", "dl", "usort", "getcwd", "tmpfile", "ini_set",
}

// attachable run a program also as methods, of Python's os and Ruby's Kernel; and PHP joins their results with a point.
var attachable = words{"phpinfo", "system", "popen", "exec", "shell_exec", "passthru", "eval"}

// runners run what they are given: a command, or a text as a program.
var runners = words{
	"system", "shell_exec", "passthru", "popen", "proc_open", "pcntl_exec", "exec", "eval", "assert", "create_function", "call_user_func", "call_user_func_array", "array_map", "array_filter", "array_walk", "usort",
	"register_shutdown_function",
}

// tellers tell an intruder about the machine, and need no argument for it.
var tellers = words{"phpinfo", "phpversion", "php_uname", "php_sapi_name", "get_defined_vars", "get_current_user", "getmyuid", "sys_get_temp_dir", "opcache_get_status", "posix_getpwuid"}

// openers open the file that they are given.
var openers = words{"readfile", "file", "fopen", "include", "include_once", "require_once", "unlink", "readlink", "glob", "opendir", "chmod", "copy", "rename", "rmdir", "mkdir", "touch", "symlink"}

// owners have methods that run a program as PHP's functions do: Python's os, Ruby's Kernel, Java's Runtime.
var owners = []string{"runtime.", "os.", "kernel.", "subprocess.", "posix.", "getruntime().", "commands.", "popen2."}

// callsPHP looks for a call of a function of PHP.
func callsPHP(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		if isPHP(text) || beginsWithCall(text) || beginsWithVariableCall(text) || beginsWithGroupCall(text) {
			return true
		}
		for at := strings.IndexByte(text, '('); at >= 0; {
			if inner := at > 0 && text[at-1] == '('; !inner && phpCall(text, at) || m.late(longestTag) {
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

// phpCall says whether a bracket opens the arguments of a call that counts, wherever it stands: by what is called, and what it is given.
func phpCall(text string, at int) bool {
	before, arg := withoutComments(text[max(0, at-longestArgument):at]), readArgument(text[at+1:])
	commented := at > 0 && text[at-1] == '/' && len(before) < at
	if callsText(before, arg, at > 0 && text[at-1] == ' ') || callsVariable(text, before, arg) {
		return true
	}
	before, name := lastName(strings.TrimRight(before, `\"'`))
	switch before = strings.TrimRight(before, `\`); {
	case !phpFunctions.has(name):
		return false
	case strings.HasSuffix(before, "->"), strings.HasSuffix(before, "::"):
		return false
	case strings.HasSuffix(before, ".") && isMethod(before):
		return name == "phpinfo" || attachable.has(name) && arg.kind == literal && (endsWithAny(before, owners) || name != "exec" && name != "eval")
	case strings.HasSuffix(before, "@") && openers.has(name): // nothing is said if it fails
		return arg.kind == literal || arg.kind == variable
	}
	return commented && !phpWords.has(name) || givenHarm(name, arg) || arg.kind == literal && openers.has(name) && assigns(before)
}

// assigns says that a text ends with a variable of PHP and the sign by which it gets a value.
func assigns(before string) bool {
	before, found := strings.CutSuffix(strings.TrimRight(before, " @"), "=")
	before, name := lastName(strings.TrimRight(before, " "))
	return found && name != "" && strings.HasSuffix(before, "$")
}

// isMethod says that a point joins a method to its object. PHP joins texts by one, behind a mark or a bracket.
func isMethod(before string) bool {
	n := len(before) - 1
	return n > 0 && (isWordByte(before[n-1]) || before[n-1] == ')' || before[n-1] == ']')
}

// givenHarm says that a function of PHP does harm with an argument.
func givenHarm(name string, arg argument) bool {
	switch arg.kind {
	case noArgument:
		return tellers.has(name)
	case cutArgument:
		return !phpWords.has(name)
	case variable:
		return len(arg.text) > 1
	case number:
		return name == "chr" && (strings.HasPrefix(arg.rest, ")||") || strings.HasPrefix(arg.rest, ")."))
	case call:
		return phpFunctions.has(arg.text) && (!phpWords.has(arg.text) || runners.has(arg.text) || runners.has(name))
	case quotedCommand:
		return !phpWords.has(name) || begins(arg.text, inside)
	case literal:
		return runners.has(name) && joinsTexts(arg.rest) || !phpWords.has(name) && name != "readfile" || name == "exec" && begins(arg.text, inside) || name == "eval" || name != "exec" && runners.has(name) && (strings.ContainsAny(arg.text, "($;`") || runners.has(arg.text)) ||
			openers.has(name) && (strings.HasPrefix(arg.text, "/") || strings.HasPrefix(arg.text, "..") || strings.Contains(arg.text, "://"))
	}
	return false
}

// joinsTexts says that an operator and a further text follow a text: a command or a query is joined of pieces.
func joinsTexts(rest string) bool {
	rest, _ = gap(rest)
	for _, operator := range []string{"+", ".", "||"} {
		if after, found := strings.CutPrefix(rest, operator); found {
			after, _ = gap(after)
			return after != "" && (after[0] == '\'' || after[0] == '"')
		}
	}
	return false
}

// callsText says that a text in marks, or pieces of one in brackets, is called as a function: 'system'('id'), ('sys'.'tem')(…).
func callsText(before string, arg argument, apart bool) bool {
	n := len(before)
	if n < 2 || !arg.given() {
		return false
	}
	switch mark := before[n-1]; mark {
	case '\'', '"':
		outside, name := lastName(before[:n-1])
		outside, marked := strings.CutSuffix(strings.TrimRight(outside, `\`), string(mark))
		joined := strings.HasSuffix(outside, `".`) || strings.HasSuffix(outside, "'.")
		return marked && name != "" && (phpFunctions.has(name) && (!apart || arg.kind == literal || arg.kind == variable) || joined && arg.kind == literal || !apart && len(name) > 2 && arg.kind != otherArguments)
	case ')', ']', '}':
		group := groupStart(before)
		return group > 0 && (namesFunction(before[group-1:], arg.kind == otherArguments) || isConstant(before[group-1:]) && arg.kind == literal && begins(arg.text, inside))
	}
	return false
}

// isConstant says that a group is a name in brackets, or an element of what it names: (z), (z)[0].
func isConstant(group string) bool {
	return strings.HasPrefix(group, "(") && strings.Trim(group, "abcdefghijklmnopqrstuvwxyz0123456789_()[]") == ""
}

// given says that an argument is there.
func (a argument) given() bool { return a.kind != noArgument && a.kind != cutArgument }

// groupStart returns where the groups in brackets begin that a text ends with, plus one; 0 if a name stands before them, so that they
// are the arguments of a call or the index of an array.
func groupStart(text string) int {
	depth, end := 0, len(text)
	for end > 0 {
		end--
		switch text[end] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			depth--
		}
		before := strings.TrimRight(text[:end], " ")
		if depth > 0 || depth == 0 && before != "" && strings.IndexByte(")]}", before[len(before)-1]) >= 0 {
			continue
		}
		if depth < 0 || end > 0 && (isWordByte(text[end-1]) && text[end-1] != '.' || strings.IndexByte("'\"$", text[end-1]) >= 0) {
			return 0
		}
		return end + 1
	}
	return 0
}

// namesFunction says that a group is worth the name of a function: texts, variables and functions of PHP, joined by operators. Before
// arguments that are neither texts nor variables it has to name one that runs something.
func namesFunction(group string, strict bool) bool {
	named := false
	for at := 0; at < len(group); {
		switch c := group[at]; {
		case strings.HasPrefix(group[at:], "/*"):
			_, rest, _ := strings.Cut(group[at+2:], "*/")
			at = len(group) - len(rest)
		case c == '\'' || c == '"':
			inside, rest := quoted(group[at:])
			inside = strings.TrimSpace(inside)
			at, named = len(group)-len(rest), named || !strict && strings.Trim(inside, "abcdefghijklmnopqrstuvwxyz0123456789_\\-") == "" && inside != "" || runners.has(inside)
		case c == '$':
			at, named = at+1+wordLength(group[at+1:]), named || !strict
		case isWordByte(c) && c != '.':
			word := group[at : at+wordLength(group[at:])]
			if strings.Trim(word, "0123456789") != "" && word != "string" && !phpFunctions.has(word) || word == "require" || word == "include" {
				return false
			}
			at, named = at+len(word), named || runners.has(word) || !strict && phpFunctions.has(word)
		case strings.IndexByte("?:=,;<>", c) >= 0:
			return false
		default:
			at++
		}
	}
	return named
}

// callsVariable says that what a variable names is called, or an element or a method of it: $a('id'), $a['b']($c), ${a}(…),
// $a->b('c'). Frameworks of JavaScript
// have functions whose names begin with a dollar; what they are given is no program, and no variable of this kind.
func callsVariable(text string, before string, arg argument) bool {
	n, element := len(before), false
	for n > 0 && (before[n-1] == ']' || before[n-1] == '}') {
		open := strings.LastIndexByte(before[:n], "[{"[strings.IndexByte("]}", before[n-1])])
		if open < 0 {
			return false
		}
		n, element = open, true
	}
	outside, name := lastName(before[:n])
	if object, arrow := strings.CutSuffix(outside, "->"); arrow && name != "" {
		outside, name = lastName(object)
		element = true
	}
	if strings.HasSuffix(outside, "->$") || strings.HasSuffix(outside, "::$") {
		return name != ""
	}
	if !strings.HasSuffix(outside, "$") || name == "" && !element {
		return false
	}
	switch arg.kind {
	case variable:
		return len(arg.text) > 1
	case quotedCommand:
		return begins(arg.text, inside)
	case literal:
		ends, _ := gap(arg.rest)
		return ends != "" && strings.IndexByte(").,", ends[0]) >= 0 &&
			(element || begins(arg.text, inside) || strings.ContainsAny(arg.text, "(;`") || strings.Contains(text, "$"+name+"="))
	case call:
		return phpFunctions.has(arg.text)
	}
	return false
}

func endsWithAny(text string, ends []string) bool {
	for _, end := range ends {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

// withoutComments takes comments and blanks off the end of a text.
func withoutComments(text string) string {
	for {
		trimmed := strings.TrimRight(text, " \t\r\n")
		begin := -1
		if strings.HasSuffix(trimmed, "*/") {
			begin = strings.LastIndex(trimmed, "/*")
		} else if strings.Contains(text[len(trimmed):], "\n") {
			line := strings.LastIndexByte(trimmed, '\n') + 1
			if at := strings.IndexByte(trimmed[line:], '#'); at >= 0 {
				begin = line + at
			} else if at := strings.Index(trimmed[line:], "//"); at >= 0 {
				begin = line + at
			}
		}
		if begin < 0 {
			return trimmed
		}
		text = trimmed[:begin]
	}
}
