// Command gen writes the lists of package libinjection: words, fingerprints and names. It reads them out of the original's source,
// which does not tell them.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "writing libinjection's lists:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/corazawaf/libinjection-go").Output()
	if err != nil {
		return fmt.Errorf("asking for libinjection's source: %w", err)
	}
	source := string(bytes.TrimSpace(dir))
	sql, err := parse(filepath.Join(source, "sqli_data.go"))
	if err != nil {
		return err
	}
	words, prints := wordsAndPrints(sql)
	markup, err := parse(filepath.Join(source, "xss_decls.go"))
	if err != nil {
		return err
	}
	names := names(markup)
	if len(words) < 900 || len(prints) < 8000 || len(names) < 400 {
		return fmt.Errorf("the source is not as expected: %d words, %d fingerprints, %d names", len(words), len(prints), len(names))
	}
	for name, list := range map[string][]string{"words.txt": words, "fingerprints.txt": prints, "names.txt": names} {
		if err := write(name, list); err != nil {
			return err
		}
	}
	licence, err := os.ReadFile(filepath.Join(source, "LICENSE"))
	if err != nil {
		return err
	}
	return os.WriteFile("LICENSE", licence, 0o644)
}

func parse(name string) (*ast.File, error) {
	return parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
}

// fingerprint is the type of fingerprints in the table of words. They begin with a 0 there.
const fingerprint = "F"

func wordsAndPrints(file *ast.File) (words, prints []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		switch key, kind := unquoted(pair.Key), unquoted(pair.Value); {
		case len(kind) != 1 || key == "":
		case kind == fingerprint:
			prints = append(prints, key[1:])
		default:
			words = append(words, kind+key)
		}
		return true
	})
	return words, prints
}

// effects are what an attribute does, by the original's name for it: it is an attack by itself, an address, a style, or the name of
// another attribute.
var effects = map[string]string{
	"attributeTypeBlack":        "b",
	"attributeTypeAttrURL":      "u",
	"attributeTypeStyle":        "s",
	"attributeTypeAttrIndirect": "i",
}

// names are those of attributes, and of events with what stands before them in attributes, each behind its effect. Tags stand behind
// t and a <.
func names(file *ast.File) (out []string) {
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			if len(v.Values) != 1 {
				continue
			}
			literal, ok := v.Values[0].(*ast.CompositeLit)
			if !ok {
				continue
			}
			for _, e := range literal.Elts {
				switch name := v.Names[0].Name; name {
				case "blackTags":
					out = append(out, "t<"+unquoted(e))
				case "blackEvents", "blacks":
					pair := e.(*ast.CompositeLit)
					effect := effects[pair.Elts[1].(*ast.Ident).Name]
					before := ""
					if name == "blackEvents" {
						before = "ON"
					}
					out = append(out, effect+before+unquoted(pair.Elts[0]))
				}
			}
		}
	}
	return out
}

// write writes a list: the shorter before the longer, and those of a length in the order of what stands behind their type.
func write(name string, list []string) error {
	key := func(s string) string {
		if name == "fingerprints.txt" {
			return s
		}
		return s[1:]
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(key(a), key(b)), cmp.Compare(a, b))
	})
	list = slices.Compact(list)
	return os.WriteFile(name, []byte(strings.Join(list, "\n")+"\n"), 0o644)
}

func unquoted(e ast.Expr) string {
	l, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, err := strconv.Unquote(l.Value)
	if err != nil {
		return ""
	}
	return s
}
