package rules

import "slices"

// LeftOut are rules whose matches do not count on fields of a kind.
type LeftOut struct {
	Kind        string // as source.Kind names it
	First, Last int    // ids of the rules, both included
	Because     string
	unless      func(text string) bool // the text that matched has this: then the match counts all the same
}

// AnyKind stands for every kind, unknown included.
const AnyKind = "any"

// Kinds lists what is left out for which kind of field, by kind and id. It is about values: the parts of a request
// (path, query, form, headers, cookies) are judged by all rules but those for any kind, unless the user declares what one of them is.
// On the kinds that are not here, unknown before all others, every rule counts but those for any kind. It must not be changed.
//
// A line says what honest fields of the kind are made of. What an attack on a handler of such fields needs has to stay:
// addresses of the function's own network and lookups of Log4j in all kinds, the active parts of scripts in markup.
var Kinds = []LeftOut{
	{AnyKind, 931120, 931120, "any URL that ends in a question mark, as an include of PHP of old did not mind: pages report such URLs all day", nil},
	{AnyKind, 932120, 932125, "commands and aliases of PowerShell: functions run on Linux", nil},
	{AnyKind, 932140, 932140, "the commands if and for of cmd.exe: functions run on Linux", nil},
	{AnyKind, 932370, 932380, "programs and commands of Windows: functions run on Linux", nil},

	{"text", 942190, 942190, "a quotation mark or a backtick before the word select is how people quote; 942100, 942270 and 942360 stay for injections", nil},

	{"markup", 921130, 921130, "a document of HTML may begin a line with a tag, which is what this rule takes for the body behind a split header", nil},
	{"markup", 930120, 930120, "pages about servers name their files", nil},
	{"markup", 932125, 932125, "pages show commands", nil},
	{"markup", 932130, 932130, "pages show commands, and <( is also an open tag", nil},
	{"markup", 932230, 932270, "pages show commands, between backticks as Markdown marks them", nil},
	{"markup", 941100, 941100, "libinjection finds fault with every tag and attribute of style", nil},
	{"markup", 941110, 941130, "a whole page has scripts, handlers and namespaces of its own; addresses with javascript: (941170, 941210) stay", nil},
	{"markup", 941160, 941160, "tags and attributes are what markup is made of", nil},
	{"markup", 941180, 941180, "a comment, a CDATA section, or code shown on a page", nil},
	{"markup", 941190, 941190, "a style sheet is a part of a page", nil},
	{"markup", 941260, 941260, "a meta tag is a part of a page", nil},
	{"markup", 941270, 941270, "a link to a style sheet is a part of a page; addresses with javascript: (941170, 941210) stay", nil},
	{"markup", 941390, 941390, "code shown on a page", nil},
	{"markup", 942151, 942151, "calls in code shown on a page", nil},
	{"markup", 942190, 942190, "statements in code shown on a page", nil},
	{"markup", 942350, 942350, "an entity ends with a semicolon, and update, delete or select may be the word behind it", nil},
	{"markup", 1010151, 1010151, "pages show commands", nil},
	{"markup", 1010220, 1010222, "statements in code shown on a page", nil},

	{"code", 930000, 930999, "programs name files, also by paths with .. in them", nil},
	{"code", 932000, 932999, "programs are commands, and expand variables", nil},
	{"code", 933000, 933999, "programs call functions; so do those in PHP", nil},
	{"code", 934100, 934100, "programs in JavaScript load modules", nil},
	{"code", 934110, 934110, "programs ask their own host, as health checks do; addresses of metadata and of APIs in the sandbox are for 1010100 to 1010120", nil},
	{"code", 934160, 934160, "programs have loops that they leave by themselves", nil},
	{"code", 941180, 941180, "programs for browsers use document and window", nil},
	{"code", 941390, 941390, "programs for browsers call alert, eval and setTimeout", nil},
	{"code", 942000, 942999, "queries are SQL, or close to it", nil},
	{"code", 944110, 944110, "programs in Java name the classes of processes", nil},
	{"code", 944130, 944130, "programs in Java name its packages", nil},
	{"code", 1010151, 1010151, "programs are commands", nil},
	{"code", 1010220, 1010222, "queries are SQL, or close to it", nil},

	{"log", 921110, 921130, "access logs hold request lines", nil},
	{"log", 930000, 930999, "lines name files, and what scanners have asked for", nil},
	{"log", 932000, 932999, "lines tell of commands and of variables, and name streams such as [$LATEST]", nil},
	{"log", 933000, 933999, "lines tell of calls, also of attacks that somebody else has stopped", nil},
	{"log", 934100, 934100, "traces of Node name its modules", nil},
	{"log", 934110, 934110, "lines tell of probes of their own host; addresses of metadata and of APIs in the sandbox are for 1010100 to 1010120", nil},
	{"log", 941100, 941100, "lines quote markup, and use angle brackets of their own", nil},
	{"log", 941390, 941390, "lines of browsers tell of alert and eval", nil},
	{"log", 942000, 942999, "lines tell of statements, also of attacks that somebody else has stopped", nil},
	{"log", 944130, 944130, "traces of Java name its packages", nil},
	{"log", 1010151, 1010151, "lines tell of commands", nil},
	{"log", 1010220, 1010222, "lines tell of statements, also of attacks that somebody else has stopped", nil},

	{"path", 930120, 930120, "a key is looked up in a bucket, where etc/ and .ssh/ are prefixes like any others; .. is for 930100 and 930110", nil},

	{"format", 921000, 921999, inFormat + "no header is made of them", nil},
	{"format", 930000, 930999, inFormat + "parts name each other by relative paths; the names of entries are judged by themselves, as those of files", nil},
	{"format", 931000, 931999, inFormat + "they link to pages; addresses of metadata and of APIs in the sandbox are for 1010100 to 1010120", nil},
	{"format", 932000, 932999, inFormat + "prose names programs, and formulas join texts by &", nil},
	{"format", 933110, 933169, inFormat + "types and functions have names that PHP knows: Extension=; a tag of PHP is for 933100, an object for 933170", nil},
	{"format", 933171, 933999, inFormat + "formulas call functions", nil},
	{"format", 934100, 934179, inFormat + "prose names modules; templates are for 1010300 to 1010309", nil},
	{"format", 941100, 941100, inFormat + "libinjection finds fault with attributes and namespaces", nil},
	{"format", 941130, 941130, inFormat + "namespaces and places of schemas are in every part", nil},
	{"format", 941160, 941160, inFormat + "elements are called style, form and object; scripts and addresses with javascript: stay", nil},
	{"format", 941180, 941199, inFormat + "elements and attributes are called style and import, and VML is a part of the format", nil},
	{"format", 941310, 941310, inFormat + "letters of Latin-1 beside a tag", nil},
	{"format", 942000, 943999, inFormat + "cells and formulas compare, and prose quotes", nil},
	{"format", 944100, 944149, inFormat + "prose names classes", nil},
	{"format", 1010151, 1010151, inFormat + "prose names programs", nil},
	{"format", 1010220, 1010222, inFormat + "cells and formulas compare, and prose quotes", nil},

	{"password", 932000, 932999, hardToGuess + "a space, a path of a system, or a word in the place of a command", has(command)},
	{"password", 933100, 933199, hardToGuess + "a word in the place of a name", has(`(?i)<\?(?:php|=\w)|[$_][a-z_]{3,}|[a-z_]{3,}\(`)},
	{"password", 941100, 941100, "libinjection takes < and a letter for a tag; tags, handlers and addresses that run something stay", nil},
	{"password", 942000, 942289, hardToGuess + "a word of SQL", has(statement)},
	{"password", 942290, 942290, hardToGuess + "an operator of MongoDB in the place of a name", has(`^\s*\$[a-z]+\s*$|["']\$[a-z]+["']\s*:`)},
	{"password", 942291, 942999, hardToGuess + "a word of SQL", has(statement)},
	{"password", 1010151, 1010151, hardToGuess + "a space, a path of a system, or a word in the place of a command", has(command)},
	{"password", 1010220, 1010222, hardToGuess + "a word of SQL", has(statement)},
}

