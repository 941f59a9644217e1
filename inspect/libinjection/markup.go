package libinjection

import "strings"

// markupReader reads a text as HTML, as browsers old and new do.
type markupReader struct {
	pace
	text    string
	at      int
	state   state
	closing bool // the tag is one that closes an element

	kind  markup
	token string
}

// markup is what a piece of HTML is.
type markup byte

const (
	other markup = iota
	doctype
	tagName
	attributeName
	attributeValue
	markupComment
)

// state is what is expected next. The names are those of the HTML standard, as far as it has them.
type state byte

const (
	atEnd state = iota
	inData
	tagOpen
	tagNameClose
	selfClosingStartTag
	beforeAttributeName
	afterAttributeName
	beforeAttributeValue
	afterAttributeValue
	singleQuoted
	doubleQuoted
	backQuoted
)

// next reads a piece, if there is one.
func (h *markupReader) next() bool {
	from := h.at
	is := h.step()
	h.spend(h.at - from + tokenCost)
	return is && !h.stopped
}

func (h *markupReader) step() bool {
	switch h.state {
	case inData:
		return h.data()
	case tagOpen:
		return h.tagOpen()
	case tagNameClose:
		return h.tagNameClose()
	case selfClosingStartTag:
		return h.selfClosingStartTag()
	case beforeAttributeName:
		return h.beforeAttributeName()
	case afterAttributeName:
		return h.afterAttributeName()
	case beforeAttributeValue:
		return h.beforeAttributeValue()
	case afterAttributeValue:
		return h.afterAttributeValue()
	case singleQuoted:
		return h.quoted('\'')
	case doubleQuoted:
		return h.quoted('"')
	case backQuoted:
		return h.quoted('`')
	}
	return false
}

// take makes a piece of the text up to a place. Some bytes behind it are skipped.
func (h *markupReader) take(kind markup, end, skip int, then state) bool {
	h.kind, h.token, h.state = kind, h.text[h.at:end], then
	h.at = end + skip
	return true
}

// rest makes the last piece.
func (h *markupReader) rest(kind markup) bool { return h.take(kind, len(h.text), 0, atEnd) }

// to makes a piece of the text up to a byte, or else the last one.
func (h *markupReader) to(kind markup, end byte, then state) bool {
	if i := strings.IndexByte(h.text[h.at:], end); i >= 0 {
		return h.take(kind, h.at+i, 1, then)
	}
	return h.rest(kind)
}

func isMarkupSpace(c byte) bool { return '\t' <= c && c <= '\r' || c == ' ' }

// skipSpace skips white space and zeros. It says whether anything follows.
func (h *markupReader) skipSpace() bool {
	for h.at < len(h.text) && (isMarkupSpace(h.text[h.at]) || h.text[h.at] == 0) {
		h.at++
	}
	return h.at < len(h.text)
}

func (h *markupReader) data() bool {
	i := strings.IndexByte(h.text[h.at:], '<')
	switch {
	case i < 0:
		return h.rest(other) && h.token != ""
	case i == 0:
		h.at++
		h.state = tagOpen
		return h.tagOpen()
	}
	return h.take(other, h.at+i, 1, tagOpen)
}

func (h *markupReader) tagOpen() bool {
	if h.at >= len(h.text) {
		return false
	}
	switch c := h.text[h.at]; {
	case c == '!':
		h.at++
		return h.declaration()
	case c == '/':
		h.at++
		h.closing = true
		return h.endTagOpen()
	case c == '?':
		h.at++
		return h.to(markupComment, '>', inData)
	case c == '%':
		h.at++
		return h.percentComment()
	case isLetter(c), c == 0:
		return h.tagName()
	}
	h.kind, h.token, h.state = other, "<", inData
	return true
}

func (h *markupReader) endTagOpen() bool {
	switch {
	case h.at >= len(h.text):
		return false
	case h.text[h.at] == '>':
		return h.data()
	case isLetter(h.text[h.at]):
		return h.tagName()
	}
	h.closing = false
	return h.to(markupComment, '>', inData)
}

func (h *markupReader) tagName() bool {
	for end := h.at; end < len(h.text); end++ {
		switch c := h.text[end]; {
		case isMarkupSpace(c):
			return h.take(tagName, end, 1, beforeAttributeName)
		case c == '/':
			return h.take(tagName, end, 1, selfClosingStartTag)
		case c == '>' && h.closing:
			h.closing = false
			return h.take(other, end, 1, inData)
		case c == '>':
			return h.take(tagName, end, 0, tagNameClose)
		}
	}
	return h.rest(tagName)
}

func (h *markupReader) tagNameClose() bool {
	h.closing = false
	then := inData
	if h.at+1 >= len(h.text) {
		then = atEnd
	}
	return h.take(other, h.at+1, 0, then)
}

