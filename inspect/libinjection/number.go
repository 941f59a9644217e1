package libinjection

// number reads a number or a dot. One with an exponent that has no digits is nothing, as MySQL ignores it.
func (r *sqlReader) number(t *token) int {
	if end := r.prefixedNumber(t); end > 0 {
		return end
	}
	start := r.at
	at := r.span(start, isDigit)
	if r.byteAt(at) == '.' {
		at = r.span(at+1, isDigit)
		if at-start == 1 {
			return r.take(t, '.', 1)
		}
	}
	empty := false
	if r.byteAt(at)|0x20 == 'e' {
		at++
		if c := r.byteAt(at); c == '+' || c == '-' {
			at++
		}
		digits := at
		at = r.span(at, isDigit)
		empty = at == digits
	}
	if r.endsInSuffix(at) {
		at++
	}
	if empty {
		return at
	}
	return r.take(t, number, at-start)
}

// prefixedNumber reads what begins with 0x or 0b, if it does.
func (r *sqlReader) prefixedNumber(t *token) int {
	if r.text[r.at] != '0' {
		return 0
	}
	is := isHexDigit
	switch r.byteAt(r.at+1) | 0x20 {
	case 'x':
	case 'b':
		is = isBit
	default:
		return 0
	}
	end := r.span(r.at+2, is)
	if end == r.at+2 {
		return r.take(t, bareWord, 2)
	}
	return r.take(t, number, end-r.at)
}

func isBit(c byte) bool { return c == '0' || c == '1' }

// endsInSuffix says that Oracle's d or f stands behind a number, and no word.
func (r *sqlReader) endsInSuffix(at int) bool {
	if c := r.byteAt(at) | 0x20; c != 'd' && c != 'f' {
		return false
	}
	if at+1 == len(r.text) {
		return true
	}
	c := r.text[at+1]
	return isBlank(c) || c == ';' || c|0x20 == 'u' // as in 1fUNION
}

// dollar reads an amount of money, a string of PostgreSQL, $$ or $name$, or a dollar as a word.
func (r *sqlReader) dollar(t *token) int {
	first := r.at + 1
	if end := r.span(first, isAmount); end > first {
		if end == first+1 && r.text[first] == '.' {
			return r.word(t)
		}
		return r.take(t, number, end-r.at)
	}
	name := r.span(first, isLetter)
	if r.byteAt(name) != '$' {
		return r.take(t, bareWord, 1)
	}
	t.open = '$'
	quote := r.text[r.at : name+1]
	at, ends := r.until(t, name+1, quote)
	if ends {
		at += len(quote)
	}
	return at
}

func isAmount(c byte) bool { return isDigit(c) || c == '.' || c == ',' }
