package decoders

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// xmlKind says what an xmlToken is.
type xmlKind uint8

const (
	xmlEnd     xmlKind = iota // the end of the text, or of what can be read of it
	xmlText                   // characters, with references
	xmlCDATA                  // characters, without
	xmlOpen                   // <name attributes>
	xmlEmpty                  // <name attributes/>
	xmlClose                  // </name>
	xmlDecl                   // <!DOCTYPE …>, with all that it declares
	xmlComment                // <!--…-->
	xmlProgram                // <?name …?>, a processing instruction, all of it
	xmlOther                  // <?xml …?>
)

type xmlToken struct {
	kind xmlKind
	name []byte // of an element
	text []byte // characters, attributes, or the declaration
}

// xmlScanner takes XML apart as lenient parsers do. It knows no entities but the five of XML and numbers, looks
// nothing up, and never goes back.
type xmlScanner struct {
	rest   []byte
	broken bool // a piece of markup does not end
}

func (s *xmlScanner) next() xmlToken {
	if len(s.rest) == 0 {
		return xmlToken{}
	}
	if s.rest[0] != '<' {
		i := bytes.IndexByte(s.rest, '<')
		if i < 0 {
			i = len(s.rest)
		}
		return xmlToken{kind: xmlText, text: s.take(i, 0)}
	}
	switch {
	case bytes.HasPrefix(s.rest, []byte("<!--")):
		return s.until(xmlComment, 4, "-->")
	case bytes.HasPrefix(s.rest, []byte("<![CDATA[")):
		return s.until(xmlCDATA, 9, "]]>")
	case bytes.HasPrefix(s.rest, []byte("<?")):
		return s.instruction()
	}
	end := markupEnd(s.rest)
	if end < 0 {
		return s.fail()
	}
	tag := s.take(end-1, 1)[1:]
	switch {
	case len(tag) > 0 && tag[0] == '!':
		return xmlToken{kind: xmlDecl, text: tag[1:]}
	case len(tag) > 0 && tag[0] == '/':
		return xmlToken{kind: xmlClose, name: trimSpace(tag[1:])}
	}
	t := xmlToken{kind: xmlOpen}
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		t.kind, tag = xmlEmpty, tag[:len(tag)-1]
	}
	n := 0
	for n < len(tag) && !isSpace(tag[n]) && tag[n] != '/' {
		n++
	}
	if n == 0 || !isNameStart(tag[0]) {
		return s.fail()
	}
	t.name, t.text = tag[:n:n], tag[n:]
	return t
}

func isNameStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' || c >= utf8.RuneSelf
}

// take returns the next n bytes and drops skip more.
func (s *xmlScanner) take(n, skip int) []byte {
	text := s.rest[:n:n]
	s.rest = s.rest[n+skip:]
	return text
}

func (s *xmlScanner) until(kind xmlKind, start int, end string) xmlToken {
	i := bytes.Index(s.rest[start:], []byte(end))
	if i < 0 {
		return s.fail()
	}
	text := s.take(start+i, len(end))
	return xmlToken{kind: kind, text: text[start:]}
}

// instruction reads a processing instruction. Its own marks are a part of it: by them other languages begin.
func (s *xmlScanner) instruction() xmlToken {
	whole := s.rest
	t := s.until(xmlProgram, 2, "?>")
	name := t.text
	if n := bytes.IndexFunc(name, unicode.IsSpace); n >= 0 {
		name = name[:n]
	}
	switch {
	case t.kind == xmlEnd:
	case bytes.EqualFold(name, []byte("xml")):
		t.kind = xmlOther
	default:
		n := len(t.text) + len("<??>")
		t.text = whole[:n:n]
	}
	return t
}

func (s *xmlScanner) fail() xmlToken {
	s.broken = true
	return xmlToken{}
}

// markupEnd returns the index behind the ">" that ends the tag or declaration at the start of text, or -1. Quotes and
// the brackets of a declaration's internal subset hide it.
func markupEnd(text []byte) int {
	var quote byte
	depth := 0
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			depth--
		case c == '<' && depth <= 0:
			return -1
		case c == '<' && bytes.HasPrefix(text[i:], []byte("<!--")):
			n := bytes.Index(text[i:], []byte("-->"))
			if n < 0 {
				return -1
			}
			i += n
		case c == '>' && depth <= 0:
			return i + 1
		}
	}
	return -1
}

// nextAttribute cuts the next attribute off.
func nextAttribute(text []byte) (name, value, rest []byte) {
	text = bytes.TrimLeft(text, " \t\r\n/")
	n := 0
	for n < len(text) && text[n] != '=' && !isSpace(text[n]) {
		n++
	}
	name, text = text[:n:n], trimSpace(text[n:])
	if len(text) == 0 || text[0] != '=' {
		return name, nil, text
	}
	text = text[skipSpace(text, 1):]
	if len(text) > 0 && (text[0] == '"' || text[0] == '\'') {
		quote := text[:1]
		value, rest, _ = bytes.Cut(text[1:], quote)
		return name, value, rest
	}
	n = 0
	for n < len(text) && !isSpace(text[n]) {
		n++
	}
	return name, text[:n:n], text[n:]
}

// decodeReferences undoes numeric references and the five that XML predefines. Others stay: an entity's text stands in
// its declaration, and is never put in its place.
func decodeReferences(dst, src []byte, q quota) ([]byte, error) {
	start := len(dst)
	dst = grow(dst, len(src), q.limit)
	for len(src) > 0 {
		i := bytes.IndexByte(src, '&')
		if i < 0 {
			i = len(src)
		}
		dst = append(dst, src[:i]...)
		src = src[i:]
		if len(src) == 0 {
			break
		}
		if r, n := reference(src); n > 0 {
			dst = utf8.AppendRune(dst, r)
			src = src[n:]
			continue
		}
		dst = append(dst, '&')
		src = src[1:]
	}
	return within(dst, start, q.limit)
}

// maxReference is longer than any character's number: leading zeros beyond it are for filters, not for parsers.
const maxReference = 32

// reference reads the reference at the start of src, and returns its length, or 0.
func reference(src []byte) (rune, int) {
	end := bytes.IndexByte(src[:min(len(src), maxReference)], ';')
	if end < 2 {
		return 0, 0
	}
	body := string(src[1:end])
	switch body {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	if body[0] != '#' || len(body) < 2 {
		return 0, 0
	}
	base, digits := 10, body[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), end + 1
}
