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

// harmless are libinjection's types of words that make no injection by themselves: names, operators, numbers, functions
// and SQL's types.
const harmless = "no1ft"

// sqlWords are the words of libinjection's table, in small letters.
type sqlWords struct {
	telling []string // one of these, or punctuation that SQL needs, is in every text in which it finds an injection
	all     []string // every word that is anything else than a name to it
}

// keywords reads the words out of libinjection's source, since it does not tell them.
func keywords() (sqlWords, error) {
	var out sqlWords
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/corazawaf/libinjection-go").Output()
	if err != nil {
		return out, fmt.Errorf("asking for libinjection's source: %w", err)
	}
	name := filepath.Join(string(bytes.TrimSpace(dir)), "sqli_data.go")
	tree, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return out, err
	}
	out.all = strings.Fields(callable)
	var unexpected []string
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
			if isUnexpected(key[1:]) {
				unexpected = append(unexpected, key)
			}
		default:
			out.add(strings.ToLower(key), kind)
		}
		return true
	})
	if len(out.telling) < 200 || len(unexpected) > 0 {
		return out, fmt.Errorf("libinjection's table is not as expected: %d words, fingerprints %v", len(out.telling), unexpected)
	}
	slices.Sort(out.telling)
	slices.Sort(out.all)
	out.telling, out.all = slices.Compact(out.telling), slices.Compact(out.all)
	return out, nil
}

// callable are names that libinjection takes for functions before a bracket.
const callable = "user_id user_name database password user current_user current_date current_time current_timestamp localtime localtimestamp"

// add adds a word or a phrase. A phrase needs all of its words, so its longest one tells.
func (w *sqlWords) add(key, kind string) {
	words := strings.FieldsFunc(key, func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_')
	})
	if len(words) == 0 {
		return
	}
	w.all = append(w.all, words...)
	if !strings.Contains(harmless, kind) {
		w.telling = append(w.telling, slices.MaxFunc(words, func(a, b string) int { return len(a) - len(b) }))
	}
}

// isUnexpected says that the sieve's reasoning does not hold for a fingerprint: it is made of harmless types alone, or is
// that of a text which begins with plain names, or with a string and names. A T may be one of SQL's types, which is dropped
// before a name, a number or another type.
func isUnexpected(fingerprint string) bool {
	if fingerprint == "NNNNN" || fingerprint == "SNNNN" {
		return true
	}
	dropped := strings.Contains(fingerprint, "TN") || strings.Contains(fingerprint, "T1") || strings.Contains(fingerprint, "TT")
	return strings.Trim(fingerprint, "1NOFT.:,?!{}[]") == "" && !dropped
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
