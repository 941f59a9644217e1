package libinjection

import "strings"

// IsSQLi says whether a text is an injection into SQL, and by which fingerprint. A text is read as it stands, and as if it stood
// within quotes. If stop says so on the way, or if the text is such that it cannot be told in little memory, nothing is known.
// It keeps nothing of the text.
func IsSQLi(text string, stop func() bool) (is bool, fingerprint string, known bool) {
	r := sqlReader{text: text, pace: newPace(stop)}
	r.tails.text = text
	if text == "" {
		return false, "", true
	}
	is = r.finds(0, false) || r.mayBeMySQL() && r.finds(0, true)
	if !is && strings.IndexByte(text, '\'') >= 0 {
		is = r.finds('\'', false) || r.mayBeMySQL() && r.finds('\'', true)
	}
	if !is && strings.IndexByte(text, '"') >= 0 {
		is = r.finds('"', true)
	}
	if r.stopped {
		return false, "", false
	}
	if is {
		fingerprint = string(r.print[:r.length])
	}
	return is, fingerprint, true
}

// sqlReader reads a text as SQL.
type sqlReader struct {
	pace
	folding
	text    string
	tails   tails
	repeats repeats

	quote  byte // the text is read as if it stood behind this; 0 is none
	mysql  bool // it is read as MySQL does
	at     int  // where what is not read begins
	read   int  // how many tokens there were
	dashes bool // there is a comment that is none to MySQL
	hashes bool // there is what is a comment to MySQL alone

	tokens [maxPrint + 3]token
	print  [maxPrint]byte
	length int // of the fingerprint
}

// mayBeMySQL says that MySQL would have read another text.
func (r *sqlReader) mayBeMySQL() bool { return r.dashes || r.hashes }

// finds reads the text in one way, and says whether it is an injection.
func (r *sqlReader) finds(quote byte, mysql bool) bool {
	r.quote, r.mysql, r.at, r.read, r.dashes, r.hashes = quote, mysql, 0, 0, false, false
	r.folding, r.tokens = folding{}, [len(r.tokens)]token{}
	r.fingerprint()
	return !r.stopped && isPrint(r.print[:r.length]) && !r.isHarmless()
}

// fingerprint makes the fingerprint of the text.
func (r *sqlReader) fingerprint() {
	n := r.fold()
	if n > 2 {
		// A backquote at the end, with nothing behind it, is a comment in PHP.
		if t := &r.tokens[n-1]; t.kind == bareWord && t.open == '`' && t.text == "" && t.close == 0 {
			t.kind = comment
		}
	}
	for i := range n {
		if r.tokens[i].kind == evil {
			r.print[0], r.length = evil, 1
			return
		}
		r.print[i] = r.tokens[i].kind
	}
	r.length = n
}

// isHarmless says that a text is none in spite of its fingerprint.
func (r *sqlReader) isHarmless() bool {
	if r.length > 1 && r.print[r.length-1] == comment && strings.Contains(r.text, "sp_password") {
		return false // SQL Server leaves lines with this out of its log
	}
	switch r.length {
	case 2:
		return r.isShortHarmless()
	case 3:
		return r.isExpressionHarmless()
	}
	return false
}

// isShortHarmless says it of two tokens, which are hard to tell from other texts.
func (r *sqlReader) isShortHarmless() bool {
	a, b := &r.tokens[0], &r.tokens[1]
	if r.print[1] == union {
		return r.read == 2 // else something was folded, or commented out
	}
	slashed := strings.HasPrefix(b.text, "/")
	switch {
	case strings.HasPrefix(b.text, "#"):
		return true
	case a.kind == bareWord && b.kind == comment && !slashed:
		return true
	case a.kind == number && b.kind == comment:
		return slashed && r.read <= 2 && !r.endsNumber(len(a.text))
	}
	return len(b.text) > 2 && b.text[0] == '-' // many write dashes, but not at the very end
}

// endsNumber says that a number of some length, which the text begins with, ends before a blank or a comment. Much of Base64 begins
// with digits.
func (r *sqlReader) endsNumber(length int) bool {
	rest := r.text[min(length, len(r.text)):]
	return rest != "" && rest[0] <= ' ' || strings.HasPrefix(rest, "/*") || strings.HasPrefix(rest, "--")
}

// isExpressionHarmless says it of three tokens.
func (r *sqlReader) isExpressionHarmless() bool {
	a, b, c := &r.tokens[0], &r.tokens[1], &r.tokens[2]
	switch string(r.print[:3]) {
	case "sos", "s&s": // ...foo' + 'bar...: neither is the first quote opened, nor the last one closed
		return a.open != 0 || c.close != 0 || a.close != c.open
	case "s&n", "n&1", "1&1", "1&v", "1&s": // "sexy and 17" is none, "sexy and 17<18" is
		if r.read == 3 {
			return true
		}
	}
	return b.kind == keyword && (len(b.text) < 5 || !beginsWord(b.text, "INTO"))
}
