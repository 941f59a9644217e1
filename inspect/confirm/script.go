package confirm

import (
	"slices"
	"strings"
)

// isScript says that a text is a command line from its first word on, as the files of builds hold them: "rm -rf dist && tsc". Who
// injects a command breaks out of a value, and wants something that he has not: a shell, code of his own, files of the system, what
// programs print, a machine to reach. A line whose every command runs what its folder has, and nothing of that, is no attack, whoever
// sends it. All readings must be such lines.
func isScript(m *Match) bool {
	if m.Place != Value || len(m.Text) > longestBuild {
		return false
	}
	return !inSome(m.Text, func(text string) bool { return !isHarmless(text, 0, false) })
}

// isHarmless says that all commands of a line are those of builds. inner: another command reads what the line prints.
func isHarmless(text string, depth int, inner bool) bool {
	line, ok := commandsOf(text, depth)
	if !ok {
		return false
	}
	for i := range line {
		line[i].piped = line[i].piped || inner
		line[i].listed = line[i].filter && isListing(line[i-1].words)
		line[i].given = line[i].filter && (line[i-1].given || line[i-1].tells())
		if !line[i].isHarmless(depth, i == 0) || line[i].plants() {
			return false
		}
	}
	return len(line) == 1 || !speaks(line)
}

// speaks says that a line prints a text of its sender's, or of the package, as probes do, and that what stands before it may be a value.
func speaks(line []stage) bool {
	first := line[0].words
	return slices.ContainsFunc(line, stage.prints) && first[0].text != "export" && !known(first[0].text) && !slices.ContainsFunc(first[1:], func(w word) bool { return isMarked(w.text) })
}

func (s stage) prints() bool {
	return s.words[0].text == "echo" || s.words[0].text == "printf" || s.words[0].text == "node" && printsPackage(s.words[1:])
}

// isListing says that a command prints the names of the folder's files.
func isListing(words []word) bool {
	return len(words) == 2 && words[0].text == "git" && words[1].text == "ls-files"
}

func (s stage) isHarmless(depth int, first bool) bool {
	words, prints := s.words, false
	for len(words) > 0 {
		name, value, assigns := strings.Cut(words[0].text, "=")
		if assigns && !assignment(name, value) {
			return false
		}
		if !assigns && words[0].text != "env" && words[0].text != "cross-env" {
			break
		}
		prints = prints || !assigns // env alone
		words = words[1:]
	}
	if len(words) == 0 {
		return !first && !prints
	}
	name := words[0]
	if name.quoted || name.varies || !isTool(name.text) {
		return false
	}
	if name.text == "node" && printsPackage(words[1:]) {
		return true
	}
	if slices.ContainsFunc(words, func(w word) bool { return isSuspicious(w.text) }) {
		return false
	}
	s.words = words[1:]
	return s.runsTool(name.text, depth)
}

// assignment says that a line sets a variable for its commands.
func assignment(name, value string) bool {
	if name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" || commanding(name) || isSuspicious(value) {
		return false
	}
	return !strings.HasSuffix(name, "_OPTIONS") || !holdsAnyOf(value, "require", "import", "loader", "eval", "-r", "-e", "-p")
}

// isTool says that a word may name a program: in small letters, and if by its path, one of the folder's own and no known one.
func isTool(name string) bool {
	bare := strings.TrimLeft(name, "./")
	if bare == "" || strings.HasPrefix(name, "/") || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_@./:+-") != "" {
		return false
	}
	if at := strings.LastIndexByte(name, '/'); at >= 0 {
		return !isProgram(name[at+1:])
	}
	return isSmall(bare[0]) && bare[0] > '9' && !strings.Contains(name, ".")
}

// isSuspicious says that a word names a machine, a file of the system, or a file with secrets.
func isSuspicious(text string) bool {
	text = strings.ToLower(text)
	if namesMachine(text) || holdsAnyOf(text, "://", "data:", "~", ".env", "passwd", "shadow", "credential", "secret", ".ssh", ".aws", ".git/") || holdsWorthy(text) {
		return true
	}
	for at := range len(text) {
		if text[at] != '/' || at > 0 && strings.IndexByte("=:,@ \"'", text[at-1]) < 0 && !strings.HasSuffix(text[:at], "..") {
			continue
		}
		folder, _, _ := strings.Cut(text[at+1:], "/")
		if systemFolders.has(folder) && (at == 0 || text[at-1] != '.' || rootFolders.has(folder)) {
			return text != "/dev/null"
		}
	}
	return false
}

// isInside says that a path leads nowhere but into the folder where it is read.
func isInside(path string) bool {
	return path != "" && !strings.HasPrefix(path, "/") && !strings.Contains(path, "..") && strings.Trim(path, "./*") != ""
}

// allInside says that all arguments but options are such paths.
func allInside(args []word) bool {
	return !slices.ContainsFunc(args, func(w word) bool { return w.varies || !strings.HasPrefix(w.text, "-") && !isInside(w.text) })
}

