package confirm

import "strings"

// path is about files. A handler that opens what a sender names reads another file than it should if the name leaves its folder, or if it
// is that of a file of the system, of a server or of credentials.
var path = &family{"path", []rule{
	{930100, 930110, "no path that leaves its folder towards a file worth reading", unlessLogged(leavesFolder)},
	{930120, 930120, "no file of the system in the place of a path", unlessLogged(namesSystemFile)},
	{1010122, 1010122, "no name of a file in a line of an access log", unlessLogged(namesFile)},
	{930130, 930130, "no hidden file, and none with settings of a server", unlessLogged(asksForHidden)},
}}

// deepest is how many folders honest relative paths climb at most: no tree of sources or pages is deeper.
const deepest = 8

// leavesFolder looks for a climb: dots between separators. Honest programs and documents climb, too, so that it counts where it goes to.
func leavesFolder(m *Match) bool {
	if dotsAreHidden(m.Text) {
		return true
	}
	path, query := m.Text, ""
	if m.Place == Path {
		path, query, _ = strings.Cut(path, "?")
	}
	does := func(text string) bool {
		plain := plainPath(m.unspoken(text))
		return isOnePath(plain) && strings.Contains(plain, "..") && climbsAlone(m, text, plain) || holdsWorthy(plain) || climbs(m, plain)
	}
	if inSome(path, does) {
		return true
	}
	// A query without names is one argument: CGI hands it to the program (RFC 3875, 4.4). And a name may be what is opened.
	for argument := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(argument, "=")
		if inSome(strings.ReplaceAll(name, "+", " "), does) || inSome(strings.ReplaceAll(value, "+", " "), does) {
			return true
		}
	}
	return false
}

// climbsAlone says that a text is a path that climbs, and none that documents hold. In a document a path may lead to a neighbour:
// "../tsconfig.json", "../../assets/a.png". It does not leave the root, leads somewhere, and is written with plain separators.
func climbsAlone(m *Match, text, plain string) bool {
	if m.Place != Value && m.Place != File || m.Kind == "path" {
		return true
	}
	if strings.HasPrefix(plain, "/..") || strings.HasSuffix(plain, "../../../") || strings.Contains(text, `..\`) || strings.Contains(text, "..//") {
		return true
	}
	for rest := plain; ; {
		_, after, found := strings.Cut(rest, "..")
		if !found {
			return false
		}
		if _, odd := separator(after); odd {
			return true
		}
		rest = after
	}
}

// dotsAreHidden says that some sign of a climb is written in a way that no honest writer uses: an encoded dot beside another, or the
// signs doubled, so that they come back when a filter takes the climb out.
func dotsAreHidden(text string) bool {
	lower := strings.ToLower(text)
	for _, sign := range []string{"%2e%2e", "%2e.", ".%2e", "0x2e0x2e", "..%5c", "..%25", "..%c0", "..%c1", "....//", `....\\`, "..;/", "%u2215", "%uff0e", "..%e0", "..%f", "%%32", "%%35"} {
		if strings.Contains(lower, sign) {
			return true
		}
	}
	return false
}

// climbs looks at each run of climbs in a text, and where it goes.
func climbs(m *Match, plain string) bool {
	for at := strings.Index(plain, "../"); at >= 0; {
		steps, end := 0, at
		for strings.HasPrefix(plain[end:], "../") {
			steps++
			end += len("../")
		}
		rest := plain[end:min(len(plain), end+longestTarget)]
		if steps >= deepest || isTarget(targetOf(rest), steps) || m.late(longestTarget) {
			return true
		}
		next := strings.Index(plain[end:], "../")
		if next < 0 {
			return false
		}
		at = end + next
	}
	return false
}

// longestTarget bounds what is looked at behind a climb, in bytes: names of files are shorter (NAME_MAX is 255).
const longestTarget = 256

// targetOf is a path from its beginning to its end.
func targetOf(text string) string {
	if end := strings.IndexAny(text, " \t\r\n\"'`<>|&,;()[]"); end >= 0 {
		text = text[:end]
	}
	return text
}

// fewSteps is how far projects climb that have folders by the names of a system's: ../lib/a, ../../bin/b.
const fewSteps = 2

