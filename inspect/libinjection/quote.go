package libinjection

import "strings"

// quoted reads a string from behind a quote. A backslash before a quote, and another quote behind it, make it no end.
func (r *sqlReader) quoted(t *token, start int, quote byte) int {
	t.open = quote
	e := escapes{start: start}
	for at := start; ; {
		i := strings.IndexByte(r.text[at:], quote)
		if i < 0 || r.stopped {
			break
		}
		r.spend(i + 1)
		at += i
		switch {
		case r.isEscaped(&e, at, quote):
			at++
		case r.byteAt(at+1) == quote:
			at += 2
		default:
			t.set(stringOf, r.text[start:at])
			t.close = quote
			return at + 1
		}
	}
	t.set(stringOf, r.text[start:])
	return len(r.text)
}

// until reads a string from behind its beginning up to what ends it, and returns where that is.
func (r *sqlReader) until(t *token, start int, end string) (at int, ends bool) {
	rest := r.text[start:]
	i := strings.Index(rest, end)
	if i < 0 {
		t.set(stringOf, rest)
		return len(r.text), false
	}
	t.set(stringOf, rest[:i])
	t.close = t.open
	return start + i, true
}

// backquoted reads a name between backquotes.
func (r *sqlReader) backquoted(t *token, at int) int {
	end := r.quoted(t, at+1, '`')
	if t.kind = bareWord; lookUpWord(t.text) == function {
		t.kind = function
	}
	return end
}

// prefixed reads a word, or a string or number with a letter before its quote.
func (r *sqlReader) prefixed(t *token, letter byte) int {
	if letter == 'q' {
		return r.freelyQuoted(t, r.at)
	}
	quote := r.byteAt(r.at+1) == '\'' && r.at+2 < len(r.text)
	switch {
	case letter == 'u' && strings.HasPrefix(r.text[r.at+1:], "&'"):
		end := r.quoted(t, r.at+3, '\'')
		if t.open = 'u'; t.close != 0 {
			t.close = 'u'
		}
		return end
	case letter == 'n' && !quote:
		return r.freelyQuoted(t, r.at+1)
	case !quote:
	case letter == 'e', letter == 'n':
		return r.quoted(t, r.at+2, '\'')
	case letter == 'x', letter == 'b':
		is := isHexDigit
		if letter == 'b' {
			is = isBit
		}
		if end := r.span(r.at+2, is); r.byteAt(end) == '\'' {
			return r.take(t, number, end+1-r.at)
		}
	}
	return r.word(t)
}

// freelyQuoted reads a string as in Oracle's q'[...]', if a q stands at a place.
func (r *sqlReader) freelyQuoted(t *token, q int) int {
	if r.byteAt(q)|0x20 != 'q' || r.byteAt(q+1) != '\'' || r.byteAt(q+2) <= ' ' {
		return r.word(t)
	}
	end := rune(r.text[q+2])
	switch end {
	case '(':
		end = ')'
	case '[':
		end = ']'
	case '{':
		end = '}'
	case '<':
		end = '>'
	}
	t.open = 'q'
	at, ends := r.until(t, q+3, string(end)+"'")
	if ends {
		at += 2 // which is in the middle of a character that is not ASCII
	}
	return at
}
