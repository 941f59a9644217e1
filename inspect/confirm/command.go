package confirm

import (
	"slices"
	"strings"
	"sync"
)

// command is a program and what follows it, as a shell parts them.
type command struct {
	program string
	path    bool     // it is named by a path, or in disguise: no word of a sentence is
	rooted  bool     // the path begins at the root
	folder  string   // of the path, without the root
	wrapped bool     // another program runs it: time, sudo, nohup
	remark  bool     // a comment stands behind it
	args    []string // as they are written
}

// mostArguments bounds what is looked at of a command.
const mostArguments = 40

// separators writes blanks where a shell parts words without one.
var separators = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("${IFS}", " ", "$IFS$9", " ", "$IFS", " ", "<", " <", ">", " >")
})

// readCommand parts a text at its blanks, and takes what a shell takes away out of the program's name.
func readCommand(text string) command {
	var c command
	fields := strings.Fields(separators().Replace(text))
	for len(fields) > 0 {
		name := fields[0]
		fields = fields[1:]
		plain := plainWord(name)
		switch {
		case name == "$0": // the shell itself
			plain = "sh"
		case plain == "" && len(fields) > 0: // an expansion of nothing
			continue
		}
		at := strings.IndexByte(plain, '=')
		if at > 0 && !strings.ContainsAny(plain[:at], "/.-?") || name == "(" || name == "{" || wrappers.has(plain) && len(fields) > 0 {
			c.path = c.path || wrappers.has(plain) && isName(plain)
			c.wrapped = c.wrapped || programs.has(plain) || commonWords.has(plain)
			all := fields
			for len(fields) > 1 && strings.HasPrefix(fields[0], "-") && wrappers.has(plain) { // an assignment has no options
				fields = fields[1:]
			}
			if len(fields) == 0 {
				break
			}
			if !isProgram(plainWord(fields[0])) && wrappers.has(plain) {
				c.program, c.path = plain, false
				fields = all
				break
			}
			continue
		}
		c.program = strings.TrimRight(plain, ".:?!")
		if bare := strings.TrimRight(c.program, ","); unmistakable.has(bare) {
			c.program = bare
		}
		c.path = plain != strings.ToLower(strings.Trim(name, "\"'({")) || c.path
		break
	}
	if at := slices.IndexFunc(fields, func(field string) bool { return field[0] == '#' }); at >= 0 {
		fields, c.remark = fields[:at], true
	}
	c.args = fields[:min(len(fields), mostArguments)]
	if at := strings.LastIndexByte(c.program, '/'); at >= 0 && at+1 < len(c.program) {
		c.rooted = strings.HasPrefix(c.program, "/") && !strings.HasPrefix(c.program, "/etc/") || strings.HasPrefix(c.program, "usr/bin/") || strings.HasPrefix(c.program, "bin/")
		c.path = c.path || c.rooted || strings.HasPrefix(c.program, "./")
		c.folder, c.program = strings.TrimLeft(c.program[:at], "/"), c.program[at+1:]
	}
	if bare := strings.TrimRight(c.program, "0123456789."); strings.Contains(c.program[len(bare):], ".") && isProgram(bare) {
		c.program, c.path = bare, true
	}
	return c
}

func isName(word string) bool {
	return word == "sudo" || word == "nohup" || word == "xargs" || word == "setsid" || word == "busybox"
}

// plainWord is a word as a shell has it once quotation marks, backslashes and expansions of nothing are gone.
func plainWord(word string) string {
	var b strings.Builder
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == '"', c == '\'', c == '\\', c == '^', c == '(', c == '{':
		case c == '$' && i+1 < len(word) && strings.IndexByte("@*!-_0123456789", word[i+1]) >= 0:
			i++
		case c == '$' && i+1 < len(word) && word[i+1] == '{':
			end := strings.IndexByte(word[i:], '}')
			if end < 0 {
				return strings.ToLower(b.String())
			}
			i += end
		case c == '$' && i+1 < len(word) && 'a' <= word[i+1] && word[i+1] <= 'z':
			i++
		case c == '$' && b.Len() > 0:
			for i+1 < len(word) && ('A' <= word[i+1] && word[i+1] <= 'Z' || word[i+1] == '_') {
				i++
			}
		case c == '}', c == ')':
		default:
			b.WriteByte(c)
		}
	}
	return inOneCase(b.String())
}

