package confirm

import "strings"

// directory is about filters of LDAP that a value is put into: it ends its part of the filter and brings another.
var directory = &family{"directory", []rule{
	{921200, 921200, "no filter of LDAP", bringsFilter},
}}

// bringsFilter says that a text may bring a filter. In a field that is declared as code, the end of a function that is called at once with
// an assignment, })(Name = …, is none: no filter has blanks around its operator (RFC 4515).
func bringsFilter(m *Match) bool {
	if m.Kind != "code" {
		return true
	}
	calls := false
	for line := range strings.Lines(m.Text) {
		at := strings.IndexAny(line, "!&():<>|~")
		if at < 0 || line[at] != ')' {
			continue
		}
		argument, ok := strings.CutPrefix(line[at+1:], "(")
		name := argument[:wordLength(argument)]
		if !ok || name == "" || !strings.HasPrefix(argument[len(name):], " = ") || strings.TrimSpace(line[:at]) != "}" {
			return true
		}
		calls = true
	}
	return !calls
}
