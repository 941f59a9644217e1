package confirm

import "strings"

// sqlToken is a word, a number, a sign or a mark of a text, read as SQL without knowing where texts begin: a quotation mark is a token of
// its own, since a value may stand inside of marks that the statement brings.
type sqlToken struct {
	kind  sqlKind
	text  string // in small letters
	at    int    // index of its first byte
	glued bool   // nothing stands between it and the token before
}

type sqlKind uint8

const (
	sqlWord sqlKind = iota
	sqlNumber
	sqlMark    // ' " ` and their full-width forms
	sqlSign    // an operator, a bracket, a comma, a semicolon
	sqlComment // -- # or /* with no end: what ends a statement
)

// sqlTokens parts a text. Comments with an end are blanks, as they are to a database; what stands in a comment that MySQL runs is read.
func sqlTokens(text string) []sqlToken {
	tokens := make([]sqlToken, 0, len(text)/4+1)
	glued, endless := false, false // no comment ends any more
	for at := 0; at < len(text); {
		c := text[at]
		n, kind := 1, sqlSign
		switch {
		case c <= ' ', c == 0x7f, c == 0xa0: // the last in Latin-1, since no character begins with it
			at, glued = at+1, false
			continue
		case isUnbroken(text[at:]):
			at, glued = at+2, false
			continue
		case c == '/' && at+1 < len(text) && text[at+1] == '*':
			if m := commentLength(text[at:], endless); m > 0 {
				at, glued = at+m, false
				continue
			}
			n, kind, endless = 2, sqlComment, true
		case c == '*' && at+1 < len(text) && text[at+1] == '/': // the end of one that is run
			at, glued = at+2, false
			continue
		case c == '-' && at+1 < len(text) && text[at+1] == '-', c == '#':
			kind = sqlComment
			for at+n < len(text) && text[at+n] == '-' {
				n++
			}
		case c == '\'', c == '"', c == '`':
			kind = sqlMark
		case isPair(text[at:]):
			n = 2
		case isSQLWord(c) && !('0' <= c && c <= '9'):
			kind = sqlWord
			for at+n < len(text) && isSQLWord(text[at+n]) && !isUnbroken(text[at+n:]) && (text[at+n] != 0xa0 || text[at+n-1] >= 0x80) {
				n++
			}
		case '0' <= c && c <= '9':
			kind = sqlNumber
			for at+n < len(text) && (isSQLWord(text[at+n]) && text[at+n] != '.' || text[at+n] == '.' && at+n+1 < len(text) && '0' <= text[at+n+1] && text[at+n+1] <= '9') {
				n++
			}
			n = numberEnd(text[at : at+n])
		}
		tokens = append(tokens, sqlToken{kind, lower(text[at : at+n]), at, glued})
		at, glued = at+n, true
	}
	return tokens
}

// withoutLineComments takes comments out that end with their line, as databases do. What stands behind the last line's stays.
func withoutLineComments(text string) (plain string, changed bool) {
	if strings.IndexByte(text, '\n') < 0 || strings.IndexByte(text, '#') < 0 && !strings.Contains(text, "--") {
		return text, false
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		at := strings.IndexByte(line, '#')
		if dashes := strings.Index(line, "--"); at < 0 || dashes >= 0 && dashes < at {
			at = dashes
		}
		if at < 0 || !strings.HasSuffix(line, "\n") {
			b.WriteString(line)
			continue
		}
		b.WriteString(line[:at] + " \n")
		changed = true
	}
	return b.String(), changed
}

// wordsJoined takes comments out between two letters, and nothing takes their place.
func wordsJoined(text string) (plain string, changed bool) {
	at := strings.Index(text, "*/")
	if at < 0 {
		return text, false
	}
	var b strings.Builder
	for rest := text; ; {
		before, inside, found := strings.Cut(rest, "/*")
		comment, behind, ended := strings.Cut(inside, "*/")
		b.WriteString(before)
		if !found || !ended {
			b.WriteString(rest[len(before):])
			return b.String(), changed
		}
		if before != "" && behind != "" && isLetter(before[len(before)-1]) && isLetter(behind[0]) {
			changed = true
		} else {
			b.WriteString("/*" + comment + "*/")
		}
		rest = behind
	}
}

// commentLength is commentOf. endless: it is known that none ends from here on.
func commentLength(text string, endless bool) int {
	if endless && !strings.HasPrefix(text, "/*!") {
		return 0
	}
	return commentOf(text)
}

// commentOf is the length of a comment with an end; of one that MySQL runs, that of its beginning; 0 if there is no end.
func commentOf(text string) int {
	n := 2
	if n < len(text) && text[n] == '!' {
		for n++; n < len(text) && '0' <= text[n] && text[n] <= '9'; {
			n++
		}
		return n
	}
	for ; n+1 < len(text); n++ {
		if text[n] == '*' && text[n+1] == '/' {
			return n + 2
		}
	}
	return 0
}

// numberEnd is where a number ends in a run of letters and digits: 1or is 1 and or, to MySQL; 0x41 and 1e5 are numbers.
func numberEnd(run string) int {
	if len(run) > 2 && run[0] == '0' && (run[1]|0x20 == 'x' || run[1]|0x20 == 'b') {
		if !isHex(run, 2, 1) {
			return 2 // MySQL takes 0x for a number
		}
		return len(run)
	}
	n := 0
	for n < len(run) && ('0' <= run[n] && run[n] <= '9' || run[n] == '.') {
		n++
	}
	if n+1 < len(run) && run[n]|0x20 == 'e' && '0' <= run[n+1] && run[n+1] <= '9' {
		for n++; n < len(run) && '0' <= run[n] && run[n] <= '9'; {
			n++
		}
	}
	if n+1 < len(run) && (run[n]|0x20 == 'f' || run[n]|0x20 == 'd') && suffixed.has(lower(run[n+1:])) {
		n++ // Oracle's numbers
	}
	return n
}

// suffixed are words that may follow a number at once.
var suffixed = words{"union", "or", "and"}

func isSQLWord(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$' || c == '@' || c >= 0x80
}

// isUnbroken says that a blank begins at which no line is broken. It is a blank to MySQL.
func isUnbroken(text string) bool { return text[0] == 0xc2 && len(text) > 1 && text[1] == 0xa0 }

func isPair(text string) bool {
	if len(text) < 2 {
		return false
	}
	switch text[:2] {
	case "||", "&&", "<>", "<=", ">=", "!=", "==", ":=", "->", "@>", "<@", "<<", ">>":
		return true
	}
	return false
}

// lower is a text in small letters. It is the text itself if it has no others.
func lower(text string) string {
	for i := range len(text) {
		if 'A' <= text[i] && text[i] <= 'Z' {
			out := []byte(text)
			for ; i < len(out); i++ {
				if 'A' <= out[i] && out[i] <= 'Z' {
					out[i] |= 0x20
				}
			}
			return string(out)
		}
	}
	return text
}
