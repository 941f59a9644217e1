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
	Holds   string // what holds instead; "" for an unknown variable that changes nothing
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

// unknown finds the WEIR_ variables that do not exist, in whatever case. Their values are left out: whatever they are, they were not
// meant for this table, and may be somebody's secrets.
//
// Where WEIR_MODE is not set and a name is a slip away from it, somebody wanted another mode than the default: the function is watched.
func (c *Config) unknown(getenv func(string) string, environ []string) []Problem {
	names := make([]string, 0, len(Variables))
	for _, v := range Variables {
		names = append(names, v.Name)
	}
	var strangers, slip []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		upper := strings.ToUpper(name)
		mode := meansMode(name, names) && strings.TrimSpace(value) != ""
		switch {
		case slices.Contains(names, name), !mode && !strings.HasPrefix(upper, prefix):
			continue
		case slices.Contains(names, upper) && getenv(upper) == value: // the same one, where case does not count in names
			continue
		case mode && strings.TrimSpace(getenv("WEIR_MODE")) == "":
			c.watch("")
			slip = append(slip, name)
		}
		strangers = append(strangers, name)
	}
	slices.Sort(strangers)
	var problems []Problem
	for _, name := range slices.Compact(strangers) {
		p := Problem{Name: shown(name), Reason: "there is no such variable" + suggest(strings.ToUpper(name), names)}
		if slices.Contains(slip, name) {
			p.Holds = "WEIR_MODE is not set, and the function is in monitor"
		}
		problems = append(problems, p)
	}
	return problems
}

// meansMode says that a name is WEIR_MODE but for its case or two slips. It begins as ours do, or nearly: WEB_MODE is somebody else's.
func meansMode(name string, names []string) bool {
	const slips = 2
	name = strings.ToUpper(name)
	ours := strings.HasPrefix(name, "WEIR") || strings.HasPrefix(name, "WIER")
	return name == "WEIR_MODE" || ours && !slices.Contains(names, name) && distance(name, "WEIR_MODE", slips) <= slips
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
