package config

import (
	"errors"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// fields reads "SOURCE:FIELD-GLOB=KIND[;…]". Empty clauses are left out, so that a list may end in a semicolon; so are those that
// cannot be read. The kind stands behind the last equals sign: a path may hold one.
func fields(r *reading, text string) ([]inspect.FieldKind, error) {
	return clauses(r, text, "it names no field", field, func(clause string) string { return clause })
}

func field(r *reading, clause string) (inspect.FieldKind, error) {
	var f inspect.FieldKind
	end := strings.LastIndexByte(clause, '=')
	if end < 0 {
		return f, errors.New("it names no kind")
	}
	kind, ok := source.KindOf(r.word(strings.TrimSpace(clause[end+1:])))
	if !ok {
		return f, errors.New("a kind is one of " + strings.Join(source.KindNames(), ", "))
	}
	name, glob, narrowed, err := splitPlace(r, strings.TrimSpace(clause[:end]))
	if err != nil {
		return f, err
	}
	glob = strings.TrimSpace(glob)
	if !narrowed || glob == "" || !printable(glob) {
		return f, errors.New("a field glob is one or more printable characters behind the source and a colon")
	}
	if next := afterComma(glob, func(next string) bool { return beginsField(r, next) }); next != "" {
		if inner, _, _, err := splitPlace(r, next); err == nil {
			r.watch(inner)
		}
		return f, tookComma(next)
	}
	return inspect.FieldKind{Source: name, Field: glob, Kind: kind}, nil
}

// beginsField says whether a text begins as an entry does: "sqs:…".
func beginsField(r *reading, text string) bool {
	name, _, placed := strings.Cut(text, ":")
	_, err := (&reading{sources: r.sources}).source(strings.TrimSpace(name))
	return placed && err == nil
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
