package confirm

import (
	"strings"
	"unicode"
)

// shell is about sh and its like. A text runs there if a program stands in the place of a command, and what follows it reads as its
// arguments and not as the rest of a sentence.
var shell = &family{"shell", []rule{
	{932130, 932130, "no expansion that runs or changes anything", expands},
	{932160, 932160, "no program in the place of a command, and no file of the system", namesSystem},
	{932170, 932171, "no function in the place of a variable", definesFunction},
	{932172, 932175, "no function in the place of a variable", always},
	{932200, 932200, "no program in the place of a command", expands},
	{932220, 932260, "no program in the place of a command", runs},
	{932270, 932270, "no tilde that a shell expands", tilde},
	{932280, 932280, "no list in braces with a program in it", braces},
	{932330, 932330, "no event of the history, and no program in the place of a command", history},
	{932340, 932340, "no program in the place of a command", runs},
	{1010150, 1010150, "no commands but those of a build", func(m *Match) bool { return !isScript(m) }},
	{1010151, 1010151, "no program in the place of a command", runs},
}}

func always(*Match) bool { return true }

// definesFunction says that a text may be a function as bash exports it, with a command behind it (CVE-2014-6271 and its kin). A word that is
// glued to the end of each function is none, if nothing else stands there: bash does not read the line.
func definesFunction(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		_, rest, found := strings.Cut(text, "}")
		if !found || strings.ContainsAny(text, "<>|&$`") {
			return true
		}
		for ; found; _, rest, found = strings.Cut(rest, "}") {
			if rest == "" || !isLetter(rest[0]) {
				return true
			}
		}
		return false
	})
}

// runs says that a text runs a program in some reading.
func runs(m *Match) bool {
	return inShell(m, func(text string) bool { return runsProgram(m, text) })
}

// inShell says that some reading of a text does something, and that the text is more than a script of a build.
func inShell(m *Match, does func(string) bool) bool {
	return !isScript(m) && inSeen(m, does)
}

// inSeen says that some reading of a text does something, whatever signs that nobody sees stand around it.
func inSeen(m *Match, does func(string) bool) bool {
	return inSome(m.Text, func(text string) bool {
		text = seen(text)
		return does(text) || strings.Contains(text, "$((") && does(withoutSums(text)) || !strings.Contains(text, " ") && strings.Contains(text, "+") && does(strings.ReplaceAll(text, "+", " "))
	})
}

// withoutSums is a text with the numbers in the place of the sums that a shell reckons: $((7))z is 7z.
func withoutSums(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "$((")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number, _, closed := strings.Cut(after[:min(len(after), shortest)], "))")
		if closed && strings.Trim(number, "0123456789 ") == "" {
			b.WriteString(strings.TrimSpace(number))
			text = after[len(number)+len("))"):]
			continue
		}
		b.WriteString("$((")
		text = after
	}
}

// seen is a text without the signs at its ends that nobody sees: control bytes, sequences for terminals, blanks of any width. The
// ends of lines stay, behind which a command may stand.
func seen(text string) string {
	unseen := func(r rune) bool { return r != '\n' && r != '\r' && !unicode.IsGraphic(r) || unicode.Is(unicode.Zs, r) }
	for {
		text = strings.TrimFunc(text, unseen)
		style := strings.IndexByte(text[:min(len(text), longestStyle)], 'm')
		if style < 1 || text[0] != '[' || strings.Trim(text[1:style], "0123456789;") != "" {
			return text
		}
		text = text[style+1:]
	}
}

// longestStyle bounds a sequence that sets the colours of a terminal, in bytes.
const longestStyle = 12

// place of a command, by what stands before it.
type position uint8

const (
	atBegin  position = iota // of a line: where sentences begin
	atStart                  // of the text
	atHead                   // behind a separator that the text begins with
	afterEnd                 // behind ; | || && &
	inside                   // of $( ), ` `, <( ), where nothing but a command may stand
)

// runsProgram looks at each place of a command once.
func runsProgram(m *Match, text string) bool {
	if begins(text, atStart) && m.canRun(text, 0, false) || unmistakable.has(strings.ToLower(strings.TrimSpace(text))) {
		return true
	}
	head := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	isTold := m.isText() && told(text, sentence)
	for at := 0; at < len(text); at++ {
		var where position
		next := at + 1
		switch c := text[at]; c {
		case '\n', '\r':
			if isTold && !reaches(text[next:]) {
				continue
			}
			where = atBegin
		case ';':
			if isIdle(text[next:]) {
				continue
			}
			where = afterEnd
		case '|', '&':
			where = afterEnd
			if next < len(text) && text[next] == c {
				next++
			} else if c == '&' && (isArgument(text[next:]) || m.Place == Header && isFlag(text[next:])) {
				continue
			} else if c == '|' && inTable(text, at) {
				where = atBegin // cells are words
			}
		case '=':
			if !isParameter(text[:at]) {
				continue
			}
			where = afterEnd
		case '"', '\'':
			if where = afterEnd; !isSleep(text[next:]) {
				continue
			}
		case '`':
			if where = inside; !standsAlone(text, at) {
				continue
			}
		case '(':
			if at == 0 || strings.IndexByte("$<>", text[at-1]) < 0 {
				continue
			}
			where = inside
		default:
			continue
		}
		if at <= head && (where == afterEnd || where == atBegin && text[at] != '|') {
			where = atHead
		}
		if (begins(text[next:], where) || where >= atHead && m.runsFetched(text[:at], text[next:], at <= head)) && m.canRun(text, next, false) {
			return true
		}
		if m.late(longestTag) {
			return true
		}
	}
	return false
}

