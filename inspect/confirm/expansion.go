package confirm

import "strings"

// expands says that a shell expands something in a text to what a program prints, or to parts of a variable. ${name} alone, and $name,
// are what templates of many languages have.
func expands(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		if runsProgram(m, text) {
			return true
		}
		for at := strings.IndexByte(text, '$'); at >= 0 && at+1 < len(text); {
			if expandsAt(text[at+1:], len(strings.TrimSpace(text)) <= shortest) {
				return true
			}
			next := strings.IndexByte(text[at+1:], '$')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return len(text) <= shortest && (strings.Contains(text, "<(") || strings.Contains(text, ">("))
	})
}

// expandsAt says what follows a dollar sign is an expansion. short: nothing else stands in the text.
func expandsAt(text string, short bool) bool {
	switch text[0] {
	case '(':
		return short && !strings.HasPrefix(text, "(this)") && !strings.HasPrefix(text, "(document)")
	case '{':
		end := strings.IndexByte(text[:min(len(text), longestCommand)], '}')
		if end < 0 {
			return false
		}
		name := text[1:end]
		if name == "IFS" || name == "PATH" || name == "HOME" || name == "SHELL" || name == "PWD" || name == "@" {
			return true
		}
		n := 0
		for n < len(name) && isWordByte(name[n]) && name[n] != '.' {
			n++
		}
		if n == 0 {
			return strings.HasPrefix(name, "!") || short && name != ""
		}
		return n < len(name) && (strings.HasPrefix(name[n:], ":-") || strings.HasPrefix(name[n:], ":=") || strings.HasPrefix(name[n:], "//") ||
			strings.HasPrefix(name[n:], "##") || strings.HasPrefix(name[n:], "%%") || name[n] == ':' && n+1 < len(name) && '0' <= name[n+1] && name[n+1] <= '9')
	case '\'':
		return strings.HasPrefix(text, `'\x`) || strings.HasPrefix(text, `'\0`) || strings.HasPrefix(text, `'\1`)
	case '@', '*':
		return false
	}
	for _, name := range []string{"IFS", "PATH", "SHELL", "0 -c"} {
		if strings.HasPrefix(text, name) {
			return true
		}
	}
	return false
}

// braces says that a list in braces makes a command: {cat,/etc/passwd}.
func braces(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		for at := strings.IndexByte(text, '{'); at >= 0; {
			list := text[at+1 : min(len(text), at+longestCommand)]
			if end := strings.IndexByte(list, '}'); end > 0 {
				name, rest, more := strings.Cut(list[:end], ",")
				if more && !strings.Contains(list[:end], ":") && isProgram(plainWord(name)) && !strings.HasPrefix(rest, " ") {
					return true
				}
			}
			next := strings.IndexByte(text[at+1:], '{')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return runsProgram(m, text)
	})
}