// inFormat begins what is said of office documents: no program reads a part as anything but its own XML.
const inFormat = "parts of office documents are XML, for programs that know its names: "

// Of passwords a rule is told by what no generator makes but by a rare chance.
const (
	hardToGuess = "people and password managers choose signs that are hard to guess; but a match counts with "

	command   = "(?i)\\s|(?:[;&|`]|[$<>][({])(?:[a-z_]{2,}|[./~][\\w./]{2,})(?:[;&|)}:/<>`]|$)|/(?:bin|etc|usr|dev|tmp|proc|var|opt|home|root)/"
	statement = `(?i)[\x00-\x1f\x{ff01}-\x{ff5e}]|(?:^|[^\pL])(?:x?or|and|not|is|in|if|r?like|regexp|between|div|mod|case|union|all|select|from|where|having|group|order|limit|` +
		`into|insert|update|delete|drop|alter|create|exec|execute|declare|waitfor|sleep|benchmark|pg_sleep|char|concat|ascii|substr|substring|mid|` +
		`database|version|user|null|true|false)(?:[^\pL\d]|$)|(?:\|\||&&)[\d'"]`
)

// Counts says whether a match of a rule counts on a field of a kind. text returns the text that matched, and whether it is
// known: in doubt a match counts.
func Counts(kind string, rule int, text func() (string, bool)) bool {
	return !slices.ContainsFunc(Kinds, func(l LeftOut) bool {
		if l.Kind != kind && l.Kind != AnyKind || rule < l.First || l.Last < rule {
			return false
		}
		if l.unless == nil {
			return true
		}
		matched, known := text()
		return known && !l.unless(matched)
	})
}

// has returns what says whether a text has something that an expression matches.
func has(expression string) func(string) bool {
	compiled := compiledLater(expression)
	return func(text string) bool { return compiled().MatchString(text) }
}

// Whole says that nothing is left out on fields of a kind that is not left out on all.
func Whole(kind string) bool {
	return !slices.ContainsFunc(Kinds, func(l LeftOut) bool { return l.Kind == kind })
}

// BrokenBody is the rule of setup.conf for bodies that Coraza cannot read as what they say to be.
const BrokenBody = 200002
