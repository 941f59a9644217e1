package inspect

import (
	"bytes"

	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// graph notices a document of GraphQL that asks for more than anybody does: selections inside each other, the same field
// under many names, directives without end, or many operations in one body.
func (r *reading) graph(f *source.Field, v *decoders.View) {
	reason := ""
	limits := &r.limits
	switch {
	case v.Name, r.literal, r.graphed.inside: // a document in a text of another is no document to anybody
	case v.Document:
		if batch := decoders.JSON(v.Data); batch.At(0).Get("query").IsString() && batch.Len() > limits.Operations {
			reason = "operations"
		}
	case isGraph(v.Data):
		g := graph{text: v.Data}
		if !g.read() {
			return // something else in braces
		}
		r.literals(f, v)
		r.graphed = scope{true, len(v.Path), len(v.Via)}
		switch {
		case g.deepest > limits.Selections:
			reason = "selections"
		case g.most > limits.Aliases:
			reason = "aliases"
		case g.directives > limits.Directives:
			reason = "directives"
		}
	}
	if reason != "" {
		r.excess(rules.GraphQL, reason, joinPath(f.Path, v.Path).String())
	}
}

// scope is a text whose readings are being read, known by how far it is from the field: they follow it, and each is farther away.
type scope struct {
	inside           bool
	steps, encodings int
}

// leave ends the scope at the first reading that is none of the text's.
func (s *scope) leave(v *decoders.View) {
	steps, encodings := len(v.Path)-s.steps, len(v.Via)-s.encodings
	s.inside = s.inside && steps >= 0 && encodings >= 0 && steps+encodings > 0
}

// graphBeginnings are those of documents of GraphQL, and beginsGraph tells their first bytes: hardly any text has one.
var (
	graphBeginnings = [...]string{"{", "#", "query", "mutation", "subscription", "fragment"}
	beginsGraph     = [256]bool{'{': true, '#': true, 'q': true, 'm': true, 's': true, 'f': true}
)

// isGraph says whether a text begins as a document of GraphQL does. It holds of other texts too.
func isGraph(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for len(text) > 0 && (text[0] == ' ' || text[0] == ',' || '\t' <= text[0] && text[0] <= '\r') {
		text = text[1:]
	}
	if len(text) == 0 || !beginsGraph[text[0]] {
		return false
	}
	for _, word := range graphBeginnings {
		if len(text) >= len(word) && string(text[:len(word)]) == word {
			return bytes.IndexByte(text, '{') >= 0
		}
	}
	return false
}

// graph reads the tokens of a document (GraphQL, October 2021, section 2.1) and counts, without a grammar.
type graph struct {
	text []byte

	depth, deepest int // of selections
	inside         int // parentheses that are open: between them are arguments, whose braces are values
	directives     int

	aliased map[string]int // by field, how many other names it was given
	most    int            // of aliased
}

// maxAliased bounds the fields that are counted apart; a schema has fewer that are worth asking for twice.
const maxAliased = 1024

// read goes through the text. It returns false where a character is none that GraphQL knows.
func (g *graph) read() bool {
	var last []byte // the name before, or nil
	colon := false  // behind a name outside of arguments
	for i := 0; i < len(g.text); {
		switch c := g.text[i]; {
		case isNameStart(c):
			end := i + 1
			for end < len(g.text) && (isNameStart(g.text[end]) || '0' <= g.text[end] && g.text[end] <= '9') {
				end++
			}
			if colon && g.inside == 0 && g.depth > 0 {
				g.alias(g.text[i:end])
			}
			last, colon, i = g.text[i:end], false, end
			continue
		case c == ':':
			colon = last != nil
			last = nil
		case c == '"':
			end := skipGraphString(g.text, i)
			if end < 0 {
				return false
			}
			last, colon, i = nil, false, end
			continue
		case c == '#':
			for i < len(g.text) && g.text[i] != '\n' && g.text[i] != '\r' {
				i++
			}
			continue
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c >= 0x80: // c >= 0x80: a byte order mark
		case !g.punctuation(c):
			return false
		default:
			last, colon = nil, false
		}
		i++
	}
	return g.deepest > 0
}

// punctuation counts, and says whether the character is any of GraphQL.
func (g *graph) punctuation(c byte) bool {
	switch c {
	case '(':
		g.inside++
	case ')':
		g.inside--
	case '{':
		if g.inside == 0 {
			g.depth++
			g.deepest = max(g.deepest, g.depth)
		}
	case '}':
		if g.inside == 0 {
			g.depth--
		}
	case '@':
		g.directives++
	case '!', '$', '&', '.', '=', '[', ']', '|', '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
	default:
		return false
	}
	return g.inside >= 0 && g.depth >= 0
}

// alias counts another name of a field.
func (g *graph) alias(field []byte) {
	if g.aliased == nil {
		g.aliased = make(map[string]int)
	}
	if _, known := g.aliased[string(field)]; !known && len(g.aliased) >= maxAliased {
		return
	}
	g.aliased[string(field)]++
	g.most = max(g.most, g.aliased[string(field)])
}

func isNameStart(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

// skipGraphString returns the end of the string that begins at i, or -1 if it has none.
func skipGraphString(text []byte, i int) int {
	quote := []byte(`"""`)
	if bytes.HasPrefix(text[i:], quote) {
		for i += len(quote); ; i += len(quote) {
			end := bytes.Index(text[i:], quote)
			if end < 0 {
				return -1
			}
			if i += end; text[i-1] != '\\' {
				return i + len(quote)
			}
		}
	}
	for i++; i < len(text) && text[i] != '\n'; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}
