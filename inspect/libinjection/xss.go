package libinjection

import "strings"

// IsXSS says whether a text is markup that may run something, as it stands or at one of the places where a value stands in a tag. If
// stop says so on the way, nothing is known. It keeps nothing of the text.
func IsXSS(text string, stop func() bool) (is, known bool) {
	h := markupReader{text: text, pace: newPace(stop)}
	is = strings.IndexByte(text, '<') >= 0 && h.finds(inData)
	for _, begin := range [...]state{beforeAttributeName, singleQuoted, doubleQuoted, backQuoted} {
		is = is || h.finds(begin)
	}
	return is && !h.stopped, !h.stopped
}

// finds reads the text from a state on, and says whether it may run something.
func (h *markupReader) finds(begin state) bool {
	h.at, h.state, h.closing = 0, begin, false
	effect := byte(0) // that of the attribute whose value may come
	for h.next() {
		if h.kind != attributeValue {
			effect = 0
		}
		switch h.kind {
		case doctype:
			return true
		case tagName:
			if isBadTag(h.token) {
				return true
			}
		case attributeName:
			effect = effectOf(h.token)
		case attributeValue:
			if isBadValue(h.token, effect) {
				return true
			}
			effect = 0
		case markupComment:
			if isBadComment(h.token) {
				return true
			}
		}
	}
	return false
}

// What the value of an attribute may do, as the list of names says.
const (
	runs      = 'b' // whatever it is
	addresses = 'u' // if it is an address that runs something
	styles    = 's'
	renames   = 'i' // if it is the name of an attribute that runs something
)

func isBadValue(value string, effect byte) bool {
	switch effect {
	case runs, styles:
		return true
	case addresses:
		return isBadAddress(value)
	case renames:
		return effectOf(value) == runs
	}
	return false
}

// maxName is how long a name may be, without zeros, in bytes. None that matters is longer, but those that begin as one of SVG.
const maxName = 64

// folded is a text in capitals without zeros, if it is no longer than the room.
func folded(room []byte, text string) (out []byte, fits bool) {
	for i := range len(text) {
		if text[i] == 0 {
			continue
		}
		if len(room) == cap(room) {
			return room, false
		}
		room = append(room, capital(text[i]))
	}
	return room, true
}

func isBadTag(name string) bool {
	if len(name) < 3 {
		return false
	}
	room := [1 + maxName]byte{'<'}
	tag, fits := folded(room[:1], name)
	if !fits {
		return false
	}
	if _, is := names.find(tag); is {
		return true
	}
	return beginsWord(string(tag), "<SVG") || beginsWord(string(tag), "<XSL")
}

// effectOf is what the value of an attribute may do, or 0.
func effectOf(name string) byte {
	var room [maxName]byte
	key, fits := folded(room[:0], name)
	switch {
	case !fits || len(key) < 2 || key[0] == '<':
		return 0
	case string(key) == "XMLNS", string(key) == "XLINK":
		return runs
	}
	if line, is := names.find(key); is {
		return line[0]
	}
	return 0
}

// isBadComment says that Internet Explorer runs what stands in a comment.
func isBadComment(text string) bool {
	if strings.IndexByte(text, '`') >= 0 {
		return true
	}
	if len(text) >= 4 && (beginsWord(text, "[IF") || beginsWord(text, "XML")) {
		return true
	}
	if len(text) < len("IMPORT") {
		return false
	}
	var room [len("IMPORT")]byte
	begin, _ := folded(room[:0], text)
	return string(begin) == "IMPORT" || string(begin) == "ENTITY"
}

// isBadAddress says that an address begins with the name of a scheme that runs something, or shows what it is given.
func isBadAddress(text string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f })
	for _, scheme := range [...]string{"DATA", "VIEW-SOURCE", "VBSCRIPT", "JAVA"} {
		if beginsReferred(text, scheme) {
			return true
		}
	}
	return false
}

// beginsReferred says that a text, in which character references by number may stand, begins with a word. Zeros and newlines in it
// do not count, nor do control characters and blanks before it.
func beginsReferred(text, word string) bool {
	matched, first := 0, true
	for text != "" {
		c, length := character(text)
		text = text[length:]
		switch {
		case first && c <= ' ':
			continue
		case c == 0 || c == '\n':
			continue
		case matched == len(word):
			return true
		case capital(byte(c)) != word[matched] || c > 0xff && 'a' <= byte(c) && byte(c) <= 'z':
			return false
		}
		first = false
		matched++
	}
	return matched == len(word)
}

// maxCharacter is the number beyond which a character reference is none.
const maxCharacter = 0x1000ff

// character is the character that a text begins with, and its length. Of a reference by name it is the &.
func character(text string) (c, length int) {
	if !strings.HasPrefix(text, "&#") || len(text) < 3 {
		return int(text[0]), 1
	}
	at, base := 2, 10
	if text[2]|0x20 == 'x' {
		at, base = 3, 16
	}
	start := at
	for ; at < len(text); at++ {
		digit := digitOf(text[at])
		if digit >= base {
			break
		}
		if c = c*base + digit; c > maxCharacter {
			return '&', 1
		}
	}
	switch {
	case at == start:
		return '&', 1
	case at < len(text) && text[at] == ';':
		at++
	}
	return c, at
}

// digitOf is the value of a digit, or more than any has.
func digitOf(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case isHexDigit(c):
		return int(c|0x20-'a') + 10
	}
	return 16
}
