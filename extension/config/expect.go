package config

import (
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// expectations reads "SOURCE[=ID-PATTERN][,…]".
func expectations(r *reading, text string) ([]inspect.Expectation, error) {
	var list []inspect.Expectation
	for clause := range strings.SplitSeq(text, ",") {
		clause = strings.TrimSpace(clause)
		if clause == "" {
			continue
		}
		name, id, narrowed := strings.Cut(clause, "=")
		name, id = strings.TrimSpace(name), strings.TrimSpace(id)
		name, err := r.source(name)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", shown(clause), err)
		}
		if narrowed && (id == "" || !printable(id)) {
			return nil, fmt.Errorf("%q: a pattern is one or more printable characters", shown(clause))
		}
		x := inspect.Expectation{Source: name, ID: id}
		if narrowed {
			all, err := source.Patterns(name, id)
			if err != nil {
				return nil, fmt.Errorf("%q: %w", shown(clause), err)
			}
			if len(all) > 1 {
				x.Also = all[1:]
			}
		}
		list = append(list, x)
	}
	if list == nil {
		return nil, errors.New("it names no source")
	}
	return list, nil
}

func showExpectations(list []inspect.Expectation) string {
	var clauses []string
	for _, x := range list {
		if x.ID != "" {
			x.Source += "=" + x.ID
		}
		clauses = append(clauses, x.Source)
	}
	return strings.Join(clauses, ",")
}
