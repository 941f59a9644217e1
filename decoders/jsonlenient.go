package decoders

import (
	"bytes"
	"unicode/utf8"
)

// Lenient parsers take more for JSON than the standard does. JSON5, and ASP.NET's, Java's (org.json, Gson, Jackson on request) and PHP's older
// ones know strings in apostrophes, names and values without quotes, commas that separate nothing, comments, and "=" and ";" for ":" and ",".

// lenient writes what such a parser reads as strict JSON. Every value that is none in strict JSON becomes a string.
type lenient struct {
	text  []byte
	at    int
	out   []byte
	stack bitStack // of brackets, true for objects
	value bool     // a value has just ended
	marks bool     // there are quotation marks; prose names code between backticks
	quota quota
}

// appendStrict appends a document of lenient JSON as strict JSON. The error is errCorrupt if no parser takes it, or the quota's.
// It takes one pass, of up to 30 nanoseconds of a whole core for each byte.
func appendStrict(dst, text []byte, q quota) ([]byte, error) {
	l := lenient{text: jsonText(text), out: dst, quota: q}
	err := l.document()
	if l.skip(); err == nil && l.at < len(l.text) {
		err = errCorrupt
	}
	return l.out, err
}

// appendFirst is like appendStrict, whatever follows the document. Brackets around words without any quotation mark, as in prose, are
// none: they say nothing that the text does not say.
func appendFirst(dst, text []byte, q quota) ([]byte, error) {
	l := lenient{text: jsonText(text), out: dst, quota: q}
	err := l.document()
	if err == nil && !l.marks {
		err = errCorrupt
	}
	return l.out, err
}

// document reads one document to its end.
func (l *lenient) document() error {
	before, told := len(l.out), l.at
	for l.stack.depth > 0 || !l.value {
		if late := l.quota.late; late != nil && l.at-told >= stopEvery {
			if late(l.at - told) {
				return errLate
			}
			told = l.at
		}
		if l.skip(); l.at >= len(l.text) || !l.step() {
			return errCorrupt
		}
		if len(l.out)-before > l.quota.limit {
			l.out = l.out[:before+l.quota.limit]
			return errLimit
		}
	}
	return nil
}

// step reads a bracket, a separator, or a value.
func (l *lenient) step() bool {
	c := l.text[l.at]
	switch c {
	case '{', '[':
		if l.stack.depth >= maxNesting || !l.begin() {
			return false
		}
		l.stack.push(c == '{')
		l.value = false
		l.put(c)
		return !l.stack.top() || l.name()
	case '}', ']':
		return l.close(c)
	case ',', ';':
		l.at++
		l.value = false
		return l.stack.depth > 0 && l.last() != ':' && (!l.stack.top() || l.name())
	}
	if l.stack.depth == 0 || !l.begin() { // a text that is a single value has no names to hide behind
		return false
	}
	l.value = true
	return l.scalar()
}

// begin puts a comma between two values. In lists commas that separate nothing are left out.
func (l *lenient) begin() bool {
	if l.value {
		return false
	}
	if last := l.last(); last != 0 && last != '{' && last != '[' && last != ':' {
		l.out = append(l.out, ',')
	}
	return true
}

func (l *lenient) last() byte {
	if len(l.out) == 0 {
		return 0
	}
	return l.out[len(l.out)-1]
}

func (l *lenient) close(c byte) bool {
	if l.stack.depth == 0 || l.stack.top() != (c == '}') || l.last() == ':' {
		return false
	}
	l.stack.pop()
	l.value = true
	l.put(c)
	return true
}

func (l *lenient) put(c byte) {
	l.out = append(l.out, c)
	l.at++
}

// name reads a member's name and what stands between it and the value. Where the object ends there is none.
func (l *lenient) name() bool {
	l.skip()
	for l.at < len(l.text) && (l.text[l.at] == ',' || l.text[l.at] == ';') {
		l.at++
		l.skip()
	}
	if l.at >= len(l.text) || l.text[l.at] == '}' {
		return true
	}
	if l.last() != '{' {
		l.out = append(l.out, ',')
	}
	if !l.scalar() {
		return false
	}
	l.skip()
	if l.at >= len(l.text) || l.text[l.at] != ':' && l.text[l.at] != '=' {
		return false
	}
	if l.text[l.at] == '=' && l.at+1 < len(l.text) && l.text[l.at+1] == '>' {
		l.at++
	}
	l.at++
	l.out = append(l.out, ':')
	return true
}

// scalar reads a string, or a word as one.
func (l *lenient) scalar() bool {
	if c := l.text[l.at]; c == '"' || c == '\'' || c == '`' {
		l.at++
		l.marks = l.marks || c != '`'
		return l.quoted(c)
	}
	end := l.at
	for end < len(l.text) && !endsWord[l.text[end]] {
		end++
	}
	word := bytes.TrimRight(l.text[l.at:end], " \t\r\n")
	if len(word) == 0 {
		return false
	}
	l.marks = l.marks || bytes.ContainsAny(word, `"'`)
	l.out = append(l.out, '"')
	for _, c := range word {
		l.character(c)
	}
	l.out = append(l.out, '"')
	l.at = end
	return true
}

