package confirm

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// Rules read a text in several ways: they undo percent-encoding, character references and the escapes of JavaScript. So does a
// confirmation, each by itself and one after another.

// maxReadings bounds the readings of one text.
const maxReadings = 8

// readings returns a text as it is and with its encodings undone, each reading once.
func readings(text string) []string {
	out := []string{text}
	for at := 0; at < len(out) && len(out) < maxReadings; at++ {
		for _, undo := range undoings {
			if len(out) < maxReadings {
				out = appendNew(out, undo(out[at]))
			}
		}
	}
	return out
}

// inSome says that some reading of a text does something.
func inSome(text string, does func(string) bool) bool {
	for _, reading := range readings(text) {
		if does(reading) {
			return true
		}
	}
	return false
}

var undoings = []func(string) string{percentUndone, referencesUndone, escapesUndone, invisibleUndone}

func appendNew(all []string, text string) []string {
	for _, known := range all {
		if known == text {
			return all
		}
	}
	return append(all, text)
}

// percentUndone undoes percent-encoding, %uHHHH included. A sign that begins none stays.
func percentUndone(text string) string {
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	if plain, err := url.PathUnescape(text); err == nil {
		return plain
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		switch {
		case text[at] == '%' && isHex(text, at+1, 2):
			b.WriteByte(byte(hexValue(text[at+1 : at+3])))
			at += 3
		case text[at] == '%' && at+1 < len(text) && text[at+1]|0x20 == 'u' && isHex(text, at+2, 4):
			b.WriteRune(rune(hexValue(text[at+2 : at+6])))
			at += 6
		default:
			b.WriteByte(text[at])
			at++
		}
	}
	return b.String()
}

// referencesUndone undoes the character references of HTML.
func referencesUndone(text string) string {
	if strings.IndexByte(text, '&') < 0 {
		return text
	}
	return html.UnescapeString(text)
}

// escapesUndone undoes the escapes of JavaScript and of C: \xHH, \uHHHH, \u{H}, \n, octal ones, and a backslash before any other sign.
func escapesUndone(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		if text[at] != '\\' || at+1 == len(text) {
			b.WriteByte(text[at])
			at++
			continue
		}
		at += writeEscape(&b, text[at:])
	}
	return b.String()
}

// writeEscape writes what an escape stands for, and returns its length.
func writeEscape(b *strings.Builder, text string) int {
	switch sign := text[1]; {
	case sign == 'x' && isHex(text, 2, 2):
		b.WriteRune(rune(hexValue(text[2:4])))
		return 4
	case sign == 'u' && isHex(text, 2, 4):
		b.WriteRune(rune(hexValue(text[2:6])))
		return 6
	case strings.HasPrefix(text, `\u{`) && isHex(text, 3, 1):
		if end := strings.IndexByte(text[:min(len(text), 12)], '}'); end > 0 && isHex(text, 3, end-3) {
			b.WriteRune(rune(hexValue(text[3:end])))
			return end + 1
		}
	case '0' <= sign && sign <= '7':
		value, n := 0, 1
		for ; n < min(len(text), 4) && '0' <= text[n] && text[n] <= '7'; n++ {
			value = value*8 + int(text[n]-'0')
		}
		b.WriteRune(rune(value & 0xff))
		return n
	default:
		if at := strings.IndexByte("nrtfvb", sign); at >= 0 {
			b.WriteByte("\n\r\t\f\v\b"[at])
			return 2
		}
	}
	b.WriteByte(text[1])
	return 2
}

func isHex(text string, at, n int) bool {
	if n <= 0 || at+n > len(text) {
		return false
	}
	for _, c := range []byte(text[at : at+n]) {
		if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
			return false
		}
	}
	return true
}

// hexValue is the number that hexadecimal digits write.
func hexValue(digits string) (value int) {
	for _, c := range []byte(digits) {
		switch {
		case c <= '9':
			value = value<<4 | int(c-'0')
		default:
			value = value<<4 | int(c|0x20-'a'+10)
		}
	}
	return value
}

// invisibleUndone takes out what nobody sees and some readers pass over: control characters, sequences that colour a terminal, marks of
// byte order and blanks without width.
func invisibleUndone(text string) string {
	if !hasInvisible(text) {
		return text
	}
	var b strings.Builder
	for at := 0; at < len(text); {
		switch n := invisible(text[at:]); n {
		case 0:
			b.WriteByte(text[at])
			at++
		default:
			at += n
		}
	}
	return b.String()
}

func hasInvisible(text string) bool {
	for at := range len(text) {
		if invisible(text[at:]) > 0 {
			return true
		}
	}
	return false
}

// longestSequence bounds a sequence for a terminal, in bytes.
const longestSequence = 32

// invisible is the length of what nobody sees at the beginning of a text, or 0.
func invisible(text string) int {
	switch c := text[0]; {
	case c == 0x1b && len(text) > 1 && text[1] == '[':
		n := 2
		for n < min(len(text), longestSequence) && strings.IndexByte("0123456789;?", text[n]) >= 0 {
			n++
		}
		return min(n+1, len(text))
	case c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0x7f:
		return 1
	case c == 0xef && strings.HasPrefix(text, "\ufeff"), c == 0xe2 && len(text) > 2 && text[1] == 0x80 && text[2] >= 0x8b && text[2] <= 0x8f:
		return 3
	}
	return 0
}
