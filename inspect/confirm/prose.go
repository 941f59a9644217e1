package confirm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A field may be declared as a text that people write to each other (WEIR_FIELDS). Sentences name files and programs there, which opens
// and runs nothing: a program that took the text for the name of a file would find no such file. What leaves its place does harm as ever:
// by a quotation mark, a separator, an expansion, a climb, a tag.

// isText says that the field is declared as a text, or that its source knows it as one.
func (m *Match) isText() bool { return m.Kind == "text" }

// Words that make a text one that is told.
const (
	fewSpoken = 2 // around the name of a file, which is none if they are a part of it
	sentence  = 8 // around the line of a command
)

// told says that a text has so many words of letters outside of names.
func told(text string, least int) bool {
	for word := range strings.FieldsSeq(text) {
		if isSpokenWord(word) {
			if least--; least <= 0 {
				return true
			}
		}
	}
	return false
}

// isSpokenWord says that a word has nothing but letters, at least two, and marks of a sentence at its ends.
func isSpokenWord(word string) bool {
	word = strings.TrimFunc(word, func(r rune) bool { return strings.ContainsRune(marksAround, r) })
	letters, marks := 0, 0
	for i, r := range word {
		_, size := utf8.DecodeRuneInString(word[i:])
		switch {
		case r == utf8.RuneError && size < 2:
			return false
		case unicode.IsLetter(r), unicode.IsMark(r):
			letters++
		case r == '-' || r == '\'' || r == '’' || r == '\u200c':
			marks++
		default:
			return false
		}
	}
	return letters >= 2 && marks <= mostMarks
}

// mostMarks is how many apostrophes and hyphens a word has.
const mostMarks = 2

// marksAround stand before and behind words of sentences.
const marksAround = ".,:;!?()[]\"'«»“”„‚‘’…。、，（）「」"

// withoutSpoken is a text without the names of files that it speaks of: each stands as a word of its own behind a word of the sentence,
// and no program is given it. A text of one name, or that begins as a command, stays as it is.
func withoutSpoken(text string) string {
	if !told(text, fewSpoken) || programs.has(plainWord(firstWord(text))) {
		return text
	}
	var b strings.Builder
	before, beforeThat, rest := "", "", text
	for rest != "" {
		word := firstWord(rest)
		at := strings.Index(rest, word)
		if word == "" {
			break
		}
		b.WriteString(rest[:at])
		if isSpokenName(word) && isSpeaking(before, beforeThat) {
			b.WriteString("x")
		} else {
			b.WriteString(word)
		}
		before, beforeThat, rest = word, before, rest[at+len(word):]
	}
	b.WriteString(rest)
	return b.String()
}

// unspoken is withoutSpoken for fields of texts.
func (m *Match) unspoken(text string) string {
	if m.isText() {
		return withoutSpoken(text)
	}
	return text
}

// firstWord is the first word of a text between blanks.
func firstWord(text string) string {
	text = strings.TrimLeft(text, " \t\r\n")
	if end := strings.IndexAny(text, " \t\r\n"); end >= 0 {
		return text[:end]
	}
	return text
}

// isSpokenName says that a word is the plain name of a file or of the folder of a user, or that in brackets.
func isSpokenName(word string) bool {
	word = strings.TrimRight(strings.TrimLeft(word, "([«“„‘"), ".,:;!?)]»”’…")
	if word == "$HOME" || word == "${HOME}" || word == "$PWD" {
		return true
	}
	if strings.IndexByte(word, '/') < 0 && !strings.HasPrefix(word, ".") || strings.Contains(word, "..") || strings.Contains(word, "//") {
		return false
	}
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/~[]*@+") == ""
}

// isSpeaking says that a name may follow a word in a sentence: the word is none of a program, or of one whose name is a word of a language
// and that does not begin a sentence.
func isSpeaking(before, beforeThat string) bool {
	if before == "" {
		return true
	}
	if !isSpokenWord(before) && !isLabel(before) {
		return false
	}
	if strings.IndexByte(".,:!?", before[len(before)-1]) >= 0 {
		return true // no program is called so
	}
	name := plainWord(strings.TrimRight(before, ";"))
	return !programs.has(name) && (!commonWords.has(name) && !wrappers.has(name) || isSpokenWord(beforeThat) && strings.IndexByte(";|&:", beforeThat[len(beforeThat)-1]) < 0)
}

// isLabel says that a word is a single letter, a number, or the number of a chapter.
func isLabel(word string) bool {
	return len(word) == 1 && isLetter(word[0]) || strings.Trim(word, "0123456789.") == ""
}

// reaches says that a line of a command wants more than to be read: another machine, another command, a file that everybody may write to.
func reaches(line string) bool {
	if end := strings.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	return asksHost(line) || strings.Count(line, "`") > 1 || holdsAnyOf(line, "://", "|", ">&", ">>", "> ", "$(", "${", "&&", ";", "/dev/tcp", "/dev/udp", "/tmp/", " -e '", ` -e "`, " -c ", "base64")
}

// fetchers are programs that connect to a host that they are given.
var fetchers = words{"curl", "wget", "nc", "ncat", "netcat", "socat"}

// asksHost says that a line is a program that connects, with an option and the name of a host, and no word of a sentence behind them.
func asksHost(line string) bool {
	option, host, last := false, false, ""
	name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if !fetchers.has(plainWord(name)) {
		return false
	}
	for word := range strings.FieldsSeq(rest) {
		option = option || len(word) > 1 && word[0] == '-'
		host = host || isHostName(word)
		last = word
	}
	return option && host && strings.IndexByte(".,:!?", last[len(last)-1]) < 0
}

// isHostName says that a word is a name of DNS with a dot, or an address with four numbers, and a path behind it or none.
func isHostName(word string) bool {
	word, _, _ = strings.Cut(word, "/")
	dot := strings.LastIndexByte(word, '.')
	return dot > 0 && dot < len(word)-1 && word[0] != '-' && word[0] != '.' && strings.Trim(strings.ToLower(word), "abcdefghijklmnopqrstuvwxyz0123456789.-:") == ""
}
