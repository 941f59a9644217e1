package cli

import (
	"fmt"
)

// config shows the settings, and what is wrong with them.
func (t Tool) config(Arguments) int {
	longest := 0
	for _, s := range t.Settings {
		longest = max(longest, len(s.Name))
	}
	for _, s := range t.Settings {
		value := Plain(s.Value)
		if value == "" {
			value = "–"
		}
		t.print(t.Out, "%s", Fold(0, longest+len("  unreadable  "), fmt.Sprintf("%-*s  %-10s  %s", longest, s.Name, s.From, value)))
	}
	if len(t.Lenient) > 0 {
		t.print(t.Out, "\nWhat is spelt otherwise:\n")
	}
	for _, l := range t.Lenient {
		t.print(t.Out, "%s", Fold(2, 4, Plain(l)))
	}
	problems := t.Problems
	if _, err := t.Inspector(false); err != nil {
		problems = append(problems[:len(problems):len(problems)], err.Error())
	}
	if len(problems) == 0 {
		return OK
	}
	t.print(t.Out, "\nWhat is wrong:\n")
	for _, p := range problems {
		t.print(t.Out, "%s", Fold(2, 4, Plain(p)))
	}
	return Found
}
