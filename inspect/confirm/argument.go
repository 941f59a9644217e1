package confirm

import "strings"

// argument is what a call is given first, as PHP and JavaScript write it.
type argument struct {
	kind argumentKind
	text string // what is inside of a literal, the name of a call or a variable, or a number
	rest string // what follows it
}

type argumentKind uint8

const (
	noArgument     argumentKind = iota // the call ends at once
	cutArgument                        // the text ends behind the bracket
	literal                            // in quotation marks
	quotedCommand                      // in backticks
	variable                           // begins with a dollar
	call                               // a name and a bracket
	number                             // digits
	otherArguments                     // anything else: a name, a sentence
)

// isWord says that an argument is a word of a sentence, or a variable of a shell.
func (a argument) isWord() bool {
	return a.kind == otherArguments || a.kind == variable && len(a.text) < 2
}

// longestArgument bounds what is read of an argument, in bytes, so that all calls together take linear time.
const longestArgument = 256

// readArgument reads the first argument behind the bracket of a call, or behind the brackets around it.
func readArgument(text string) argument {
	text = text[:min(len(text), longestArgument)]
	for n := -1; n != len(text); {
		n = len(text)
		text, _ = gap(text)
		text = strings.TrimLeft(text, "(@!\x00\x0b\f\\")
	}
	if text == "" {
		return argument{kind: cutArgument}
	}
	switch c := text[0]; {
	case c == ')':
		return argument{kind: noArgument, rest: text[1:]}
	case c == '\'', c == '"':
		inside, rest := quoted(text)
		return argument{literal, inside, rest}
	case c == '`':
		inside, rest := quoted(text)
		return argument{quotedCommand, inside, rest}
	case c == '$':
		n := 1 + wordLength(text[1:])
		return argument{variable, text[:n], text[n:]}
	case '0' <= c && c <= '9':
		n := wordLength(text)
		return argument{number, text[:n], text[n:]}
	}
	n := wordLength(text)
	if rest, _ := gap(text[n:]); n > 0 && strings.HasPrefix(rest, "(") {
		return argument{call, text[:n], rest}
	}
	return argument{otherArguments, text[:n], text[n:]}
}

// quoted returns what stands between a quotation mark and its like, and what follows. A backslash hides a mark.
func quoted(text string) (inside, rest string) {
	for at := 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case text[0]:
			return text[1:at], text[at+1:]
		}
	}
	return text[1:], ""
}

// wordLength is the length of the name that a text begins with; points are no part of it.
func wordLength(text string) int {
	n := 0
	for n < len(text) && isWordByte(text[n]) && text[n] != '.' {
		n++
	}
	return n
}

// lastName returns the name that a text ends with, and what stands before it.
func lastName(text string) (before, name string) {
	from := len(text)
	for from > 0 && isWordByte(text[from-1]) && text[from-1] != '.' {
		from--
	}
	return text[:from], text[from:]
}
