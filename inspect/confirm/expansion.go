package confirm

import (
	"slices"
	"strings"
)

// expands says that a shell expands something in a text to what a program prints, or to parts of a variable. ${name} alone, and $name,
// are what templates of many languages have.
func expands(m *Match) bool {
	return inShell(m, func(text string) bool {
		if runsProgram(m, text) {
			return true
		}
		short := len(strings.TrimSpace(text)) <= shortest
		for at := strings.IndexByte(text, '$'); at >= 0 && at+1 < len(text); {
			if expandsAt(text[at+1:], short) && m.canRun(text, at, true) {
				return true
			}
			next := strings.IndexByte(text[at+1:], '$')
			if next < 0 {
				break
			}
			at += 1 + next
		}
		return globs(text) || len(text) <= shortLine && (strings.Contains(text, "<(") || strings.Contains(text, ">("))
	})
}

// expandsAt says what follows a dollar sign is an expansion. short: nothing else stands in the text.
func expandsAt(text string, short bool) bool {
	switch text[0] {
	case '(':
		return short && !strings.HasPrefix(text, "(this)") && !strings.HasPrefix(text, "(document)")
	case '[':
		end := strings.IndexByte(text[:min(len(text), longestCommand)], ']')
		return short && end == 1 || end > 1 && strings.ContainsAny(text[2:end], "+-*/%") && strings.Trim(text[1:end], "0123456789+-*/% ()$") == ""
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
			return strings.HasPrefix(name, "!") || strings.HasPrefix(name, ":") && strings.Contains(name, ":-") || short && name != ""
		}
		return n < len(name) && (strings.HasPrefix(name[n:], ":-") || strings.HasPrefix(name[n:], ":=") || strings.HasPrefix(name[n:], "//") ||
			name[n] == '#' || strings.HasPrefix(name[n:], "%%") || name[n] == ':' && n+1 < len(name) && '0' <= name[n+1] && name[n+1] <= '9')
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

// shortLine is a text of one payload, in bytes.
const shortLine = 48

// globs says that a path has a set of letters in one of its names: /etc/pas[s]wd. In an XPath a set of digits ends a step, and in a
// route a name in brackets is all of one. Paths are words of their own, and their names are in small letters.
func globs(text string) bool {
	for at := 0; at < len(text); at++ {
		if text[at] != '/' {
			continue
		}
		open := at + 1
		for open < len(text) && isSmall(text[open]) {
			open++
		}
		if open >= len(text) || text[open] != '[' {
			at = open - 1
			continue
		}
		end := strings.IndexByte(text[open:min(len(text), open+longestSet)], ']')
		if end >= 2 && isWord(text[max(0, at-longestSet):at]) && !isSpoken(text, at, open+end+1) && isGlob(text[at+1:open], text[open+1:open+end], text[open+end+1:]) {
			return true
		}
		at = open
	}
	return false
}

// isSpoken says that a word in slashes begins with a set that ends no folder: /n[y]uz/ writes how a word is spoken.
func isSpoken(text string, at, end int) bool {
	if strings.Contains(text[at+1:end], "/") || at > 0 && strings.IndexByte("/[]?*.!-", text[at-1]) >= 0 || at > 0 && isSmall(text[at-1]) {
		return false
	}
	for end < len(text) && isSmall(text[end]) {
		end++
	}
	step, _, _ := strings.Cut(text[at+1:end], "[")
	_, after, _ := strings.Cut(text[at+1:end], "]")
	named := slices.ContainsFunc(systemFolders, func(folder string) bool {
		return strings.HasPrefix(folder, step) && strings.HasSuffix(folder, after)
	})
	return !named || end+1 >= len(text) || text[end] != '/' || !isSmall(text[end+1]) && strings.IndexByte("?*[", text[end+1]) < 0
}

// isGlob says that a set stands for one of the letters of a name.
func isGlob(before, set, after string) bool {
	n := 0
	for n < len(after) && n < longestSet && isSmall(after[n]) {
		n++
	}
	letters := strings.Trim(set, "0123456789/!^-?") != "" || strings.HasSuffix(set, "/")
	return letters && strings.Trim(set, "abcdefghijklmnopqrstuvwxyz0123456789/!^-?:") == "" && len(before)+n >= 2 && (n > 0 || len(set) == 1) ||
		strings.Contains(set, "?") && len(set) == 1 && n > 0
}

// isWord says that the path that a text ends with begins a word.
func isWord(text string) bool {
	for at := len(text) - 1; at >= 0; at-- {
		if c := text[at]; !isSmall(c) && strings.IndexByte("/[]?*.!-", c) < 0 {
			return strings.IndexByte(" \t\r\n=;|&`\"'(<>", c) >= 0
		}
	}
	return true
}

func isSmall(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// longestSet bounds a set of letters in brackets, in bytes.
const longestSet = 32

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// braces says that a list in braces makes a command: {cat,/etc/passwd}, c{a,oun}t, {,id}.
func braces(m *Match) bool {
	return inShell(m, func(text string) bool {
		whole := len(strings.TrimSpace(text)) <= shortest
		for at := strings.IndexByte(text, '{'); at >= 0; {
			list := text[at+1 : min(len(text), at+longestCommand)]
			if end := strings.IndexByte(list, '}'); end > 0 && isBraced(text[:at], list[:end], list[end+1:], whole) {
				return true
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

// isBraced says that a list in braces, with what is glued to it, makes a command. whole: nothing else stands in the text.
func isBraced(before, list, after string, whole bool) bool {
	from := len(before)
	for from > 0 && len(before)-from < shortest && isLetter(before[from-1]) {
		from--
	}
	if from > 0 && strings.IndexByte(" \t\r\n;|&`(\"'", before[from-1]) < 0 || strings.ContainsAny(list, ": ") {
		return false
	}
	to := 0
	for to < len(after) && to < shortest && isLetter(after[to]) {
		to++
	}
	items := strings.Split(list, ",")
	empty := items[0] == ""
	for len(items) > 1 && items[0] == "" {
		items = items[1:]
	}
	name := plainWord(before[from:] + items[0] + after[:to])
	if !isProgram(name) {
		return false
	}
	_, marked := command{args: items[1:]}.shape()
	return whole || empty || marked > 0 || known(name) && !commonWords.has(name)
}

// tilde says that a word of a text is ~+ or ~-, or an entry of the shell's stack of directories.
func tilde(m *Match) bool {
	return inSeen(m, func(text string) bool {
		for at := 0; at+1 < len(text); at++ {
			if text[at] != '~' || text[at+1] != '+' && text[at+1] != '-' || at > 0 && strings.IndexByte(" \t\r\n`=:({\"'", text[at-1]) < 0 {
				continue // behind ; and | it is no argument, but a folder in the place of a command
			}
			end := at + 2
			for end < len(text) && end-at < shortest && '0' <= text[end] && text[end] <= '9' {
				end++
			}
			if end == len(text) || strings.IndexByte(" \t\r\n;|&`/)}\"'", text[end]) >= 0 {
				return true
			}
		}
		return false
	})
}

// history says that a text asks for an event of a shell's history as a word of its own, or runs a program.
func history(m *Match) bool {
	return inSeen(m, func(text string) bool {
		for at := 0; at+2 < len(text); at++ {
			if text[at] != '!' || text[at+1] != '-' || at > 0 && strings.IndexByte(" \t\r\n;|&`'\"", text[at-1]) < 0 {
				continue
			}
			end := at + 2
			for end < len(text) && end-at < shortest && '0' <= text[end] && text[end] <= '9' {
				end++
			}
			if end > at+2 && (end == len(text) || strings.IndexByte(" \t\r\n;|&`'\"!:", text[end]) >= 0) {
				return true
			}
		}
		return runsProgram(m, text)
	})
}

// namesSystem says that a text runs a program, or names a program or a file of the system by its path. What modules bring along, the
// empty devices and the first line of scripts do no harm.
func namesSystem(m *Match) bool {
	return inShell(m, func(text string) bool {
		if runsProgram(m, text) {
			return true
		}
		if text = m.unspoken(text); expandsShell(text) {
			return true
		}
		if logged(m) {
			return false
		}
		plain := plainPath(text)
		for _, known := range []string{"#!/usr/bin/env ", "#!/usr/bin/", "#!/bin/", "/dev/null", "/dev/zero", "node_modules/.bin/"} {
			plain = strings.ReplaceAll(plain, known, " ")
		}
		if holdsWorthy(plain) || quotesProgram(plain) || holdsAnyOf(plain, "/dev/tcp/", "/dev/udp/") {
			return true
		}
		path, _, _ := strings.Cut(plain, "?")
		return isOnePath(path) && holdsAnyOf(path, "etc/", "dev/", "proc/", "sys/", "root/", "var/", "usr/", "bin/")
	})
}

// shells give who has them all that their machine can do.
var shells = words{"sh", "bash", "zsh", "dash", "ksh", "ash", "csh", "tcsh"}

// quotesProgram says that the path of a program stands in quotation marks, or glued to another sign, as programs are given one.
func quotesProgram(plain string) bool {
	for rest := plain; ; {
		at := strings.Index(rest, "bin/")
		if at < 0 {
			return false
		}
		from := at
		for from > 0 && (isWordByte(rest[from-1]) || rest[from-1] == '/' || rest[from-1] == '-') {
			from--
		}
		if rest[from] == '/' && from > 0 && strings.IndexByte("\"'`=,;|&>{[\x00", rest[from-1]) >= 0 {
			return true
		}
		name := targetOf(rest[at+len("bin/") : min(len(rest), at+shortest)])
		if words := strings.Fields(rest[max(0, from-shortest):from]); len(words) > 0 && isOption(words[len(words)-1]) && shells.has(name) {
			return true // nc -e /bin/sh
		}
		rest = rest[at+len("bin/"):]
	}
}

// expandsShell says that a text has a variable that only a shell sets.
func expandsShell(text string) bool {
	for _, name := range []string{"$SHELL", "${SHELL}", "$IFS", "${IFS}", "${PATH", "$PWD", "$OLDPWD", "${PWD", "${HOME", "$HOME"} {
		if strings.Contains(text, name) {
			return true
		}
	}
	return false
}
