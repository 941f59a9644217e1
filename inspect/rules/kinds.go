package rules

import "slices"

// LeftOut are rules whose matches do not count on fields of a kind.
type LeftOut struct {
	Kind        string // as source.Kind names it
	First, Last int    // ids of the rules, both included
	Because     string
}

// AnyKind stands for every kind, unknown included.
const AnyKind = "any"

// Kinds lists what is left out for which kind of field, by kind and id. It is about values: the parts of a request
// (path, query, form, headers, cookies) are judged by all rules, unless the user declares what one of them is. On the kinds
// that are not here, unknown before all others, every rule counts but those for any kind. It must not be changed.
//
// A line says what honest fields of the kind are made of. What an attack on a handler of such fields needs has to stay:
// addresses of the function's own network and lookups of Log4j in all kinds, the active parts of scripts in markup.
var Kinds = []LeftOut{
	{AnyKind, 932140, 932140, "the commands if and for of cmd.exe: functions run on Linux"},
	{AnyKind, 932370, 932380, "programs and commands of Windows: functions run on Linux"},

	{"text", 942190, 942190, "a quotation mark or a backtick before the word select is how people quote; 942100, 942270 and 942360 stay for injections"},

	{"markup", 921130, 921130, "a document of HTML may begin a line with a tag, which is what this rule takes for the body behind a split header"},
	{"markup", 930120, 930120, "pages about servers name their files"},
	{"markup", 932125, 932125, "pages show commands"},
	{"markup", 932130, 932130, "pages show commands, and <( is also an open tag"},
	{"markup", 932230, 932270, "pages show commands, between backticks as Markdown marks them"},
	{"markup", 941100, 941100, "libinjection finds fault with every tag and attribute of style"},
	{"markup", 941110, 941130, "a whole page has scripts, handlers and namespaces of its own; addresses with javascript: (941170, 941210) stay"},
	{"markup", 941160, 941160, "tags and attributes are what markup is made of"},
	{"markup", 941180, 941180, "a comment, a CDATA section, or code shown on a page"},
	{"markup", 941190, 941190, "a style sheet is a part of a page"},
	{"markup", 941260, 941260, "a meta tag is a part of a page"},
	{"markup", 941390, 941390, "code shown on a page"},
	{"markup", 942151, 942151, "calls in code shown on a page"},
	{"markup", 942190, 942190, "statements in code shown on a page"},
	{"markup", 942350, 942350, "an entity ends with a semicolon, and update, delete or select may be the word behind it"},

	{"code", 930000, 930999, "programs name files, also by paths with .. in them"},
	{"code", 932000, 932999, "programs are commands, and expand variables"},
	{"code", 933000, 933999, "programs call functions; so do those in PHP"},
	{"code", 934100, 934100, "programs in JavaScript load modules"},
	{"code", 934110, 934110, "programs ask their own host, as health checks do; addresses of metadata and of APIs in the sandbox are for 1010100 to 1010120"},
	{"code", 941180, 941180, "programs for browsers use document and window"},
	{"code", 941390, 941390, "programs for browsers call alert, eval and setTimeout"},
	{"code", 942000, 942999, "queries are SQL, or close to it"},
	{"code", 944110, 944110, "programs in Java name the classes of processes"},
	{"code", 944130, 944130, "programs in Java name its packages"},

	{"log", 921110, 921130, "access logs hold request lines"},
	{"log", 930000, 930999, "lines name files, and what scanners have asked for"},
	{"log", 932000, 932999, "lines tell of commands and of variables, and name streams such as [$LATEST]"},
	{"log", 933000, 933999, "lines tell of calls, also of attacks that somebody else has stopped"},
	{"log", 934100, 934100, "traces of Node name its modules"},
	{"log", 934110, 934110, "lines tell of probes of their own host; addresses of metadata and of APIs in the sandbox are for 1010100 to 1010120"},
	{"log", 941100, 941100, "lines quote markup, and use angle brackets of their own"},
	{"log", 941390, 941390, "lines of browsers tell of alert and eval"},
	{"log", 942000, 942999, "lines tell of statements, also of attacks that somebody else has stopped"},
	{"log", 944130, 944130, "traces of Java name its packages"},

	{"path", 930120, 930120, "a key is looked up in a bucket, where etc/ and .ssh/ are prefixes like any others; .. is for 930100 and 930110"},

	{"password", 932130, 932130, "people and password managers choose signs that are hard to guess"},
	{"password", 942100, 942100, "people and password managers choose signs that are hard to guess; 942190, 942270 and 942360 stay for statements"},
}

// Counts says whether a match of a rule counts on a field of a kind.
func Counts(kind string, rule int) bool {
	return !slices.ContainsFunc(Kinds, func(l LeftOut) bool {
		return (l.Kind == kind || l.Kind == AnyKind) && l.First <= rule && rule <= l.Last
	})
}

// Whole says that nothing is left out on fields of a kind that is not left out on all.
func Whole(kind string) bool {
	return !slices.ContainsFunc(Kinds, func(l LeftOut) bool { return l.Kind == kind })
}

// BrokenBody is the rule of setup.conf for bodies that Coraza cannot read as what they say to be.
const BrokenBody = 200002
