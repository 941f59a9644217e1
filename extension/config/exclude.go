package config

import (
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
)

const tagMark = "tag:"

// exclusions reads "RULE|tag:TAG[@SOURCE[:FIELD-GLOB]][;…]". Empty clauses are left out, so that a list may end in a
// semicolon. Whether a rule of that id or tag exists is for the inspector to say.
func exclusions(text string, sources []string) ([]inspect.Exclusion, error) {
	var list []inspect.Exclusion
	for clause := range strings.SplitSeq(text, ";") {
		clause = strings.TrimSpace(clause)
		if clause == "" {
			continue
		}
		e, err := exclusion(clause, sources)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", shown(clause), err)
		}
		list = append(list, e)
	}
	if list == nil {
		return nil, errors.New("it names no rule")
	}
	return list, nil
}

func exclusion(clause string, sources []string) (inspect.Exclusion, error) {
	var e inspect.Exclusion
	rule, place, placed := strings.Cut(clause, "@")
	rule = strings.TrimSpace(rule)
	var err error
	if e.Rule, e.Tag, err = ruleOrTag(rule); err != nil || !placed {
		return e, err
	}
	name, glob, narrowed, err := splitPlace(strings.TrimSpace(place), sources)
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

func showExclusions(list []inspect.Exclusion) string {
	var clauses []string
	for _, x := range list {
		clauses = append(clauses, x.String())
	}
	return strings.Join(clauses, ";")
}
