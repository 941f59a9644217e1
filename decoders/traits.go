package decoders

import "strings"

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
	newline    // line feed and carriage return
	lettered   // anything but what numbers, dates, prices and telephone numbers are written with
	foreign    // anything that neither Base64 nor the traits above "lettered" know
	quoting    // quotation marks and the backslash: what may hide the text behind it
	long       // a byte that overlong UTF-8 may begin with
	structured // a mark without which nothing but Base64 and tokens can be in a text, a colon, or no printable ASCII
)

var traitOf = classify()

// marks are what JSON and XML begin with, what stands in magic numbers of printable characters, what separates fields, and what begins
// escapes and URIs.
const marks = `{["<^&=;?%+:`

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
	for _, c := range [...]byte{'\'', '"', '`', '\\'} {
		table[c] |= quoting
	}
	for _, c := range [...]byte{0xc0, 0xc1, 0xe0, 0xf0, 0xf8, 0xfc} {
		table[c] |= long
	}
	for c := range table {
		if c < ' ' || c >= 0x7f || strings.IndexByte(marks, byte(c)) >= 0 {
			table[c] |= structured
		}
	}
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

// simple is what View.Simple says.
func (t traits) simple() bool { return t&structured == 0 }

// numeric says that the text is made of digits and what stands between them in numbers, dates and telephone numbers.
// It holds no encoding: the twelve further characters cannot spell one.
func (t traits) numeric() bool { return t&lettered == 0 }

// base64 says that only characters of the Base64 alphabets occur, padding and line breaks included.
func (t traits) base64() bool { return t&^(plus|equals|newline|lettered|structured) == 0 }

// dotted says that the text may be a token: Base64 in segments that dots separate.
func (t traits) dotted() bool { return t&^(plus|equals|lettered|structured|dot) == 0 && t&dot != 0 }
