package sieve

import "strings"

// concerns are words without which a rule file cannot look at values, nor change how the Core Rule Set looks at them.
// The engine gives values to rules as arguments, and all variables that hold arguments have "args" in their names.
// MATCHED_VARS may hold them too, but only those that a rule matched. Besides there are the TX variables that switch
// rules of the Core Rule Set on.
var concerns = []string{
	"arg",
	"paranoia",         // another level
	"secruleupdate",    // changes rules of the Core Rule Set
	"secdefaultaction", // may bring transformations
	"include",          // rules that are not in the text
}

// concernedBy says whether rules of the user may look at values, or change how other rules do.
func (t *tables) concernedBy(texts []string) bool {
	for _, text := range texts {
		text = strings.ToLower(text)
		for _, word := range append(t.switches, concerns...) {
			if strings.Contains(text, word) {
				return true
			}
		}
	}
	return false
}
