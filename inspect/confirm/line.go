package confirm

import "strings"

// word is one word of a command line, as sh has it once quotation marks are gone.
type word struct {
	text   string
	quoted bool // a part of it stands in quotation marks
	varies bool // it has a variable or a substitution
	hidden bool // and what stands there may be a secret
}

// stage is a command of a line, with what stands beside it.
type stage struct {
	words  []word
	filter bool   // it reads what another one writes
	piped  bool   // another one reads what it writes
	listed bool   // what it reads are the names of the folder's files
	given  bool   // what it reads is a text that the line holds
	writes string // the file of the folder that it writes; "" if it writes none
}

// lexer parts a command line. It knows less than sh does: what it does not know makes a line that it cannot part.
type lexer struct {
	text  string
	at    int
	depth int    // of substitutions
	stage *stage // being read
	line  []stage
}

// Limits of what is read as a command line: build files have none that are longer or nested deeper.
const (
	longestBuild    = 2048 // bytes
	deepestCommands = 3    // substitutions and quoted lines inside of each other
)

// commandsOf parts a line into its commands. It is not ok if sh may read it in another way.
func commandsOf(text string, depth int) (line []stage, ok bool) {
	if depth > deepestCommands || len(text) > longestBuild {
		return nil, false
	}
	l := &lexer{text: text, depth: depth, stage: &stage{}}
	for l.at < len(l.text) {
		if !l.next() {
			return nil, false
		}
	}
	if len(l.stage.words) > 0 {
		l.line = append(l.line, *l.stage)
	}
	return l.line, len(l.line) > 0 && !l.line[len(l.line)-1].piped
}

// next reads a blank, an operator or a word.
func (l *lexer) next() bool {
	switch c := l.text[l.at]; c {
	case ' ', '\t':
		l.at++
		return true
	case ';', '|', '&':
		return l.operator(c)
	case '>':
		return l.redirection()
	case '(':
		return l.group()
	case '#', ')', '{', '~', '<', '\n', '\r':
		return false
	}
	w, ok := l.word()
	if ok && strings.Trim(w.text, "12") == "" && len(w.text) == 1 && l.at < len(l.text) && l.text[l.at] == '>' {
		return l.redirection()
	}
	l.stage.words = append(l.stage.words, w)
	return ok
}

// group reads commands in brackets.
func (l *lexer) group() bool {
	end := closing(l.text[l.at:])
	if len(l.stage.words) > 0 || end < 0 || !isHarmless(l.text[l.at+1:l.at+end], l.depth+1, false) {
		return false
	}
	l.at += end + 1
	l.stage.words = append(l.stage.words, word{text: "true"}, word{text: l.text[l.at-end : l.at-1]})
	return true
}

// operator reads what ends a command: ; & && | ||
func (l *lexer) operator(c byte) bool {
	double := l.at+1 < len(l.text) && l.text[l.at+1] == c
	if double && c == ';' || len(l.stage.words) == 0 {
		return false
	}
	l.at++
	if double {
		l.at++
	}
	pipe := c == '|' && !double
	l.stage.piped = pipe
	l.line = append(l.line, *l.stage)
	l.stage = &stage{filter: pipe}
	return true
}

// redirection reads where output goes: to nothing, to another output, or to a report.
func (l *lexer) redirection() bool {
	l.at++
	for l.at < len(l.text) && strings.IndexByte("> &", l.text[l.at]) >= 0 {
		l.at++
	}
	if l.at == len(l.text) {
		return false
	}
	w, ok := l.word()
	if w.text == "/dev/null" || w.text == "1" || w.text == "2" {
		return ok && !w.varies
	}
	l.stage.writes = w.text
	return ok && !w.varies && isReport(w.text)
}

// isReport says that a path is that of a file inside of the folder that nothing runs.
func isReport(path string) bool {
	return isInside(path) && reportEndings.has(path[strings.LastIndexByte(path, '.')+1:])
}

// reportEndings are those of files that builds write and nothing runs.
var reportEndings = words{"json", "md", "txt", "css", "map", "log", "info", "lcov", "xml", "csv", "tap", "svg", "tgz", "gz", "zip"}

