package confirm

import "strings"

// bareStart returns a text without what may stand before the first statement of a program: blanks, comments, and signs by which a value
// leaves the text that it was put into.
func bareStart(text string) string {
	for {
		text = strings.TrimLeft(text, " \t\r\n\x00'\";,.)}@+&|!")
		var found bool
		switch {
		case strings.HasPrefix(text, "/*"):
			_, text, found = strings.Cut(text[2:], "*/")
		case strings.HasPrefix(text, "//"):
			_, text, found = strings.Cut(text, "\n")
		}
		if !found {
			return text
		}
	}
}

// gap returns a text without the blanks and comments that it begins with, and says whether there was more than one plain blank.
func gap(text string) (rest string, wide bool) {
	for rest = text; rest != ""; {
		n := len(rest)
		rest = strings.TrimLeft(rest, " \t\r\n")
		switch {
		case strings.HasPrefix(rest, "/*"):
			_, rest, _ = strings.Cut(rest[2:], "*/")
			wide = true
		case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "#"):
			_, rest, _ = strings.Cut(rest, "\n")
			wide = true
		}
		if len(rest) == n {
			break
		}
	}
	taken := len(text) - len(rest)
	return rest, wide || taken > 1 || taken == 1 && text[0] != ' '
}

// beginsWithCall says that a text begins with a call of a function by its name: name(…), name /* */ (…), name=(…). In sentences a bracket
// stands one blank behind a word.
func beginsWithCall(text string) bool {
	text = bareStart(text)
	end := 0
	for end < len(text) && isWordByte(text[end]) && text[end] != '.' {
		end++
	}
	if end < len("ord") || '0' <= text[0] && text[0] <= '9' {
		return false
	}
	name := text[:end]
	rest, wide := gap(text[end:])
	blanks := len(text) - end - len(rest)
	if !opensProgram(name, rest) {
		return false
	}
	return strings.HasPrefix(rest, "(") && (blanks == 0 || wide || strings.IndexByte(name, '_') >= 0) || strings.HasPrefix(rest, "=(")
}

// opensProgram says that a program of PHP may begin with a call of this name. Modules of JavaScript begin with require, programs of C and
// its like with printf.
func opensProgram(name, rest string) bool {
	switch arg := readArgument(strings.TrimLeft(rest, "=(")); {
	case name == "require", strings.HasPrefix(name, "is_") && arg.kind == otherArguments, strings.HasPrefix(name, "print") && arg.kind == literal:
		return false
	case arg.kind == number && (strings.HasPrefix(arg.rest, "),") || strings.HasPrefix(arg.rest, ") ")):
		return false // a page of a manual and its section
	case phpWords.has(name) && !startFunctions.has(name):
		return givenHarm(name, arg) || arg.kind == quotedCommand
	case phpFunctions.has(name), startFunctions.has(name), strings.Contains(strings.Trim(name, "_"), "_"):
		return true
	}
	for _, function := range phpFunctions {
		if len(function) >= len("passthru") && strings.HasSuffix(name, function) && !phpWords.has(function) {
			return true
		}
	}
	return false
}

// startFunctions are functions of PHP that count where a value begins with a call of them, whatever they are given.
var startFunctions = words{
	"exec", "eval", "chr", "ord", "assert", "file", "fopen", "glob", "tmpfile", "unlink", "opendir", "usort", "printf", "bzdecompress", "pfsockopen", "substr", "unpack", "intval", "filegroup", "exp", "md5", "prev", "rtrim", "stat", "imagegif", "imagejpeg", "imagepng", "imagewbmp", "imagexbm", "bzopen", "bzread", "gzopen", "gzread", "gzwrite",
	"ftruncate", "fileowner", "fileinode", "lchown", "lchgrp", "is_a", "ptrim",
}

// beginsWithVariableCall says that a text begins with a call of what a variable of PHP names: $a(…), $$a['b'](…), ${a}(…), $c=@$d(…).
func beginsWithVariableCall(text string) bool {
	called := false
	for text = bareStart(text); strings.HasPrefix(text, "$"); {
		called, text = variableCall(strings.TrimLeft(text, "$"))
	}
	return called
}

// variableCall reads what stands behind a dollar. It says whether that is called, or returns what the variable is set to.
func variableCall(rest string) (called bool, value string) {
	for named := false; ; named = true {
		apart := strings.HasPrefix(rest, " ")
		rest, _ = gap(rest)
		end := 0
		for end < len(rest) && isWordByte(rest[end]) && rest[end] != '.' {
			end++
		}
		switch rest = rest[end:]; {
		case end > 0 && !named:
		case strings.HasPrefix(rest, "["):
			_, rest, _ = strings.Cut(rest, "]")
		case strings.HasPrefix(rest, "{"):
			_, rest, _ = strings.Cut(rest, "}")
		case strings.HasPrefix(rest, "=") && named:
			return false, strings.TrimLeft(rest, "= @")
		default:
			return named && strings.HasPrefix(rest, "(") && (!apart || !readArgument(rest[1:]).isWord()), ""
		}
	}
}

// beginsWithGroupCall says that a text begins with a call of what a group is worth: (system)('id'), ['system'][0]('id').
func beginsWithGroupCall(text string) bool {
	rest := strings.TrimLeft(text, " \t\r\n\x00'\";,@")
	for groups, round, named := 0, false, false; rest != ""; groups++ {
		if rest[0] == '(' && (round || groups > 1) && named {
			return true
		}
		end := groupEnd(rest)
		if end < 0 {
			return false
		}
		named = named || strings.IndexFunc(rest[:end], func(r rune) bool { return r >= 'a' && r <= 'z' }) >= 0
		round = round || rest[0] == '('
		rest, _ = gap(rest[end:])
	}
	return false
}

// longestGroup bounds a group, in bytes: it holds the name of a function, in pieces.
const longestGroup = 256

// groupEnd returns where the group ends that a text begins with; -1 if it is none, or holds a block or a sentence.
func groupEnd(text string) int {
	depth := 0
	for at := 0; at < min(len(text), longestGroup); at++ {
		switch text[at] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '{', '<', '=':
			return -1
		}
		if depth == 0 {
			if at == 0 || strings.Contains(strings.Trim(text[1:at], " "), " ") && !strings.Contains(text[:at], "/*") {
				return -1
			}
			return at + 1
		}
	}
	return -1
}

// longestStart is as far as the first statement of a value that does harm is looked for, in bytes.
const longestStart = 128
