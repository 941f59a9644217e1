package rules

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"weir/decoders"
)

// Harmless is something in a text that a rule takes for an attack, and that can be none. Where a rule has matched, it is
// asked again about the text without it: only what matches then too counts. The rest of the text is judged as it stands,
// so that an attack beside it is found.
type Harmless struct {
	First, Last int    // ids of the rules, both included
	What        string // is harmless
	Because     string
	without     func(text string) string
	values      bool // it is said of values only, and not of the parts of a request
}

// What is said of every family with rules that read UTF-8 as escapes.
const (
	lettersWhat    = "letters of other scripts than Latin"
	lettersBecause = "rules that read UTF-8 as the escapes %uHHHH see the low bytes of their numbers: U+0927, a letter of Devanagari, becomes an apostrophe"
)

// HarmlessTexts lists what is harmless, by id. It must not be changed.
//
// An entry needs a reason that holds whatever the sender intends, not one that tells how honest senders write.
var HarmlessTexts = []Harmless{
	{
		920540, 920540, "escapes in a text that is JSON",
		"they are JSON's own, and undone before the strings in it are judged", withoutJSON, false,
	},
	{
		921120, 921120, "the header fields of a mail, and of its parts, in a text that begins with them",
		"what a function answers is JSON, from which AWS writes the response's header; no line end in a value splits it, and a " +
			"text that begins as a mail is one to its handler", mailFields, true,
	},
	{
		930000, 944999, "a data URI of letters of Base64 alone, of a type that nobody runs",
		"such a text has none of the signs that any attack needs; what it decodes to is judged by itself",
		WithoutDataURIs, false,
	},
	{
		930100, 930110, ".. in a relative path that never leaves its own first folder, in an absolute one, alone, that never leaves its first two, " +
			"or in a path of Windows that never leaves its share",
		"whatever a handler joins it to, and whatever first folders it asks for, it stays below them", withoutDots, false,
	},
	{930110, 930130, lettersWhat, lettersBecause, foreignLetters, false},
	{
		930120, 930120, "the host of a URL whose top-level domain is .aws",
		"a host is no file", replaced(`(?i)^(https?://(?:[a-z0-9-]+\.)+)aws/`, "${1}example/", "://"), false,
	},
	{
		930120, 930120, "/var/log and /tmp themselves, or all that is below a folder in /tmp",
		"a folder and a pattern are no file that could be read",
		replaced(`(^|[\s("'])/(?:var/log|tmp(?:(?:/[A-Za-z0-9_-]+)*/\*)?)/?($|[\s)"',;])`, "${1}folder${2}", "/var/log", "/tmp"), false,
	},
	{
		932130, 932130, "[$LATEST] and [...name], as Lambda names log streams and Next.js pages",
		"to a shell both are one sign out of a few", replaced(`\[\$LATEST\]|\[\.\.\.\w+\]`, "x", "[$LATEST]", "[..."), false,
	},
	{
		932130, 933199, "${aws:name} and ${AWS::Name}, variables of policies and templates of AWS",
		"to a shell it is a part of the variable aws, which runs nothing",
		replaced(`\$\{(?:aws:[A-Za-z][A-Za-z0-9/_-]*|AWS::[A-Za-z]+)\}`, "x", "${aws:", "${AWS::"), false,
	},
	{
		932130, 934100, "the frames of a stack trace of Node, each a line or a text of its own",
		"to a shell and to JavaScript a bracket behind such names is an error, and in brackets stands one argument",
		ofFrames(`(?m)^\s*at (?:async |new )?[A-Za-z_$][\w.$]*(?:<anonymous>)?(?: \[as \w+\])? \((?:file://|node:)?[\w@./-]+:\d+:\d+\)$`, "frame"), false,
	},
	{
		932160, 932160, "a text without spaces or any sign of a shell, but HOME before a path; and a sentence of such words that begins with " +
			"process, as those of GuardDuty",
		"in a command line it is one argument, and process is no program; the files that it may name are for 930120", withoutCommands, true,
	},
	{
		932235, 932235, "a verb such as mail or find, an article, and further words up to the end of a sentence",
		"if they are a command, its first argument is the article, which is no program, and it has no options, paths or addresses", withoutRequest, false,
	},
	{
		932235, 932235, "the fields SDK and Version that AWS's device SDKs append to the user's name",
		"to a shell they set two variables", replaced(`[?&]SDK=[A-Za-z]+&Version=[0-9.]+$`, "", "&Version="), false,
	},
	{
		932235, 932235, "lines of the form Name='…', as CloudFormation writes its notices",
		"to a shell they set variables to texts in which nothing is expanded", notices, false,
	},
	{
		932260, 932260, "base64 alone",
		"the value of a header field; as a command it encodes nothing", replaced(`(?i)^base64$`, "encoding"), false,
	},
	{941100, 941399, lettersWhat, lettersBecause, foreignLetters, false},
	{
		941100, 941180, "XML declarations, namespaces, the frame of CDATA sections, and link without attributes",
		"they run and load nothing; what is in them and between them stays. Nothing is taken out of texts with a script, an " +
			"inclusion, a style sheet or the place of a schema, for which a namespace is the beginning", withoutNamespaces, true,
	},
	{
		941170, 941170, "data: with a space, or a semicolon and a space, behind it in a text without commas",
		"a source in a Content-Security-Policy; a data URI holds a comma",
		withoutDataSource, true,
	},
	{942100, 942129, lettersWhat, lettersBecause, foreignLetters, false},
	{
		942100, 942100, "an apostrophe inside a word, unless the word goes on with one of SQL",
		"a statement in which a name follows a text at once is an error", withoutApostrophes, false,
	},
	{
		942100, 942100, "a formula or a filter of names, numbers and texts",
		"it ends no text and begins no comment, statement, call or query, and has no OR; and where a column is compared with its first " +
			"name, what is compared next is false of any truth, so that no row is found by what follows", withoutFormula, false,
	},
	{
		942151, 942151, "startswith, endswith and contains of a name and a text; shapes of numbers, such as POLYGON((1 2, 3 4))",
		"they tell nothing that is not in the row", ofCalls(tests, `(?i)\b(?:(?:startswith|endswith|contains) ?\([\w/.]+, ?'(?:[^']|'')*'\)|`+
			`(?:multi)?(?:point|linestring|polygon) ?\([-0-9., ()]+\))`, "x"), false,
	},
	{
		942190, 942270, "union before a word that cannot follow it in SQL",
		"behind UNION stands ALL, DISTINCT, a query or a comment", withoutUnion, false,
	},
	{
		942190, 942190, "the word select or having between two quotation marks, the only two of their kind",
		"put between such marks, the word begins at most a statement that selects the text behind it", withoutQuotedWord, false,
	},
	{
		942190, 942190, "user, schema or database with named arguments, as GraphQL has them",
		"the functions of SQL by these names take none",
		ofCalls([]string{"user", "schema", "database"}, `(?i)\b(?:user|schema|database) ?\(\s*\w+\s*:`, "x("), false,
	},
	{
		942290, 942290, "the options of OData, and Mixpanel's properties",
		"no operator of MongoDB has such a name, or none that is understood at the top of a filter",
		replaced(`\$(?:orderby|top|expand|direct|initial_referrer|initial_referring_domain)\b|^\$(?:filter|count|skip|select|search)$|`+
			`(\(|;)\$(?:filter|count|skip|select|search)=`, "${1}x", options...), false,
	},
	{
		942350, 942350, "select behind a semicolon, and three names in a row after it",
		"SQL knows a column or table and another name for it, and no third: a sentence", withoutSentence, false,
	},
	{
		942540, 942540, "a sign in quotation marks behind the word expected, before or after",
		"a compiler names the sign that it misses", replaced(`(?i)\b(expected|before|after|missing) '[^'\w\s]{1,3}'`, "$1 x", " '"), false,
	},
	{
		942550, 942550, "lines of the form Name='…', as CloudFormation writes its notices",
		"to SQL a text in which names follow texts is an error", notices, false,
	},
	{
		942550, 942550, "cells of CSV that are JSON, with its quotation marks doubled",
		"to SQL such a cell is a name, and where its first mark ends a text, a bracket follows, which nothing goes on with", withoutCells, false,
	},
	{
		942550, 942550, "a text that is JSON, without any quotation mark but JSON's own",
		"its strings and names are judged by themselves", withoutPlainJSON, false,
	},
}

