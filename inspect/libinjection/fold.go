package libinjection

import "strings"

// folding is how far tokens are folded: as far as they say nothing, until maxPrint of them stand.
type folding struct {
	left int   // so many tokens stand as they are
	end  int   // and so many have been read
	more bool  // there may be more of them
	last token // the comment that was read last, if nothing came behind it
}

// fold folds the tokens of a text and returns how many there are.
func (r *sqlReader) fold() int {
	for r.more = true; r.more; {
		t := &r.tokens[0]
		if r.more = r.next(t); !t.is(skipped) && !t.isUnary() {
			break
		}
	}
	if !r.more {
		return 0
	}
	for r.end = 1; ; {
		if r.end >= maxPrint {
			r.startAgain()
		}
		if !r.more || r.left >= maxPrint {
			r.left = r.end
			break
		}
		if r.readTo(2); r.end-r.left < 2 {
			r.left = r.end
			continue
		}
		if r.isEvil() {
			return r.left + 2
		}
		if r.foldSigns() || r.foldWords() {
			continue
		}
		if r.readTo(3); r.end-r.left < 3 {
			r.left = r.end
			continue
		}
		if !r.foldValues() && !r.foldSignsBefore() {
			r.left++
		}
	}
	if r.left < maxPrint && r.last.kind == comment {
		r.tokens[r.left] = r.last
		r.left++
	}
	return min(r.left, maxPrint)
}

// skipped are the types that are left out at the beginning.
var skipped = kindsOf("c(t")

// readTo reads until there are n tokens that have not been folded yet, if there is room.
func (r *sqlReader) readTo(n int) {
	for r.more && r.end <= maxPrint && r.end-r.left < n {
		t := &r.tokens[r.end]
		if r.more = r.next(t); !r.more {
			return
		}
		if t.kind == comment {
			r.last = *t
			continue
		}
		r.last.kind = 0
		r.end++
	}
}

// startAgain folds five tokens that are a calculation with one in brackets.
func (r *sqlReader) startAgain() {
	var print [maxPrint]byte
	for i := range print {
		print[i] = r.tokens[i].kind
	}
	switch string(print[:]) {
	case "1o(1)", "1,(1)", "no(n)", "no(1)", "1),(1", "n)o(n":
	default:
		return
	}
	if r.end > maxPrint {
		r.tokens[1], r.left, r.end = r.tokens[maxPrint], 1, 2
	} else {
		r.left, r.end = 0, 1
	}
}

// isEvil says that the next tokens are MySQL's {“.x}, which is not read further.
func (r *sqlReader) isEvil() bool {
	a, b := &r.tokens[r.left], &r.tokens[r.left+1]
	if a.kind != '{' || b.kind != bareWord || b.text != "" {
		return false
	}
	b.kind = evil
	return true
}

// foldSigns folds the first two tokens that are not folded yet, if they are such as one is enough of, and says whether there is
// reason to begin again with what is left.
func (r *sqlReader) foldSigns() bool {
	a, b := &r.tokens[r.left], &r.tokens[r.left+1]
	switch {
	case a.kind == stringOf && b.kind == stringOf, a.kind == ';' && b.kind == ';':
		r.end--
	case (a.kind == operator || a.kind == logic) && (b.kind == sqlType || b.isUnary()):
		r.end--
		r.left = 0
	case a.kind == '(' && b.isUnary(), r.merge(a, b):
		r.end--
		r.left = max(r.left-1, 0)
	default:
		return false
	}
	return true
}

