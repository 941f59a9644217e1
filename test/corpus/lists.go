package corpus

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// Entry is a line of missed.txt or noise.txt.
type Entry struct {
	Pattern string // of ids, as path.Match has it
	Rule    int    // that matches without an attack; 0 in missed.txt
	Reason  string
}

// Missed returns the entries of missed.txt: what is not found, and why.
func Missed() ([]Entry, error) { return entries("missed.txt") }

// Noise returns the entries of noise.txt: rules that match events without an attack, and why.
func Noise() ([]Entry, error) { return entries("noise.txt") }

// entries reads lines of the form "PATTERN: REASON", or "PATTERN RULE: REASON".
func entries(name string) ([]Entry, error) {
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []Entry
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var e Entry
		what, reason, _ := strings.Cut(line, ": ")
		pattern, rule, ruled := strings.Cut(what, " ")
		e.Pattern, e.Reason = pattern, reason
		if ruled {
			e.Rule, err = strconv.Atoi(rule)
		}
		if _, bad := path.Match(e.Pattern, ""); err != nil || bad != nil || reason == "" {
			return nil, fmt.Errorf("%s:%d: want a pattern, for noise a rule, a colon and a reason", name, n)
		}
		all = append(all, e)
	}
	return all, nil
}

// Covers says whether the entry is about the case.
func (e Entry) Covers(id string) bool {
	ok, _ := path.Match(e.Pattern, id)
	return ok
}

// Undeclared reads benign/undeclared.txt: the rules that add to the score of each benign event that would be blocked if
// nothing were declared, as lines of the form "ID RULE[,RULE...]" in the order of the ids.
func Undeclared() (map[string][]int, error) {
	const name = "benign/undeclared.txt"
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	all, last, n := map[string][]int{}, "", 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		id, rules, _ := strings.Cut(line, " ")
		if id <= last {
			return nil, fmt.Errorf("%s:%d: %s is not behind %s", name, n, id, last)
		}
		last = id
		for rule := range strings.SplitSeq(rules, ",") {
			number, err := strconv.Atoi(rule)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: want an id and rules", name, n)
			}
			all[id] = append(all[id], number)
		}
	}
	return all, nil
}