// word reads up to the next blank or operator.
func (l *lexer) word() (w word, ok bool) {
	var b strings.Builder
	for ok = true; ok && l.at < len(l.text); {
		c := l.text[l.at]
		switch {
		case strings.IndexByte(" \t;|&<>", c) >= 0:
			w.text = b.String()
			return w, true
		case strings.IndexByte("`\\()\n\r", c) >= 0:
			return w, false
		case c == '\'':
			end := strings.IndexByte(l.text[l.at+1:], '\'')
			if end < 0 {
				return w, false
			}
			b.WriteString(l.text[l.at+1 : l.at+1+end])
			l.at += end + 2
			w.quoted = true
		case c == '"':
			w.quoted = true
			ok = l.quotation(&b, &w)
		case c == '$':
			ok = l.expansion(&b, &w)
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	w.text = b.String()
	return w, ok
}

// quotation reads what stands between double quotation marks.
func (l *lexer) quotation(b *strings.Builder, w *word) bool {
	for l.at++; l.at < len(l.text); {
		switch c := l.text[l.at]; c {
		case '"':
			l.at++
			return true
		case '`', '\n', '\r':
			return false
		case '\\':
			if l.at+1 == len(l.text) || strings.IndexByte("\"\\$`", l.text[l.at+1]) < 0 {
				return false
			}
			b.WriteByte(l.text[l.at+1])
			l.at += 2
		case '$':
			if !l.expansion(b, w) {
				return false
			}
		default:
			b.WriteByte(c)
			l.at++
		}
	}
	return false
}

// expansion reads a variable that builds set, or a harmless command whose output stands there.
func (l *lexer) expansion(b *strings.Builder, w *word) bool {
	rest := l.text[l.at+1:]
	switch {
	case strings.HasPrefix(rest, "("):
		return l.substitution(rest, b, w)
	case strings.HasPrefix(rest, "{"):
		name, _, found := strings.Cut(rest[1:], "}")
		if !found {
			return false
		}
		l.at += len(name) + 3
		if strings.HasPrefix(name, ownVariable) && strings.Trim(name[len(ownVariable):], nameSigns) == "" {
			b.WriteString("${" + name + "}") // no name of sh, which refuses the line: other shells take it for a text
			return true
		}
		if at := strings.Index(name, ":"); at > 0 && at+1 < len(name) && (name[at+1] == '-' || name[at+1] == '=') {
			value := strings.Trim(name[at+2:], "'\"")
			if strings.ContainsAny(value, "$`'\"\\(") || isSuspicious(value) {
				return false
			}
			name = name[:at]
		}
		return w.takes(name, b)
	}
	n := 0
	for n < len(rest) && (isWordByte(rest[n]) && rest[n] != '.' && rest[n] != '-') {
		n++
	}
	l.at += 1 + n
	return w.takes(rest[:n], b)
}

// substitution reads a command in brackets, whose output stands there.
func (l *lexer) substitution(rest string, b *strings.Builder, w *word) bool {
	end := closing(rest)
	if end < 0 || !isHarmless(rest[1:end], l.depth+1, true) {
		return false
	}
	l.at += end + 2
	command := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest[1:end]), "2>/dev/null"))
	if tool, ok := strings.CutSuffix(command, " bin"); ok && packageTools.has(tool) {
		b.WriteString("node_modules/.bin")
		return true
	}
	w.varies, w.hidden = true, true
	b.WriteByte('x')
	return true
}

// packageTools fetch modules and run the tasks of a package. Each tells by "bin" where the programs of modules are.
var packageTools = words{"npm", "yarn", "pnpm"}

// takes adds the value of a variable to a word.
func (w *word) takes(name string, b *strings.Builder) bool {
	w.varies, w.hidden = true, w.hidden || !isOpen(name)
	b.WriteByte('x')
	return isOrdinary(name)
}

// isOpen says that a variable says of a build what nobody keeps to himself.
func isOpen(name string) bool {
	name = strings.ToUpper(name)
	return strings.HasSuffix(name, "VERSION") || name == "NODE_ENV" || strings.HasPrefix(name, "NPM_PACKAGE_")
}

// closing is where the bracket ends that a text begins with, or -1. Brackets in quotation marks are not told from others.
func closing(text string) int {
	open := 0
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return at
			}
		}
	}
	return -1
}

// isOrdinary says that a variable is one that a build names, and none that a shell or a system sets.
func isOrdinary(name string) bool {
	if len(name) < 2 || !isLetter(name[0]) || strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_.") != "" {
		return false
	}
	return !commanding(strings.ToUpper(name))
}

// commanding says that a variable tells programs what to run or to load, or is a secret of the system.
func commanding(name string) bool {
	for _, begin := range []string{"LD_", "AWS_", "BASH", "GIT_", "PERL", "PYTHON", "RUBY", "JAVA", "_", "LAMBDA"} {
		if strings.HasPrefix(name, begin) {
			return true
		}
	}
	return shellVariables.has(name)
}

// shellVariables are in capital letters.
var shellVariables = words{"IFS", "PATH", "HOME", "PWD", "OLDPWD", "SHELL", "ENV", "USER", "HOSTNAME", "EDITOR", "PAGER", "PROMPT_COMMAND", "PS1", "PS4", "CDPATH"}