// foldWords is the same for what a word is because of what follows it.
func (r *sqlReader) foldWords() bool {
	a, b := &r.tokens[r.left], &r.tokens[r.left+1]
	switch {
	case a.kind == ';' && b.kind == function && beginsWord(b.text, "IF"):
		b.kind = transactSQL
	case (a.kind == bareWord || a.kind == variable) && b.kind == '(' && isCallable(a.text):
		a.kind = function
	case a.kind == keyword && (sameWord(a.text, "IN") || sameWord(a.text, "NOT IN")):
		if a.kind = bareWord; b.kind == '(' {
			a.kind = operator
		}
	case a.kind == operator && (sameWord(a.text, "LIKE") || sameWord(a.text, "NOT LIKE")):
		if b.kind == '(' {
			a.kind = function
		}
		return false
	case a.kind == sqlType && b.is(typed):
		*a = *b
		r.end--
		r.left = 0
	case a.kind == collate && b.kind == bareWord:
		if strings.IndexByte(b.text, '_') >= 0 { // there are too many collations to list
			b.kind = sqlType
			r.left = 0
		}
		return false
	case a.kind == backslash:
		if b.isArithmetic() {
			a.kind = number // Transact-SQL reads \%1 as 0 % 1
		} else {
			*a = *b
			r.end--
		}
		r.left = 0
	case a.kind == '(' && b.kind == '(', a.kind == ')' && b.kind == ')', b.kind == '}':
		r.end--
		r.left = 0
	case a.kind == '{' && b.kind == bareWord: // {x expression} of ODBC and MySQL
		r.end -= 2
		r.left = 0
	default:
		return false
	}
	return true
}

// typed are what a type may stand before.
var typed = kindsOf("n1t(fvs")

// isCallable says that a word is a function if a bracket follows.
func isCallable(text string) bool {
	switch len(text) {
	case 4:
		return sameWord(text, "USER")
	case 7:
		return sameWord(text, "USER_ID")
	case 8:
		return sameWord(text, "DATABASE") || sameWord(text, "PASSWORD")
	case 9:
		return sameWord(text, "USER_NAME") || sameWord(text, "LOCALTIME")
	case 12:
		return sameWord(text, "CURRENT_USER") || sameWord(text, "CURRENT_DATE") || sameWord(text, "CURRENT_TIME")
	case 14:
		return sameWord(text, "LOCALTIMESTAMP")
	case 17:
		return sameWord(text, "CURRENT_TIMESTAMP")
	}
	return false
}

// The types that words of phrases have, and what values are.
var (
	ofPhrases = kindsOf("knoUfETt")
	goesOn    = kindsOf("knoUfETt&")
	value     = kindsOf("1nvs")
	named     = kindsOf("1nv")
)

// merge makes one token of two that are a phrase.
func (r *sqlReader) merge(a, b *token) bool {
	if !a.is(ofPhrases) || !b.is(goesOn) || len(a.text)+1+len(b.text) > maxText+1 {
		return false
	}
	var room [maxText + 1]byte
	phrase := append(append(append(room[:0], a.text...), ' '), b.text...)
	kind, word := lookUp(phrase)
	if kind == 0 {
		return false
	}
	if len(word) != len(phrase) {
		word = string(phrase) // a foreign letter stands in it
	}
	a.set(kind, word)
	return true
}

// foldValues is foldSigns for three tokens: what stands between values, and the values behind the first.
func (r *sqlReader) foldValues() bool {
	a, b, c := &r.tokens[r.left], &r.tokens[r.left+1], &r.tokens[r.left+2]
	switch {
	case a.kind == operator && b.kind != '(' && c.kind == operator,
		a.kind == logic && c.kind == logic,
		b.kind == operator && a.is(named) && c.is(named) && (a.kind == variable || c.kind != variable),
		b.kind == operator && a.is(value) && b.text == "::" && c.kind == sqlType,
		b.kind == ',' && a.is(value) && c.is(value),
		a.kind == bareWord && b.kind == '.' && c.kind == bareWord:
		r.end -= 2
		r.left = 0
		return true
	}
	return false
}

// foldSignsBefore takes away what stands before the last of three tokens: a sign, or a dot.
func (r *sqlReader) foldSignsBefore() bool {
	a, b, c := &r.tokens[r.left], &r.tokens[r.left+1], &r.tokens[r.left+2]
	switch {
	case b.isUnary() && (a.kind == expression || a.kind == group || a.kind == ',') && c.kind == '(',
		b.isUnary() && (a.kind == keyword || a.kind == expression || a.kind == group) && (c.kind == function || c.is(value)),
		b.isUnary() && a.kind == ',' && c.kind == function,
		b.kind == '.' && a.kind == expression && c.kind == bareWord:
		*b = *c
		r.end--
		r.left = 0
	case b.isUnary() && a.kind == ',' && c.is(value):
		*b = *c
		r.end -= 3
		r.left = 0
	case a.kind == function && b.kind == '(' && c.kind != ')' && sameWord(a.text, "USER"):
		a.kind = bareWord // it takes no arguments
		return false
	default:
		return false
	}
	return true
}
