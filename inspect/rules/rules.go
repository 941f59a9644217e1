//go:generate go run generate.go ../../docs/RULES.md
//go:generate go run ../engine/gen catalogue.txt

// Package rules holds what Weir tells the rule engine: the set-up of the Core Rule Set, and Weir's own rules.
//
// It knows rule texts and ids. It knows neither the engine that reads them nor the events that they judge.
package rules

import (
	"bufio"
	"embed"
	"io/fs"
	"strings"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
)

//go:embed setup.conf
var setup string

// Setup is the SecLang text that is read before the Core Rule Set. It holds for every paranoia level: the level itself
// is the engine's option.
func Setup() string { return setup }

// catalogue says where the directives stand in Files.
//
//go:embed catalogue.txt
var catalogue string

// Catalogue is what the engine says of Files.
func Catalogue() string { return catalogue }

// own are Weir's rules in SecLang, a file for each family.
//
//go:embed database.conf document.conf environment.conf line.conf object.conf request.conf runtime.conf script.conf shell.conf template.conf
var own embed.FS

// Folder is where Files has Weir's own rules.
const Folder = "@weir"

// Files is the file system that Include lines and data files are looked up in. It holds the Core Rule Set as the
// folder @owasp_crs, and Weir's own rules as the folder @weir. It is safe for concurrent use.
func Files() fs.FS { return files{} }

type files struct{}

// Open implements fs.FS.
func (files) Open(name string) (fs.File, error) {
	if inside, is := ownName(name); is {
		return own.Open(inside)
	}
	return coreruleset.FS.Open(name)
}

// ReadFile implements fs.ReadFileFS. The Core Rule Set understands names with a folder before its own, which is how the
// engine asks for a rule's data.
func (files) ReadFile(name string) ([]byte, error) {
	if inside, is := ownName(name); is {
		return own.ReadFile(inside)
	}
	return fs.ReadFile(coreruleset.FS, name)
}

// ownName is the name in own of a file, or of the folder itself.
func ownName(name string) (inside string, is bool) {
	if name == Folder {
		return ".", true
	}
	return strings.CutPrefix(name, Folder+"/")
}

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