// inOneCase is a word in small letters, if it is not written in both kinds: to Linux these are no names of programs, and some handlers
// change the case of a whole value.
func inOneCase(word string) string {
	small := strings.ToLower(word)
	if word != small && word != strings.ToUpper(word) && word[:1] != strings.ToUpper(word[:1]) {
		return word
	}
	return small
}

func isProgram(name string) bool {
	if at := strings.LastIndexByte(name, '/'); at >= 0 {
		name = name[at+1:]
	}
	return known(name) || commonWords.has(name)
}

// known says that a name is a program's and no word of a language.
func known(name string) bool {
	return programs.has(name) || slices.ContainsFunc(suites, func(s string) bool { return strings.HasPrefix(name, s) && len(name) > len(s) })
}

// runs says that the command is one in its place. rest is what follows its end.
func (c command) runs(where position, rest string) bool {
	if c.rooted && strings.Contains(c.program, "?") && len(c.program) > 1 && standsForFolder(c.folder) {
		return true
	}
	if c.standsForAny() {
		return false
	}
	known, common := known(c.program), commonWords.has(c.program)
	if where != atBegin && where != atStart {
		if c.telling(where) {
			return true
		}
	}
	plain, marked := c.shape()
	switch {
	case !known && !common:
		return false
	case where == atHead:
		return plain == 0 && (rest == "" || len(rest) == 1) || c.runs(afterEnd, rest)
	case where == atStart:
		return c.isAll(rest) || c.runs(atBegin, rest)
	case known && len(c.args) > 0 && isOption(c.args[0]) && (where != atBegin || !common || plain <= fewWords):
		return true
	case plain > fewWords:
		return false
	case marked > 0 && (known && !common || c.path):
		return true
	case marked > 0 && plain <= 1:
		return where != atBegin || c.strongArguments()
	case where == atBegin && c.wrapped && plain == 0 && known && !common:
		return true
	case where == atBegin && c.rooted:
		return plain == 0
	case where == atBegin:
		return c.path && plain <= 1 && len(c.args) > 0 || unmistakable.has(c.program) && len(c.args) == 0 && rest != "" && rest[0] == '|'
	case where == inside:
		return known || marked > 0
	case known && (c.path || !common):
		return plain <= 1
	}
	return known && plain == 0 && (rest == "" || strings.IndexByte(";|&`)", rest[0]) >= 0)
}

// standsForAny says that the command is the word that manuals write in the place of any: `command > /dev/null`. It is a program of that
// name, too, which does nothing without another one.
func (c command) standsForAny() bool {
	return c.program == "command" && len(c.args) > 0 && !slices.ContainsFunc(c.args, func(arg string) bool {
		return strings.Trim(arg, ">12") != "" && arg != "/dev/null" && arg != ">/dev/null"
	})
}

// standsForFolder says that a path with signs for any letter may be that of a folder where programs are. In an address, what is asked
// of a page begins with such a sign.
func standsForFolder(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	if strings.ContainsAny(first, "*[") {
		return len(first) <= shortest && strings.Trim(first, "abcdefghijklmnopqrstuvwxyz0123456789?*[]-^!") == ""
	}
	return slices.ContainsFunc(programFolders, func(folder string) bool {
		if len(folder) != len(first) {
			return false
		}
		for i := range first {
			if first[i] != '?' && first[i] != folder[i] {
				return false
			}
		}
		return true
	})
}

// programFolders are at the root.
var programFolders = words{"bin", "sbin", "usr", "lib", "lib64", "opt", "tmp", "var"}

// isAll says that the command is all of a text, or all before a separator, and that no text is like it.
func (c command) isAll(rest string) bool {
	if len(c.args) == 0 {
		return rest != "" && rest[0] == ';' && unmistakable.has(c.program) ||
			rest == "" && (consoles.has(c.program) || strings.Contains(c.program, "-") && programs.has(c.program))
	}
	plain, _ := c.shape()
	return rest == "" && (plain <= fewWords && wholeWords.has(c.program) || strings.HasPrefix(c.program, suites[0]))
}

