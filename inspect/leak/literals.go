//go:generate go run ./gen literals.txt

package leak

import _ "embed" // for literals

// literals is the list that gen writes: a rule, a kind and a text per line.
//
//go:embed literals.txt
var literals string