// isTarget says whether a file is worth a climb: it is in a folder of the system, or by its ending holds settings, keys or data.
func isTarget(path string, steps int) bool {
	path = strings.TrimLeft(path, "/")
	first, _, more := strings.Cut(path, "/")
	if more && (rootFolders.has(first) || steps > fewSteps && systemFolders.has(first) || len(first) == 2 && first[1] == ':') {
		return true
	}
	if cut := strings.IndexAny(path, "?#%"); cut >= 0 {
		path = path[:cut]
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	dot := strings.LastIndexByte(name, '.')
	return dot >= 0 && worthyEndings.has(name[dot+1:]) || hasHidden(path)
}

// namesSystemFile looks for files that no text names by the way, and for any file of the system if the text is a path and nothing else.
// In a path of a URL folders may have the names of a system's; in that, hidden files count.
func namesSystemFile(m *Match) bool {
	return leavesFolder(m) || inSome(m.Text, func(text string) bool {
		plain := plainPath(m.unspoken(text))
		if m.Place == Path {
			return hasHidden(plain)
		}
		if m.Place == Value && isShared(plain) {
			return false
		}
		return isOnePath(plain) && isSystemFile(plain) || holdsFileURL(plain) || holdsPrize(plain) || givesSystemFile(plain)
	})
}

// namesFile says that a text may name a file where it does harm: everywhere but in sentences.
func namesFile(m *Match) bool {
	return !m.isText() || inSome(m.Text, func(text string) bool {
		plain := withoutSpoken(text)
		return plain == text || strings.ContainsAny(plain, "/\\")
	})
}

// givesSystemFile says that a text is a command that prints a file of the system, or a redirection that makes one where everybody may, and
// nothing else: cat /etc/subuid, >/tmp/a.
func givesSystemFile(plain string) bool {
	if target, ok := strings.CutPrefix(plain, ">"); ok {
		target = strings.TrimSpace(target)
		return isOnePath(target) && openFolders.begin(target)
	}
	program, file, _ := strings.Cut(strings.TrimSpace(plain), " ")
	file = strings.TrimSpace(file)
	return printers.has(program) && isOnePath(file) && strings.HasPrefix(file, "/") && isSystemFile(file)
}

// printers print a file.
var printers = words{"cat", "tac", "head", "tail", "less", "more", "nl", "od", "xxd", "hexdump", "base64", "base32", "strings", "rev", "sort"}

// isShared says that a text names a file that a repository gives to everybody who has it, by a path inside of it. Lists of what has
// changed name them: what the project leaves out, how it is built and edited.
func isShared(plain string) bool {
	if strings.HasPrefix(plain, "/") || strings.Contains(plain, "..") {
		return false
	}
	path, name := "", plain
	if at := strings.LastIndexByte(plain, '/'); at >= 0 {
		path, name = plain[:at], plain[at+1:]
	}
	return sharedFiles.has(name) && (path == "" || !hasHidden(path)) || strings.HasPrefix(plain, ".vscode/") && !hasHidden(plain[len(".vscode/"):])
}

// holdsPrize says whether a path in a text leads to a log, by which programs can be smuggled in, or to settings of a server that pages
// run on. Texts about systems name many other files.
func holdsPrize(plain string) bool {
	for at := 0; at < len(plain); at++ {
		if plain[at] != '/' || at > 0 && isWordByte(plain[at-1]) {
			continue
		}
		path := strings.TrimRight(targetOf(plain[at:]), ".:")
		if prizedFolders.begin(path) || prizedNames.has(path[strings.LastIndexByte(path, '/')+1:]) || at > 1 && plain[at-1] == ':' && isWordByte(plain[at-2]) && len(path) > 1 && path[1] != '/' && (at < 3 || !isWordByte(plain[at-3])) {
			return true
		}
		at += max(len(path)-1, 0)
	}
	return false
}

func isWordByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '.'
}

// holdsFileURL says that a text has a URL of a file: no honest sender outside of the machine knows one.
func holdsFileURL(plain string) bool {
	for _, scheme := range []string{"file:/", "php:/", "zip:/", "phar:/", "expect:/", "netdoc:/", "jar:file", "res:/"} {
		if at := strings.Index(plain, scheme); at >= 0 && isSystemFile(targetOf(plain[at+len(scheme)-1:])) {
			return true
		}
	}
	return false
}

// isOnePath says that a text is a path as a whole: one line without the signs of sentences, markup and programs. A blank may stand in
// the folders that Windows names so.
func isOnePath(plain string) bool {
	if len(plain) > longestPath {
		return false
	}
	for _, folder := range []string{"program files (x86)", "filezilla server", "program files", "documents and settings", "apache group", "apache software foundation"} {
		plain = strings.ReplaceAll(plain, folder, "x")
	}
	return !strings.ContainsAny(strings.TrimSpace(plain), " \t\r\n\"'`<>()*,")
}

// longestPath is the longest path that systems open, in bytes (PATH_MAX of Linux).
const longestPath = 4096