// telling says that no words around the command can make a sentence of it: a time to sleep, a name that is no word, text into a file.
func (c command) telling(where position) bool {
	if len(c.args) == 0 {
		return unmistakable.has(c.program) && where != inside || isVariable(c.program) || c.remark && isProgram(c.program)
	}
	first := strings.TrimRight(c.args[0], ".,:?!\"'#);")
	switch {
	case c.program == "sleep":
		return first != "" && strings.Trim(first, "0123456789.smh") == ""
	case c.program == "echo" && (first == "" || strings.IndexByte("\"'$", c.args[0][0]) >= 0):
		return true
	case c.program == "echo":
		return slices.ContainsFunc(c.args, func(arg string) bool { return arg[0] == '>' })
	case c.program == "trap":
		return strings.IndexByte("\"'", c.args[0][0]) >= 0
	case unmistakable.has(c.program) && where != inside:
		return true
	case isProgram(c.program) && first != "" && first[0] == '/' && strings.IndexByte(first[1:], '/') > 0,
		c.program == "find" && len(c.args) > 1 && first != "" && first[0] == '/' && isOption(c.args[1]),
		c.program == "busybox" && where == atHead:
		return true
	case strings.HasPrefix(c.program, suites[0]) && isLowerName(first):
		return true
	}
	plain, _ := c.shape()
	return where != inside && plain <= fewWords && (wholeWords.has(c.program) || isOption(c.args[0]) && isLowerName(c.program))
}

// isLowerName says that a word is one that a program may be called.
func isLowerName(word string) bool {
	return len(word) > 1 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz0123456789_+-") == "" && strings.Trim(word, "0123456789-") != ""
}

// isVariable says that a word is nothing but a variable of the environment, by how these are written.
func isVariable(word string) bool {
	return len(word) > 2 && word[0] == '$' && strings.Trim(word[1:], "abcdefghijklmnopqrstuvwxyz_") == ""
}

// fewWords is how many words may stand behind an option and its command, as in a quoted program, before it is a sentence.
const fewWords = 2

// isOption says that an argument is an option of one letter, or a word of them.
func isOption(arg string) bool {
	return len(arg) > 1 && arg[0] == '-' && ('a' <= arg[1]|0x20 && arg[1]|0x20 <= 'z' || arg[1] == '-' && len(arg) > 3)
}

// shape counts the arguments that a sentence may have, and those that none has: options, paths, addresses, expansions, redirections.
func (c command) shape() (plain, marked int) {
	for i, arg := range c.args {
		switch {
		case arg[0] == '@' && filterWords.has(c.program) && isLowerName(strings.TrimRight(arg[1:], ",")):
			plain++ // a column of a query of logs: these programs take no file so
		case isMarked(arg):
			marked++
		case i == 0 && subcommands.has(strings.ToLower(arg)):
			marked++
		case strings.Trim(arg, "0123456789.,:%") == "":
		default:
			plain++
		}
	}
	return plain, marked
}

// filterWords are programs whose names are steps of queries, too: fields @message | sort @timestamp desc.
var filterWords = words{"sort", "head", "tail", "cut", "uniq", "join", "fold", "expand"}

// subcommands are first arguments by which programs are told what to do.
var subcommands = words{"s3", "sts", "aux", "-c", "ec2", "lambda", "iam", "ssm", "secretsmanager", "clone", "exec", "cvf", "czf", "xzf", "c", "install", "addr", "root"}

// isMarked says that a word is no word of a sentence.
func isMarked(arg string) bool {
	if len(arg) < 2 {
		return arg == "." || arg == "*" || arg == "<" || arg == ">" || arg == "/"
	}
	switch arg[0] {
	case '-':
		return 'a' <= arg[1]|0x20 && arg[1]|0x20 <= 'z' || arg[1] == '-' && len(arg) > 3
	case '/', '~', '<', '>', '$', '@':
		return true
	}
	if strings.Contains(arg, "://") || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "..") || strings.ContainsAny(arg, "$`*\\>") {
		return true
	}
	dot := strings.LastIndexByte(arg, '.')
	return dot > 0 && dot < len(arg)-1 && fileEndings.has(strings.ToLower(strings.TrimRight(arg[dot+1:], "\"'"))) || strings.Count(arg, "/") > 1
}

// fileEndings are those of names that a command is given.
var fileEndings = words{"py", "js", "json", "sh", "php", "txt", "conf", "log", "env", "yml", "yaml", "xml", "ini", "pl", "rb", "c", "go", "ts", "bak", "zip", "gz", "tgz", "tar", "jpg", "png", "html", "csv", "sql", "db", "key", "pem", "local", "com", "net", "org", "io", "exe"}

// strongArguments says that some argument is an option or a path from the root, or names another machine.
func (c command) strongArguments() bool {
	for _, arg := range c.args {
		if len(arg) > 1 && (arg[0] == '-' && arg[1] != '-' || arg[0] == '/' && strings.Count(arg, "/") > 1 || arg[0] == '<' || arg[0] == '>' || arg[0] == '$') {
			return true
		}
	}
	return false
}