func (h *markupReader) selfClosingStartTag() bool {
	switch {
	case h.at >= len(h.text):
		return false
	case h.text[h.at] == '>':
		return h.take(other, h.at+1, 0, inData)
	}
	return h.beforeAttributeName()
}

func (h *markupReader) beforeAttributeName() bool {
	for h.skipSpace() {
		switch h.text[h.at] {
		case '/':
			h.at++
			switch {
			case h.at >= len(h.text):
				return false
			case h.text[h.at] == '>':
				return h.take(other, h.at+1, 0, inData)
			}
		case '>':
			return h.take(other, h.at+1, 0, inData)
		default:
			return h.attributeName()
		}
	}
	return false
}

func (h *markupReader) attributeName() bool {
	for end := h.at + 1; end < len(h.text); end++ {
		switch c := h.text[end]; {
		case isMarkupSpace(c):
			return h.take(attributeName, end, 1, afterAttributeName)
		case c == '/':
			return h.take(attributeName, end, 1, selfClosingStartTag)
		case c == '=':
			return h.take(attributeName, end, 1, beforeAttributeValue)
		case c == '>':
			return h.take(attributeName, end, 0, tagNameClose)
		}
	}
	return h.rest(attributeName)
}

func (h *markupReader) afterAttributeName() bool {
	if !h.skipSpace() {
		return false
	}
	switch h.text[h.at] {
	case '/':
		h.at++
		return h.selfClosingStartTag()
	case '=':
		h.at++
		return h.beforeAttributeValue()
	case '>':
		return h.tagNameClose()
	}
	return h.attributeName()
}

func (h *markupReader) beforeAttributeValue() bool {
	if !h.skipSpace() {
		h.state = atEnd
		return false
	}
	switch c := h.text[h.at]; c {
	case '"', '\'', '`':
		return h.quoted(c)
	}
	for end := h.at; end < len(h.text); end++ {
		switch c := h.text[end]; {
		case isMarkupSpace(c):
			return h.take(attributeValue, end, 1, beforeAttributeName)
		case c == '>':
			return h.take(attributeValue, end, 0, tagNameClose)
		}
	}
	return h.rest(attributeValue)
}

// quoted reads a value from its quote on, which does not stand there if the text is read as if it began behind one.
func (h *markupReader) quoted(quote byte) bool {
	if h.at > 0 {
		h.at++
	}
	return h.to(attributeValue, quote, afterAttributeValue)
}

func (h *markupReader) afterAttributeValue() bool {
	if h.at >= len(h.text) {
		return false
	}
	switch c := h.text[h.at]; {
	case isMarkupSpace(c):
		h.at++
	case c == '/':
		h.at++
		return h.selfClosingStartTag()
	case c == '>':
		return h.take(other, h.at+1, 0, inData)
	}
	return h.beforeAttributeName()
}

// declaration reads what stands behind <!.
func (h *markupReader) declaration() bool {
	rest := h.text[h.at:]
	switch {
	case beginsWord(rest, "DOCTYPE"):
		return h.to(doctype, '>', inData)
	case strings.HasPrefix(rest, "[CDATA["):
		h.at += len("[CDATA[")
		if i := strings.Index(h.text[h.at:], "]]>"); i >= 0 {
			return h.take(other, h.at+i, 3, inData)
		}
		return h.rest(other)
	case strings.HasPrefix(rest, "--"):
		h.at += 2
		return h.comment()
	}
	return h.to(markupComment, '>', inData)
}

// comment reads a comment up to --> or -!>. There may be zeros behind the first dash.
func (h *markupReader) comment() bool {
	for at := h.at; ; {
		i := strings.IndexByte(h.text[at:], '-')
		if i < 0 || at+i+3 > len(h.text) {
			break
		}
		at += i
		end := at + 1
		for end < len(h.text) && h.text[end] == 0 {
			end++
		}
		if end == len(h.text) {
			break
		}
		if c := h.text[end]; c == '-' || c == '!' {
			if end+1 == len(h.text) {
				break
			}
			if h.text[end+1] == '>' {
				return h.take(markupComment, at, end+2-at, inData)
			}
		}
		at++
	}
	return h.rest(markupComment)
}

// percentComment reads <%...%>, which old browsers take for a comment. As the original does, it looks for the > as far behind the
// beginning as the % is behind the one before.
func (h *markupReader) percentComment() bool {
	for at := h.at; ; {
		i := strings.IndexByte(h.text[at:], '%')
		if i < 0 || at+i+1 >= len(h.text) {
			return h.rest(markupComment)
		}
		at += i + 1
		if h.text[h.at+i+1] == '>' {
			h.take(markupComment, h.at+i, 0, inData)
			h.at = at + 1
			return true
		}
	}
}
