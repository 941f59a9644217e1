package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
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
	telling []string // one of these, or two words of a phrase, or punctuation that SQL needs, is in every text in which it finds an injection
	longest []string // the longest word of each phrase that tells
	other   []string // and another word of it
	all     []string // every word that is anything else than a name to it
	types   []string // what its single words are: the type and the word
	first   []string // the words that phrases begin with
	later   []string // and those with which they go on
	prints  []string // the fingerprints of texts without quotes that the sieve can read, in capitals
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
			if strings.Trim(key[1:], plainTypes) == "" {
				out.prints = append(out.prints, key[1:])
			}
		default:
			out.add(strings.ToLower(key), kind)
		}
		return true
	})
	if len(out.telling) < 200 || len(unexpected) > 0 {
		return out, fmt.Errorf("libinjection's table is not as expected: %d words, fingerprints %v", len(out.telling), unexpected)
	}
	for _, list := range []*[]string{&out.telling, &out.longest, &out.other, &out.all, &out.types, &out.first, &out.later, &out.prints} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return out, nil
}

// plainTypes are the types of the tokens that the sieve can fold: words, numbers, commas, colons, semicolons,
// brackets and operators.
const plainTypes = "1NKFEUBV&,:;()O"

// callable are names that libinjection takes for functions before a bracket.
const callable = "user_id user_name database password user current_user current_date current_time current_timestamp localtime localtimestamp"

// add adds a word or a phrase. A phrase needs all of its words, so that two of them tell.
func (w *sqlWords) add(key, kind string) {
	words := strings.FieldsFunc(key, func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '_')
	})
	if len(words) == 0 {
		return
	}
	w.all = append(w.all, words...)
	if strings.Join(words, " ") == key {
		if len(words) == 1 {
			w.types = append(w.types, strings.ToUpper(kind)+key)
		} else {
			w.first, w.later = append(w.first, words[0]), append(w.later, words[1:]...)
		}
	} else {
		// Signs stand in it: of its words nothing is certain.
		w.first, w.later = append(w.first, words...), append(w.later, words...)
	}
	if strings.Contains(harmless, kind) {
		return
	}
	if len(words) == 1 {
		w.telling = append(w.telling, words...)
		return
	}
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	w.longest, w.other = append(w.longest, words[0]), append(w.other, words[1])
}

// described are all words, in order: the type, as a capital, whether phrases begin with it (1) or go on with it
// (2), and the word.
func (w *sqlWords) described() []string {
	types, flags := map[string]byte{}, map[string]byte{}
	for _, word := range w.types {
		types[word[1:]] = word[0]
	}
	for _, word := range w.first {
		flags[word] |= 1
	}
	for _, word := range w.later {
		flags[word] |= 2
	}
	for _, word := range w.all {
		if types[word] == 0 {
			types[word] = 'N'
		}
	}
	var out []string
	for _, word := range slices.Sorted(maps.Keys(types)) {
		out = append(out, string([]byte{types[word], flags[word]})+word)
	}
	return out
}

// isUnexpected says that the sieve's reasoning does not hold for a fingerprint: it is made of harmless types alone, is a
// single type that a token has by itself, is that of an address of a mailbox, or is
// that of a text which begins with plain names, or with a string and names. A T may be one of SQL's types, which is dropped
// before a name, a number or another type.
func isUnexpected(fingerprint string) bool {
	if fingerprint == "NNNNN" || fingerprint == "SNNNN" || fingerprint == "NV" || len(fingerprint) == 1 && fingerprint != evil {
		return true
	}
	dropped := strings.Contains(fingerprint, "TN") || strings.Contains(fingerprint, "T1") || strings.Contains(fingerprint, "TT")
	return strings.Trim(fingerprint, "1NOFT.:,?!{}[]") == "" && !dropped
}

// evil is the type of comments within comments, and of the braces of MySQL's {“.x}.
const evil = "X"

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