// WithoutDataURIs returns a text without the data URIs in it, but for those of types that are run.
func WithoutDataURIs(text string) string {
	if !strings.Contains(text, "64,") {
		return text
	}
	return string(decoders.WithoutDataURIs([]byte(text)))
}

// Rests are texts without what is harmless: where several rules match a text, most of it is taken out once. The zero Rests are empty.
type Rests struct{ of map[rest]string }

// rest is a text without one of HarmlessTexts, by its index.
type rest struct {
	entry int
	of    string
}

// Without returns a value, or a part of a request, without what is harmless to a rule. It returns the text itself if there is nothing.
func (r *Rests) Without(rule int, text string, inRequest bool) string {
	for i := range HarmlessTexts {
		if h := &HarmlessTexts[i]; h.First <= rule && rule <= h.Last && !(inRequest && h.values) {
			text = r.without(i, h, text)
		}
	}
	return text
}

func (r *Rests) without(i int, h *Harmless, text string) string {
	if h.First == h.Last { // no other rule will ask
		return h.without(text)
	}
	known, is := r.of[rest{i, text}]
	if is {
		return known
	}
	if r.of == nil {
		r.of = make(map[rest]string)
	}
	out := h.without(text)
	r.of[rest{i, text}] = out
	return out
}

// replaced returns what puts a text in the place of all that an expression matches. The expression is compiled when it is
// first needed. If signs are given, it matches nothing without one of them.
func replaced(expression, by string, signs ...string) func(string) string {
	compiled := compiledLater(expression)
	return func(text string) string {
		if len(signs) > 0 && !holdsAny(text, signs) {
			return text
		}
		return compiled().ReplaceAllString(text, by)
	}
}

