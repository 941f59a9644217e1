package inspect

import (
	"bytes"
	"unicode/utf8"

	"weir/decoders"
	"weir/inspect/source"
)

// literals judges each text in a document of GraphQL as a value of its own, in every reading: a resolver gets it as it gets a variable.
// In the whole document a quotation mark or a word before it would say how it is read.
func (r *reading) literals(f *source.Field, v *decoders.View) {
	value := source.Field{Record: f.Record, Path: joinPath(f.Path, v.Path)}
	outer := r.field
	r.field, r.literal = value, true
	judge := func(view decoders.View) bool {
		if r.look(&value, &view); view.Document {
			r.doubtful = true
		} else {
			r.add(&value, &view, &r.at)
		}
		return !r.stopped
	}
	for i := 0; i < len(v.Data) && !r.stopped; i++ {
		switch v.Data[i] {
		case '#':
			i += endOfLine(v.Data[i:])
		case '"':
			end := skipGraphString(v.Data, i)
			if end < 0 {
				end = len(v.Data)
			}
			r.expander.ExpandTo(graphText(v.Data[i:end]), decoders.Hint{}, judge)
			i = end - 1
		}
	}
	r.field, r.literal = outer, false
}

// endOfLine is the length of a line, without its end.
func endOfLine(text []byte) int {
	if i := bytes.IndexAny(text, "\r\n"); i >= 0 {
		return i
	}
	return len(text)
}

// graphText is the value of a string or a block string (GraphQL, October 2021, section 2.9.4). How far a block is indented is no matter.
func graphText(literal []byte) []byte {
	quote := []byte(`"""`)
	if bytes.HasPrefix(literal, quote) && len(literal) >= 2*len(quote) {
		return bytes.ReplaceAll(literal[3:len(literal)-3], []byte(`\"""`), quote)
	}
	text := literal[1:max(len(literal)-1, 1)]
	if bytes.IndexByte(text, '\\') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\\' || i+1 == len(text) {
			out = append(out, c)
			continue
		}
		i++
		if text[i] == 'u' {
			char, n := graphEscape(text[i+1:])
			out = utf8.AppendRune(out, char)
			i += n
			continue
		}
		if at := bytes.IndexByte([]byte("bfnrt"), text[i]); at >= 0 {
			out = append(out, "\b\f\n\r\t"[at])
		} else {
			out = append(out, text[i])
		}
	}
	return out
}

// graphEscape reads what stands behind \u: four hexadecimal digits, or any number up to six in braces.
func graphEscape(text []byte) (char rune, length int) {
	digits := text[:min(4, len(text))]
	if len(text) > 0 && text[0] == '{' {
		end := bytes.IndexByte(text[:min(8, len(text))], '}')
		if end < 0 {
			return utf8.RuneError, 1
		}
		digits, length = text[1:end], 2
	}
	for _, c := range digits {
		char = char<<4 | rune(hexDigit(c))
	}
	return char, length + len(digits)
}

func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0
}
