package corpus

import (
	"cmp"
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

// False is a benign event that is blocked: a line of benign/blocked.txt.
type False struct {
	ID     string
	Rules  []int // that add to the score, ascending
	Reason string
	Fields string // what a user would declare, so that it passes: WEIR_FIELDS
}

// Blocked reads benign/blocked.txt: lines of the form "ID RULE[,RULE...]: REASON => SETTING".
func Blocked() ([]False, error) {
	const name = "benign/blocked.txt"
	text, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all []False
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		what, reason, _ := strings.Cut(line, ": ")
		id, rules, _ := strings.Cut(what, " ")
		reason, setting, _ := strings.Cut(reason, " => ")
		f := False{ID: id, Reason: reason, Fields: setting}
		for rule := range strings.SplitSeq(rules, ",") {
			number, bad := strconv.Atoi(rule)
			err = cmp.Or(err, bad)
			f.Rules = append(f.Rules, number)
		}
		if err != nil || reason == "" || setting == "" {
			return nil, fmt.Errorf("%s:%d: want an id, rules, a colon, a reason, an arrow and a setting", name, n)
		}
		all = append(all, f)
	}
	return all, nil
}