// ofFrames is replaced for an expression whose matches are lines that end with a number and a bracket.
func ofFrames(expression, by string) func(string) string {
	replace := replaced(expression, by)
	return func(text string) string {
		for line := range strings.SplitSeq(text, "\n") {
			if n := len(line); n > 1 && line[n-1] == ')' && '0' <= line[n-2] && line[n-2] <= '9' {
				return replace(text)
			}
		}
		return text
	}
}

// ofCalls is replaced for an expression that matches nothing without one of several names, in any case, and a bracket behind it with a
// blank between them or none.
func ofCalls(names []string, expression, by string) func(string) string {
	replace := replaced(expression, by)
	return func(text string) string {
		if isASCII(text) && !holdsCall(text, names) { // outside ASCII there are other cases of letters
			return text
		}
		return replace(text)
	}
}

func holdsCall(text string, names []string) bool {
	for at := 0; at < len(text); at++ {
		next := strings.IndexByte(text[at:], '(')
		if next < 0 {
			return false
		}
		at += next
		before := strings.TrimSuffix(text[:at], " ")
		for _, name := range names {
			if len(before) >= len(name) && strings.EqualFold(before[len(before)-len(name):], name) {
				return true
			}
		}
	}
	return false
}

// tests are functions of OData and the shapes of WKT that take an argument in brackets, and options are OData's options and Mixpanel's
// properties.
var (
	tests   = []string{"startswith", "endswith", "contains", "point", "linestring", "polygon"}
	options = []string{
		"$orderby", "$top", "$expand", "$direct", "$initial_referr", "$filter", "$count", "$skip", "$select", "$search",
	}
)

func holdsAny(text string, signs []string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.Contains(text, sign) })
}

