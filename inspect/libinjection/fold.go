package libinjection

import "strings"

// folding folds tokens as far as they say nothing, until maxPrint of them stand.
type folding struct {
	r      *sqlReader
	tokens *[maxPrint + 3]token
	left   int   // so many tokens stand as they are
	end    int   // and so many have been read
	more   bool  // there may be more of them
	last   token // the comment that was read last, if nothing came behind it
}

// fold folds the tokens of a text and returns how many there are.
func (f *folding) fold() int {
	for f.more = true; f.more; {
		t := &f.tokens[0]
		if f.more = f.r.next(t); !t.is(skipped) && !t.isUnary() {
			break
		}
	}
	if !f.more {
		return 0
	}
	for f.end = 1; ; {
		if f.end >= maxPrint {
			f.startAgain()
		}
		if !f.more || f.left >= maxPrint {
			f.left = f.end
			break
		}
		if f.readTo(2); f.end-f.left < 2 {
			f.left = f.end
			continue
		}
		if f.isEvil() {
			return f.left + 2
		}
		if f.foldSigns() || f.foldWords() {
			continue
		}
		if f.readTo(3); f.end-f.left < 3 {
			f.left = f.end
			continue
		}
		if !f.foldValues() && !f.foldSignsBefore() {
			f.left++
		}
	}
	if f.left < maxPrint && f.last.kind == comment {
		f.tokens[f.left] = f.last
		f.left++
	}
	return min(f.left, maxPrint)
}

// skipped are the types that are left out at the beginning.
var skipped = kindsOf("c(t")

// readTo reads until there are n tokens that have not been folded yet, if there is room.
func (f *folding) readTo(n int) {
	for f.more && f.end <= maxPrint && f.end-f.left < n {
		t := &f.tokens[f.end]
		if f.more = f.r.next(t); !f.more {
			return
		}
		if t.kind == comment {
			f.last = *t
			continue
		}
		f.last.kind = 0
		f.end++
	}
}

// startAgain folds five tokens that are a calculation with one in brackets.
func (f *folding) startAgain() {
	var print [maxPrint]byte
	for i := range print {
		print[i] = f.tokens[i].kind
	}
	switch string(print[:]) {
	case "1o(1)", "1,(1)", "no(n)", "no(1)", "1),(1", "n)o(n":
	default:
		return
	}
	if f.end > maxPrint {
		f.tokens[1], f.left, f.end = f.tokens[maxPrint], 1, 2
	} else {
		f.left, f.end = 0, 1
	}
}

// isEvil says that the next tokens are MySQL's {“.x}, which is not read further.
func (f *folding) isEvil() bool {
	a, b := &f.tokens[f.left], &f.tokens[f.left+1]
	if a.kind != '{' || b.kind != bareWord || b.text != "" {
		return false
	}
	b.kind = evil
	return true
}

// foldSigns folds the first two tokens that are not folded yet, if they are such as one is enough of, and says whether there is
// reason to begin again with what is left.
func (f *folding) foldSigns() bool {
	a, b := &f.tokens[f.left], &f.tokens[f.left+1]
	switch {
	case a.kind == stringOf && b.kind == stringOf, a.kind == ';' && b.kind == ';':
		f.end--
	case (a.kind == operator || a.kind == logic) && (b.kind == sqlType || b.isUnary()):
		f.end--
		f.left = 0
	case a.kind == '(' && b.isUnary(), f.merge(a, b):
		f.end--
		f.left = max(f.left-1, 0)
	default:
		return false
	}
	return true
}

// foldWords is the same for what a word is because of what follows it.
func (f *folding) foldWords() bool {
	a, b := &f.tokens[f.left], &f.tokens[f.left+1]
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
		f.end--
		f.left = 0
	case a.kind == collate && b.kind == bareWord:
		if strings.IndexByte(b.text, '_') >= 0 { // there are too many collations to list
			b.kind = sqlType
			f.left = 0
		}
		return false
	case a.kind == backslash:
		if b.isArithmetic() {
			a.kind = number // Transact-SQL reads \%1 as 0 % 1
		} else {
			*a = *b
			f.end--
		}
		f.left = 0
	case a.kind == '(' && b.kind == '(', a.kind == ')' && b.kind == ')', b.kind == '}':
		f.end--
		f.left = 0
	case a.kind == '{' && b.kind == bareWord: // {x expression} of ODBC and MySQL
		f.end -= 2
		f.left = 0
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
func (f *folding) merge(a, b *token) bool {
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
func (f *folding) foldValues() bool {
	a, b, c := &f.tokens[f.left], &f.tokens[f.left+1], &f.tokens[f.left+2]
	switch {
	case a.kind == operator && b.kind != '(' && c.kind == operator,
		a.kind == logic && c.kind == logic,
		b.kind == operator && a.is(named) && c.is(named) && (a.kind == variable || c.kind != variable),
		b.kind == operator && a.is(value) && b.text == "::" && c.kind == sqlType,
		b.kind == ',' && a.is(value) && c.is(value),
		a.kind == bareWord && b.kind == '.' && c.kind == bareWord:
		f.end -= 2
		f.left = 0
		return true
	}
	return false
}

// foldSignsBefore takes away what stands before the last of three tokens: a sign, or a dot.
func (f *folding) foldSignsBefore() bool {
	a, b, c := &f.tokens[f.left], &f.tokens[f.left+1], &f.tokens[f.left+2]
	switch {
	case b.isUnary() && (a.kind == expression || a.kind == group || a.kind == ',') && c.kind == '(',
		b.isUnary() && (a.kind == keyword || a.kind == expression || a.kind == group) && (c.kind == function || c.is(value)),
		b.isUnary() && a.kind == ',' && c.kind == function,
		b.kind == '.' && a.kind == expression && c.kind == bareWord:
		*b = *c
		f.end--
		f.left = 0
	case b.isUnary() && a.kind == ',' && c.is(value):
		*b = *c
		f.end -= 3
		f.left = 0
	case a.kind == function && b.kind == '(' && c.kind != ')' && sameWord(a.text, "USER"):
		a.kind = bareWord // it takes no arguments
		return false
	default:
		return false
	}
	return true
}