// endsWord tells what no name or value without quotes holds.
var endsWord = [256]bool{
	',': true, ';': true, ':': true, '=': true, '{': true, '}': true, '[': true, ']': true, '\n': true, '\r': true,
}

// quoted reads a string behind its opening mark.
func (l *lenient) quoted(mark byte) bool {
	l.out = append(l.out, '"')
	for l.at < len(l.text) {
		c := l.text[l.at]
		l.at++
		switch {
		case c == mark && mark == '\'' && l.at < len(l.text) && l.text[l.at] == mark: // of YAML, one that stands for itself
			l.at++
			l.character(c)
		case c == mark:
			l.out = append(l.out, '"')
			return true
		case c == '\\':
			l.escape()
		default:
			l.character(c)
		}
	}
	return false
}

// escape reads what follows a backslash, as JavaScript does.
func (l *lenient) escape() {
	if l.at >= len(l.text) {
		return
	}
	c := l.text[l.at]
	l.at++
	switch c {
	case 'b', 'f', 'n', 'r', 't':
		l.out = append(l.out, '\\', c)
	case 'v', '0':
		l.out = append(l.out, ' ')
	case 'x':
		l.coded(2, "\\u00")
	case 'u':
		if !l.braced() {
			l.coded(4, "\\u")
		}
	case '\r':
		if l.at < len(l.text) && l.text[l.at] == '\n' {
			l.at++
		}
	case '\n':
	default:
		l.character(c)
	}
}

// coded reads the digits of an escape. What has too few is kept as it stands.
func (l *lenient) coded(digits int, prefix string) {
	if end := l.at + digits; end <= len(l.text) && allHex(l.text[l.at:end]) {
		l.out = append(append(l.out, prefix...), l.text[l.at:end]...)
		l.at = end
		return
	}
	l.out = append(l.out, "\\\\"...)
	l.character(l.text[l.at-1])
}

// braced reads the digits of an escape in braces, of any character. It is false if there are no braces around some.
func (l *lenient) braced() bool {
	const most = 6 // digits of the last character, U+10FFFF
	rest := l.text[l.at:]
	end := bytes.IndexByte(rest[:min(len(rest), 1+most+1)], '}')
	if end < 2 || rest[0] != '{' || !allHex(rest[1:end]) {
		return false
	}
	r := rune(0)
	for _, c := range rest[1:end] {
		r = r<<4 | hexValue(c)
	}
	for _, c := range utf8.AppendRune(nil, r) {
		l.character(c)
	}
	l.at += end + 1
	return true
}

func allHex(digits []byte) bool {
	for _, c := range digits {
		if hexValue(c) < 0 {
			return false
		}
	}
	return true
}

// character writes one byte of a string.
func (l *lenient) character(c byte) {
	if c == '"' || c == '\\' {
		l.out = append(l.out, '\\')
	}
	l.out = append(l.out, c)
}

// skip goes on behind white space and comments.
func (l *lenient) skip() {
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case isSpace(rest[0]) || rest[0] == '\v' || rest[0] == '\f':
			l.at++
		case rest[0] == '#', bytes.HasPrefix(rest, []byte("//")):
			l.to(rest, "\n")
		case bytes.HasPrefix(rest, []byte("/*")):
			l.to(rest, "*/")
		case bytes.HasPrefix(rest, []byte("\u00a0")), bytes.HasPrefix(rest, utf8BOM):
			_, n := utf8.DecodeRune(rest)
			l.at += n
		default:
			return
		}
	}
}

// to goes on behind the end of a comment.
func (l *lenient) to(rest []byte, end string) {
	n := bytes.Index(rest[1:], []byte(end))
	if n < 0 {
		l.at = len(l.text)
		return
	}
	l.at += 1 + n + len(end)
}

// beginsLenient says whether a lenient parser may take a text for a document or a string: what begins otherwise has nothing in it that
// the text itself does not show.
func beginsLenient(text []byte) bool {
	l := lenient{text: jsonText(text)}
	l.skip()
	return l.at < len(l.text) && bytes.IndexByte([]byte("{[\"'`"), l.text[l.at]) >= 0
}

// readLenientJSON reads a text that is declared as JSON and is none. What lenient parsers may take for a document, and this reader does
// not, is malformed. Anything else is a text like one that nobody declared.
func (w *walk) readLenientJSON(r reading) bool {
	if !beginsLenient(r.data) {
		return true
	}
	strict, err := w.x.undo("", appendStrict, r.data)
	defer w.x.release(strict)
	if w.x.stopped {
		return false
	}
	var s scanner
	if err != nil || s.value(strict, 0) != len(strict) {
		w.x.cut(CutMalformed, "")
		return true
	}
	return w.readDocument(strict, s.size, reading{level: r.level + 1, plain: r.plain}, true)
}
