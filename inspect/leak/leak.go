// Package leak knows what a response must not tell: credentials, the environment of a function, traces of its code,
// errors of its database, contents of its disk.
//
// It is given a text and names the rules that match. It also says, by a search for literals, which response rules of the
// Core Rule Set may match, so that the others need not be asked. It knows neither the engine that runs those nor what
// follows from a match.
package leak

import "io/fs"

// The ids of the rules that Find answers to.
const (
	AWSKey           = 1010700 // an AWS access key with its secret or its session token
	PrivateKey       = 1010701
	ConnectionString = 1010702 // a database's address with a password
	Environment      = 1010703 // variables of a function's environment with their values

	TracePython = 1010710
	TraceNode   = 1010711
	TraceJava   = 1010712
	TraceDotNet = 1010713
	TraceRuby   = 1010714
	TraceGo     = 1010715
	TracePHP    = 1010716
	TraceRust   = 1010717

	DatabaseError = 1010720
	Listing       = 1010721 // of a directory
	SystemFile    = 1010722
)

// ServerError is the one rule of the Core Rule Set for responses that looks at the status and not at a text: Suspects
// never names it.
const ServerError = 950100

// Credentials says whether a rule looks for credentials: these are looked for in every response, whoever gets it.
func Credentials(rule int) bool { return rule >= AWSKey && rule <= Environment }

// OfErrors says whether a rule finds texts that software writes when it fails. People quote such texts in articles about
// them.
func OfErrors(rule int) bool {
	switch {
	case rule >= TracePython && rule <= DatabaseError:
		return true
	case rule == 950150, rule/1000 >= 951 && rule/1000 <= 954, rule/1000 == 956:
		return true
	}
	return false
}

// Finding is one rule that matched.
type Finding struct {
	Rule int
	Text string // what matched; a secret, as likely as not
}

// matcher looks for one kind of leak. It is asked only about texts that hold one of its words.
type matcher struct {
	rule int
	// words are literals in lower case, of which every match holds one in some case: at least four bytes each.
	words []string
	// find returns what matches, or nil.
	find func(text []byte) []byte
}

// matchers lists them all.
var matchers = []matcher{
	{AWSKey, []string{"akia", "asia"}, findAWSKey},
	{PrivateKey, []string{"private key"}, findPrivateKey},
	{ConnectionString, connectionWords, findConnection},
	{Environment, environmentWords, findEnvironment},
	{TracePython, []string{"/var/task", "/var/runtime", "/var/lang", "/opt/python"}, pattern(pythonFrame)},
	{TraceNode, []string{"/var/task", "/var/runtime"}, pattern(nodeFrame)},
	{TraceJava, []string{".java:"}, repeated(javaFrame, 2)},
	{TraceDotNet, []string{".cs:line "}, pattern(dotNetFrame)},
	{TraceRuby, []string{".rb:"}, pattern(rubyFrame)},
	{TraceGo, []string{"goroutine "}, pattern(goTrace)},
	{TracePHP, []string{"/var/task"}, pattern(phpFrame)},
	{TraceRust, []string{"panicked at "}, pattern(rustPanic)},
	{DatabaseError, databaseWords, pattern(databaseError)},
	{Listing, []string{"drwx", "-rwx", "-rw-", "directory listing for", "listing directory"}, findListing},
	{SystemFile, []string{"root:x:0:0:", "root:*:0:0:"}, pattern(systemFile)},
}

// Finder finds leaks. It does not change, and is safe for concurrent use.
type Finder struct{ index *index }

// New prepares a finder. The files are the Core Rule Set's, as its rules name their data files.
func New(files fs.FS) (*Finder, error) {
	x, err := newIndex(files)
	if err != nil {
		return nil, err
	}
	return &Finder{x}, nil
}

// Suspects are the rules that may match a text: those of this package, and those of the Core Rule Set. No other can. It
// takes time in proportion to the text, a nanosecond or two for each byte.
func (f *Finder) Suspects(text []byte) (own, crs []int) {
	for _, rule := range f.index.search(text) {
		if rule >= AWSKey {
			own = append(own, rule)
		} else if plausible(rule, text) {
			crs = append(crs, rule)
		}
	}
	return own, crs
}

// Find runs those of this package's rules over a text that are in suspects.
func (f *Finder) Find(text []byte, suspects []int) []Finding {
	var found []Finding
	for _, rule := range suspects {
		for i := range matchers {
			if m := &matchers[i]; m.rule == rule {
				if match := m.find(text); match != nil {
					found = append(found, Finding{rule, string(match)})
				}
			}
		}
	}
	return found
}