// isSystemFile says whether a path leads from the root into a folder of the system, or to a hidden file or one with settings. What
// stands before it, as in "file=", is passed over.
func isSystemFile(plain string) bool {
	plain = strings.TrimLeft(strings.TrimSpace(plain), "-+:@|;&!")
	if at := strings.LastIndexByte(plain, '='); at >= 0 {
		plain = plain[at+1:]
	}
	plain = strings.TrimPrefix(plain, "file:")
	if cut := strings.IndexAny(plain, "?#"); cut >= 0 {
		plain = plain[:cut]
	}
	rooted := strings.HasPrefix(plain, "/") || strings.HasPrefix(plain, "~/")
	if len(plain) > 2 && plain[1] == ':' && plain[2] == '/' {
		return true
	}
	steps := strings.Split(strings.Trim(plain, "/"), "/")
	if rooted && len(steps) > 1 && systemFolders.has(steps[0]) {
		return true
	}
	if !rooted && steps[0] == "etc" && len(steps) > 1 {
		return true
	}
	last := steps[len(steps)-1]
	dot := strings.LastIndexByte(last, '.')
	return hasHidden(plain) || strings.Contains(last, ".sql") || rooted && dot >= 0 && worthyEndings.has(last[dot+1:])
}

// hasHidden says whether some step of a path is a hidden file or folder of those that hold secrets, or a file with settings of a server.
func hasHidden(plain string) bool {
	for step := range strings.SplitSeq(plain, "/") {
		if cut := strings.IndexAny(step, "?#;\x00"); cut >= 0 {
			step = step[:cut]
		}
		if hiddenNames.has(strings.TrimSuffix(strings.TrimSuffix(step, "~"), ".bak")) {
			return true
		}
	}
	return false
}

// asksForHidden is hasHidden, and any other step that begins with a dot. RFC 8615 has one that is public.
func asksForHidden(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		plain := plainPath(text)
		if holdsWorthy(plain) || hasHidden(plain) || holdsAnyOf(plain, "/proc/", "/sys/class", "/sys/kernel", "/sys/devices", "/sys/module", ".sql") {
			return true
		}
		for step := range strings.SplitSeq(plain, "/") {
			if len(step) > 1 && step[0] == '.' && step != ".well-known" && step != ".." {
				return true
			}
		}
		return false
	})
}

// plainPath is a text as a file system takes it: one kind of separator, each once, and no steps that stay where they are. Letters are
// small, since Windows does not tell them apart, and zeros are gone, at which programs in C end a name.
func plainPath(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case c == '\\':
			c = '/'
		case c == 0:
			continue
		}
		n := len(out)
		if c == '/' && n > 0 && out[n-1] == '/' {
			continue
		}
		if c == '/' && n > 1 && out[n-1] == '.' && out[n-2] == '/' {
			out = out[:n-1]
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// holdsWorthy says whether a text names, anywhere, a file of which nothing but an attack is told in a value.
func holdsWorthy(plain string) bool {
	for _, file := range worthyFiles {
		if strings.Contains(plain, file) {
			return true
		}
	}
	return holdsPair(plain, "etc", systemFiles) || holdsPair(plain, "windows", words{"system32", "win.ini"}) || holdsPair(plain, "winnt", words{"system32", "win.ini"})
}

// holdsPair says whether a folder and a file in it stand in a text with a separator between them that only a lenient decoder reads as
// one, or in quotation marks.
func holdsPair(plain, folder string, files words) bool {
	for at := strings.Index(plain, folder); at >= 0; {
		rest := plain[at+len(folder):]
		if n, odd := separator(rest); n > 0 && files.begin(rest[n:]) && (odd || isQuoted(plain[:at])) {
			return true
		}
		next := strings.Index(rest, folder)
		if next < 0 {
			return false
		}
		at += len(folder) + next
	}
	return false
}

// isQuoted says that a text ends in a quotation mark and the root.
func isQuoted(before string) bool {
	return strings.HasSuffix(before, `"/`) || strings.HasSuffix(before, "'/")
}

// longestSeparator bounds a separator, in bytes: the longest forms are overlong sequences, each byte percent-encoded.
const longestSeparator = 32

// separator is the length of what may be a separator at the beginning of a text, and whether it is a form that nobody writes but to get
// past a filter: bytes that are no UTF-8, control characters, encodings that are not undone, signs that look like one.
func separator(text string) (n int, odd bool) {
	for n < min(len(text), longestSeparator) {
		rest := text[n:]
		switch {
		case rest[0] == '/':
			n++
		case rest[0] == '%' && len(rest) > 5 && rest[1] == 'u' && isHex(rest, 2, 4):
			n, odd = n+6, true
		case rest[0] == '%' && len(rest) > 2:
			n, odd = n+3, true
		case strings.HasPrefix(rest, "0x2f"), strings.HasPrefix(rest, "0x5c"):
			n, odd = n+4, true
		case oddSigns.begin(rest):
			n, odd = n+3, true
		case rest[0] == 0xc0, rest[0] == 0xc1, rest[0] >= 0xf5, rest[0] < ' ' && strings.IndexByte("\t\r\n", rest[0]) < 0, odd && rest[0] >= 0x80,
			odd && rest[0] == '^':
			n, odd = n+1, true
		default:
			return n, odd
		}
	}
	return n, odd
}
