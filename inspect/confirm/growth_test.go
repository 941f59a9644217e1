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
	growth.Check(t, subjects, growth.Texts(1, units...))
}
