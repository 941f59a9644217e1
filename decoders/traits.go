package decoders

// traits say which kinds of characters a text holds: one pass over the bytes decides which decoders have anything to
// look for, so that plain values cost nothing more.
type traits uint16

const (
	percent traits = 1 << iota
	plus
	ampersand
	equals
	dot
	semicolon
	question
	newline  // line feed and carriage return
	lettered // anything but what numbers, dates, prices and telephone numbers are written with
	foreign  // anything that neither Base64 nor the traits above "lettered" know
)

var traitOf = classify()

func classify() (table [256]traits) {
	for c := range table {
		table[c] = lettered | foreign
	}
	for c := range len(table) {
		switch b := byte(c); {
		case '0' <= b && b <= '9', b == '-', b == '/', b == 'T', b == 'Z':
			table[c] = 0
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', b == '_':
			table[c] = lettered
		case b == ' ', b == ':', b == ',', b == '(', b == ')':
			table[c] = foreign
		}
	}
	table['%'] = percent | lettered
	table['+'] = plus
	table['&'] = ampersand | lettered
	table['='] = equals | lettered
	table['.'] = dot
	table[';'] = semicolon | lettered
	table['?'] = question | lettered
	table['\n'] = newline
	table['\r'] = newline
	return table
}

// traitsOf looks at every byte once.
func traitsOf(data []byte) traits {
	var t traits
	for _, c := range data {
		t |= traitOf[c]
	}
	return t
}

// numeric says that the text is made of digits and what stands between them in numbers, dates and telephone numbers.
// It holds no encoding: the twelve further characters cannot spell one.
func (t traits) numeric() bool { return t&lettered == 0 }

// base64 says that only characters of the Base64 alphabets occur, padding and line breaks included.
func (t traits) base64() bool { return t&^(plus|equals|newline|lettered) == 0 }

// dotted says that the text may be a token: Base64 in segments that dots separate.
func (t traits) dotted() bool { return t&^(plus|equals|lettered|dot) == 0 && t&dot != 0 }
