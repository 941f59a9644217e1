// Package confirm gives a second opinion on a match: is there a reading in which the text does what the rule fears?
//
// A rule of the Core Rule Set says what an attack looks like, and honest texts may look alike. A confirmation parses the text as the
// rule's target would: a shell, a database, a browser, a file system. Each family of rules has one, in a file of its own.
//
// Doubt never costs an attack. The match stands if a confirmation cannot parse the text, panics, or has no time left.
//
// All functions are safe for concurrent use.
package confirm

import "slices"

// Place is where a text stands.
type Place uint8

// The places.
const (
	Value  Place = iota // in a document: JSON, XML, a message, a record
	Query               // an argument of a query
	Form                // an argument of a form
	Cookie              // the value of a cookie, or what is in it
	Header              // the value of a header
	Path                // the path of a URL, or a piece of it
	File                // a file, or what is in it
)

// Match is what a rule matched.
type Match struct {
	Rule    int
	Text    string      // the whole reading that the rule looked at, before the rule's transformations
	Place   Place       // where it stands
	Kind    string      // the kind of its field, as source.Kind names it
	Name    string      // of the cookie, header or argument, in lower case; "" if it has none or it is not known
	Stop    func() bool // says that no time is left; nil: never
	read    int         // bytes since the last look at the clock
	lines   int         // bytes of lines whose grammar was read
	fetched int         // files in the place of a command that were looked for before it
}

// stopped says that no time is left.
func (m *Match) stopped() bool { return m.Stop != nil && m.Stop() }

// clockEvery is how many bytes are read between two looks at the clock.
const clockEvery = 64 << 10

// late is stopped for loops that look far ahead: n bytes were read, and now and then the clock is asked.
func (m *Match) late(n int) bool {
	if m.read += n; m.read < clockEvery {
		return false
	}
	m.read = 0
	return m.stopped()
}

// family is a set of rules that fear the same target.
type family struct {
	name  string
	rules []rule
}

// rule says how the matches of some rules are confirmed.
type rule struct {
	first, last int                 // ids, both included
	fears       string              // what a text does not do whose match is denied
	does        func(m *Match) bool // a reading of the text does it, or may
}

// families are all of them. A rule is confirmed by the first that names it.
var families = []*family{
	path,
	shell,
	sql,
	markup,
	php,
	node,
	java,
	directory,
	address,
	protocol,
}

// find returns how the matches of a rule are confirmed, and the name of its family.
func find(id int) (*rule, string) {
	for _, f := range families {
		at := slices.IndexFunc(f.rules, func(r rule) bool { return r.first <= id && id <= r.last })
		if at >= 0 {
			return &f.rules[at], f.name
		}
	}
	return nil, ""
}

// Asked says that matches of a rule are confirmed at all.
func Asked(id int) bool {
	r, _ := find(id)
	return r != nil
}

// Denied says that the text does not do what the rule fears, and what that is: "shell: no program in the place of a command".
func Denied(m Match) (reason string, denied bool) {
	r, family := find(m.Rule)
	if r == nil {
		return "", false
	}
	return ask(r, family, m)
}

// ask asks one entry of a family about a text.
func ask(r *rule, family string, m Match) (reason string, denied bool) {
	defer func() {
		if recover() != nil {
			reason, denied = "", false
		}
	}()
	if r.does(&m) || m.stopped() {
		return "", false
	}
	return family + ": " + r.fears, true
}

// Rule tells of one entry of the families' tables, for documents and tests.
type Rule struct {
	Family      string
	First, Last int
	Fears       string
}

// Rules lists all rules that are confirmed, by family.
func Rules() []Rule {
	var out []Rule
	for _, f := range families {
		for _, r := range f.rules {
			out = append(out, Rule{f.name, r.first, r.last, r.fears})
		}
	}
	return out
}
