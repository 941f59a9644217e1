package main

import (
	"fmt"
	"strings"
)

// orders is the table that the goat keeps. The last row is nobody's business.
var orders = []map[string]string{
	{"order": "1001", "item": "hay, 10 kg"},
	{"order": "1002", "item": "oats, 2 kg"},
	{"order": "1003", "item": "SECRET: the farmer's card number"},
}

// query selects from the table by a WHERE clause, pasted together from text as an injectable function does. Of SQL it
// knows =, OR and comments, which is all that an injection needs.
func query(where string) string {
	where, _, _ = strings.Cut(where, "--")
	var rows []string
	for _, row := range orders {
		for _, term := range strings.Split(where, " OR ") {
			left, right, _ := strings.Cut(term, "=")
			if value(left, row) == value(right, row) {
				rows = append(rows, row["item"])
				break
			}
		}
	}
	return fmt.Sprintf("%d rows: %s", len(rows), strings.Join(rows, "; "))
}

// value reads a literal or a column.
func value(term string, row map[string]string) string {
	term = strings.TrimSpace(term)
	if column, ok := row[term]; ok {
		return column
	}
	return strings.Trim(term, "'")
}
