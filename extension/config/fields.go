package config

import (
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// fields reads "SOURCE:FIELD-GLOB=KIND[;…]". Empty clauses are left out, so that a list may end in a semicolon. The kind
// stands behind the last equals sign: a path may hold one.
func fields(text string, sources []string) ([]inspect.FieldKind, error) {
	var list []inspect.FieldKind
	for clause := range strings.SplitSeq(text, ";") {
		clause = strings.TrimSpace(clause)
		if clause == "" {
			continue
		}
		f, err := field(clause, sources)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", shown(clause), err)
		}
		list = append(list, f)
	}
	if list == nil {
		return nil, errors.New("it names no field")
	}
	return list, nil
}

func field(clause string, sources []string) (inspect.FieldKind, error) {
	var f inspect.FieldKind
	end := strings.LastIndexByte(clause, '=')
	if end < 0 {
		return f, errors.New("it names no kind")
	}
	kind, ok := source.KindOf(strings.TrimSpace(clause[end+1:]))
	if !ok {
		return f, errors.New("a kind is one of " + strings.Join(source.KindNames(), ", "))
	}
	name, glob, narrowed, err := splitPlace(strings.TrimSpace(clause[:end]), sources)
	if err != nil {
		return f, err
	}
	glob = strings.TrimSpace(glob)
	if !narrowed || glob == "" || !printable(glob) {
		return f, errors.New("a field glob is one or more printable characters behind the source and a colon")
	}
	return inspect.FieldKind{Source: name, Field: glob, Kind: kind}, nil
}

func showFields(list []inspect.FieldKind) string {
	clauses := make([]string, 0, len(list))
	for _, f := range list {
		clauses = append(clauses, f.Source+":"+f.Field+"="+f.Kind.String())
	}
	return strings.Join(clauses, ";")
}

// kinds lists the kinds of fields for people.
func kinds() string { return "`" + strings.Join(source.KindNames(), "`, `") + "`" }
