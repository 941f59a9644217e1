// Command gen writes literals.txt, its argument: for each response rule of the Core Rule Set lists of literals, of which
// every match holds one list whole.
package main

import (
	"fmt"
	"io/fs"
	"log"
	"os"
	"regexp"
	"slices"
	"strings"

	"weir/inspect/rules"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: gen FILE")
	}
	out, err := generate(rules.Files())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], []byte(out), 0o644); err != nil { //nolint:gosec // a source file
		log.Fatal(err)
	}
}

// status are rules that look at the status alone. Whoever asks the finder knows them.
var status = []string{"950100"}

// link is one SecRule, of which a chain has several.
type link struct{ target, operator, argument, actions string }

var (
	rulePattern = regexp.MustCompile(`^SecRule (\S+) "(!?@\w+) ((?:[^"\\]|\\.)*)" "(.*)"$`)
	idPattern   = regexp.MustCompile(`\bid:(\d+)`)
)

func generate(files fs.FS) (string, error) {
	names, err := fs.Glob(files, "@owasp_crs/RESPONSE-95[0-6]*.conf")
	if err != nil || len(names) == 0 {
		return "", fmt.Errorf("no response rules: %w", err)
	}
	var out strings.Builder
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return "", err
		}
		var chain []link
		for _, line := range directives(string(raw)) {
			if !strings.HasPrefix(line, "SecRule ") {
				continue
			}
			m := rulePattern.FindStringSubmatch(line)
			if m == nil {
				return "", fmt.Errorf("%s: not understood: %s", name, line)
			}
			chain = append(chain, link{m[1], m[2], strings.ReplaceAll(m[3], `\"`, `"`), m[4]})
			if slices.Contains(strings.FieldsFunc(m[4], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }), "chain") {
				continue
			}
			if err := write(&out, chain); err != nil {
				return "", fmt.Errorf("%s: %s: %w", name, line, err)
			}
			chain = nil
		}
	}
	return out.String(), nil
}

// write writes the literals of one rule, by the first of its links that looks at the body.
func write(out *strings.Builder, chain []link) error {
	if strings.Contains(chain[0].actions, "nolog") { // such a rule steers others
		return nil
	}
	id := idPattern.FindStringSubmatch(chain[0].actions)
	if id == nil {
		return fmt.Errorf("a rule without an id")
	}
	if slices.Contains(status, id[1]) {
		return nil
	}
	n := slices.IndexFunc(chain, func(l link) bool { return l.target == "RESPONSE_BODY" })
	if n < 0 {
		return fmt.Errorf("no link looks at the body")
	}
	kind := "text"
	if strings.Contains(chain[n].actions, "t:removeWhitespace") {
		kind = "spaced"
	} else if rest := strings.ReplaceAll(strings.ReplaceAll(chain[n].actions, "t:none", ""), "t:lowercase", ""); strings.Contains(rest, "t:") &&
		regexp.MustCompile(`(?:^|,)\s*t:`).MatchString(rest) {
		return fmt.Errorf("a transformation that is not understood")
	}
	var lists [][]string
	switch chain[n].operator {
	case "@pmFromFile":
		kind, lists = "file", [][]string{{chain[n].argument}}
	case "@contains":
		lists = [][]string{{strings.ToLower(chain[n].argument)}}
	case "@rx":
		var err error
		if lists, err = literalsOf(chain[n].argument); err != nil {
			return err
		}
	default:
		return fmt.Errorf("the operator %s is not understood", chain[n].operator)
	}
	for _, list := range lists {
		fmt.Fprintf(out, "%s %s", id[1], kind)
		for _, text := range list {
			fmt.Fprintf(out, " %q", text)
		}
		out.WriteByte('\n')
	}
	return nil
}

// directives joins the lines of each directive.
func directives(text string) []string {
	var out []string
	joined := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if rest, more := strings.CutSuffix(line, `\`); more {
			joined += rest
			continue
		}
		out = append(out, joined+line)
		joined = ""
	}
	return out
}