// runsTool says that a program with its arguments, which are the words of the stage, does no more than builds need.
func (s stage) runsTool(name string, depth int) bool {
	args := s.words
	switch name {
	case "rm", "mkdir", "rmdir", "touch", "chmod":
		return allInside(args)
	case "cp", "mv":
		return keepsKind(args)
	case "cd", "true", "exit":
		return true
	case "export":
		return !slices.ContainsFunc(args, func(w word) bool { name, value, _ := strings.Cut(w.text, "="); return !assignment(name, value) })
	case "echo", "printf":
		return s.piped || !slices.ContainsFunc(args, func(w word) bool { return w.hidden })
	case "node":
		return runsFile(args, nodeOptions, words{"js", "mjs", "cjs", "ts", ""}) || len(args) == 1 && args[0].text == "--version"
	case "bash", "sh":
		return len(args) == 2 && args[0].text == "-c" && isHarmless(args[1].text, depth+1, s.piped) || runsFile(args, nil, words{"sh", "bash"})
	case "python", "python3", "php":
		return runsFile(args, nil, words{"py", "php"})
	case "npm", "yarn", "pnpm", "git", "go", "make":
		return (isTask(name, args) || s.piped && name == "git" && len(args) == 1 && args[0].text == "ls-files") && s.tellsOthers(depth)
	case "pwd":
		return s.piped && len(args) == 0
	case "tee":
		return s.filter && !slices.ContainsFunc(args, func(w word) bool { return w.varies || w.text != "-a" && !isReport(w.text) })
	case "tar":
		return len(args) > 0 && strings.Trim(args[0].text, "-cxtzjvf") == "" && allInside(args) && !slices.ContainsFunc(args, isLong)
	case "rsync":
		return allInside(args) && !slices.ContainsFunc(args, func(w word) bool {
			return strings.HasPrefix(w.text, "-") && strings.Trim(w.text, "-avzrn") != "" || strings.Contains(w.text, ":")
		})
	case "cat", "ls":
		return s.piped && allInside(args)
	case "find":
		return s.piped && searches(args)
	case "grep", "sort", "head", "tail", "wc", "uniq", "gzip":
		return s.filter && filters(name, args) || name == "grep" && findsRemarks(args)
	case "xargs":
		return s.filter && (wraps(args, depth) || s.listed && len(args) == 1 && args[0].text == "find")
	case "time":
		return wraps(args, depth)
	}
	return !isProgram(name) && !isStarter(name) && s.tellsOthers(depth)
}

func isLong(w word) bool { return strings.HasPrefix(w.text, "--") }

// nodeOptions take the next word as their value: the name of a module. Words with an address are suspicious before.
var nodeOptions = words{"--import", "--loader", "--experimental-loader", "--conditions"}

// runsFile says that an interpreter is given a file of the folder, and no text of a program.
func runsFile(args []word, valued, endings words) bool {
	tests := false
	for at := 0; at < len(args); at++ {
		text := args[at].text
		switch {
		case args[at].varies:
			return false
		case valued.has(text):
			at++
		case valued != nil && (text == "-r" || text == "--require"):
			if at++; at == len(args) || !isModule(args[at]) {
				return false
			}
		case valued != nil && strings.HasPrefix(text, "--"):
			if strings.HasPrefix(text, "--eval") || strings.HasPrefix(text, "--print") || strings.HasPrefix(text, "--require") || strings.HasPrefix(text, "--interactive") {
				return false
			}
			tests = tests || text == "--test"
		case valued != nil && (text == "." || text == "./"):
			return true
		default:
			base := text[strings.LastIndexByte(text, '/')+1:]
			_, ending, _ := strings.Cut(base, ".")
			ending = ending[strings.LastIndexByte(ending, '.')+1:]
			return strings.HasPrefix(text, "vendor/bin/") && isInside(text) || strings.Trim(base, ".*") != "" && !strings.HasPrefix(text, "-") && endings.has(ending)
		}
	}
	return tests
}

// isModule says that a word is the name of a module that was installed with the folder, and no path.
func isModule(w word) bool {
	return !w.varies && w.text != "" && (isSmall(w.text[0]) || w.text[0] == '@') && strings.Trim(w.text, "abcdefghijklmnopqrstuvwxyz0123456789@/_-.") == "" && !strings.Contains(w.text, "..")
}

// isTask says that a tool is asked for a task that the folder's own files describe, and not to fetch something or to run a program.
func isTask(name string, args []word) bool {
	for len(args) > 1 && packageTools.has(name) && (args[0].text == "--silent" || args[0].text == "-s") {
		args = args[1:]
	}
	if len(args) == 0 || args[0].varies {
		return name == "yarn" && len(args) == 0
	}
	task := args[0].text
	for _, w := range args {
		if holdsAnyOf(w.text, "exec", "pack=", "foreach", "ext-", "ext::", "eval", "shell", "-pack", "node-options", "--require", "--registry") || name == "make" && strings.ContainsAny(w.text, "-=") {
			return false
		}
	}
	switch name {
	case "git":
		return gitTasks.has(task) && !namesRemote(args) || task == "submodule" && updatesModules(args[1:])
	case "go":
		return goTasks.has(task)
	case "make":
		return allInside(args)
	}
	if task == "install" || task == "i" {
		return !slices.ContainsFunc(args[1:], func(w word) bool { return !strings.HasPrefix(w.text, "-") })
	}
	return packageTasks.has(task) || name != "npm" && !packageFetches.has(task) && !isProgram(task) && !strings.HasPrefix(task, "-")
}