// compiledLater is not inlined: sync.OnceValue would be there as often as there are expressions.
//
//go:noinline
func compiledLater(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// foreignLetters puts an x for every letter, mark and digit of a script. Latin letters stay, and whatever is of no script
// or of all: punctuation, and forms of Latin letters that a handler may take for them.
func foreignLetters(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r < 0x370 || !unicode.In(r, unicode.L, unicode.M, unicode.N) ||
			unicode.In(r, unicode.Latin, unicode.Common, unicode.Inherited) {
			return r
		}
		return 'x'
	}, text)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// notices takes the lines of CloudFormation's notices out.
var notices = replaced(`(?m)^[A-Z][A-Za-z]+='[^'\n]*'$`, "line", "='")

var (
	mailBegin  = compiledLater(`(?i)^(?:--[^\r\n]+\r?\ncontent-|(?:[a-z][a-z0-9-]*:[ \t][^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*(?:from|received|return-path):[ \t])`)
	mailField  = compiledLater(`(?im)^content-(?:type|transfer-encoding|id|disposition|length|language):[^\r\n]*`)
	dataSource = compiledLater(`\bdata:;?( |$)`)
	loading    = compiledLater(`(?i)<(?:[\w.-]+:)?(?:script|include|stylesheet|transform)\b|<\?xml-stylesheet|schemaLocation|XInclude|<!(?:DOCTYPE|ENTITY)`)
	namespaces = compiledLater(`<\?xml[^<>]*\?>|\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<>]*"|'[^'<>]*')|<!\[CDATA\[|\]\]>|</?link>|^http://www\.w3\.org/1999/xhtml$`)
)

func mailFields(text string) string {
	if !mailBegin().MatchString(text) {
		return text
	}
	return mailField().ReplaceAllString(text, "field")
}

// namespaceSigns are what texts hold of which namespaces matches something.
var namespaceSigns = []string{"xmlns", "<?xml", "<![CDATA[", "]]>", "link>", "http://www.w3.org/1999/xhtml"}

func withoutNamespaces(text string) string {
	if !holdsAny(text, namespaceSigns) || loading().MatchString(text) {
		return text
	}
	return namespaces().ReplaceAllStringFunc(text, func(found string) string {
		name, value, _ := strings.Cut(found, "=")
		if strings.Contains(name, ":") && (strings.Contains(value, "xhtml") || strings.Contains(value, "svg")) {
			return found // by its prefix any name is that of an active element
		}
		return " "
	})
}

func withoutDataSource(text string) string {
	ends := strings.HasSuffix(text, "data:") || strings.HasSuffix(text, "data:;")
	if strings.Contains(text, ",") || !ends && !holdsAny(text, []string{"data: ", "data:; "}) {
		return text
	}
	return dataSource().ReplaceAllString(text, "data$1")
}

// withoutJSON returns nothing if the text is a document or a string of JSON.
func withoutJSON(text string) string {
	if json.Valid([]byte(text)) {
		return ""
	}
	return text
}

var cell = compiledLater("\"[\\[{](?:[^\"'`]|\"\")*[\\]}]\"")

// withoutCells takes cells out that stand between the separators of CSV, or its lines' ends, and hold JSON.
func withoutCells(text string) string {
	const separators = ",;\t\n"
	var b strings.Builder
	done := 0
	for _, at := range cell().FindAllStringIndex(text, -1) {
		from, to := at[0], at[1]
		begins := from > 0 && strings.IndexByte(separators, text[from-1]) >= 0
		ends := to == len(text) || text[to] == '\r' || strings.IndexByte(separators, text[to]) >= 0
		if begins && ends && json.Valid([]byte(strings.ReplaceAll(text[from+1:to-1], `""`, `"`))) {
			b.WriteString(text[done:from] + "cell")
			done = to
		}
	}
	return b.String() + text[done:]
}

func withoutPlainJSON(text string) string {
	if strings.ContainsAny(text, "'`") {
		return text
	}
	return withoutJSON(text)
}
