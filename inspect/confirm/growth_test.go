//go:build growth

package confirm

import (
	"fmt"
	"testing"

	"weir/test/growth"
)

// Of each family, every confirmation reads every unit that some rule looks for, over and over.
func TestGrowthOfConfirmations(t *testing.T) {
	units := []string{"../", `..\`, "%2e%2e%2f", "/etc/", "etc%c0", "\r\na:", "GET / http/1.1\n", "' or ", "1/**/", "select ", "$(", "`a", "(;ls -l ", "\"$(ls '", "tsc && ", ";a ", "| b", "<a on", "<!--", "{{", "${", "f(", "alert(", "$a(", "top['", "<?=", "\\x41", "&lt;"}
	var subjects []growth.Subject
	for _, r := range Rules() {
		for _, place := range []Place{Value, Query, Path} {
			subjects = append(subjects, growth.Subject{
				Name: fmt.Sprintf("%s %d, place %d", r.Family, r.First, place),
				Read: func(text []byte) { Denied(Match{Rule: r.First, Text: string(text), Place: place}) },
			})
		}
	}
	growth.CheckSome(t, subjects, growth.Texts(1, units...), 10)
}

// Whoever looks far ahead or back from each place of a text does so again and again.
func TestGrowthOfWhatIsLookedForFarAway(t *testing.T) {
	texts := []growth.Text{
		{Unit: "'--x ", Tail: " "},
		{Head: "\n", Unit: ";/tmp/" + growth.Number + "b"},
		{Head: "\n", Unit: "$ "},
		{Head: "\n", Unit: "$(x "},
		{Unit: "\\`"},
		{Unit: "$a=", Suffix: "$a("},
		{Unit: "onload=", Tail: " "},
		{Unit: "$ne", Head: " ", Tail: " "},
		{Unit: "'/* ", Tail: "*"},
		{Unit: "' or (", Tail: ")"},
		{Unit: "and not ", Tail: "("},
		{Unit: "../", Tail: "a"},
		{Unit: "/a[b", Tail: "c"},
		{Unit: "..://", Tail: "."},
	}
	seen := map[string]bool{} // the first entry of each family and a third of the others, since most ask alike
	var subjects []growth.Subject
	for n, r := range Rules() {
		if n%3 > 0 && seen[r.Family] {
			continue
		}
		seen[r.Family] = true
		subjects = append(subjects, growth.Subject{Name: fmt.Sprintf("%s %d", r.Family, r.First), Read: func(text []byte) {
			Denied(Match{Rule: r.First, Text: string(text)})
		}})
	}
	growth.CheckAll(t, subjects, texts)
}