var (
	gitTasks       = words{"add", "commit", "checkout", "merge", "tag", "push", "pull", "diff", "status", "describe", "rev-parse", "stash", "branch", "reset", "rm", "fetch", "clean"}
	goTasks        = words{"build", "test", "vet", "fmt", "mod", "generate"}
	packageTasks   = words{"run", "run-script", "test", "t", "ci", "start", "stop", "build", "version", "pack", "publish", "prune", "rebuild", "bin"}
	packageFetches = words{"add", "dlx", "global", "create", "config", "node", "set", "plugin", "import", "init", "x", "patch"}
)

// updatesModules says that git fetches the modules that the folder's own settings name.
func updatesModules(args []word) bool {
	return len(args) > 0 && (args[0].text == "update" || args[0].text == "init" || args[0].text == "sync") && !slices.ContainsFunc(args[1:], func(w word) bool {
		return w.varies || w.text != "--init" && w.text != "--recursive" && w.text != "--remote" && w.text != "--force"
	})
}

// starters run the program that is named behind them.
var starters = words{
	"npx", "bunx", "parallel", "script", "unbuffer", "ltrace", "valgrind", "runuser", "sg", "setpriv", "prlimit", "numactl", "fakeroot", "faketime", "torsocks",
	"proxychains", "catchsegv", "chrt", "choom", "firejail", "linux32", "linux64", "chpst", "su-exec", "gosu", "tini", "dumb-init", "entr", "at", "batch", "pr",
	"systemd-run", "start-stop-daemon", "source", "coproc", "tsort", "unexpand", "basenc", "column", "col", "ptx", "numfmt", "sponge", "pv", "ts", "bat",
}

func isStarter(name string) bool { return starters.has(name) || wrappers.has(name) }

// searches says that find looks below the folder, and does nothing with what it finds.
func searches(args []word) bool {
	for i, w := range args {
		if holdsAnyOf(w.text, "-exec", "-ok", "-delete", "-fprint", "-fls") || w.varies || i == 0 && w.text != "." && !isInside(w.text) {
			return false
		}
	}
	return len(args) > 0
}

// filters says that a program is given options and at most a pattern, and no file to read.
func filters(name string, args []word) bool {
	plain := 0
	for _, w := range args {
		switch {
		case strings.HasPrefix(w.text, "-"):
			if name == "grep" && strings.ContainsAny(w.text, "rRf") && !w.quoted || name == "sort" && strings.Contains(w.text, "o") {
				return false
			}
		case strings.Trim(w.text, "0123456789") != "":
			plain++
		}
	}
	return plain == 0 || plain == 1 && name == "grep"
}

// findsRemarks says that grep looks below the folder for remarks about work that is left, which are no secret.
func findsRemarks(args []word) bool {
	pattern := false
	for _, w := range args {
		switch {
		case w.varies:
			return false
		case strings.HasPrefix(w.text, "-"):
			if strings.Trim(w.text, "-nrRiEIHw") != "" {
				return false
			}
		case !pattern:
			pattern = isRemark(w.text)
			if !pattern {
				return false
			}
		case w.text != "." && !isInside(w.text):
			return false
		}
	}
	return pattern
}

// isRemark says that a pattern looks for nothing but such words.
func isRemark(pattern string) bool {
	marks := strings.FieldsFunc(strings.ToLower(pattern), func(r rune) bool { return strings.ContainsRune(`\|:()@`, r) })
	return len(marks) > 0 && !slices.ContainsFunc(marks, func(mark string) bool { return !remarks.has(mark) })
}

// remarks are words that programmers mark work with.
var remarks = words{"todo", "fixme", "xxx", "hack"}

// wraps says that a program runs another one, which does no harm.
func wraps(args []word, depth int) bool {
	for len(args) > 0 && (strings.HasPrefix(args[0].text, "-") || strings.Trim(args[0].text, "0123456789") == "") {
		args = args[1:]
	}
	return len(args) > 0 && stage{words: args}.isHarmless(depth+1, true)
}

// tellsOthers says that no argument is a program, or a line of commands, that does harm.
func (s stage) tellsOthers(depth int) bool {
	if depth > deepestCommands {
		return false
	}
	for i, w := range s.words {
		first, _, several := strings.Cut(strings.TrimSpace(w.text), " ")
		switch {
		case strings.ContainsAny(w.text, ";|&`<>") || several && isProgram(first):
			if !isHarmless(w.text, depth+1, s.piped) {
				return false
			}
		case known(first) && !commonWords.has(first), isStarter(first) && !commonWords.has(first), first == "env", first == "exec":
			return stage{words: s.words[i:]}.isHarmless(depth+1, true)
		}
	}
	return true
}
