package decoders

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// The names in PDFs that something follows which is read: what an action does, and what the metadata and forms say.
var (
	pdfActions = []string{"JS", "JavaScript", "Launch", "URI", "SubmitForm", "ImportData", "GoToR", "GoToE"}
	pdfTexts   = []string{"URI", "Title", "Author", "Subject", "Keywords", "Creator", "Producer"}
)

// syntax reads objects as programs do: escapes in names and strings are undone. It shows those in which an action is named, and the
// texts of metadata.
func (p *pdfReader) syntax(text []byte) bool {
	l := pdfLexer{rest: text, out: p.w.x.buffer()}
	ok, action := true, false
	key := ""
	for ok {
		t := l.next()
		if t.kind == pdfEnd {
			break
		}
		switch t.kind {
		case pdfName:
			key = string(t.text[:min(len(t.text), maxPDFName)])
			action = action || listed(pdfActions, key)
		case pdfString:
			if listed(pdfTexts, key) {
				ok = p.w.x.countName() && p.value(key, t.text)
			}
			key = ""
		case pdfNumber:
			if key == "JS" && len(p.scripts) < maxScripts {
				number, _ := strconv.Atoi(string(t.text))
				p.scripts = append(p.scripts, number)
			}
			key = ""
		default:
			key = ""
		}
	}
	if ok && action {
		ok = p.show(l.out)
	}
	p.w.x.release(l.out)
	return ok
}

// maxPDFName is longer than any name that is looked for.
const maxPDFName = 16

// value reads a text of the metadata, or an address.
func (p *pdfReader) value(key string, text []byte) bool {
	m := reading{level: p.r.level + 1, name: p.r.name, data: text}
	if key == "URI" {
		return p.w.member(m)
	}
	p.w.format = ""
	ok := p.w.member(m)
	p.w.format = PDF
	return ok
}

func listed(list []string, name string) bool {
	for _, l := range list {
		if l == name {
			return true
		}
	}
	return false
}

// pdfKind says what a pdfToken is.
type pdfKind uint8

const (
	pdfEnd pdfKind = iota
	pdfName
	pdfString
	pdfNumber
	pdfOther
)

type pdfToken struct {
	kind pdfKind
	text []byte // without escapes; it is valid until the next token
}

// pdfLexer takes objects apart (ISO 32000-2, section 7.3), and writes them down without escapes.
type pdfLexer struct {
	rest []byte
	out  []byte
}

func (l *pdfLexer) next() pdfToken {
	n := 0
	for n < len(l.rest) && (isSpace(l.rest[n]) || l.rest[n] == 0 || l.rest[n] == '\f') {
		n++
	}
	if n > 0 {
		l.out = append(l.out, ' ')
	}
	if l.rest = l.rest[n:]; len(l.rest) == 0 {
		return pdfToken{}
	}
	from := len(l.out)
	switch c := l.rest[0]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<' && (len(l.rest) < 2 || l.rest[1] != '<'):
		end := bytes.IndexByte(l.rest, '>')
		if end < 0 {
			end = len(l.rest) - 1
		}
		l.out = append(l.out, '(')
		l.out = appendHex(l.out, l.rest[1:max(1, end)])
		l.rest = l.rest[end+1:]
		return l.closed(from + 1)
	case c == '%':
		end := bytes.IndexAny(l.rest, "\r\n")
		if end < 0 {
			end = len(l.rest)
		}
		l.rest = l.rest[end:]
		return pdfToken{kind: pdfOther}
	}
	n = 1
	if bytes.HasPrefix(l.rest, []byte("<<")) || bytes.HasPrefix(l.rest, []byte(">>")) {
		l.out = append(l.out, l.rest[:2]...)
		l.rest = l.rest[2:]
		return pdfToken{kind: pdfOther}
	}
	for n < len(l.rest) && !isSpace(l.rest[n]) && bytes.IndexByte([]byte("/(<>[]%"), l.rest[n]) < 0 {
		n++
	}
	l.out = append(l.out, l.rest[:n]...)
	t := pdfToken{pdfOther, l.rest[:n]}
	if c := l.rest[0]; '0' <= c && c <= '9' {
		t.kind = pdfNumber
	}
	l.rest = l.rest[n:]
	return t
}

// name reads a name, in which a number sign and two digits are a character.
func (l *pdfLexer) name() pdfToken {
	l.out = append(l.out, '/')
	from, n := len(l.out), 1
	for n < len(l.rest) && !isSpace(l.rest[n]) && bytes.IndexByte([]byte("/()<>[]{}%\x00\f"), l.rest[n]) < 0 {
		c := l.rest[n]
		if c == '#' && n+2 < len(l.rest) && nibble(l.rest[n+1]) < 16 && nibble(l.rest[n+2]) < 16 {
			c = nibble(l.rest[n+1])<<4 | nibble(l.rest[n+2])
			n += 2
		}
		l.out = append(l.out, c)
		n++
	}
	l.rest = l.rest[n:]
	return pdfToken{pdfName, l.out[from:]}
}

// literal reads a string in brackets. Brackets in it are balanced, or behind a backslash.
func (l *pdfLexer) literal() pdfToken {
	l.out = append(l.out, '(')
	from, n, depth := len(l.out), 1, 1
	for n < len(l.rest) {
		c := l.rest[n]
		n++
		switch c {
		case '(':
			depth++
		case ')':
			depth--
		case '\\':
			var size int
			c, size = pdfEscape(l.rest[n:])
			if n += size; c == 0 {
				continue
			}
		}
		if depth == 0 {
			break
		}
		l.out = append(l.out, c)
	}
	l.rest = l.rest[n:]
	return l.closed(from)
}

// closed ends a string whose text begins at an index. It may be in UTF-16.
func (l *pdfLexer) closed(from int) pdfToken {
	if text := l.out[from:]; bytes.HasPrefix(text, []byte("\xfe\xff")) {
		wide := bytes.Clone(text[2:])
		l.out = l.out[:from]
		for ; len(wide) >= 2; wide = wide[2:] {
			l.out = utf8.AppendRune(l.out, rune(wide[0])<<8|rune(wide[1]))
		}
	}
	l.out = append(l.out, ')')
	return pdfToken{pdfString, l.out[from : len(l.out)-1]}
}

// pdfEscape reads what stands behind a backslash: up to three octal digits, a letter, or a line's end, which is nothing.
func pdfEscape(text []byte) (c byte, size int) {
	if len(text) == 0 {
		return 0, 0
	}
	switch c = text[0]; c {
	case 'n':
		return '\n', 1
	case 'r':
		return '\r', 1
	case 't':
		return '\t', 1
	case 'b', 'f', '\r', '\n':
		return 0, 1
	}
	if c < '0' || '7' < c {
		return c, 1
	}
	c = 0
	for size < 3 && size < len(text) && '0' <= text[size] && text[size] <= '7' {
		c = c<<3 | (text[size] - '0')
		size++
	}
	return c, size
}

// appendHex appends the bytes that digits spell, whatever stands between them.
func appendHex(dst, text []byte) []byte {
	half, has := byte(0), false
	for _, c := range text {
		v := nibble(c)
		switch {
		case c == '>':
			return dst
		case v > 15:
		case has:
			dst = append(dst, half<<4|v)
			has = false
		default:
			half, has = v, true
		}
	}
	if has {
		dst = append(dst, half<<4)
	}
	return dst
}

// nibble is the value of a digit, or more than 15.
func nibble(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|' ' && c|' ' <= 'f':
		return c | ' ' - 'a' + 10
	}
	return 16
}
