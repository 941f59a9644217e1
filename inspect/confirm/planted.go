package confirm

import (
	"slices"
	"strings"
)

// A line plants a program if it writes what its sender gave into a file, or gives a file a name by which something runs it. Builds write
// what their programs print.

// tells says that a command prints a text that the line holds.
func (s stage) tells() bool {
	return slices.ContainsFunc(s.words, func(w word) bool { return holdsAnyOf(w.text, "echo", "printf") })
}

// plants says that a command writes such a text, or what tools of packages read as their settings.
func (s stage) plants() bool {
	if s.given && len(s.words) > 0 && s.words[0].text == "tee" {
		return true
	}
	if s.writes == "" || s.setsType() {
		return false
	}
	return s.given || s.tells() || isSettings(s.writes) && !(s.words[0].text == "node" && printsPackage(s.words[1:]))
}

// setsType says that a command prints what makes a folder one of modules: {"type":"module"}.
func (s stage) setsType() bool {
	if s.given || len(s.words) != 2 || s.words[0].text != "echo" && s.words[0].text != "printf" {
		return false
	}
	text := strings.NewReplacer(`"`, "", `\`, "", "\\n", "").Replace(squeeze(s.words[1].text))
	return text == "{type:module}" || text == "{type:commonjs}"
}

// isSettings says that a path is that of a file whose commands tools run.
func isSettings(path string) bool {
	return settingsFiles.has(strings.ToLower(path[strings.LastIndexByte(path, '/')+1:]))
}

var settingsFiles = words{"package.json", "composer.json", "deno.json", "lerna.json", "nx.json", "project.json", "nodemon.json", ".babelrc.json", ".mocharc.json", "tasks.json", "cmakelists.txt"}

// keepsKind says that files get no name by which something runs them but by what they were called before.
func keepsKind(args []word) bool {
	if len(args) == 0 {
		return true
	}
	to := args[len(args)-1].text
	if kind := runKind(to); kind != "" {
		return !slices.ContainsFunc(args[:len(args)-1], func(w word) bool { return !strings.HasPrefix(w.text, "-") && runKind(w.text) != kind })
	}
	return true
}

// runKind is what runs a file of that name; "" if nothing does.
func runKind(path string) string {
	if isSettings(path) {
		return "settings"
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 || strings.IndexByte(path[dot:], '/') >= 0 {
		return ""
	}
	switch path[dot+1:] {
	case "js", "mjs", "cjs", "ts", "mts", "cts", "jsx", "tsx":
		return "node"
	case "sh", "bash":
		return "sh"
	case "py", "php":
		return path[dot+1:]
	}
	return ""
}

// namesMachine says that a word has an address without slashes, as http:h.example, or a place on a machine, as user@h.example:path.
func namesMachine(text string) bool {
	for at := range len(text) {
		rest := text[at+1:]
		switch {
		case text[at] == ':' && (strings.HasSuffix(text[:at], "http") || strings.HasSuffix(text[:at], "https") || strings.HasSuffix(text[:at], "ftp") || strings.HasSuffix(text[:at], "ssh")):
			if strings.ContainsAny(rest, ".:[/\\") || rest != "" && rest[0] >= '0' && rest[0] <= '9' {
				return true
			}
		case text[at] == '@' && at > 0 && isWordByte(text[at-1]):
			host := strings.IndexByte(rest[:min(len(rest), longestHost+1)], ':')
			if host > 0 && strings.Trim(rest[:host], "abcdefghijklmnopqrstuvwxyz0123456789.-_") == "" {
				return true
			}
		}
	}
	return false
}

// longestHost is that of a name in DNS, in bytes.
const longestHost = 253

// namesRemote says that git is given the place of another repository: its first argument has a colon, which names of remotes have not.
func namesRemote(args []word) bool {
	if task := args[0].text; task != "push" && task != "pull" && task != "fetch" {
		return false
	}
	at := slices.IndexFunc(args[1:], func(w word) bool { return !strings.HasPrefix(w.text, "-") })
	return at >= 0 && strings.Contains(args[at+1].text, ":")
}
