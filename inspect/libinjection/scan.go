package libinjection

import "strings"

// next reads a token, if there is one.
func (r *sqlReader) next(t *token) bool {
	*t = token{}
	if r.at == 0 && r.quote != 0 {
		r.at = r.quoted(t, 0, r.quote)
		t.open = 0 // that quote is not there
		r.read++
		return !r.stopped
	}
	for r.at < len(r.text) && !r.stopped {
		from := r.at
		r.at = r.scan(t)
		r.spend(r.at - from + tokenCost)
		if t.kind != 0 {
			r.read++
			return true
		}
	}
	return false
}

// scan reads what begins at the place that is reached, and returns where it ends. It need not be a token.
func (r *sqlReader) scan(t *token) int {
	switch c := r.text[r.at]; c {
	case '\'', '"':
		return r.quoted(t, r.at+1, c)
	case '`':
		return r.backquoted(t, r.at)
	case '#':
		return r.hash(t)
	case '$':
		return r.dollar(t)
	case '-':
		return r.dash(t)
	case '/':
		return r.slash(t)
	case '\\':
		if r.byteAt(r.at+1) == 'N' { // NULL to MySQL
			return r.take(t, number, 2)
		}
		return r.take(t, backslash, 1)
	case '%', '+', '^', '~':
		return r.take(t, operator, 1)
	case '!', '&', '*', ':', '<', '=', '>', '|':
		return r.sign(t)
	case '(', ')', ',', ';', '{', '}':
		return r.take(t, c, 1)
	case '?', ']':
		return r.take(t, unknown, 1)
	case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return r.number(t)
	case '@':
		return r.variable(t)
	case '[':
		return r.bracketed(t)
	case 'b', 'B', 'e', 'E', 'n', 'N', 'q', 'Q', 'u', 'U', 'x', 'X':
		return r.prefixed(t, c|0x20)
	case 0x7f, 0xa0:
		return r.at + 1
	default:
		if c <= ' ' {
			return r.at + 1
		}
		return r.word(t)
	}
}

// byteAt is a byte of the text, or 0 behind its end.
func (r *sqlReader) byteAt(at int) byte {
	if at < len(r.text) {
		return r.text[at]
	}
	return 0
}

// take makes a token of the next n bytes.
func (r *sqlReader) take(t *token, kind byte, n int) int {
	t.set(kind, r.text[r.at:r.at+n])
	return r.at + n
}

// isBlank says that a byte is white space to some database.
func isBlank(c byte) bool { return '\t' <= c && c <= '\r' || c == ' ' || c == 0xa0 || c == 0 }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

// span is where bytes of a class end that begin at a place.
func (r *sqlReader) span(at int, is func(byte) bool) int {
	for at < len(r.text) && is(r.text[at]) {
		at++
	}
	return at
}

// lineComment reads a comment up to the end of the line.
func (r *sqlReader) lineComment(t *token) int {
	rest := r.text[r.at:]
	end := strings.IndexByte(rest, '\n')
	if end < 0 {
		return r.take(t, comment, len(rest))
	}
	return r.take(t, comment, end) + 1
}

// hash reads a #, which begins a comment in MySQL.
func (r *sqlReader) hash(t *token) int {
	r.hashes = true
	if r.mysql {
		return r.lineComment(t)
	}
	return r.take(t, operator, 1)
}

// dash reads a sign or a comment. MySQL takes two dashes for one only before a blank.
func (r *sqlReader) dash(t *token) int {
	switch {
	case r.byteAt(r.at+1) != '-':
	case r.at+2 == len(r.text), isBlank(r.text[r.at+2]):
		return r.lineComment(t)
	case !r.mysql:
		r.dashes = true
		return r.lineComment(t)
	}
	return r.take(t, operator, 1)
}

// slash reads a sign or a comment. One with another in it, and one that MySQL runs, are read in more than one way.
func (r *sqlReader) slash(t *token) int {
	if r.byteAt(r.at+1) != '*' {
		return r.take(t, operator, 1)
	}
	inside := r.text[r.at+2:]
	length, kind := len(inside)+2, byte(comment)
	if end := strings.Index(inside, "*/"); end >= 0 {
		length = end + 4
		if strings.Contains(inside[:end+1], "/*") {
			kind = evil
		}
	}
	if strings.HasPrefix(inside, "!") {
		kind = evil
	}
	return r.take(t, kind, length)
}

// sign reads an operator of up to three bytes, or a colon.
func (r *sqlReader) sign(t *token) int {
	rest := r.text[r.at:]
	if strings.HasPrefix(rest, "<=>") {
		return r.take(t, operator, 3)
	}
	if len(rest) >= 2 {
		if kind := lookUpSign(rest[:2]); kind != 0 {
			return r.take(t, kind, 2)
		}
		if rest[0] == ':' {
			return r.take(t, ':', 1)
		}
	}
	return r.take(t, operator, 1)
}

// variable reads a name with one or two @ before it, which may be quoted.
func (r *sqlReader) variable(t *token) int {
	at := r.at + 1
	if r.byteAt(at) == '@' {
		at++
	}
	end := at
	switch c := r.byteAt(at); c {
	case '`':
		end = r.backquoted(t, at)
	case '\'', '"':
		end = r.quoted(t, at+1, c)
	default:
		for end < len(r.text) && !endsVariable[r.text[end]] {
			end++
		}
		t.text = r.text[at:end]
	}
	t.set(variable, t.text)
	return end
}

// bracketed reads a name in brackets, as SQL Server has them.
func (r *sqlReader) bracketed(t *token) int {
	rest := r.text[r.at:]
	if end := strings.IndexByte(rest, ']'); end >= 0 {
		return r.take(t, bareWord, end+1)
	}
	return r.take(t, bareWord, len(rest))
}

// endsWord and endsVariable are the bytes before which words and names of variables end.
var (
	endsWord     = setOf(" []{}<>:\\?=@!#~+-*/&|^%(),';\t\n\v\f\r\"\xa0\x00")
	endsVariable = setOf(" <>:\\?=@!#~+-*/&|^%(),';\t\n\v\f\r'`\"")
)

func setOf(list string) (set [256]bool) {
	for i := range len(list) {
		set[list[i]] = true
	}
	return set
}

// word reads a word. A keyword ends before a dot or a backquote.
func (r *sqlReader) word(t *token) int {
	rest := r.text[r.at:]
	end := 0
	for end < len(rest) && end <= maxText && !endsWord[rest[end]] {
		end++
	}
	t.set(bareWord, rest[:end])
	for i := range len(t.text) {
		if c := t.text[i]; c != '.' && c != '`' {
			continue
		}
		if kind := lookUpWord(t.text[:i]); kind != 0 && kind != bareWord {
			return r.take(t, kind, i)
		}
	}
	if end <= maxText {
		if kind := lookUpWord(t.text); kind != 0 {
			t.kind = kind
		}
	}
	for end < len(rest) && !endsWord[rest[end]] {
		end++
	}
	return r.at + end
}
