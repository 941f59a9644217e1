package config

import (
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
)

const tagMark = "tag:"

// exclusions reads "RULE|tag:TAG[@SOURCE[:FIELD-GLOB]][;…]". Empty clauses are left out, so that a list may end in a
// semicolon; so are those that cannot be read. Whether a rule of that id or tag exists is for CheckRules to say.
func exclusions(r *reading, text string) ([]inspect.Exclusion, error) {
	return clauses(r, text, "it names no rule", exclusion, func(clause string) string {
		_, place, _ := strings.Cut(clause, "@")
		return place
	})
}

func exclusion(r *reading, clause string) (inspect.Exclusion, error) {
	var e inspect.Exclusion
	if next := afterComma(clause, beginsExclusion); next != "" {
		inner, err := exclusion(r, next)
		if _, place, _ := strings.Cut(next, "@"); err != nil {
			inner.Source, _, _, _ = splitPlace(r, strings.TrimSpace(place))
		}
		r.watch(inner.Source)
		return e, tookComma(next)
	}
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

// beginsExclusion says whether a text begins as an entry with a place does: "942100@…". Globs have commas, too.
func beginsExclusion(text string) bool {
	rule, _, placed := strings.Cut(text, "@")
	_, _, err := ruleOrTag(&reading{}, strings.TrimSpace(rule))
	return placed && err == nil
}

// afterComma returns what stands behind a comma in an entry, if that is the beginning of an entry itself; else "".
func afterComma(text string, begins func(next string) bool) string {
	for at := range len(text) {
		if next := strings.TrimSpace(text[at+1:]); text[at] == ',' && begins(next) {
			return next
		}
	}
	return ""
}

// tookComma says that an entry holds another one, which would do nothing as a part of a glob.
func tookComma(next string) error {
	return fmt.Errorf("separate entries by a semicolon, not by a comma: %q would be a part of what is in front of it", shown(next))
}

// clauses reads a list with semicolons, or with an entry in each line, as --explain prints them. A clause that cannot be read is left out, and what its place names is watched.
func clauses[T any](
	r *reading, text, none string, read func(*reading, string) (T, error), place func(clause string) string,
) (list []T, err error) {
	var wrong error
	for clause := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ';' || c == '\n' || c == '\r' }) {
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
