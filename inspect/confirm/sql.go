package confirm

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sql is about statements that a value is put into. The value may stand in a number's place, in that of a name, or between marks. It does
// harm if it goes on as SQL: by an operator and an operand, by a query, by another statement, or by a comment that ends the statement.
var sql = &family{"sql", []rule{
	{942100, 942190, "no text that goes on as a statement", statement},
	{942230, 942280, "no text that goes on as a statement", statement},
	{942290, 942290, "no operator of MongoDB in the place of a name", func(m *Match) bool { return mongo(m) || statement(m) }},
	{942320, 942320, "no cast, and no text that goes on as a statement", func(m *Match) bool { return inTokens(m.Text, (*sqlText).casts) || statement(m) }},
	{942350, 942360, "no text that goes on as a statement", statement},
	{942540, 942540, "no mark that ends a statement", func(m *Match) bool { return inSome(m.Text, endsMark) || statement(m) }},
	{942550, 942550, "no JSON in a statement", func(m *Match) bool { return inTokens(m.Text, (*sqlText).json) || statement(m) }},
	{942560, 942560, "no text that goes on as a statement", func(m *Match) bool { return m.Place != Header || statement(m) }},
	{FirstNear, LastNear, "no text that goes on as a statement", statement},
}}

// Our own rules of SQL match whatever may go on as SQL, so that what they find is not more than this family says. What it looks at stands
// together in a few words: a long text may be read in windows.
const (
	FirstNear = 1010220
	LastNear  = 1010222
)

// Near says that a rule is one of these.
func Near(id int) bool { return FirstNear <= id && id <= LastNear }

// statement says that some reading of a text goes on as SQL somewhere.
func statement(m *Match) bool {
	if Near(m.Rule) && isNoText(m.Text) || isAnyOrigin(m) {
		return false
	}
	return inSome(m.Text, func(text string) bool { return goesOn(m, text) })
}

// isAnyOrigin says that a value of a document is a star in apostrophes under the name of a header of CORS, or of the setting for it.
// Definitions of APIs write fixed values of headers so. No table has a column of such a name that the value could be compared with.
func isAnyOrigin(m *Match) bool {
	return m.Place == Value && m.Text == "'*'" && (strings.HasPrefix(m.Name, "access-control-") || corsSettings.has(m.Name))
}

// corsSettings are the members in which templates say which pages may ask an API.
var corsSettings = words{"cors", "alloworigin", "alloworigins", "allowheaders", "allowmethods"}

// isNoText says that a text is none, in no encoding: it is no UTF-8, a byte of nothing is in it, and every sixteenth byte is a control
// character, or more. Pictures and records are like that, where any sign stands beside any other. Databases keep control characters.
func isNoText(text string) bool {
	controls := 0
	for i := range len(text) {
		if c := text[i]; c < ' ' && (c < '\t' || c > '\r') {
			controls++
		}
	}
	return controls > len(text)/16 && strings.IndexByte(text, 0) >= 0 && !utf8.ValidString(text)
}

// inTokens says that some reading of a text has something in it.
func inTokens(text string, has func(*sqlText) bool) bool {
	return inSome(text, func(text string) bool { return has(newSQLText(text)) })
}

// sqlText is a text as tokens, and where one stands in it.
type sqlText struct {
	tokens []sqlToken
	text   string
	end    int                // of the text, but for blanks, which nobody reads again for each comment
	first  [len(sqlMarks)]int // the first mark of each kind, or -1
}

// sqlMarks are the signs that texts and names stand between.
const sqlMarks = "'\"`"

func newSQLText(text string) *sqlText {
	s := &sqlText{tokens: sqlTokens(text), text: text, end: len(strings.TrimRightFunc(text, unicode.IsSpace))}
	for kind := range s.first {
		s.first[kind] = slices.IndexFunc(s.tokens, func(t sqlToken) bool { return t.kind == sqlMark && t.text[0] == sqlMarks[kind] })
	}
	return s
}

// isFirst says that the token is the first mark of its kind.
func (s *sqlText) isFirst(i int) bool {
	return s.at(i).kind == sqlMark && s.first[strings.IndexByte(sqlMarks, s.at(i).text[0])] == i
}

// goesOn reads a text as it is, without comments that end with their line, and with words joined that a comment parts: filters take
// comments out.
func goesOn(m *Match, text string) bool {
	if newSQLText(text).goesOn(m) {
		return true
	}
	if plain, changed := withoutLineComments(text); changed && newSQLText(plain).goesOn(m) {
		return true
	}
	plain, changed := wordsJoined(text)
	return changed && newSQLText(plain).goesOn(m)
}

func (s *sqlText) goesOn(m *Match) bool {
	if s.whole() || s.enclosed() || s.cutOff() || s.fragment() {
		return true
	}
	for i := range s.tokens {
		if s.breaksOut(i) || s.query(i) || s.begins(i) || s.calls(i) {
			return true
		}
		if i%1024 == 1023 && m.stopped() {
			return true
		}
	}
	return false
}

// at is a token, or one of no kind behind the end.
func (s *sqlText) at(i int) sqlToken {
	if i < 0 || i >= len(s.tokens) {
		return sqlToken{kind: sqlSign}
	}
	return s.tokens[i]
}

func (s *sqlText) is(i int, texts ...string) bool {
	t := s.at(i)
	for _, text := range texts {
		if t.text == text {
			return true
		}
	}
	return false
}

// ends says that the text ends at a token.
func (s *sqlText) ends(i int) bool { return i >= len(s.tokens) }

// closes skips brackets that close what the statement has opened.
func (s *sqlText) closes(i int) int {
	for s.is(i, ")") {
		i++
	}
	return i
}

// opens skips signs before an operand.
func (s *sqlText) opens(i int) int {
	for s.is(i, "(", "-", "+", "~", "!", "not", "binary", "@", "all", "distinct") {
		i++
	}
	return i
}
