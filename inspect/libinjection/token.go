package libinjection

// token is a piece of SQL. Only the first bytes of a long one are kept.
type token struct {
	kind  byte   // its type, as libinjection writes it into fingerprints; 0 is none
	open  byte   // the quote that it begins with, of those that were read
	close byte   // the quote that it ends with
	text  string // its first maxText bytes
}

// The types of tokens.
const (
	keyword     = 'k'
	union       = 'U'
	group       = 'B'
	expression  = 'E'
	sqlType     = 't'
	function    = 'f'
	bareWord    = 'n'
	number      = '1'
	variable    = 'v'
	stringOf    = 's'
	operator    = 'o'
	logic       = '&'
	comment     = 'c'
	collate     = 'A'
	transactSQL = 'T'
	unknown     = '?'
	evil        = 'X' // it cannot be read the same way by all databases
	backslash   = '\\'
)

const (
	// maxPrint is how many tokens a fingerprint has at most. One more may be read to tell what the last one is.
	maxPrint = 5
	// maxText is how much of a token is kept, in bytes. No word that means something is longer.
	maxText = 31
)

// set makes it a token of some kind.
func (t *token) set(kind byte, text string) {
	t.kind, t.text = kind, text[:min(len(text), maxText)]
}

// kinds is a set of types.
type kinds uint64

// kindsOf is the set of the types in a list.
func kindsOf(list string) (set kinds) {
	for i := range len(list) {
		set |= kindOf(list[i])
	}
	return set
}

// kindOf is a type as a set. What it makes of the types is different for each.
func kindOf(c byte) kinds { return 1 << (uint(c) * 3 >> 1 & 63) }

// is says that its type is one of a set.
func (t *token) is(set kinds) bool { return t.kind != 0 && set&kindOf(t.kind) != 0 }

// isUnary says that it is an operator that may stand before a value.
func (t *token) isUnary() bool {
	if t.kind != operator {
		return false
	}
	switch t.text {
	case "+", "-", "!", "~", "!!":
		return true
	}
	return sameWord(t.text, "NOT")
}

// isArithmetic says that it calculates.
func (t *token) isArithmetic() bool {
	if t.kind != operator {
		return false
	}
	switch t.text {
	case "*", "/", "+", "-", "%":
		return true
	}
	return false
}

// sameWord says that a text is a word in capitals, in letters of either case.
func sameWord(text, word string) bool {
	return len(text) == len(word) && beginsWord(text, word)
}

// beginsWord says that a text begins with one.
func beginsWord(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if capital(text[i]) != word[i] {
			return false
		}
	}
	return true
}

func capital(c byte) byte {
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return c
}
