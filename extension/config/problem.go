package config

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with the settings.
type Problem struct {
	Name    string // the variable
	Value   string // what it holds, cut at 128 bytes; "" for an unknown variable
	Reason  string // what is wrong with it
	Allowed string // the variable's grammar; "" for an unknown variable
	Holds   string // what holds instead; "" for an unknown variable
}

// maxValue bounds a value that is shown, in bytes: enough to recognise it.
const maxValue = 128

// String is the problem as a person reads it.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Name)
	if p.Value != "" {
		fmt.Fprintf(&b, "=%q", p.Value)
	}
	b.WriteString(": ")
	b.WriteString(p.Reason)
	if p.Allowed != "" {
		fmt.Fprintf(&b, " (allowed: %s)", p.Allowed)
	}
	if p.Holds != "" {
		b.WriteString("; " + p.Holds)
	}
	return b.String()
}

// oneLine is an error's text with the parts of joined errors in one line.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// shown cuts a value for display, at the border of a character.
func shown(value string) string {
	if len(value) <= maxValue {
		return value
	}
	return strings.ToValidUTF8(value[:maxValue], "") + "…"
}

// unknown finds the WEIR_ variables that do not exist. Their values are left out: whatever they are, they were not
// meant for this table, and may be somebody's secrets.
func unknown(environ []string) []Problem {
	names := make([]string, 0, len(Variables))
	for _, v := range Variables {
		names = append(names, v.Name)
	}
	var strangers []string
	for _, entry := range environ {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, prefix) && !slices.Contains(names, name) {
			strangers = append(strangers, name)
		}
	}
	slices.Sort(strangers)
	var problems []Problem
	for _, name := range slices.Compact(strangers) {
		problems = append(problems, Problem{Name: shown(name), Reason: "there is no such variable" + suggest(name, names)})
	}
	return problems
}

// suggest names the candidate that a person most likely meant, as the end of a sentence; "" if none is close.
func suggest(name string, candidates []string) string {
	best, limit := "", slips(name)
	for _, c := range candidates {
		if d := distance(name, c, limit); d <= limit {
			best, limit = c, d-1
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", best)
}

// slips is how many bytes of a name may be wrong: two slips of the finger, and not half of a short name.
func slips(name string) int { return min(2, len(name)/2) }

// distance is the number of bytes that have to be added, removed or replaced to get from a to b, or any number above
// limit if it is more than that.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