// isIdle says that a text begins with a program that nobody gives anything, and another command behind it: a list of words.
func isIdle(text string) bool {
	end := strings.IndexByte(text[:min(len(text), shortest)], ';')
	return end > 0 && idle.has(strings.ToLower(text[:end]))
}

// runsFetched says that a command is a file in a folder that everybody may write to, and that the text has named it before, as one does
// that fetches it, or that nothing stands before it: first. A text that asks for too many of them is a doubt.
func (m *Match) runsFetched(before, text string, first bool) bool {
	text = strings.TrimLeft(text, " \t")
	if !openFolders.begin(text) {
		return false
	}
	path := targetOf(text[:min(len(text), longestCommand)])
	rest := strings.TrimLeft(text[len(path):], " \t")
	ends := rest == "" || strings.IndexByte(";|&-\r\n", rest[0]) >= 0
	remark := rest != "" && rest[0] == '#'
	if !ends && !remark || path[len(path)-1] == '/' {
		return false
	}
	m.fetched++
	return remark || first || m.fetched > mostFetched || strings.Contains(before, path)
}

// mostFetched bounds the files for which a whole text is searched.
const mostFetched = 256

// openFolders take files of everybody.
var openFolders = words{"/tmp/", "/var/tmp/", "/dev/shm/"}

// longestCommand bounds what is read behind a place of a command, in bytes, so that all places together take linear time.
const longestCommand = 256

// begins says that a text begins with a command.
func begins(text string, where position) bool {
	if len(text) > longestCommand {
		text = text[:longestCommand]
	}
	end := strings.IndexAny(text, "\n\r;|&`)")
	rest := ""
	if end >= 0 {
		text, rest = text[:end], strings.TrimSpace(text[end:])
	}
	if text = strings.TrimSpace(text); text == "" {
		return false
	}
	return readCommand(text).runs(where, rest)
}

// isParameter says that a text ends with the name of a parameter that scripts of intruders take commands from.
func isParameter(text string) bool {
	for _, name := range []string{"cmd", "command", "exec", "execute"} {
		if before, ok := strings.CutSuffix(text, name); ok && before != "" && strings.IndexByte("?&;", before[len(before)-1]) >= 0 {
			return true
		}
	}
	return false
}

// isSleep says that a text begins as the command that attackers time.
func isSleep(text string) bool {
	after, ok := strings.CutPrefix(text, "sleep ")
	return ok && after != "" && '0' <= after[0] && after[0] <= '9'
}

// isArgument says that a name and an equals sign follow an ampersand, as in a query.
func isArgument(text string) bool {
	for i, c := range []byte(text[:min(len(text), longestCommand)]) {
		switch {
		case isWordByte(c), c == '-', c == '[', c == ']', c == '%', c == '$':
		case c == '=' && i > 0:
			return true
		default:
			return i > 0 && c == ';' // a character reference
		}
	}
	return false
}

// isFlag says that a name stands between two ampersands, as an argument without a value in the address of a page.
func isFlag(text string) bool {
	n := 0
	for n < min(len(text), longestCommand) && (isWordByte(text[n]) || text[n] == '-') {
		n++
	}
	return n > 0 && n < len(text) && text[n] == '&' && isArgument(text[n+1:])
}

// inTable says that a bar stands in a line with further ones, as in a table or a list of cells.
func inTable(text string, at int) bool {
	from, to := max(0, at-longestCommand), min(len(text), at+longestCommand)
	line := text[from:to]
	if cut := strings.LastIndexAny(line[:at-from], "\r\n"); cut >= 0 {
		line = line[cut+1:]
	}
	if cut := strings.IndexAny(line, "\r\n"); cut > 0 {
		line = line[:cut]
	}
	return len(text) > shortest && strings.Count(line, "|") > 2 && !strings.Contains(line, "||")
}

// shortest is a text that is an attack and nothing around it, in bytes: no table and no document is so short.
const shortest = 24

// standsAlone says that a backtick opens a command. In a document it marks code, with a blank, a bracket or a quotation mark before it.
func standsAlone(text string, at int) bool {
	if at == 0 || len(text) <= shortest {
		return true
	}
	end := strings.IndexByte(text[at+1:min(len(text), at+1+longestCommand)], '`')
	if end < 0 {
		return false
	}
	code := text[at+1 : at+1+end]
	if strings.ContainsAny(code, "/$|;&>\\") {
		return true
	}
	return strings.IndexByte(" \t\r\n([{\"'`*_,:;>|~.-!", text[at-1]) < 0
}
