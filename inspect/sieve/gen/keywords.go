package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// harmless are libinjection's types of words that make no injection by themselves: names, numbers, operators.
const harmless = "no1"

// keywords are the words without which, and without the punctuation that SQL needs, libinjection finds no injection in
// a text. They are read out of its source, since it does not tell them.
func keywords() ([]string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/corazawaf/libinjection-go").Output()
	if err != nil {
		return nil, fmt.Errorf("asking for libinjection's source: %w", err)
	}
	name := filepath.Join(string(bytes.TrimSpace(dir)), "sqli_data.go")
	tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var words, dangerous []string
	ast.Inspect(tree, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, kind := unquoted(pair.Key), unquoted(pair.Value)
		switch {
		case len(kind) != 1 || key == "":
		case kind == "F":
			// A fingerprint: "0" and the types of the tokens, in capitals.
			if strings.Trim(key[1:], "1NO.:,") == "" {
				dangerous = append(dangerous, key)
			}
		case !strings.Contains(harmless, kind):
			words = append(words, strings.FieldsFunc(strings.ToLower(key), func(r rune) bool {
				return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_')
			})...)
		}
		return true
	})
	if len(words) < 500 || len(dangerous) > 0 {
		return nil, fmt.Errorf("libinjection's table is not as expected: %d words, fingerprints %v", len(words), dangerous)
	}
	slices.Sort(words)
	return slices.Compact(words), nil
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
