//go:generate go run generate.go ../../docs/RULES.md

// Package rules holds what Weir tells the rule engine: the set-up of the Core Rule Set, and Weir's own rules.
//
// It knows rule texts and ids. It knows neither the engine that reads them nor the events that they judge.
package rules

import (
	"bufio"
	_ "embed" // for setup
	"io/fs"
	"strings"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
)

//go:embed setup.conf
var setup string

// Setup is the SecLang text that is read before the Core Rule Set. It holds for every paranoia level: the level itself
// is the engine's option.
func Setup() string { return setup }

// Files is the file system that Include lines and data files are looked up in. It holds the Core Rule Set as the
// folder @owasp_crs. It is safe for concurrent use.
func Files() fs.FS { return coreruleset.FS }

// Version is the Core Rule Set's version, as its own files name it: "4.25.0". It is "" if they do not.
func Version() string {
	f, err := Files().Open("@owasp_crs/REQUEST-901-INITIALIZATION.conf")
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }() // a file in memory
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if _, version, found := strings.Cut(lines.Text(), "OWASP CRS ver."); found {
			return strings.TrimSpace(version)
		}
	}
	return ""
}
