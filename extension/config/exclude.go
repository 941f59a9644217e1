package config

import (
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
)

const tagMark = "tag:"

// exclusions reads "RULE|tag:TAG[@SOURCE[:FIELD-GLOB]][;…]". Empty clauses are left out, so that a list may end in a
// semicolon; so are those that cannot be read. Whether a rule of that id or tag exists is for the inspector to say.
func exclusions(r *reading, text string) ([]inspect.Exclusion, error) {
	return clauses(r, text, "it names no rule", exclusion, func(clause string) string {
		_, place, _ := strings.Cut(clause, "@")
		return place
	})
}

func exclusion(r *reading, clause string) (inspect.Exclusion, error) {
	var e inspect.Exclusion
	rule, place, placed := strings.Cut(clause, "@")
	rule = strings.TrimSpace(rule)
	var err error
	if e.Rule, e.Tag, err = ruleOrTag(r, rule); err != nil || !placed {
		return e, err
	}
	name, glob, narrowed, err := splitPlace(r, strings.TrimSpace(place))
	if err != nil {
		return e, err
	}
	e.Source = name
	if narrowed {
		e.Field = strings.TrimSpace(glob)
		if e.Field == "" || !printable(e.Field) {
			return e, errors.New("a field glob is one or more printable characters")
		}
	}
	return e, nil
}

// clauses reads a list with semicolons. A clause that cannot be read is left out, and what its place names is watched.
func clauses[T any](
	r *reading, text, none string, read func(*reading, string) (T, error), place func(clause string) string,
) (list []T, err error) {
	var wrong error
	for clause := range strings.SplitSeq(text, ";") {
		clause = strings.TrimSpace(clause)
		if clause == "" {
			continue
		}
		one, err := read(r, clause)
		if err == nil {
			list = append(list, one)
			continue
		}
		name, _, _, _ := splitPlace(r, strings.TrimSpace(place(clause)))
		r.watch(name)
		wrong = errors.Join(wrong, fmt.Errorf("%q: %w", shown(clause), err))
	}
	switch {
	case wrong != nil:
		return list, unreadable{wrong}
	case list == nil:
		r.watch("")
		return nil, errors.New(none)
	}
	return list, nil
}

func showExclusions(list []inspect.Exclusion) string {
	var clauses []string
	for _, x := range list {
		clauses = append(clauses, x.String())
	}
	return strings.Join(clauses, ";")
}
